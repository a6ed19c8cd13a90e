"""Read a company's candidates. Everything here runs in the company's scope."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from careerrelay.candidates.models import Application, ApplicationState, Candidate, Import, Rejection
from careerrelay.candidates.searching import search_candidates

# Somebody with one of these is in another process here; no notice may reach them meanwhile.
UNDER_WAY = (ApplicationState.OPEN, ApplicationState.UNDECIDED, ApplicationState.HIRED)


def list_candidates(*, organization_id: UUID, search: str = "", state: str = "") -> QuerySet[Candidate]:
    """Newest first. `search`: see search_candidates, the newest 10,000 hits; `state` an application's."""
    found = Candidate.objects.filter(organization_id=organization_id)
    if search.strip():
        found = found.filter(
            id__in=search_candidates(organization_id=organization_id, query=search, state=state).ids
        )
    if state:
        found = found.filter(applications__state=state)
    applications = Application.objects.order_by("-applied_on", "-id").select_related(
        "rejection", "rejection__chosen_reason", "withdrawal"
    )
    return (
        found.distinct()
        .prefetch_related("addresses", "phones", Prefetch("applications", queryset=applications))
        .order_by("-created_at", "-id")
    )


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
