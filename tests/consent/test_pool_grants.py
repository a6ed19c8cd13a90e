"""Who is in the pool, asked of the database as a whole, is who the pure rule says."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.queries import granted_candidate_ids, stated
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import Topic, states_of
from careerrelay.core.ids import new_id
from tests.make import make_company, make_operator

pytestmark = pytest.mark.django_db
# Days around which a year ends oddly: a leap day, the days beside it, midnight in Japan, a year of 366 days.
BEGINNINGS = [
    datetime(2024, 2, 29, 14, 59, tzinfo=UTC),
    datetime(2024, 2, 29, 15, 0, tzinfo=UTC),
    datetime(2024, 2, 28, 14, 59, tzinfo=UTC),
    datetime(2024, 2, 28, 15, 0, tzinfo=UTC),
    datetime(2024, 2, 28, 18, 30, tzinfo=UTC),
    datetime(2023, 3, 1, 0, 0, tzinfo=UTC),
    datetime(2023, 12, 31, 15, 0, tzinfo=UTC),
]
STEPS = [timedelta(0), timedelta(seconds=1), timedelta(hours=9), timedelta(days=1), timedelta(days=180)]


def make_statements(company_id: UUID, other_id: UUID, chance: Random) -> None:
    text = ServedText.objects.create(
        hash="0" * 64, document=b"{}", language="ja", first_served_at=BEGINNINGS[0]
    )
    rows = []
    for candidate_id in [new_id() for _ in range(150)]:
        at = chance.choice(BEGINNINGS)
        for _ in range(chance.randrange(1, 5)):
            deed = chance.choice([Deed.GRANT, Deed.GRANT, Deed.REVOKE])
            rows.append(
                Statement(
                    person_id=new_id(),
                    organization_id=company_id,
                    candidate_id=chance.choice([candidate_id] * 9 + [None]),
                    purpose=chance.choice([Purpose.POOL] * 5 + [Purpose.NEWS]),
                    deed=deed,
                    company_id=company_id,
                    recipient_id=chance.choice([company_id] * 9 + [other_id]),
                    categories=[],
                    text=text if deed is Deed.GRANT else None,
                    channel="web",
                    at=at,
                )
            )
            at += chance.choice(STEPS)
    Statement.objects.bulk_create(rows)


def by_the_rule(company_id: UUID, *, at: datetime) -> set[UUID]:
    of_candidate = defaultdict(list)
    for row in Statement.objects.filter(purpose=Purpose.POOL).exclude(candidate_id=None).order_by("at", "id"):
        assert row.candidate_id is not None
        of_candidate[row.candidate_id].append(stated(row))
    topic = Topic(Purpose.POOL, company_id)
    return {
        candidate_id
        for candidate_id, rows in of_candidate.items()
        if (state := states_of(rows, at=at).get(topic)) and state.is_granted
    }


@pytest.mark.promise("P08", "P39")
def test_the_database_and_the_rule_name_the_same_people_at_every_edge():
    company = make_company(make_operator())
    with acting_for(company.id):
        make_statements(company.id, new_id(), Random(3))
        moments = sorted(
            {
                at
                for begin in BEGINNINGS
                for days in (0, 1, 180, 364, 365, 366, 367, 545)
                for nudge in (-1, 0, 1)
                for at in [begin + timedelta(days=days, seconds=nudge)]
            }
        )
        sizes = set()
        for at in moments:
            found = granted_candidate_ids(Purpose.POOL, organization_id=company.id, at=at)
            assert found == by_the_rule(company.id, at=at), at
            sizes.add(len(found))
    assert len(sizes) > 20
