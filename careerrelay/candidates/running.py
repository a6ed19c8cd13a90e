"""An import under way: chunk after chunk, each in a transaction of its own that also says how far it came.

So a worker that is killed leaves whole chunks, and the next one goes on behind them. Imports of one company take
turns, a chunk each. Who is found is locked until the chunk is written: a consent that is given or taken back meanwhile
finds the person before or after, never in between.
"""

from array import array
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, OperationalError
from django.db.models import F

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.evaluation_importing import import_evaluations
from careerrelay.candidates.import_files import forget_bytes, kept_bytes
from careerrelay.candidates.importing import is_counted, open_import, wake_comparison
from careerrelay.candidates.indexing import let_words_wait
from careerrelay.candidates.merging import Merging, Tally, merge_rows
from careerrelay.candidates.models import Import, ImportRefusal, ImportState
from careerrelay.candidates.rules.applicants import RefusedRow
from careerrelay.candidates.rules.reading import ApplicantStream, count_rows, records_of
from careerrelay.candidates.rules.staging import StagedRow, Staging
from careerrelay.candidates.staging_pool import Hands, hands, processes_for
from careerrelay.candidates.turns import take_turn
from careerrelay.candidates.undoing import candidates_of_import, erase_import
from careerrelay.core.actor import Actor
from careerrelay.core.progress import Progress
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_count, sql_value

READER = Actor.system("import")
CHUNK_ROWS = 2_000
# So many words may wait to be entered into the index together. Each question reads those that wait, a millisecond for
# a megabyte; the last chunk leaves few.
WORDS_WAITING = "16MB"
WORDS_WAITING_AFTERWARDS = "1MB"
ATTEMPTS_MAX = 3
# Of a larger file a task compares the people when it is over: half a minute for a hundred thousand.
COMPARED_AT_ONCE_ROWS = 2_000

_COUNTS = ("rows_new", "rows_changed", "rows_unchanged", "rows_unreachable", "rows_undecided")

Chunk = list[StagedRow | RefusedRow]

_KNOWN = """
SELECT string_agg(head, '' ORDER BY head) FROM (
    SELECT substring(text_hash FROM 1 FOR 8) AS head FROM candidates_candidatesearch
        WHERE organization_id = %(organization)s
    UNION ALL SELECT substring(sha256(convert_to(canonical, 'UTF8')) FROM 1 FOR 8) FROM candidates_candidateaddress
        WHERE organization_id = %(organization)s AND NOT is_proxy
) heads
"""


_NOTE_CANDIDATE_IDS = """
UPDATE candidates_application a SET candidate_external_id = said.candidate
FROM unnest(%(applications)s::text[], %(candidates)s::text[]) AS said (application, candidate)
WHERE a.organization_id = %(organization)s AND a.system = %(system)s AND a.external_id = said.application
  AND a.candidate_external_id <> said.candidate
"""


class _Overtaken(Exception):
    """Somebody else reads this import, or ended it."""


def run_import(
    *,
    organization_id: UUID,
    import_id: UUID,
    leave_out: Collection[UUID],
    at: datetime,
    progress: Progress | None = None,
) -> Import:
    """Read the file from where it stands to its end. `leave_out`: whom the company may not know of (P08). `progress` is
    told the rows read and all rows, by chunk."""
    with acting_for(organization_id):
        running = Import.objects.get(id=import_id)
    if running.state == ImportState.RUNNING:
        try:
            _run(running, leave_out=leave_out, at=at, progress=progress or _nobody_looks)
        except Refusal as refused:
            _note_failure(running, refused, at=at)
        except _Overtaken:
            pass
    with acting_for(organization_id):
        return Import.objects.get(id=import_id)


def _run(running: Import, *, leave_out: Collection[UUID], at: datetime, progress: Progress) -> None:
    with acting_for(running.organization_id):
        file = kept_bytes(running)
    with file:
        if not (running.rows_read or is_counted(running)):
            _look_through(running, file)
        with acting_for(running.organization_id):
            stream = open_import(running, file)
        if stream.mapping.holds_evaluations:
            read = import_evaluations(stream, running, at=running.started_at or at, progress=progress)
        else:
            read = _read_stream(
                stream, running, leave_out=leave_out, at=running.started_at or at, progress=progress
            )
    if read <= COMPARED_AT_ONCE_ROWS:
        with acting_for(running.organization_id):
            _compare(running, at=running.started_at or at)
    _finish(running, read, at=at)


def _read_stream(
    stream: ApplicantStream,
    running: Import,
    *,
    leave_out: Collection[UUID],
    at: datetime,
    progress: Progress,
) -> int:
    """How far it came."""
    staging = Staging(
        frame=stream.frame,
        organization_id=running.organization_id,
        known=_known(running.organization_id),
        at=at,
    )
    read = running.rows_read
    with hands(staging, processes=processes_for(running.rows_total - read)) as helping:
        merging = Merging(
            organization_id=running.organization_id,
            import_id=running.id,
            system=stream.source,
            is_told=not running.rejected_are_untold,
            at=at,
            cutting=helping.cut,
            leave_out=leave_out,
        )
        for chunk in _chunks(stream, helping, begin=read):
            if not _write_chunk(chunk, read, running.rows_total, merging):
                break
            read += len(chunk)
            progress(read, running.rows_total)
    return read


def compare_import(*, organization_id: UUID, import_id: UUID, at: datetime) -> None:
    """Look for second records of the people of an import that is over. Whoever would undo it waits."""
    with acting_for(organization_id):
        waiting = Import.objects.select_for_update().filter(
            id=import_id, state__in=(ImportState.DONE, ImportState.CANCELLED), compared_at=None
        )
        found = waiting.first()
        if found is not None:
            _compare(found, at=at)


