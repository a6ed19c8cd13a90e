"""Write the audit row of a deed, in the transaction of the deed."""

from datetime import datetime
from uuid import UUID

from django.db import models

from careerrelay.accounts.tenancy import current_scope
from careerrelay.audit.models import AuditEntry
from careerrelay.core.actor import Actor


def record_deed(
    deed: str,
    *,
    of: models.Model | None = None,
    object_kind: str = "",
    object_id: UUID | None = None,
    count: int = 1,
    actor: Actor,
    at: datetime,
) -> None:
    """One row in the scope that is open now. `count` above one stands for a deed in bulk."""
    scope = current_scope()
    AuditEntry.objects.create(
        organization_id=scope.organization_id,
        person_id=scope.person_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_organization_id=actor.organization_id,
        actor_part=actor.part,
        deed=deed,
        object_kind=type(of).__name__.lower() if of is not None else object_kind,
        object_id=of.pk if of is not None else object_id,
        count=count,
        at=at,
    )
