"""The rows of a table: understood, refused with the number of their line, or skipped because they are nobody."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from careerrelay.candidates.rules.aliases import fold_heading
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow, SkippedRow
from careerrelay.candidates.rules.columns import ColumnMapping
from careerrelay.candidates.rules.decoding import UNREADABLE, Encoding, is_foreign
from careerrelay.candidates.rules.evaluation_rows import EvaluationRow, read_evaluation
from careerrelay.candidates.rules.fair_hiring import without_barred_items
from careerrelay.candidates.rules.row_plans import RowPlan, with_years_first
from careerrelay.candidates.rules.row_reading import read_row
from careerrelay.candidates.rules.tables import Record, Table, without_trailing_blanks
from careerrelay.candidates.rules.workbooks import LOST_RESULT
from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_for_search

Row = TypeVar("Row", ApplicantRow, EvaluationRow)
Entry = ApplicantRow | RefusedRow | SkippedRow

_TOTAL_WORDS = frozenset({"合計", "総計", "小計", "計", "total", "grand total", "subtotal", "件数"})
# Nobody's name, whatever stands beside it, as long as that is no contact.
_ONLY_TOTALS = _TOTAL_WORDS - {"計", "total", "件数"}
_TOTAL_CHARACTERS_MAX = 12
_NOTE_MARK = "※"
_END_OF_LIST = "以上"
_FIGURE_CHARACTERS = frozenset("0123456789,.件名人%円¥/ ")
_FIGURE_CHARACTERS_MAX = 9
_UNSTORABLE = str.maketrans({UNREADABLE: "\ufffd", LOST_RESULT: "\ufffd", "\0": "\ufffd"})


class NoApplicants(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="見出しの下に応募者の行がありません。", en="There are no applicants below the headings."
        )


class UnreadableRow(Refusal):
    def __init__(self, *, encoding: str) -> None:
        super().__init__(
            ja=f"{encoding}として読めない文字があります。この行だけ文字コードが違うか、途中で切れています。",
            en=f"There are characters that cannot be read as {encoding}; the row is in another encoding or cut off.",
        )


class MisalignedRow(Refusal):
    def __init__(self, *, cells: int, headings: int) -> None:
        super().__init__(
            ja=f"セルが{cells}個あり、見出しの{headings}列より多いため、どの列の値か決まりません。",
            en=f"There are {cells} cells for {headings} headings, so that no cell can be told to its column.",
        )


class CutRow(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="行の途中でファイルが終わっています。", en="The file ends in the middle of this row."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is needed to understand one row of a file wherever that happens, in another process too. `header` are
    the headings folded, `barred` the columns of which nothing may be kept."""

    plan: RowPlan
    header: tuple[str, ...]
    columns: int
    barred: frozenset[int]
    encoding: Encoding | None


def frame_rows(plan: RowPlan, mapping: ColumnMapping, *, encoding: Encoding | None) -> Frame:
    return Frame(
        plan=plan,
        header=tuple(fold_heading(cell) for cell in plan.headings),
        columns=len(mapping.columns),
        barred=frozenset(column.index for column in mapping.barred),
        encoding=encoding,
    )


def find_rows(table: Table, frame: Frame) -> Iterator[Record | SkippedRow]:
    """Every row that is not blank, before anything in it is understood; cheap, so that a whole file can be looked
    through for what would break it. `is_cut` stays with a record only where it means that cells are missing.

    Raises: NoApplicants at the end of a table that had no row.
    """
    is_anybody_there = False
    is_rectangular = True
    width = len(table.header.cells)
    for record in table.rows:
        first = next((cell for cell in record.cells if cell and not cell.isspace()), "")
        if not first:
            continue
        skipped = _skipped(record, first, header=frame.header, headings=frame.plan.headings)
        if skipped is not None:
            yield skipped
            continue
        is_anybody_there = True
        yield record if is_rectangular or not record.is_cut else record._replace(is_cut=False)
        is_rectangular = is_rectangular and len(record.cells) >= width
    if not is_anybody_there:
        raise NoApplicants


def read_entries(table: Table, frame: Frame) -> Iterator[Entry]:
    """In the order of the file. Raises: NoApplicants at the end of a table that had no row."""
    return understand_all(find_rows(table, frame), frame)


def understand_all(found: Iterable[Record | SkippedRow], frame: Frame) -> Iterator[Entry]:
    for row in found:
        yield row if isinstance(row, SkippedRow) else understand_record(row, frame)


def understand_evaluations(
    found: Iterable[Record | SkippedRow], frame: Frame
) -> Iterator[EvaluationRow | RefusedRow | SkippedRow]:
    for row in found:
        yield row if isinstance(row, SkippedRow) else _understood(row, frame, read_evaluation)