def _compare(found: Import, *, at: datetime) -> None:
    """A crash leaves nothing of it; done again it finds what it would have found."""
    suggest_pairs(organization_id=found.organization_id, candidate_ids=candidates_of_import(found), at=at)
    Import.objects.filter(id=found.id).update(compared_at=at)


def _nobody_looks(read: int, total: int) -> None:
    pass


def _look_through(running: Import, file: BinaryIO) -> None:
    """What would break in the middle is known before anything is written: the recruiter may have chosen another
    encoding or other columns since the file came. Raises: what iterating raises."""
    with acting_for(running.organization_id):
        total = count_rows(open_import(running, file))
        Import.objects.filter(id=running.id).update(rows_total=total)
    running.rows_total = total


def _chunks(stream: ApplicantStream, helping: Hands, *, begin: int) -> Iterator[Chunk]:
    chunk: Chunk = []
    for staged in helping.stage(islice(records_of(stream), begin, None)):
        chunk += staged
        if len(chunk) >= CHUNK_ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _known(organization_id: UUID) -> "array[int]":
    with acting_for(organization_id):
        heads = sql_value(_KNOWN, {"organization": organization_id})
    known = array("Q", bytes(heads or b""))
    known.byteswap()
    return known


def _write_chunk(chunk: Chunk, read: int, total: int, merging: Merging) -> bool:
    """False when somebody asked it to stop. Somebody who declares themself meanwhile may take an address first: then
    the chunk is decided anew."""
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return _attempt_chunk(chunk, read, total, merging)
        except (IntegrityError, OperationalError):
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError


def _attempt_chunk(chunk: Chunk, read: int, total: int, merging: Merging) -> bool:
    with acting_for(merging.organization_id):
        take_turn(merging.organization_id)
        of_import = Import.objects.filter(id=merging.import_id, state=ImportState.RUNNING, rows_read=read)
        standing = of_import.values_list("cancelling_at", flat=True)
        if not standing:
            raise _Overtaken
        if standing[0] is not None:
            return False
        refused = [row for row in chunk if isinstance(row, RefusedRow)]
        let_words_wait(WORDS_WAITING if read + len(chunk) < total else WORDS_WAITING_AFTERWARDS)
        staged = [row for row in chunk if isinstance(row, StagedRow)]
        tally = merge_rows(staged, merging)
        note_candidate_ids(staged, merging)
        _keep_refused(refused, merging)
        if not of_import.update(rows_read=read + len(chunk), **_added(tally, refused=len(refused))):
            raise _Overtaken
    return True


def note_candidate_ids(rows: list[StagedRow], merging: Merging) -> None:
    """The id that the system gives the candidate, beside that of the application: evaluations name only that one."""
    said = [(row.external_id, row.candidate_external_id) for row in rows]
    said = [(one, candidate) for one, candidate in said if one and candidate]
    if said:
        ids = {"applications": [one for one, _ in said], "candidates": [one for _, one in said]}
        arguments = {"organization": merging.organization_id, "system": merging.system}
        sql_count(_NOTE_CANDIDATE_IDS, arguments | ids)


def _added(tally: Tally, *, refused: int) -> dict[str, object]:
    return {
        "rows_new": F("rows_new") + tally.new,
        "rows_changed": F("rows_changed") + tally.changed,
        "rows_unchanged": F("rows_unchanged") + tally.unchanged,
        "rows_unreachable": F("rows_unreachable") + tally.unreachable,
        "rows_undecided": F("rows_undecided") + tally.undecided,
        "rows_refused": F("rows_refused") + refused,
    }


def _keep_refused(refused: list[RefusedRow], merging: Merging) -> None:
    ImportRefusal.objects.bulk_create(
        ImportRefusal(
            organization_id=merging.organization_id,
            from_import_id=merging.import_id,
            line_number=row.line_number,
            cells=list(row.cells),
            ja=row.ja,
            en=row.en,
        )
        for row in refused
    )


def _finish(running: Import, read: int, *, at: datetime) -> None:
    """Read to the end, or stopped on the way: the bytes of the file go in any case."""
    with acting_for(running.organization_id):
        take_turn(running.organization_id)
        standing = Import.objects.select_for_update().filter(id=running.id, rows_read=read)
        found = standing.filter(state=ImportState.RUNNING).first()
        if found is None:
            raise _Overtaken
        is_whole = read >= found.rows_total
        found.state = ImportState.DONE if is_whole else ImportState.CANCELLED
        found.ended_at = at
        found.save(update_fields=["state", "ended_at"])
        forget_bytes(found)
        deed = "finish_import" if is_whole else "stop_import"
        record_deed(deed, of=found, count=max(read - found.rows_refused, 1), actor=READER, at=at)
        if found.compared_at is None:
            wake_comparison(found)


def _note_failure(running: Import, refused: Refusal, *, at: datetime) -> None:
    """All or nothing: what was written before the file broke off goes again."""
    with acting_for(running.organization_id):
        take_turn(running.organization_id)
        failed = Import.objects.select_for_update().filter(id=running.id, state=ImportState.RUNNING)
        found = failed.first()
        if found is None:
            return
        erase_import(found)
        forget_bytes(found)
        failed.update(
            state=ImportState.FAILED,
            ended_at=at,
            failure_ja=refused.ja,
            failure_en=refused.en,
            **dict.fromkeys(_COUNTS, 0),
        )
