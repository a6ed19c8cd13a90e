"""The letters that went to somebody: a company's in its scope, the person's own in theirs."""

from collections.abc import Collection
from uuid import UUID

from careerrelay.core.disclosure import DisclosedPart, Rows, told_row
from careerrelay.outreach.models import Delivery, DeliveryState, Invitee


def disclose_letters_of_company(
    *, organization_id: UUID, candidate_ids: Collection[UUID]
) -> list[DisclosedPart]:
    """Those that left: what waits may still be undone."""
    which = {"organization_id": organization_id, "candidate_id__in": candidate_ids}
    return [DisclosedPart("delivery", _letters(which)), DisclosedPart("invitee", _invitations(which))]


def disclose_letters_of_person(*, person_id: UUID) -> list[DisclosedPart]:
    return [DisclosedPart("delivery", _letters({"person_id": person_id}))]


def _letters(which: dict[str, object]) -> Rows:
    left = (DeliveryState.ACCEPTED, DeliveryState.REFUSED, DeliveryState.IN_DOUBT)
    found = Delivery.objects.filter(**which, state__in=left).order_by("queued_at", "id")
    return tuple(
        told_row(kind=row.kind, address=row.address, state=row.state, at=row.ended_at or row.started_at)
        for row in found
    )


def _invitations(which: dict[str, object]) -> Rows:
    """That somebody stood on an approved list; whether the mail left lies with the mailbox."""
    found = Invitee.objects.filter(**which, invitation__approved_at__isnull=False, invitation__undone_at=None)
    rows = found.select_related("invitation").order_by("invitation__send_at", "id")
    return tuple(told_row(at=row.invitation.send_at, promised_on=row.promised_on) for row in rows)
