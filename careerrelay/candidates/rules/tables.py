"""Text to rows: one reader of separated values with physical line numbers and limits of its own.

Why not the csv module: its limit for a cell (131,072) is one for the whole process, it takes a quote that is never
closed for the rest of the file without a word, and it does not say on which line a row began.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile
from typing import BinaryIO, NamedTuple

from careerrelay.candidates.rules.decoding import Encoding, text_lines
from careerrelay.candidates.rules.double_headings import join_heading_lines
from careerrelay.candidates.rules.limits import CELL_CHARACTERS_MAX, COLUMNS_MAX
from careerrelay.core.refusal import Refusal

SAMPLE_LINES = 400
SAMPLE_ROWS_MAX = 200
SAMPLE_CELLS_MAX = 100_000
HEADER_ROWS_MAX = 30
DELIMITERS = ("\t", ",", ";")

_SEPARATOR_LINE = re.compile(r"\"?sep=([^\w\"\r\n])\"?(?:\r\n|\r|\n)?\Z", re.IGNORECASE)


class UnclosedQuote(Refusal):
    def __init__(self, *, line_number: int) -> None:
        super().__init__(
            ja=f'{line_number}行目: 引用符（"）が閉じられていません。',
            en=f"Row {line_number}: a quotation mark is never closed.",
        )


class OverlongCell(Refusal):
    def __init__(self, *, line_number: int) -> None:
        super().__init__(
            ja=f"{line_number}行目: {CELL_CHARACTERS_MAX:,}文字を超えるセルがあります。"
            '引用符（"）が閉じられていないか確かめてください。',
            en=f"Row {line_number}: a cell is longer than {CELL_CHARACTERS_MAX:,} characters; "
            "check whether a quotation mark is never closed.",
        )


class TooManyColumns(Refusal):
    def __init__(self, *, line_number: int) -> None:
        super().__init__(
            ja=f"{line_number}行目: 列が{COLUMNS_MAX:,}を超えています。",
            en=f"Row {line_number}: there are more than {COLUMNS_MAX:,} columns.",
        )


class Record(NamedTuple):
    """One row. `line_number`: where it begins, from 1. `is_cut`: the file ends with it, without the end of a line."""

    line_number: int
    cells: list[str]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: everything below the header, read as it is asked for. `above`: the rows before it."""

    header: Record
    above: list[Record]
    rows: Iterator[Record]
    samples: list[Record]
    delimiter: str | None = None
    sheet: str | None = None
    is_1904: bool = False


def open_text_table(
    stream: BinaryIO,
    encoding: Encoding,
    *,
    count_known: Callable[[Sequence[str]], int],
    header_line: int | None = None,
) -> Table | None:
    """The table below the row that looks most like headings, or below the one that was chosen, by the delimiter that
    makes it look so.

    `None` when no row does. Raises: OverlongLine, OverlongCell, TooManyColumns, and UnclosedQuote while reading.
    """
    lines = text_lines(stream, encoding)
    sample = list(islice(lines, SAMPLE_LINES))
    lines.close()
    named = _SEPARATOR_LINE.fullmatch(sample[0]) if sample else None
    skipped = 1 if named else 0
    best: tuple[int, int, str, Record] | None = None
    hindrances: list[Refusal] = []
    for delimiter in (named.group(1),) if named else DELIMITERS:
        found = find_header(
            _sample_records(sample[skipped:], delimiter, skipped, hindrances),
            count_known=count_known,
            header_line=header_line,
        )
        if found is not None and (best is None or found[:2] > best[:2]):
            best = (found[0], found[1], delimiter, found[2])
    if best is None:
        if hindrances:
            raise hindrances[0]
        return None
    records = split_records(
        islice(text_lines(stream, encoding), skipped, None), best[2], first_line=skipped + 1
    )
    return table_below(records, header=best[3], delimiter=best[2])


def find_header(
    records: Iterable[Record],
    *,
    count_known: Callable[[Sequence[str]], int],
    header_line: int | None = None,
) -> tuple[int, int, Record] | None:
    """(known headings, columns, row) of the row among the first thirty that looks most like headings. A chosen
    `header_line` is it whatever it looks like. Headings on two lines come as one row, that of the lower line."""
    best: tuple[int, int, Record] | None = None
    before: Record | None = None
    for record in islice(records, HEADER_ROWS_MAX):
        both = _on_two_lines(before, record, count_known=count_known)
        found = _measured(both or record, count_known=count_known)
        if header_line is None:
            least = best[0] + (both is None or best[2] is not before) if best is not None else 1
            best = found if found[0] >= least else best
        elif header_line == record.line_number or (
            both is not None and before is not None and header_line == before.line_number
        ):
            best = found
        before = record
    return best


def _measured(record: Record, *, count_known: Callable[[Sequence[str]], int]) -> tuple[int, int, Record]:
    return count_known(record.cells), len(record.cells), record


def _on_two_lines(
    upper: Record | None, lower: Record, *, count_known: Callable[[Sequence[str]], int]
) -> Record | None:
    joined = join_heading_lines(upper.cells, lower.cells) if upper is not None else None
    return lower._replace(cells=joined) if joined is not None and count_known(joined) else None