def understand_record(record: Record, frame: Frame) -> ApplicantRow | RefusedRow:
    return _understood(record, frame, read_row)


def _understood(record: Record, frame: Frame, read: Callable[[Record, RowPlan], Row]) -> Row | RefusedRow:
    try:
        cells = without_trailing_blanks(record.cells)
        _check_shape(record, cells, headings=len(frame.header))
        _check_characters(cells, encoding=frame.encoding)
        return read(record, frame.plan)
    except Refusal as refusal:
        return refused_record(record, refusal, frame)


def is_total(cells: list[str]) -> bool:
    """合計 in front and nothing but figures behind, or 合計 85名, 内定 7. 計 also is a family name: an address tells a
    person apart."""
    first = next((cell for cell in cells if cell and not cell.isspace()), "")
    if len(first) > _TOTAL_CHARACTERS_MAX or fold_for_search(first).rstrip(": ") not in _TOTAL_WORDS:
        return False
    written = [folded for cell in cells if (folded := fold_for_search(cell))]
    if (
        written[0].rstrip(": ") in _ONLY_TOTALS
        and len(written) > 1
        and not any("@" in cell for cell in written)
    ):
        return max(map(len, written)) <= _TOTAL_CHARACTERS_MAX and any(map(_is_figure, written[1:]))
    return (len(written) > 1 or len(written[0]) > 1) and all(map(_is_figure, written[1:]))


def _is_figure(folded: str) -> bool:
    return len(folded) <= _FIGURE_CHARACTERS_MAX and _FIGURE_CHARACTERS.issuperset(folded)


def _skipped(
    record: Record, first: str, *, header: tuple[str, ...], headings: tuple[str, ...]
) -> SkippedRow | None:
    """`first`: its first cell that holds more than blanks."""
    if len(first) <= _TOTAL_CHARACTERS_MAX and is_total(without_trailing_blanks(record.cells)):
        return SkippedRow(line_number=record.line_number, ja="合計の行です。", en="It is a line of totals.")
    if first[0] == _NOTE_MARK or first == _END_OF_LIST:
        is_alone = sum(1 for cell in record.cells if cell and not cell.isspace()) == 1
        if is_alone:
            return SkippedRow(
                line_number=record.line_number, ja="注記の行です。", en="It is a line of remarks."
            )
    is_other_script = record.cells[0].isascii() and not header[0].isascii()
    if is_other_script or fold_heading(record.cells[0]) != header[0]:
        return None
    cells = without_trailing_blanks(record.cells)
    # Folding costs: a file whose every row repeats 20,000 headings to the letter is told by comparing alone.
    is_repeated = tuple(cells) == headings or (
        len(cells) == len(without_trailing_blanks(header))
        and all(fold_heading(cell) == heading for cell, heading in zip(cells, header, strict=False))
    )
    if is_repeated:
        return SkippedRow(
            line_number=record.line_number, ja="見出しの繰り返しです。", en="It repeats the headings."
        )
    return None


def _check_shape(record: Record, cells: list[str], *, headings: int) -> None:
    """A short row is one whose last cells are empty: Excel leaves their delimiters away, sixteen rows at a time.

    Not so at the end of a file that breaks off, when every row before was whole.
    """
    if len(cells) > headings:
        raise MisalignedRow(cells=len(cells), headings=headings)
    if record.is_cut and len(record.cells) < headings:
        raise CutRow


def _check_characters(cells: list[str], *, encoding: Encoding | None) -> None:
    if encoding is None:
        return
    line = "\t".join(cells)
    if UNREADABLE in line or is_foreign(line, encoding.codec):
        raise UnreadableRow(encoding=encoding.label)


def refused_record(record: Record, refusal: Refusal, frame: Frame) -> RefusedRow:
    """Its cells as they stand in the file, without what may not be kept. The order of 2/5/2025 was told by other rows,
    which will not be there when this one comes again mended."""
    barred = frame.barred
    if barred and len(record.cells) > frame.columns:
        barred = frozenset(range(len(record.cells)))  # shifted: any cell may be the barred one
    cells = (
        "" if index in barred else without_barred_items(cell.translate(_UNSTORABLE))[0]
        for index, cell in enumerate(with_years_first(record.cells, frame.plan))
    )
    return RefusedRow(
        line_number=record.line_number,
        ja=f"{record.line_number}行目: {refusal.ja}",
        en=f"Row {record.line_number}: {_lowered(refusal.en)}",
        cells=tuple(cells),
    )


def _lowered(sentence: str) -> str:
    """As it goes on behind a colon; `CSV …` stays."""
    return (
        sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence
    )
