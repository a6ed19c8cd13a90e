"""Notices in the groups in which staff look at them. In the company's scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind
from careerrelay.outreach.queries import notices_in_hand, notices_of


@dataclass(frozen=True, slots=True)
class SendingTime:
    """Everything that leaves at one moment; `waiting` of it can still be undone."""

    send_at: datetime
    notices: tuple[Delivery, ...]

    @property
    def waiting(self) -> int:
        return sum(notice.state == DeliveryState.QUEUED for notice in self.notices)


def group_by_sending_time(notices: Iterable[Delivery]) -> list[SendingTime]:
    """The earliest first."""
    groups: dict[datetime, list[Delivery]] = {}
    for notice in notices:
        groups.setdefault(notice.send_at, []).append(notice)
    return [SendingTime(send_at, tuple(groups[send_at])) for send_at in sorted(groups)]


def queued_ids(
    *, organization_id: UUID, send_at: datetime | None = None, queued_at: datetime | None = None
) -> list[UUID]:
    """What still waits, of one sending time or of one batch that was queued at once."""
    found = notices_in_hand(organization_id=organization_id).filter(state=DeliveryState.QUEUED)
    if send_at is not None:
        found = found.filter(send_at=send_at)
    if queued_at is not None:
        found = found.filter(queued_at=queued_at)
    return list(found.values_list("id", flat=True))


def notices_to(candidate_id: UUID, *, organization_id: UUID) -> list[Delivery]:
    """Every notice to one candidate, newest first, those that were undone as well."""
    found = Delivery.objects.filter(
        organization_id=organization_id, candidate_id=candidate_id, kind=LetterKind.NOTICE
    )
    return list(found.order_by("-queued_at", "-id"))


def in_doubt_ids(*, organization_id: UUID) -> set[UUID]:
    """Candidates who may have got a notice or not: telling them again is for a human being to decide."""
    return {notice.candidate_id for notice in _in_doubt(organization_id) if notice.candidate_id}


def count_in_doubt(*, organization_id: UUID, since: datetime) -> int:
    """Of those that came into doubt at `since` or later."""
    return _in_doubt(organization_id).filter(ended_at__gte=since).count()


def _in_doubt(organization_id: UUID) -> QuerySet[Delivery]:
    return notices_of(organization_id=organization_id, states=[DeliveryState.IN_DOUBT])
