"""The candidates whom a company may see, searched, filtered and sorted.

Somebody who came by themself and is in the pool no longer has no place here: a record without an application
and outside of the pool would tell who left (P08).
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.expressions import OrderBy

from careerrelay.candidates.models import Application, ApplicationState, Candidate, Rejection, Source
from careerrelay.candidates.queries import list_candidates

UNREACHABLE = "unreachable"
IN_POOL = "pool"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`state`: an application's, `unreachable`, `pool`, or empty. `sort`: `name`, `applied`, `-name`, `-applied`."""

    search: str = ""
    state: str = ""
    sort: str = ""


def visible_candidates(
    wanted: Wanted, *, organization_id: UUID, pool_ids: Collection[UUID]
) -> QuerySet[Candidate]:
    """Newest first unless sorted otherwise. `last_applied_on` is the day of the newest application."""
    state = wanted.state if wanted.state in ApplicationState.values else ""
    found = list_candidates(
        organization_id=organization_id, search=wanted.search.replace("\0", ""), state=state
    ).exclude(id__in=left_ids(organization_id=organization_id, pool_ids=pool_ids))
    if wanted.state == UNREACHABLE:
        found = found.filter(addresses=None)
    if wanted.state == IN_POOL:
        found = found.filter(id__in=pool_ids)
    newest = (
        Application.objects.filter(organization_id=organization_id, candidate_id=OuterRef("id"))
        .order_by()
        .values("candidate_id")
        .annotate(day=Max("applied_on"))
        .values("day")
    )
    return found.annotate(last_applied_on=Subquery(newest)).order_by(*_order(wanted.sort))


def left_ids(*, organization_id: UUID, pool_ids: Collection[UUID]) -> set[UUID]:
    """Those who came by themself, never applied as far as the company knows, and are not in the pool now."""
    declared = Candidate.objects.filter(
        organization_id=organization_id, source=Source.SELF_DECLARED, applications=None
    )
    return set(declared.values_list("id", flat=True)) - set(pool_ids)


def count_visible(*, organization_id: UUID, pool_ids: Collection[UUID]) -> int:
    everybody = Candidate.objects.filter(organization_id=organization_id).count()
    return everybody - len(left_ids(organization_id=organization_id, pool_ids=pool_ids))


def count_untold(*, organization_id: UUID, leave_out: Collection[UUID]) -> int:
    """People with a rejection that nobody told them of, without those `leave_out`."""
    return (
        Rejection.objects.filter(
            organization_id=organization_id, told_at=None, application__state=ApplicationState.REJECTED
        )
        .exclude(application__candidate_id__in=leave_out)
        .aggregate(people=Count("application__candidate_id", distinct=True))["people"]
    )


def _order(sort: str) -> list[OrderBy]:
    orders: dict[str, list[OrderBy]] = {
        "name": [F("kana").asc(), F("name").asc(), F("id").asc()],
        "-name": [F("kana").desc(), F("name").desc(), F("id").desc()],
        "applied": [F("last_applied_on").asc(nulls_last=True), F("id").asc()],
        "-applied": [F("last_applied_on").desc(nulls_last=True), F("id").desc()],
    }
    return orders.get(sort, [F("created_at").desc(), F("id").desc()])
