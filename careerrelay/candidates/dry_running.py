"""What would come of a file, counted row by row against the people who are there, without writing anything.

The same rows, the same decisions and the same SQL as when it is read in earnest; only temporary tables are written.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates import chunk_statements as statements
from careerrelay.candidates.evaluation_importing import count_evaluations
from careerrelay.candidates.import_files import kept_bytes
from careerrelay.candidates.importing import open_import
from careerrelay.candidates.merging import copy_decisions
from careerrelay.candidates.models import Import
from careerrelay.candidates.recalling import recall_known
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow, SkippedRow
from careerrelay.candidates.rules.findings import LISTED_MAX, OPEN_WORDS_MAX, Findings, OpenRow, RowToMend
from careerrelay.candidates.rules.reading import records_of
from careerrelay.candidates.rules.recognising import Decision, Known, decide_rows
from careerrelay.candidates.rules.staging import StagedRow, Staging
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.second_records import find_second_records, pair_shared
from careerrelay.candidates.staging_pool import BATCH_ROWS, hands, processes_for
from careerrelay.core.progress import Progress
from careerrelay.core.sql import sql_rows

CHUNK_ROWS = 4_000


@dataclass(slots=True)
class _Counting:
    """`lines`: of whom the file would make anew, their first line. `sharers`: first lines whose address another name
    bears, and whose it is."""

    findings: Findings
    leave_out: Collection[UUID]
    known: Known = field(default_factory=Known)
    lines: dict[str, int] = field(default_factory=dict)
    sharers: dict[int, tuple[str, ...]] = field(default_factory=dict)


def dry_run(
    received: Import,
    *,
    file: BinaryIO | None = None,
    leave_out: Collection[UUID],
    at: datetime,
    progress: Progress | None = None,
) -> Findings:
    """Of a file that is kept, or of this one, with an Import that was never saved. Enters the organization's scope
    itself; holds no lock. Rows that name an application of the same file again count as unchanged. The file is read
    twice: against the people who are there, then for what stands in it alone; `progress` is told half a row for each.
    `leave_out`: whom the company may not know of.

    Raises: what iterate_applicants raises, before and while reading.
    """
    if file is None:
        with acting_for(received.organization_id):
            file = kept_bytes(received)
        with file:
            return dry_run(received, file=file, leave_out=leave_out, at=at, progress=progress)
    tell = progress or _nobody_looks
    with acting_for(received.organization_id):
        stream = open_import(received, file)
    if stream.mapping.holds_evaluations:
        return count_evaluations(stream, received, progress=tell)
    counting = _Counting(Findings(), leave_out=leave_out)
    _count_rows(received, file, counting, at=at, progress=tell)
    _look_at_rows(received, file, counting, progress=tell)
    return counting.findings


def _nobody_looks(done: int, total: int) -> None:
    pass


def _count_rows(
    received: Import, file: BinaryIO, counting: _Counting, *, at: datetime, progress: Progress
) -> None:
    with acting_for(received.organization_id):
        stream = open_import(received, file)
    found = counting.findings
    found.source = stream.source
    staging = Staging(frame=stream.frame, organization_id=received.organization_id, known=None, at=at)
    waiting: list[StagedRow] = []
    with hands(staging, processes=processes_for(received.rows_total)) as helping:
        for staged in helping.stage(records_of(stream)):
            found.rows += len(staged)
            progress(found.rows // 2, max(received.rows_total, found.rows))
            _count_refused([row for row in staged if isinstance(row, RefusedRow)], found)
            waiting += [row for row in staged if isinstance(row, StagedRow)]
            if len(waiting) >= CHUNK_ROWS:
                _count_decided(waiting, received, counting)
                waiting = []
    _count_decided(waiting, received, counting)


def _count_refused(refused: Sequence[RefusedRow], found: Findings) -> None:
    found.refused += len(refused)
    listed = refused[: LISTED_MAX - len(found.to_mend)]
    found.to_mend += [RowToMend(row.line_number, row.ja, row.en) for row in listed]


def _count_decided(rows: Sequence[StagedRow], received: Import, counting: _Counting) -> None:
    if not rows:
        return
    found, known = counting.findings, counting.known
    with acting_for(received.organization_id):
        recalled = recall_known(
            rows,
            organization_id=received.organization_id,
            system=found.source,
            leave_out=counting.leave_out,
            is_locking=False,
        )
        known.add(recalled)
        decisions = [decision._replace(wave=1) for decision in decide_rows(rows, known)]
        copy_decisions(decisions)
        arguments = {
            "organization": received.organization_id,
            "wave": 1,
            "known": [decision.application_id for decision in decisions if not decision.makes_application],
        }
        changed = {str(one) for (one,) in sql_rows(statements.WOULD_CHANGE, arguments)}
        undecided = {str(one) for (one,) in sql_rows(statements.WOULD_BE_UNDECIDED, arguments)}
    for decision in decisions:
        _count_decision(decision, changed, found)
        found.undecided += decision.application_id in undecided
        _remember_newcomer(decision, counting)


def _count_decision(decision: Decision, changed: set[str], found: Findings) -> None:
    if decision.makes_application:
        found.new += 1
    elif decision.left or changed & {decision.candidate_id, decision.application_id}:
        found.changed += 1
    else:
        found.unchanged += 1
    found.unreachable += not decision.is_reachable
    found.shared += bool(decision.shared_with)


def _remember_newcomer(decision: Decision, counting: _Counting) -> None:
    line = decision.row.line_number
    if decision.makes_candidate:
        counting.lines[decision.candidate_id] = line
    if decision.shared_with and len(counting.sharers) < LISTED_MAX:
        counting.sharers[line] = decision.shared_with


def _look_at_rows(received: Import, file: BinaryIO, counting: _Counting, *, progress: Progress) -> None:
    """What the rows say, and of those who would be new, who may be known already."""
    found = counting.findings
    newcomers = set(counting.lines.values())
    shared = {
        counting.lines[one] for ids in counting.sharers.values() for one in ids if one in counting.lines
    }
    which: dict[str, Any] = {"organization_id": received.organization_id, "leave_out": counting.leave_out}
    kept: dict[int, ApplicantRow] = {}
    waiting: list[ApplicantRow] = []
    with acting_for(received.organization_id):
        stream = open_import(received, file)
    for place, entry in enumerate(stream, start=1):
        found.skipped += isinstance(entry, SkippedRow)
        if isinstance(entry, ApplicantRow):
            _note(entry, found)
            if entry.line_number in shared or entry.line_number in counting.sharers:
                kept[entry.line_number] = entry
            elif entry.line_number in newcomers:
                waiting.append(entry)
        if len(waiting) >= BATCH_ROWS:
            find_second_records(waiting, found, **which)
            waiting = []
            progress((found.rows + min(place, found.rows)) // 2, found.rows)
    find_second_records(waiting, found, **which)
    pair_shared(counting.sharers, kept, counting.lines, found, organization_id=received.organization_id)
    progress(found.rows, found.rows)


def _note(row: ApplicantRow, found: Findings) -> None:
    found.ends[row.outcome.value] += 1
    found.left_out.update((remark.ja, remark.en) for remark in row.remarks)
    word = row.asked_word
    if word is not None and (word in found.open_words or len(found.open_words) < OPEN_WORDS_MAX):
        found.open_words[word] += 1
    if row.outcome is Outcome.UNDECIDED and len(found.open_rows) < LISTED_MAX:
        found.open_rows.append(OpenRow(row.line_number, row.name, row.job_title, row.status))
    if row.outcome is Outcome.REJECTED:
        found.told += row.was_told is True
        found.untold += row.was_told is False
