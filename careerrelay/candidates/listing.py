"""What every list of candidates has in common: who has no place in it, and its order.

Somebody who came by themself and is in the pool no longer has no place: a record without an application and outside of
the pool would tell who left (P08; pool.showing). Nor has somebody whose time is over and who is set aside.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import NullIf

from careerrelay.candidates.models import ApplicationState, Quarantine, Rejection, Source
from careerrelay.candidates.queries import UNDER_WAY


def by_themselves() -> Q:
    """Who came by themself and applied for nothing. They are shown as long as they are in the pool, which is known on
    a higher floor (pool.showing)."""
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
