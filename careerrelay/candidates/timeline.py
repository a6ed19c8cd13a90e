"""What happened to one candidate here, from the audit trail and the imports, as the company may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import Application, Candidate, Import

# Deeds of the person: shown while they are in the pool, and gone with them (P08).
OWN_DEEDS = frozenset({"declare_oneself", "tell_own_name"})


@dataclass(frozen=True, slots=True)
class Happening:
    """`deed` is the audit trail's word, or `import` with the name of the file. `by`: the member who did it."""

    at: datetime
    deed: str
    by: UUID | None = None
    filename: str = ""
    application_id: UUID | None = None


def timeline_of(
    candidate: Candidate, *, applications: Sequence[Application], is_in_pool: bool
) -> list[Happening]:
    """Newest first; three queries at most. In the organization's scope."""
    happenings = [
        *_deeds(candidate, applications, is_in_pool=is_in_pool),
        *_imports(candidate, applications),
    ]
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)


def _deeds(candidate: Candidate, applications: Sequence[Application], *, is_in_pool: bool) -> list[Happening]:
    application_ids = [application.id for application in applications]
    entries = AuditEntry.objects.filter(organization_id=candidate.organization_id).filter(
        Q(object_kind="candidate", object_id=candidate.id)
        | Q(object_kind="application", object_id__in=application_ids)
    )
    return [
        Happening(
            entry.at,
            entry.deed,
            by=entry.actor_id if entry.actor_kind == "member" else None,
            application_id=entry.object_id if entry.object_kind == "application" else None,
        )
        for entry in entries.order_by("-at", "-id")
        if is_in_pool or entry.deed not in OWN_DEEDS
    ]


def _imports(candidate: Candidate, applications: Sequence[Application]) -> list[Happening]:
    """An import stamps what it writes with the moment at which it ended: that is how they are found again."""
    stamps = {candidate.created_at, candidate.updated_at}
    for application in applications:
        stamps |= {application.created_at, application.updated_at}
    found = Import.objects.filter(organization_id=candidate.organization_id, ended_at__in=stamps)
    return [
        Happening(ended_at, "import", by=uploaded_by, filename=filename)
        for ended_at, uploaded_by, filename in found.order_by("-ended_at", "-id").values_list(
            "ended_at", "uploaded_by", "filename"
        )
        if ended_at is not None
    ]
