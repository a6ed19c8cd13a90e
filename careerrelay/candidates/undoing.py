"""Take a whole import back: what it made goes, what it changed stands as before, as long as nothing depends on it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.audit.sights import READING
from careerrelay.candidates import undo_statements as statements
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate, Import, ImportChange, ImportState
from careerrelay.candidates.turns import take_turn
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_count, sql_rows

# As long as it is kept how rows stood before.
UNDO_DAYS = 30
# Whoever only looked at somebody left nothing behind.
READING_DEEDS = (*("see_profile", "export_candidates"), *READING)

Arguments = dict[str, Any]


class NothingToUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="この取り込みは、取り消せる状態にありません。", en="This import cannot be undone as it stands."
        )


class UndoTooLate(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"取り込みから{UNDO_DAYS}日を過ぎたので、取り消せません。",
            en=f"An import can be undone for {UNDO_DAYS} days; they have passed.",
        )


class ImportInUse(Refusal):
    def __init__(self, *, people: int) -> None:
        super().__init__(
            ja=f"取り込んだあとに{people:,}人の記録が使われているため、取り消せません。",
            en=f"The records of {people:,} {'person' if people == 1 else 'people'} were used after this import, "
            "so it cannot be undone.",
        )


def take_back_import(found: Import, *, held_ids: Collection[UUID], actor: Actor, at: datetime) -> None:
    """`held_ids`: candidates of whom contexts above keep something. One transaction. In the organization's scope.

    Raises: NothingToUndo, UndoTooLate, ImportInUse.
    """
    take_turn(found.organization_id)
    standing = Import.objects.select_for_update().get(id=found.id)
    if standing.state not in (ImportState.DONE, ImportState.CANCELLED):
        raise NothingToUndo
    if standing.ended_at is None or at - standing.ended_at > timedelta(days=UNDO_DAYS):
        raise UndoTooLate
    in_use = used_since(standing) | set(held_ids)
    if in_use:
        raise ImportInUse(people=len(in_use))
    erase_import(standing)
    standing.state, standing.undone_at = ImportState.UNDONE, at
    standing.save(update_fields=["state", "undone_at"])
    rows = max(standing.rows_new + standing.rows_changed, 1)
    record_deed("undo_import", of=standing, count=rows, actor=actor, at=at)


def candidates_of_import(found: Import) -> set[UUID]:
    """Whom it made, completed, or gave an application. In the organization's scope."""
    return {row[0] for row in sql_rows(statements.CANDIDATES, _arguments(found))}


def made_by_import(found: Import) -> set[UUID]:
    of_import = Candidate.objects.filter(organization_id=found.organization_id, from_import=found)
    return set(of_import.values_list("id", flat=True))


def forget_changes(*, organization_id: UUID, at: datetime) -> int:
    """How rows stood before an import is kept as long as it can be undone. In the organization's scope."""
    ended = Import.objects.filter(
        organization_id=organization_id, ended_at__lt=at - timedelta(days=UNDO_DAYS)
    )
    gone, _ = ImportChange.objects.filter(
        organization_id=organization_id, from_import__in=ended.values("id")
    ).delete()
    return gone


def used_since(found: Import) -> set[UUID]:
    """Candidates of this import about whom somebody decided, wrote or changed something since, or whom a later import
    touched. In the organization's scope."""
    arguments = _arguments(found) | {"reading": list(READING_DEEDS)}
    return {row[0] for row in sql_rows(statements.USED, arguments)}


def erase_import(found: Import) -> None:
    """Without asking whether anything depends on it. In the organization's scope."""
    arguments = _arguments(found)
    touched = candidates_of_import(found)
    for statement in (*statements.PUT_BACK, *statements.ERASE):
        sql_count(statement, arguments)
    ImportChange.objects.filter(organization_id=found.organization_id, from_import=found).delete()
    index_candidates(organization_id=found.organization_id, candidate_ids=touched)


def _arguments(found: Import) -> Arguments:
    return {
        "organization": found.organization_id,
        "import": found.id,
        "started_at": found.started_at or found.uploaded_at,
    }
