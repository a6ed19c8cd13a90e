"""Whose last decision is how long ago: those of whom nothing is under way. In the company's scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from careerrelay.candidates.models import Application, ApplicationState, Candidate, Source
from careerrelay.core.calendar import day_in_japan

UNDER_WAY = (ApplicationState.OPEN, ApplicationState.UNDECIDED, ApplicationState.HIRED)


@dataclass(frozen=True, slots=True)
class Decided:
    """`last_on`: the newest day of an ending or an application, else of the record itself."""

    candidate_id: UUID
    name: str
    last_on: date
    recorded_on: date


def decided_until(
    last_on: date, *, organization_id: UUID, candidate_ids: Collection[UUID] | None = None
) -> list[Decided]:
    """Everybody whose last decision was on that day or before, the oldest first; of these only `candidate_ids` if
    given. Who came by themself and never applied is here by consent alone, and not in it."""
    ended = (
        Application.objects.filter(organization_id=organization_id, candidate_id=OuterRef("id"))
        .order_by()
        .values("candidate_id")
        .annotate(
            day=Max(Greatest("applied_on", "ended_on", "rejection__rejected_on", "withdrawal__withdrawn_on"))
        )
        .values("day")
    )
    people = (
        Candidate.objects.filter(organization_id=organization_id)
        .exclude(application_states__overlap=list(UNDER_WAY))
        .exclude(source=Source.SELF_DECLARED, application_states=[])
        .annotate(decided_on=Subquery(ended, output_field=DateField()))
        .filter(Q(decided_on__lte=last_on) | Q(decided_on=None, created_at__date__lte=last_on))
    )
    if candidate_ids is not None:
        people = people.filter(id__in=candidate_ids)
    rows = people.values_list("id", "name", "decided_on", "created_at")
    found = [_decided(*row) for row in rows.iterator()]
    return sorted(found, key=lambda one: (one.last_on, one.candidate_id))


def _decided(candidate_id: UUID, name: str, decided_on: date | None, created_at: datetime) -> Decided:
    recorded_on = day_in_japan(created_at)
    return Decided(candidate_id, name, decided_on or recorded_on, recorded_on)
