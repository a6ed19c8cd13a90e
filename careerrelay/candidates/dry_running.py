"""What would come of a file, counted row by row against the people who are there, without writing anything.

The same rows, the same decisions and the same SQL as when it is read in earnest; only temporary tables are written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates import chunk_statements as statements
from careerrelay.candidates.importing import open_import
from careerrelay.candidates.merging import copy_decisions
from careerrelay.candidates.models import Import
from careerrelay.candidates.recalling import recall_known
from careerrelay.candidates.rules.applicants import RefusedRow, SkippedRow
from careerrelay.candidates.rules.recognising import Decision, Known, decide_rows
from careerrelay.candidates.rules.staging import StagedRow, Staging
from careerrelay.candidates.rules.tables import Record
from careerrelay.candidates.staging_pool import BATCH_ROWS, processes_for, stage_batches
from careerrelay.core.progress import Progress
from careerrelay.core.sql import sql_rows

REFUSED_SHOWN_MAX = 1_000
CHUNK_ROWS = 4_000


@dataclass(slots=True)
class DryRun:
    """`unreachable` rows bear no address. To be decided by somebody: `undecided`, whose status mixes two ends;
    `shared`, whose address another name bears; `likely`, new people who share a number with somebody known.
    `refused_rows`: the first thousand."""

    source: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    unreachable: int = 0
    undecided: int = 0
    shared: int = 0
    likely: int = 0
    refused_rows: list[RefusedRow] = field(default_factory=list)

    @property
    def to_decide(self) -> int:
        return self.undecided + self.shared + self.likely


def dry_run(received: Import, *, at: datetime, progress: Progress | None = None) -> DryRun:
    """Of a file that is kept, or of an Import that was never saved. Enters the organization's scope itself; holds no
    lock. Rows that name an application of the same file again count as unchanged.

    Raises: what iterate_applicants raises, before and while reading.
    """
    with acting_for(received.organization_id):
        stream = open_import(received)
    found = DryRun(source=stream.source)
    staging = Staging(frame=stream.frame, organization_id=received.organization_id, known_hashes=None, at=at)
    records = (record for record in stream.records if not isinstance(record, SkippedRow))
    known = Known()
    waiting: list[StagedRow] = []
    batches = _batches(records)
    for staged in stage_batches(batches, staging, processes=processes_for(received.rows_total)):
        found.rows += len(staged)
        if progress is not None:
            progress(found.rows, max(received.rows_total, found.rows))
        _count_refused([row for row in staged if isinstance(row, RefusedRow)], found)
        waiting += [row for row in staged if isinstance(row, StagedRow)]
        if len(waiting) >= CHUNK_ROWS:
            _count(waiting, received, known, found)
            waiting = []
    _count(waiting, received, known, found)
    return found


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, BATCH_ROWS)):
        yield batch


def _count_refused(refused: Sequence[RefusedRow], found: DryRun) -> None:
    found.refused += len(refused)
    found.refused_rows += refused[: REFUSED_SHOWN_MAX - len(found.refused_rows)]


def _count(rows: Sequence[StagedRow], received: Import, known: Known, found: DryRun) -> None:
    if not rows:
        return
    with acting_for(received.organization_id):
        recalled = recall_known(
            rows, organization_id=received.organization_id, system=found.source, is_locking=False
        )
        known.add(recalled)
        decisions = [replace(decision, wave=1) for decision in decide_rows(rows, known)]
        copy_decisions(decisions)
        arguments = {
            "organization": received.organization_id,
            "wave": 1,
            "known": [decision.application_id for decision in decisions if not decision.makes_application],
        }
        changed = {one for (one,) in sql_rows(statements.WOULD_CHANGE, arguments)}
        undecided = {one for (one,) in sql_rows(statements.WOULD_BE_UNDECIDED, arguments)}
        likely = {one for (one,) in sql_rows(statements.WOULD_BE_LIKELY, arguments)}
    for decision in decisions:
        _count_decision(decision, changed, found)
        found.undecided += decision.application_id in undecided
        found.likely += decision.makes_candidate and decision.candidate_id in likely


def _count_decision(decision: Decision, changed: set[UUID], found: DryRun) -> None:
    if decision.makes_application:
        found.new += 1
    elif decision.left or changed & {decision.candidate_id, decision.application_id}:
        found.changed += 1
    else:
        found.unchanged += 1
    found.unreachable += not decision.is_reachable
    found.shared += bool(decision.shared_with)
