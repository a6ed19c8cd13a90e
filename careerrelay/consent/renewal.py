"""Whom to ask, once, whether a consent that ends in thirty days shall go on (P39)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.consent.models import RenewalQuestion, Statement
from careerrelay.consent.queries import stated, statements_of_person
from careerrelay.consent.rules.expiry import may_renew
from careerrelay.consent.rules.purposes import Deed
from careerrelay.consent.rules.state import expires_at, states_of, topic_of
from careerrelay.core.sql import sql_rows


@dataclass(frozen=True, slots=True)
class Asked:
    """One person to ask in the name of one company."""

    person_id: UUID
    company_id: UUID


def renewals_due(*, at: datetime) -> list[Asked]:
    """Everybody with a grant that ends within thirty days, holds still, and was not asked about. No scope is
    needed."""
    return [Asked(*row) for row in sql_rows("SELECT * FROM consent_renewals_due(%s)", [at])]


def ending_grants(asked: Asked, *, at: datetime) -> list[Statement]:
    """The grants that one mail asks about, the soonest end first: those that hold and were not asked about
    before. Decided anew, under the person's lock. In the person's scope."""
    rows = statements_of_person(person_id=asked.person_id)
    states = states_of((stated(row) for row in rows), at=at)
    known = set(
        RenewalQuestion.objects.filter(person_id=asked.person_id).values_list("statement_id", flat=True)
    )
    ending = [
        row
        for row in rows
        if row.company_id == asked.company_id
        and row.deed == Deed.GRANT
        and row.id not in known
        and (state := states.get(topic_of(stated(row)))) is not None
        and state.is_granted
        and state.since_at == row.at
        and may_renew(state.until_at, at=at)
    ]
    return sorted(ending, key=lambda row: (expires_at(row.at), row.id))


def note_question(
    statements: Collection[Statement], *, person_id: UUID, delivery_id: UUID, at: datetime
) -> None:
    """In the person's scope, with the mail that asks."""
    RenewalQuestion.objects.bulk_create(
        RenewalQuestion(person_id=person_id, statement_id=statement.id, delivery_id=delivery_id, asked_at=at)
        for statement in statements
    )
