"""The candidates whom a company may see, searched, filtered and sorted.

Somebody who came by themself and is in the pool no longer has no place here: a record without an application
and outside of the pool would tell who left (P08). Nor has somebody whose time is over and who is set aside.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import NullIf

from careerrelay.candidates.models import ApplicationState, Candidate, Quarantine, Rejection, Source
from careerrelay.candidates.queries import UNDER_WAY, list_candidates

UNREACHABLE = "unreachable"
IN_POOL = "pool"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`state`: an application's, `unreachable`, `pool`, or empty. `sort`: a key of `list_order`."""

    search: str = ""
    state: str = ""
    sort: str = ""


def visible_candidates(
    wanted: Wanted, *, organization_id: UUID, pool_ids: Collection[UUID]
) -> QuerySet[Candidate]:
    """Newest first unless sorted otherwise."""
    state = wanted.state if wanted.state in ApplicationState.values else ""
    found = (
        list_candidates(organization_id=organization_id, search=wanted.search.replace("\0", ""), state=state)
        .exclude(id__in=left_ids(organization_id=organization_id, pool_ids=pool_ids))
        .filter(not_set_aside())
    )
    if wanted.state == UNREACHABLE:
        found = found.filter(addresses=None)
    if wanted.state == IN_POOL:
        found = found.filter(id__in=pool_ids)
    return found.order_by(*list_order(wanted.sort))


def by_themselves() -> Q:
    """Who came by themself and applied for nothing. They are shown as long as they are in the pool, which is known on
    a higher floor (pool.showing): the same as `left_ids`, for lists of many."""
    return Q(source=Source.SELF_DECLARED, application_states=[])


def not_set_aside(candidate: str = "id") -> Q:
    """Of the candidate that this column of the outer query names. Somebody of whom something is under way again is
    back at once, and not with the next run of retention."""
    aside = set_aside().filter(candidate_id=OuterRef(candidate))
    return ~Q(Exists(aside))


def set_aside() -> QuerySet[Quarantine]:
    """Whose time is over: no list, search, count, file or comparison shows them, only the page of retention. In the
    company's scope."""
    return Quarantine.objects.exclude(candidate__application_states__overlap=list(UNDER_WAY))


def unshown_ids(*, organization_id: UUID, pool_ids: Collection[UUID]) -> set[UUID]:
    """Whom no list may show: those who left, and those who are set aside."""
    aside = set_aside().filter(organization_id=organization_id).values_list("candidate_id", flat=True)
    return left_ids(organization_id=organization_id, pool_ids=pool_ids).union(aside)


def left_ids(*, organization_id: UUID, pool_ids: Collection[UUID]) -> set[UUID]:
    """Those who came by themself, never applied as far as the company knows, and are not in the pool now."""
    declared = Candidate.objects.filter(
        organization_id=organization_id, source=Source.SELF_DECLARED, applications=None
    )
    return set(declared.values_list("id", flat=True)) - set(pool_ids)


def count_visible(*, organization_id: UUID, pool_ids: Collection[UUID]) -> int:
    everybody = Candidate.objects.filter(not_set_aside(), organization_id=organization_id).count()
    return everybody - len(left_ids(organization_id=organization_id, pool_ids=pool_ids))


def count_untold(*, organization_id: UUID, leave_out: Collection[UUID]) -> int:
    """People with a rejection that nobody told them of, without those `leave_out`."""
    return (
        Rejection.objects.filter(
            organization_id=organization_id, told_at=None, application__state=ApplicationState.REJECTED
        )
        .filter(not_set_aside("application__candidate_id"))
        .exclude(application__candidate_id__in=leave_out)
        .aggregate(people=Count("application__candidate_id", distinct=True))["people"]
    )


def list_order(sort: str) -> list[OrderBy]:
    """Each is an index of the table, read forwards or backwards; the newest arrivals first where it is none of
    ours. People without a reading stand behind those with one."""
    reading = NullIf("kana", Value(""))
    orders: dict[str, list[OrderBy]] = {
        "name": [reading.asc(), F("name").asc(), F("id").asc()],
        "-name": [reading.desc(), F("name").desc(), F("id").desc()],
        "applied": [F("last_applied_on").asc(nulls_last=True), F("id").asc()],
        "-applied": [F("last_applied_on").desc(nulls_last=True), F("id").desc()],
        "added": [F("created_at").asc(), F("id").asc()],
        "-added": [F("created_at").desc(), F("id").desc()],
        "confirmed": [F("confirmed_at").asc(nulls_first=True), F("id").asc()],
        "-confirmed": [F("confirmed_at").desc(nulls_last=True), F("id").desc()],
    }
    return orders.get(sort, orders["-added"])
