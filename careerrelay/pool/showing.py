"""Whom a company may see, as conditions on its candidates. In the company's scope.

Whoever came by themself, applied for nothing and is not in the pool now is shown nowhere and counted nowhere (P08): a
record without any consent would tell who left. Nor is who is set aside.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Func,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)

from careerrelay.candidates.listing import by_themselves, not_set_aside, set_aside
from careerrelay.candidates.models import Candidate, Quarantine
from careerrelay.consent.queries import pool_now
from careerrelay.core.sql import sql_rows

_LEFT = "WITH gone AS MATERIALIZED (SELECT ARRAY({statement}) AS ids) SELECT ids::text, cardinality(ids) FROM gone"


def in_pool_now(*, organization_id: UUID, at: datetime) -> Q:
    """Of the candidate of the outer query."""
    now = pool_now(organization_id=organization_id, at=at)
    is_granted = Q(Exists(now.grants.filter(candidate_id=OuterRef("id"))))
    return is_granted | is_one_of(now.merged_ids) if now.merged_ids else is_granted


def everybody_shown(*, organization_id: UUID, at: datetime) -> QuerySet[Candidate]:
    """All candidates whom the company may see, in no order."""
    in_pool = in_pool_now(organization_id=organization_id, at=at)
    everybody = Candidate.objects.filter(not_set_aside(), organization_id=organization_id)
    return everybody.filter(~by_themselves() | in_pool)


def count_everybody_shown(*, organization_id: UUID, at: datetime) -> int:
    return shown_in_order(organization_id=organization_id, at=at).count(())


@dataclass(frozen=True, slots=True)
class Shown:
    """`people`: whom the company may see, for a list, which counts them and reads a few in an order; they are
    `everybody` but for `left` who left."""

    people: QuerySet[Candidate]
    everybody: QuerySet[Candidate]
    left: int = 0

    def count(self, conditions: Collection[Q]) -> int:
        """Whether somebody is among those who left takes three times as long as to count everybody."""
        return self.people.filter(*conditions).count() if conditions else self.everybody.count() - self.left


def shown_in_order(*, organization_id: UUID, at: datetime) -> Shown:
    """Who left is looked up first: they are few, because a record without any consent is erased. Then an index that
    holds the order is enough, where otherwise everybody would be asked about."""
    everybody = shown_if_applied(organization_id=organization_id)
    in_pool = in_pool_now(organization_id=organization_id, at=at)
    statement, values = everybody.filter(by_themselves(), ~in_pool).values("id").query.sql_with_params()
    # As text: thousands of ids need not be understood here to be handed back.
    ((ids, left),) = sql_rows(_LEFT.format(statement=statement), values)
    return Shown(everybody.exclude(_is_in_text(ids)), everybody, left)


def shown_if_applied(*, organization_id: UUID) -> QuerySet[Candidate]:
    """The same for questions that nobody answers who left (`Question.finds_nobody_who_left`)."""
    everybody = Candidate.objects.filter(organization_id=organization_id)
    is_anybody_aside = Quarantine.objects.filter(organization_id=organization_id).exists()
    return everybody.filter(not_set_aside()) if is_anybody_aside else everybody


def left_ids(*, organization_id: UUID, at: datetime) -> frozenset[UUID]:
    """Who came by themself, applied for nothing and is not in the pool now. Who enters them, by hand or from a
    file, meets them anew."""
    in_pool = in_pool_now(organization_id=organization_id, at=at)
    everybody = Candidate.objects.filter(organization_id=organization_id)
    return frozenset(everybody.filter(by_themselves(), ~in_pool).values_list("id", flat=True))


def hidden_ids(*, organization_id: UUID, at: datetime) -> frozenset[UUID]:
    """Who left and who is set aside."""
    aside = set_aside().filter(organization_id=organization_id).values_list("candidate_id", flat=True)
    return left_ids(organization_id=organization_id, at=at).union(aside)


def shown_candidate(candidate_id: UUID, *, organization_id: UUID, at: datetime) -> Candidate | None:
    return everybody_shown(organization_id=organization_id, at=at).filter(id=candidate_id).first()


def is_in_pool_now(candidate_id: UUID, *, organization_id: UUID, at: datetime) -> bool:
    return bool(pool_among([candidate_id], organization_id=organization_id, at=at))


def pool_among(ids: Collection[UUID], *, organization_id: UUID, at: datetime) -> set[UUID]:
    in_pool = in_pool_now(organization_id=organization_id, at=at)
    found = Candidate.objects.filter(in_pool, is_one_of(ids), organization_id=organization_id)
    return set(found.values_list("id", flat=True))


def count_pool(*, organization_id: UUID, at: datetime) -> int:
    in_pool = in_pool_now(organization_id=organization_id, at=at)
    return Candidate.objects.filter(in_pool, organization_id=organization_id).count()


def shown_among(ids: Collection[UUID], *, organization_id: UUID, at: datetime) -> set[UUID]:
    found = everybody_shown(organization_id=organization_id, at=at).filter(is_one_of(ids))
    return set(found.values_list("id", flat=True))


def is_one_of(ids: Iterable[UUID]) -> Q:
    """One array instead of ten thousand parameters."""
    array = Value(list(ids), output_field=ArrayField(UUIDField()))
    found = Func("id", array, template="%(expressions)s)", arg_joiner=" = ANY (", output_field=BooleanField())
    return Q(ExpressionWrapper(found, output_field=BooleanField()))


def _is_in_text(ids: str) -> Q:
    """`ids`: an array as PostgreSQL writes it."""
    found = Func(
        "id",
        Value(ids),
        template="%(expressions)s::uuid[])",
        arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )
    return Q(ExpressionWrapper(found, output_field=BooleanField()))