def table_below(
    records: Iterator[Record],
    *,
    header: Record,
    delimiter: str | None = None,
    sheet: str | None = None,
    is_1904: bool = False,
) -> Table:
    """Of headings on two lines the upper one is in `above`, as it is written."""
    above = list(takewhile(lambda record: record.line_number != header.line_number, records))
    samples: list[Record] = []
    cells = 0
    for record in records:
        samples.append(record)
        cells += len(record.cells)
        if len(samples) >= SAMPLE_ROWS_MAX or cells >= SAMPLE_CELLS_MAX:
            break
    return Table(
        header=header,
        above=above,
        rows=chain(samples, records),
        samples=samples,
        delimiter=delimiter,
        sheet=sheet,
        is_1904=is_1904,
    )


def split_records(lines: Iterable[str], delimiter: str, *, first_line: int = 1) -> Iterator[Record]:
    """Rows of RFC 4180 as spreadsheets really write it: a quote counts only where a cell begins, text behind a
    closing quote stays, line ends within quotes are part of the cell.

    Raises: UnclosedQuote, OverlongCell, TooManyColumns.
    """
    row = _OpenRow(delimiter)
    start = first_line
    line = ""
    for line_number, line in enumerate(lines, start=first_line):
        if not row.is_open:
            if '"' not in line and len(line) <= COLUMNS_MAX:  # nearly all lines
                cells = line.rstrip("\r\n").split(delimiter)
                yield Record(line_number, cells, is_cut=not line.endswith(("\n", "\r")))
                continue
            start = line_number
        row.take(line, line_number=start)
        if not row.is_open:
            yield Record(start, row.close(line_number=start), is_cut=not line.endswith(("\n", "\r")))
    if row.is_open:
        raise UnclosedQuote(line_number=start)


@dataclass(slots=True)
class _OpenRow:
    """The row under the cursor. It stays open while a quote is."""

    delimiter: str
    is_open: bool = False
    _cells: list[str] = field(default_factory=list)
    _quoted: list[str] = field(default_factory=list)
    _quoted_characters: int = 0

    def take(self, line: str, *, line_number: int) -> None:
        if not self.is_open and '"' not in line:
            self._cells = line.rstrip("\r\n").split(self.delimiter)
            return
        end = len(line.rstrip("\r\n"))
        at = 0
        while at <= end:
            if not self.is_open and not line.startswith('"', at):
                stop = line.find(self.delimiter, at, end)
                stop = stop if stop >= 0 else end
                self._cells.append(line[at:stop])
                at = stop + 1
                continue
            at = self._take_quoted(line, at if self.is_open else at + 1, end, line_number)

    def close(self, *, line_number: int) -> list[str]:
        cells, self._cells = self._cells, []
        if len(cells) > COLUMNS_MAX:
            raise TooManyColumns(line_number=line_number)
        if sum(map(len, cells)) > CELL_CHARACTERS_MAX and max(map(len, cells)) > CELL_CHARACTERS_MAX:
            raise OverlongCell(line_number=line_number)
        return cells

    def _take_quoted(self, line: str, at: int, end: int, line_number: int) -> int:
        """From within quotes to behind the delimiter that ends the cell, or behind the line."""
        self.is_open = True
        while True:
            quote = line.find('"', at)
            part = line[at:] if quote < 0 else line[at:quote]
            self._quoted.append(part)
            self._quoted_characters += len(part) + 1
            if self._quoted_characters > CELL_CHARACTERS_MAX + 1:
                raise OverlongCell(line_number=line_number)
            if quote < 0:
                return len(line) + 1
            if line.startswith('"', quote + 1):
                self._quoted.append('"')
                at = quote + 2
                continue
            stop = line.find(self.delimiter, quote + 1, end)
            stop = stop if stop >= 0 else end
            self._cells.append("".join(self._quoted) + line[quote + 1 : stop])
            self.is_open, self._quoted, self._quoted_characters = False, [], 0
            return stop + 1


def without_trailing_blanks(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that holds more than blanks."""
    width = len(cells)
    while width and (not cells[width - 1] or cells[width - 1].isspace()):
        width -= 1
    return list(cells[:width])


def _sample_records(
    lines: list[str], delimiter: str, skipped: int, hindrances: list[Refusal]
) -> Iterator[Record]:
    """What can be read up to the end of the sample, where a quote may well be open. With a wrong delimiter a limit
    can be passed too; it matters when no delimiter is right."""
    try:
        yield from split_records(lines, delimiter, first_line=skipped + 1)
    except UnclosedQuote:
        return
    except (OverlongCell, TooManyColumns) as refusal:
        hindrances.append(refusal)


def first_row(stream: BinaryIO, encoding: Encoding) -> list[str]:
    """The first line that is not blank, split by whatever splits it most: to show when nothing in it is known."""
    lines = text_lines(stream, encoding)
    line = next((line for line in islice(lines, SAMPLE_LINES) if line.strip()), "")
    lines.close()
    return max((line.strip("\r\n").split(delimiter) for delimiter in DELIMITERS), key=len)
