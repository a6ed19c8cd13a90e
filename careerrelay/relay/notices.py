"""The notices that an agency has to answer, and those that are late. Each in the scope that its name says."""

from uuid import UUID

from careerrelay.relay.models import DataNotice
from careerrelay.relay.rules.states import DataNoticeKind


def notices_of_agency(
    *, organization_id: UUID, answered_max: int
) -> tuple[list[DataNotice], list[DataNotice]]:
    """Those that wait for an answer, the nearest deadline first; those that were answered, the newest first."""
    found = DataNotice.objects.filter(agency_id=organization_id)
    answered = found.exclude(acknowledged_at=None).order_by("-acknowledged_at", "-id")
    return list(found.filter(acknowledged_at=None).order_by("due_at", "id")), list(answered[:answered_max])


def notice_of_agency(notice_id: UUID, *, organization_id: UUID) -> DataNotice | None:
    return DataNotice.objects.filter(agency_id=organization_id, id=notice_id).first()


def open_notices_count(*, organization_id: UUID) -> int:
    return DataNotice.objects.filter(agency_id=organization_id, acknowledged_at=None).count()


def late_corrections(*, operator_id: UUID) -> list[DataNotice]:
    """Escalated and still unanswered, the longest wait first. In the operator's scope."""
    return list(
        DataNotice.objects.filter(
            operator_id=operator_id, kind=DataNoticeKind.CORRECTION, acknowledged_at=None
        )
        .exclude(escalated_at=None)
        .order_by("due_at", "id")
    )


def newest_notice_of(*, person_id: UUID, relay_id: UUID) -> DataNotice | None:
    """In the person's scope."""
    return DataNotice.objects.filter(person_id=person_id, relay_id=relay_id).order_by("-issued_at").first()
