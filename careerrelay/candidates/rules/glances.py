"""The top of a file, for whoever decides how it is to be read: also where nobody can be told apart yet."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from careerrelay.candidates.rules.aliases import detect_source
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow
from careerrelay.candidates.rules.columns import (
    ColumnChoices,
    ColumnMapping,
    NoKnownColumn,
    check_source,
    guess_columns,
)
from careerrelay.candidates.rules.decoding import UNREADABLE
from careerrelay.candidates.rules.entries import Entry, NoApplicants, frame_rows, read_entries
from careerrelay.candidates.rules.reading import OpenedFile, Understood, open_file
from careerrelay.candidates.rules.row_plans import plan_rows
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.rules.tables import (
    HEADER_ROWS_MAX,
    Record,
    Table,
    first_row,
    without_trailing_blanks,
)

ENTRIES_MAX = 200
_COLUMNS_MIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance(Understood):
    """`top`: the rows among which the headings stand, as they are written. `samples`: the first rows below them.
    `entries`: what was read of these; none as long as no column tells people apart.
    `is_known`: a row with headings that we know was found; else the widest row near the top was taken for them.
    """

    top: tuple[Record, ...]
    samples: tuple[tuple[str, ...], ...]
    entries: tuple[Entry, ...]
    is_known: bool

    @property
    def rows(self) -> list[ApplicantRow]:
        return [entry for entry in self.entries if isinstance(entry, ApplicantRow)]

    @property
    def refused(self) -> list[RefusedRow]:
        return [entry for entry in self.entries if isinstance(entry, RefusedRow)]


def glance_at(
    content: bytes | BinaryIO,
    *,
    encoding: str | None = None,
    source: str | None = None,
    columns: ColumnChoices | None = None,
    header_line: int | None = None,
    word_ends: Mapping[str, Outcome] | None = None,
) -> Glance:
    """What shows of a file without reading it to its end.

    Raises: what `iterate_applicants` raises; NoKnownColumn only for what is no table at all.
    """
    check_source(source)
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    opened, is_known = _opened_somehow(stream, encoding=encoding, columns=columns, header_line=header_line)
    table = opened.table
    if table is None or any(UNREADABLE in cell for cell in table.header.cells):
        raise NoKnownColumn(first_row(stream, opened.encoding) if opened.encoding is not None else [])
    headings = without_trailing_blanks(table.header.cells)
    system = source or detect_source(headings)
    samples = tuple(tuple(record.cells) for record in table.samples)
    mapping = guess_columns(headings, samples=samples, source=system, choices=columns)
    return Glance(
        mapping=mapping,
        source=system,
        kind=opened.kind,
        header_line=table.header.line_number,
        headings=tuple(headings),
        encoding=opened.encoding.label if opened.encoding is not None else "",
        codec=opened.encoding.codec if opened.encoding is not None else "",
        delimiter=table.delimiter or "",
        sheet=table.sheet or "",
        top=tuple(islice((*table.above, table.header, *table.samples), HEADER_ROWS_MAX)),
        samples=samples,
        entries=_first_entries(table, mapping, opened, source=system, word_ends=word_ends),
        is_known=is_known,
    )


def _opened_somehow(
    stream: BinaryIO, *, encoding: str | None, columns: ColumnChoices | None, header_line: int | None
) -> tuple[OpenedFile, bool]:
    opened = open_file(stream, encoding=encoding, columns=columns, header_line=header_line)
    if opened.table is not None:
        return opened, True
    return open_file(stream, encoding=encoding, count_known=_count_written), False


def _count_written(cells: Sequence[str]) -> int:
    """A line of prose is no row of a table."""
    written = sum(not cell.isspace() for cell in cells if cell)
    return written if written >= _COLUMNS_MIN else 0


def _first_entries(
    table: Table,
    mapping: ColumnMapping,
    opened: OpenedFile,
    *,
    source: str,
    word_ends: Mapping[str, Outcome] | None,
) -> tuple[Entry, ...]:
    """Raises: NoApplicants, also where nobody can be told apart."""
    if not mapping.tells_people_apart or mapping.holds_evaluations:
        if not table.samples:
            raise NoApplicants
        return ()
    plan = plan_rows(
        mapping,
        source=source,
        is_1904=table.is_1904,
        samples=(record.cells for record in table.samples),
        word_ends=word_ends,
    )
    frame = frame_rows(plan, mapping, encoding=opened.encoding)
    return tuple(islice(read_entries(table, frame), ENTRIES_MAX))
