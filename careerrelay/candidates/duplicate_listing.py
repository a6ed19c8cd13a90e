"""The pairs that wait for a human being, as far as the company may see them. In its scope."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from careerrelay.candidates.listing import not_set_aside
from careerrelay.candidates.models import DuplicatePair, PairState, Source
from careerrelay.candidates.rules.findings import AlikeRow
from careerrelay.candidates.rules.sameness import CLEAR_FROM, SHARED_ADDRESS

OF_CONTACT = frozenset({"phone", "address"})


def open_pairs(*, organization_id: UUID, leave_out: Collection[UUID] = ()) -> QuerySet[DuplicatePair]:
    """The most certain first, without who is set aside. `leave_out`: whom nobody may see (P08)."""
    pairs = DuplicatePair.objects.filter(
        not_set_aside("first_id"),
        not_set_aside("second_id"),
        organization_id=organization_id,
        state=PairState.OPEN,
    )
    if leave_out:
        pairs = pairs.exclude(Q(first_id__in=leave_out) | Q(second_id__in=leave_out))
    return pairs.select_related("first", "second").order_by("-likelihood", "id")


def clear_pairs(*, organization_id: UUID, leave_out: Collection[UUID] = ()) -> QuerySet[DuplicatePair]:
    """Those that may be merged by the dozen after one look: with a number or an address in common, not with a
    workplace only."""
    return (
        open_pairs(organization_id=organization_id, leave_out=leave_out)
        .filter(likelihood__gte=CLEAR_FROM, evidence__overlap=list(OF_CONTACT))
        .exclude(evidence__overlap=[SHARED_ADDRESS])
    )


def is_clear(pair: DuplicatePair | AlikeRow) -> bool:
    evidence = set(pair.evidence)
    return pair.likelihood >= CLEAR_FROM and bool(evidence & OF_CONTACT) and SHARED_ADDRESS not in evidence


def has_self_declared_pairs(*, organization_id: UUID) -> bool:
    """Whether anybody stands in an open pair who could have left without a trace: only then it has to be asked."""
    alone = Q(first__source=Source.SELF_DECLARED, first__applications=None) | Q(
        second__source=Source.SELF_DECLARED, second__applications=None
    )
    return open_pairs(organization_id=organization_id).filter(alone).exists()
