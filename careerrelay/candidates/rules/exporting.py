"""Tables that leave for a spreadsheet: no cell runs as a formula, and reading them again gives the original (P30)."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import xlsxwriter

# Spreadsheets take a cell for a formula by its first character, some also behind blanks, and Japanese ones in full
# width; TAB and CR would move the rest into a cell of its own. Apostrophes in front belong to the pattern: only so is
# taking one away the exact inverse of putting one there.
_RUNNABLE = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠﹦﹢﹣﹫])|'+\s*\Z")

CsvEncoding = Literal["utf-8-sig", "cp932"]

CELL_CHARACTERS_MAX = 32_767  # Excel's
CUT_CHARACTERS_SHOWN = 100

# Printers' mark for a character that the type case does not have. Visible, unlike `?` never meant.
_MISSING = "〓"
# The same characters under the code points that CP932 knows them by.
_CP932_TWINS = str.maketrans("〜−—‖¢£¬¥\u00a0", "～－―∥￠￡￢￥ ")
_MARKED = re.compile(r".[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*", re.DOTALL)
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A character that the encoding does not have: 〓 stands in its place, or the same without its variant.

    Rows and columns count from 1.
    """

    row: int
    column: int
    character: str
    cell: str


@dataclass(frozen=True, slots=True)
class ExportedTable:
    content: bytes
    unwritable: tuple[Unwritable, ...]


def neutralise_cell(cell: str) -> str:
    """An apostrophe in front of what a spreadsheet would run."""
    return f"'{cell}" if _RUNNABLE.match(cell) else cell


def restore_cell(cell: str) -> str:
    """The exact inverse of `neutralise_cell`, for every text. Besides, `'` alone (Google Sheets, with a newline,
    in exports of HRMOS) is an empty cell, and `'+81 90…` (Indeed) is the number without its apostrophe."""
    if not cell.startswith("'"):
        return cell
    if _RUNNABLE.match(cell, 1):
        return cell[1:]
    return "" if cell.strip() == "'" else cell


def export_csv(rows: Iterable[Sequence[str]], *, encoding: CsvEncoding) -> ExportedTable:
    """RFC 4180 with CRLF. In UTF-8 with a byte order mark, which Excel needs, everything can be written."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    unwritable: list[Unwritable] = []
    for row_number, row in enumerate(rows, start=1):
        cells = [neutralise_cell(cell) for cell in row]
        if encoding == "cp932":
            cells = [
                _in_cp932(cell, place=(row_number, column), unwritable=unwritable)
                for column, cell in enumerate(cells, start=1)
            ]
        writer.writerow(cells)
    return ExportedTable(buffer.getvalue().encode(encoding, "replace"), tuple(unwritable))


def export_workbook(rows: Iterable[Sequence[str]]) -> ExportedTable:
    """Every cell a text: nothing in it is a formula, a number or a link. Row by row, so that memory stays flat. What
    Excel cannot hold in one cell is cut there, and listed."""
    buffer = io.BytesIO()
    cut: list[Unwritable] = []
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                written = neutralise_cell(cell)
                sheet.write_string(number, column, written[:CELL_CHARACTERS_MAX])
                if len(written) > CELL_CHARACTERS_MAX:
                    cut.append(Unwritable(number + 1, column + 1, "…", cell[:CUT_CHARACTERS_SHOWN]))
    return ExportedTable(buffer.getvalue(), tuple(cut))


def _in_cp932(cell: str, *, place: tuple[int, int], unwritable: list[Unwritable]) -> str:
    if _is_cp932(cell):
        return cell
    written: list[str] = []
    for match in _MARKED.finditer(cell.translate(_CP932_TWINS)):
        cluster = match.group()
        # Composed only where it must be: NFC would also replace 﨑's neighbours (神 U+FA19) by another spelling.
        composed = cluster if _is_cp932(cluster) else unicodedata.normalize("NFC", cluster)
        if _is_cp932(composed):
            written.append(composed)
            continue
        # A variant of 葛 without its selector still is 葛; it is listed, because it changed.
        plain = _SELECTORS.sub("", cluster)
        written.append(plain if plain and _is_cp932(plain) else _MISSING)
        unwritable.append(Unwritable(row=place[0], column=place[1], character=cluster, cell=cell))
    return "".join(written)


def _is_cp932(text: str) -> bool:
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
