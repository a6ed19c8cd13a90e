"""Read a company's candidates. Everything here runs in the company's scope."""

from uuid import UUID

from django.db.models import QuerySet

from careerrelay.candidates.models import Application, ApplicationState, Import, Rejection

# Somebody with one of these is in another process here; no notice may reach them meanwhile.
UNDER_WAY = (ApplicationState.OPEN, ApplicationState.UNDECIDED, ApplicationState.HIRED)


def untold_rejections(*, organization_id: UUID) -> QuerySet[Rejection]:
    """Rejections that nobody told the person about yet, oldest first."""
    return (
        Rejection.objects.filter(
            organization_id=organization_id, told_at=None, application__state=ApplicationState.REJECTED
        )
        .select_related("application", "application__candidate")
        .prefetch_related("application__candidate__addresses")
        .order_by("rejected_on", "id")
    )


def candidates_under_way(*, organization_id: UUID, candidate_ids: list[UUID]) -> set[UUID]:
    """Those with another application that is open, undecided, or ended in a hire."""
    return set(
        Application.objects.filter(
            organization_id=organization_id, candidate_id__in=candidate_ids, state__in=UNDER_WAY
        ).values_list("candidate_id", flat=True)
    )


def undecided_applications(*, organization_id: UUID) -> QuerySet[Application]:
    return (
        Application.objects.filter(organization_id=organization_id, state=ApplicationState.UNDECIDED)
        .select_related("candidate")
        .order_by("ended_on", "id")
    )


def list_imports(*, organization_id: UUID) -> QuerySet[Import]:
    """Newest first."""
    return Import.objects.filter(organization_id=organization_id).order_by("-uploaded_at", "-id")


def import_in_scope(*, organization_id: UUID, import_id: UUID) -> Import | None:
    return Import.objects.filter(organization_id=organization_id, id=import_id).first()
