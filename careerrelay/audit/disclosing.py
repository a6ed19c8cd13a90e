"""Who read what about somebody, by organization and never by member (P35)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from careerrelay.audit.models import AuditEntry, Sight
from careerrelay.core.disclosure import DisclosedPart, told_row

READING = Q(deed__startswith="see_") | Q(deed__startswith="receive_") | Q(deed__startswith="export_")


def disclose_accesses_of_person(*, person_id: UUID) -> list[DisclosedPart]:
    """In the person's scope: agencies that opened the profile, and the person's own deeds."""
    seen = AuditEntry.objects.filter(person_id=person_id).order_by("at", "id")
    rows = tuple(
        told_row(at=row.at, deed=row.deed, by_organization_id=row.actor_organization_id, by=row.actor_kind)
        for row in seen
    )
    return [DisclosedPart("audit_entry", rows)]


def disclose_accesses_of_company(
    *, organization_id: UUID, object_ids: Collection[UUID]
) -> list[DisclosedPart]:
    """In the company's scope: when its staff read the record, files of it, or a list that it stands in."""
    seen = AuditEntry.objects.filter(READING, organization_id=organization_id, object_id__in=object_ids)
    lists = Sight.objects.filter(organization_id=organization_id, object_ids__overlap=list(object_ids))
    looks = [*seen.values_list("at", "deed"), *lists.values_list("at", "deed")]
    rows = tuple(told_row(at=at, deed=deed) for at, deed in sorted(looks))
    return [DisclosedPart("audit_entry", rows)]
