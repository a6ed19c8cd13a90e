"""Files of applicants: kept as they came, looked at without writing anything, then read in one transaction.

The same file twice changes nothing: applications are recognised by their id in the source system, people by
that or by their mail address. People in a file count as told already, unless the recruiter says otherwise.
"""

import hashlib
from collections import Counter
from datetime import datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.choosing import kept_choices, written_choices
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.merging import merge_row
from careerrelay.candidates.models import Import, ImportRefusal, ImportState
from careerrelay.candidates.rules.columns import ColumnChoices
from careerrelay.candidates.rules.reading import Reading, read_applicants
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal

READER = Actor.system("import")


class ImportAlreadyStarted(Refusal):
    pass


def receive_file(
    *,
    organization_id: UUID,
    filename: str,
    content: bytes,
    encoding: str | None = None,
    source: str | None = None,
    actor: Actor,
    at: datetime,
) -> Import:
    """Keep the file until it is read. Raises what `read_applicants` raises: a file that cannot be read is not kept.

    In the organization's scope.
    """
    reading = read_applicants(content, filename=filename, encoding=encoding, source=source)
    received = Import.objects.create(
        organization_id=organization_id,
        filename=filename[:255],
        content=content,
        content_hash=hashlib.sha256(content).digest(),
        encoding=reading.codec,
        system=reading.source,
        state=ImportState.UPLOADED,
        rows_total=len(reading.rows) + len(reading.refused),
        uploaded_by=actor.id,
        uploaded_at=at,
    )
    record_deed("receive_file", of=received, actor=actor, at=at)
    return received


def look_at(
    received: Import, *, encoding: str | None = None, columns: ColumnChoices | None = None
) -> Reading:
    """What would come of the file, with this encoding and these columns or our guess; nothing is written."""
    assert received.content is not None
    return read_applicants(
        bytes(received.content),
        filename=received.filename,
        encoding=encoding or received.encoding or None,
        source=received.system or None,
        columns=kept_choices(received) if columns is None else columns,
        header_line=received.header_line,
    )


def start_import(
    received: Import,
    *,
    encoding: str,
    columns: ColumnChoices | None = None,
    rejected_are_untold: bool,
    is_awaited: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """Hand the file to a worker, unless the caller runs the import and waits for it. Without `columns`: as kept.

    Raises: ImportAlreadyStarted (a double click).
    """
    started = Import.objects.filter(id=received.id, state=ImportState.UPLOADED).update(
        state=ImportState.RUNNING,
        encoding=encoding,
        columns=received.columns if columns is None else written_choices(columns),
        rejected_are_untold=rejected_are_untold,
    )
    if not started:
        raise ImportAlreadyStarted(
            ja="この取り込みは、もう始まっています。", en="This import has been started already."
        )
    record_deed("start_import", of=received, actor=actor, at=at)
    if not is_awaited:
        wake(
            "candidates:run_import", organization_id=str(received.organization_id), import_id=str(received.id)
        )


def run_import(*, organization_id: UUID, import_id: UUID, at: datetime) -> Import:
    """Read the file, all or nothing: a killed worker leaves no half import, and the next one begins anew."""
    try:
        with acting_for(organization_id):
            running = Import.objects.select_for_update().get(id=import_id)
            if running.state == ImportState.RUNNING:
                _read_into_pool(running, at=at)
            return running
    except Refusal as refused:
        with acting_for(organization_id):
            return _note_failure(import_id, refused, at=at)


def _read_into_pool(running: Import, *, at: datetime) -> None:
    reading = look_at(running)
    tally: Counter[str] = Counter()
    unreachable = 0
    touched: set[UUID] = set()
    for row in reading.rows:
        merged = merge_row(
            row,
            organization_id=running.organization_id,
            system=reading.source,
            is_told=not running.rejected_are_untold,
            at=at,
        )
        tally[merged.change] += 1
        unreachable += not merged.is_reachable
        touched |= merged.candidate_ids
    index_candidates(organization_id=running.organization_id, candidate_ids=touched)
    ImportRefusal.objects.bulk_create(
        ImportRefusal(
            organization_id=running.organization_id,
            from_import=running,
            line_number=refused.line_number,
            cells=list(refused.cells),
            ja=refused.ja,
            en=refused.en,
        )
        for refused in reading.refused
    )
    running.state, running.ended_at, running.content = ImportState.DONE, at, None
    running.headings = list(reading.headings)
    running.rows_new, running.rows_changed = tally["new"], tally["changed"]
    running.rows_unchanged, running.rows_refused = tally["unchanged"], len(reading.refused)
    running.rows_unreachable = unreachable
    running.save()
    record_deed("finish_import", of=running, count=max(len(reading.rows), 1), actor=READER, at=at)


def _note_failure(import_id: UUID, refused: Refusal, *, at: datetime) -> Import:
    failed = Import.objects.get(id=import_id)
    failed.state, failed.ended_at, failed.content = ImportState.FAILED, at, None
    failed.failure_ja, failed.failure_en = refused.ja, refused.en
    failed.save()
    return failed
