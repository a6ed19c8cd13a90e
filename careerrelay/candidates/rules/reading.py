"""The one entry: a file of applicants in, rows out. Nothing is written, nothing is asked, same file, same answer."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from typing import BinaryIO

from careerrelay.candidates.rules.aliases import detect_source
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow, SkippedRow
from careerrelay.candidates.rules.columns import (
    Column,
    ColumnChoices,
    ColumnMapping,
    NoKnownColumn,
    check_source,
    count_known_headings,
    map_columns,
)
from careerrelay.candidates.rules.decoding import UNREADABLE, Encoding, detect_encoding
from careerrelay.candidates.rules.entries import Entry, Frame, find_rows, frame_rows, understand_all
from careerrelay.candidates.rules.file_kinds import FileKind, recognise_kind
from careerrelay.candidates.rules.limits import TEXT_BYTES_MAX, WORKBOOK_BYTES_MAX
from careerrelay.candidates.rules.row_plans import plan_rows
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.rules.tables import (
    Record,
    Table,
    first_row,
    open_text_table,
    without_trailing_blanks,
)
from careerrelay.candidates.rules.workbooks import open_workbook_table
from careerrelay.core.refusal import Refusal

_ENDS_BYTES = 66_000


class OversizedFile(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"ファイルが{TEXT_BYTES_MAX // 1_000_000:,}MBを超えています。分けて取り込んでください。",
            en=f"The file is larger than {TEXT_BYTES_MAX // 1_000_000:,} MB; import it in parts.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What is known of a file before its first row.

    `encoding` is for people (`Shift_JIS (Windows)`), `codec` is Python's; both and `delimiter` are empty for a
    workbook, `sheet` for text. `source` is the system that the file comes from, `plain` when it is none in particular.
    """

    mapping: ColumnMapping
    source: str
    kind: FileKind
    header_line: int
    headings: tuple[str, ...]
    encoding: str = ""
    codec: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantStream(Understood):
    """A file's rows, once, read as they are asked for. `records` are the same rows before they are understood."""

    frame: Frame = field(repr=False)
    records: Iterator[Record | SkippedRow] = field(repr=False)

    def __iter__(self) -> Iterator[Entry]:
        return understand_all(self.records, self.frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Understood):
    """A whole file. Every row is in `rows`, in `refused` or in `skipped`; blank lines are nowhere."""

    rows: list[ApplicantRow]
    refused: list[RefusedRow]
    skipped: list[SkippedRow]

    @property
    def dropped_columns(self) -> tuple[Column, ...]:
        """Columns that may not be taken in, each with its reason (P20)."""
        return self.mapping.barred

    def preview(self, rows_max: int = 10) -> list[ApplicantRow]:
        return self.rows[:rows_max]


def read_applicants(
    content: bytes | BinaryIO,
    *,
    filename: str = "",
    encoding: str | None = None,
    source: str | None = None,
    columns: ColumnChoices | None = None,
    header_line: int | None = None,
) -> Reading:
    """The whole file at once. Raises: what `iterate_applicants` raises, before and while reading."""
    stream = iterate_applicants(
        content,
        filename=filename,
        encoding=encoding,
        source=source,
        columns=columns,
        header_line=header_line,
    )
    entries = list(stream)
    return Reading(
        rows=[entry for entry in entries if isinstance(entry, ApplicantRow)],
        refused=[entry for entry in entries if isinstance(entry, RefusedRow)],
        skipped=[entry for entry in entries if isinstance(entry, SkippedRow)],
        **{one.name: getattr(stream, one.name) for one in fields(Understood)},
    )


def iterate_applicants(
    content: bytes | BinaryIO,
    *,
    filename: str = "",
    encoding: str | None = None,
    source: str | None = None,
    columns: ColumnChoices | None = None,
    header_line: int | None = None,
    word_ends: Mapping[str, Outcome] | None = None,
) -> ApplicantStream:
    """Rows one by one, in flat memory for text. `content`: the bytes, or a file opened for reading bytes, which stays
    open as long as rows are read. The name decides nothing. `encoding`, `source`, `columns` and `header_line`
    overrule the guesses; `word_ends` says how an application ended of which only these words tell, folded for search.

    Raises: Refusal here for what shows at once (EmptyFile, UnsupportedFile, UndecodableFile, NoKnownColumn …), and
    while iterating UnclosedQuote, OverlongCell, OverlongLine, TooManyColumns, NoApplicants: what was read up to there
    must not be kept either.
    """
    check_source(source)
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    opened = open_file(stream, encoding=encoding, columns=columns, header_line=header_line)
    table, found = opened.table, opened.encoding
    if table is None or any(UNREADABLE in cell for cell in table.header.cells):
        raise NoKnownColumn(first_row(stream, found) if found is not None else [])
    headings = without_trailing_blanks(table.header.cells)
    system = source or detect_source(headings)
    samples = [record.cells for record in table.samples]
    mapping = map_columns(headings, samples=samples, source=system, choices=columns)
    plan = plan_rows(mapping, source=system, is_1904=table.is_1904, samples=samples, word_ends=word_ends)
    frame = frame_rows(plan, mapping, encoding=found)
    return ApplicantStream(
        mapping=mapping,
        source=system,
        kind=opened.kind,
        header_line=table.header.line_number,
        headings=tuple(headings),
        encoding=found.label if found is not None else "",
        codec=found.codec if found is not None else "",
        delimiter=table.delimiter or "",
        sheet=table.sheet or "",
        frame=frame,
        records=find_rows(table, frame),
    )


def records_of(stream: ApplicantStream) -> Iterator[Record]:
    """The rows that there are to understand. Raises: what iterating raises."""
    return (found for found in stream.records if not isinstance(found, SkippedRow))


def count_rows(stream: ApplicantStream) -> int:
    """How many rows there are to understand. Reads to the end, so that whatever would break in the middle of the file
    is known before. Raises: what iterating raises."""
    return sum(1 for _ in records_of(stream))


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """`encoding` is `None` for a workbook, `table` where no row is headings."""

    kind: FileKind
    encoding: Encoding | None
    table: Table | None


def open_file(
    stream: BinaryIO,
    *,
    encoding: str | None = None,
    columns: ColumnChoices | None = None,
    header_line: int | None = None,
    count_known: Callable[[Sequence[str]], int] | None = None,
) -> OpenedFile:
    """`count_known`: how much a row looks like headings, if not by the headings that we know.

    Raises: what `iterate_applicants` raises at once, but NoKnownColumn.
    """
    kind = _recognised(stream)
    count_known = count_known or partial(count_known_headings, choices=columns)
    if kind is FileKind.TEXT:
        found = detect_encoding(stream, forced=encoding)
        text_table = open_text_table(stream, found, count_known=count_known, header_line=header_line)
        return OpenedFile(kind, found, text_table)
    stream.seek(0)
    content = stream.read(WORKBOOK_BYTES_MAX + 1)
    sheet_table = open_workbook_table(content, kind, count_known=count_known, header_line=header_line)
    return OpenedFile(kind, None, sheet_table)


def _recognised(stream: BinaryIO) -> FileKind:
    size = stream.seek(0, io.SEEK_END)
    if size > TEXT_BYTES_MAX:
        raise OversizedFile
    stream.seek(0)
    head = stream.read(_ENDS_BYTES)
    stream.seek(max(size - _ENDS_BYTES, 0))
    return recognise_kind(head, tail=stream.read(_ENDS_BYTES))
