"""Who saw whom: written by every page and file that shows people, told to each of them by day (P35)."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.tenancy import current_scope
from careerrelay.audit.models import AuditEntry, Sight
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.sql import sql_rows

# The deeds of this log. Those of lists begin with `see_list`.
READING = (
    *("see_record", "see_file", "see_list", "see_list_of_pool", "see_list_of_notices", "see_list_of_pairs"),
    *("see_list_received", "see_list_accepted", "see_list_exported"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """How often an organization saw somebody on one day in Japan, and in what way."""

    organization_id: UUID
    on: date
    deed: str
    times: int


def record_sights(
    deed: str, *, object_kind: str, object_ids: Iterable[UUID], actor: Actor, at: datetime
) -> None:
    """One row for one person, two for a list, however long. In the organization's scope. Nobody seen is nothing to
    keep."""
    ids = sorted(set(object_ids))
    organization_id = current_scope().organization_id
    if not ids or organization_id is None:
        return
    is_list = deed.startswith("see_list")
    assert is_list or len(ids) == 1, "several people are a list"
    entry = AuditEntry.objects.create(
        id=new_id(),
        organization_id=organization_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_organization_id=actor.organization_id,
        actor_part=actor.part,
        deed=deed,
        object_kind=object_kind,
        object_id=digest_of(ids) if is_list else ids[0],
        count=len(ids),
        at=at,
    )
    if is_list:
        Sight.objects.create(
            organization_id=organization_id, entry_id=entry.id, deed=deed, object_ids=ids, at=at
        )


def digest_of(ids: Collection[UUID]) -> UUID:
    """Sixteen bytes that stand for these ids in this order; the database computes the same to check them."""
    return UUID(bytes=hashlib.sha256(",".join(map(str, ids)).encode()).digest()[:16])


def sights_of(
    organization_ids: Collection[UUID], *, object_ids: Collection[UUID], since_at: datetime
) -> list[Seen]:
    """The newest day first. Asked for the rows that are one person; no scope is needed."""
    if not organization_ids or not object_ids:
        return []
    rows = sql_rows(
        "SELECT * FROM audit_seen_by(%s, %s, %s)", [list(organization_ids), list(object_ids), since_at]
    )
    return [Seen(*row) for row in rows]
