"""Confirmations in the database: for many at once, and the question who has none of a year."""

from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.freshness import confirm_fields, not_confirmed_lately
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.freshness import IMPORT
from tests.make import NOW, make_candidate, make_network

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=400)


def test_many_are_confirmed_at_once_and_keep_their_other_confirmations():
    company = make_network().company
    people = [make_candidate(company, address=f"{n}@example.jp") for n in range(3)]
    with acting_for(company.id):
        first = [people[0].id]
        confirm_fields(
            organization_id=company.id, candidate_ids=first, fields=["region"], by=IMPORT, at=LONG_AGO
        )
        confirm_fields(
            organization_id=company.id,
            candidate_ids=[person.id for person in people[:2]],
            fields=["employer", "title"],
            by="person",
            at=NOW,
        )
        found = [Candidate.objects.get(id=person.id) for person in people]
    assert found[0].confirmed["region"] == [LONG_AGO.isoformat(), "import"]
    assert found[0].confirmed["employer"] == [NOW.isoformat(), "person"]
    assert found[1].confirmed.keys() == {"employer", "title"}
    assert [one.confirmed_at for one in found] == [NOW, NOW, None]


def test_who_was_not_confirmed_within_the_year_is_found():
    company = make_network().company
    old, kept, _new = (
        make_candidate(company, address=f"{n}@example.jp", at=at)
        for n, at in enumerate((LONG_AGO, LONG_AGO, NOW))
    )
    with acting_for(company.id):
        confirm_fields(
            organization_id=company.id, candidate_ids=[kept.id], fields=["employer"], by=IMPORT, at=NOW
        )
        confirm_fields(
            organization_id=company.id, candidate_ids=[old.id], fields=["employer"], by=IMPORT, at=LONG_AGO
        )
        everybody = Candidate.objects.filter(organization_id=company.id)
        assert set(everybody.filter(not_confirmed_lately(at=NOW))) == {old}
