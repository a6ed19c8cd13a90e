"""The rows of a table: understood, refused with the number of their line, or skipped because they are nobody."""

from collections.abc import Iterator

from careerrelay.candidates.rules.aliases import fold_heading
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow, SkippedRow
from careerrelay.candidates.rules.columns import ColumnMapping
from careerrelay.candidates.rules.decoding import UNREADABLE, Encoding, is_foreign
from careerrelay.candidates.rules.fair_hiring import without_barred_items
from careerrelay.candidates.rules.row_reading import RowPlan, read_row
from careerrelay.candidates.rules.tables import Record, Table, without_trailing_blanks
from careerrelay.candidates.rules.workbooks import LOST_RESULT
from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_for_search

Entry = ApplicantRow | RefusedRow | SkippedRow

_TOTAL_WORDS = frozenset({"合計", "総計", "小計", "計", "total", "grand total", "subtotal", "件数"})
_TOTAL_CHARACTERS_MAX = 12
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


def read_entries(
    table: Table, plan: RowPlan, mapping: ColumnMapping, *, encoding: Encoding | None
) -> Iterator[Entry]:
    """In the order of the file. Raises: NoApplicants at the end of a table that had no row."""
    header = [fold_heading(cell) for cell in plan.headings]
    is_anybody_there = False
    is_rectangular = True
    for record in table.rows:
        cells = without_trailing_blanks(record.cells)
        if not cells:
            continue
        skipped = _skipped(record, cells, header=header)
        if skipped is not None:
            yield skipped
            continue
        is_anybody_there = True
        try:
            _check_shape(record, cells, headings=len(header), is_rectangular=is_rectangular)
            _check_characters(cells, encoding=encoding)
            yield read_row(record, plan)
        except Refusal as refusal:
            yield _refused(record, refusal, mapping)
        is_rectangular = is_rectangular and len(record.cells) >= len(table.header.cells)
    if not is_anybody_there:
        raise NoApplicants


def is_total(cells: list[str]) -> bool:
    """合計 in front and nothing but figures behind. 計 also is a family name: an address tells a person apart."""
    first = next((cell for cell in cells if cell and not cell.isspace()), "")
    if len(first) > _TOTAL_CHARACTERS_MAX or fold_for_search(first).rstrip(": ") not in _TOTAL_WORDS:
        return False
    written = [folded for cell in cells if (folded := fold_for_search(cell))]
    return (len(written) > 1 or len(written[0]) > 1) and all(
        len(cell) <= _FIGURE_CHARACTERS_MAX and _FIGURE_CHARACTERS.issuperset(cell) for cell in written[1:]
    )


def _skipped(record: Record, cells: list[str], *, header: list[str]) -> SkippedRow | None:
    if is_total(cells):
        return SkippedRow(line_number=record.line_number, ja="合計の行です。", en="It is a line of totals.")
    is_as_wide = len(cells) == len(without_trailing_blanks(header))
    if is_as_wide and all(
        fold_heading(cell) == heading for cell, heading in zip(cells, header, strict=False)
    ):
        return SkippedRow(
            line_number=record.line_number, ja="見出しの繰り返しです。", en="It repeats the headings."
        )
    return None


def _check_shape(record: Record, cells: list[str], *, headings: int, is_rectangular: bool) -> None:
    """A short row is one whose last cells are empty: Excel leaves their delimiters away, sixteen rows at a time.

    Not so at the end of a file that breaks off, when every row before was whole.
    """
    if len(cells) > headings:
        raise MisalignedRow(cells=len(cells), headings=headings)
    if record.is_cut and is_rectangular and len(record.cells) < headings:
        raise CutRow


def _check_characters(cells: list[str], *, encoding: Encoding | None) -> None:
    if encoding is None:
        return
    if any(UNREADABLE in cell for cell in cells) or is_foreign("\t".join(cells), encoding.codec):
        raise UnreadableRow(encoding=encoding.label)


def _refused(record: Record, refusal: Refusal, mapping: ColumnMapping) -> RefusedRow:
    barred = {column.index for column in mapping.barred}
    if barred and len(record.cells) > len(mapping.columns):
        barred.update(range(len(record.cells)))  # shifted: any cell may be the barred one
    cells = (
        "" if index in barred else without_barred_items(cell.translate(_UNSTORABLE))[0]
        for index, cell in enumerate(record.cells)
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
