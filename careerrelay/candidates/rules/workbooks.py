"""Excel workbooks to rows, through calamine, after a look at whether they are safe to open (P46)."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from careerrelay.candidates.rules.archives import (
    DamagedWorkbook,
    OversizedWorkbook,
    ProtectedWorkbook,
    inspect_archive,
)
from careerrelay.candidates.rules.compound_files import inspect_compound_file
from careerrelay.candidates.rules.file_kinds import FileKind
from careerrelay.candidates.rules.limits import WORKBOOK_BYTES_MAX
from careerrelay.candidates.rules.tables import HEADER_ROWS_MAX, Record, Table, find_header, table_below

# Stands in a cell whose value the file has lost: a formula saved without its result, or #REF!.
LOST_RESULT = "\udcfe"

_Value = int | float | str | bool | time | date | datetime | timedelta


def open_workbook_table(
    content: bytes,
    kind: FileKind,
    *,
    count_known: Callable[[Sequence[str]], int],
    header_line: int | None = None,
) -> Table | None:
    """The first sheet with a row that looks like headings; `None` when none has. A chosen `header_line` counts in
    that sheet, and in the first that has such a row only when no sheet has headings.

    Raises: DamagedWorkbook, ProtectedWorkbook, MacroWorkbook, OversizedWorkbook, UnsupportedFile.
    """
    if len(content) > WORKBOOK_BYTES_MAX:
        raise OversizedWorkbook
    facts = inspect_archive(content) if kind is FileKind.XLSX else inspect_compound_file(content)
    sheets = [
        (
            sheet,
            facts.broken_cells[index] if index < len(facts.broken_cells) else frozenset[tuple[int, int]](),
        )
        for index, sheet in open_sheets(content)
    ]
    for is_headed in (True, False) if header_line is not None else (True,):
        for sheet, broken in sheets:
            top = list(islice(_records(sheet, broken), HEADER_ROWS_MAX * 2))
            found = find_header(top, count_known=count_known)
            if header_line is not None and (found is not None or not is_headed):
                found = find_header(top, count_known=count_known, header_line=header_line)
            if found is not None:
                return table_below(
                    _records(sheet, broken),
                    header=found[2],
                    sheet=sheet.name,
                    is_1904=facts.is_1904,
                )
    return None


def cell_text(value: _Value) -> str:
    """As a spreadsheet would show it in the cell's plain format: 9012345678.0 is 9012345678, days are ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def open_sheets(content: bytes) -> Iterator[tuple[int, CalamineSheet]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for index, metadata in enumerate(workbook.sheets_metadata):
            if metadata.typ == SheetTypeEnum.WorkSheet:
                yield index, workbook.get_sheet_by_index(index)
    except PasswordError:
        raise ProtectedWorkbook from None
    except CalamineError:
        raise DamagedWorkbook from None
    except BaseException as error:
        # A Rust panic reaches Python as a BaseException that has no public name. Anything else is not ours.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedWorkbook from None


def _records(sheet: CalamineSheet, broken: frozenset[tuple[int, int]]) -> Iterator[Record]:
    """Rows as Excel numbers them. Text is taken as text: what looks like a formula in it was never one."""
    columns_before = (sheet.start or (0, 0))[1] + 1
    broken_in_row: dict[int, list[int]] = {}
    for row, column in broken:
        broken_in_row.setdefault(row, []).append(column - columns_before)
    line_number = 0
    for line_number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_text(value) for value in values]
        yield Record(line_number, _with_lost_results(cells, broken_in_row.pop(line_number, ())))
    # Rows of nothing but lost results lie behind what the reader takes for the end of the sheet.
    for row in sorted(row for row in broken_in_row if row > line_number):
        yield Record(row, _with_lost_results([], broken_in_row[row]))


def _with_lost_results(cells: list[str], indexes: Iterable[int]) -> list[str]:
    for index in indexes:
        if index >= 0:
            cells.extend([""] * (index + 1 - len(cells)))
            cells[index] = LOST_RESULT
    return cells
