"""What leaves is what was consented to, tried on a thousand combinations, or ten thousand."""

import re
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.test import Client

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.rules.purposes import Category, Deed, Purpose
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.people.models import Person, PersonAddress, Profile
from careerrelay.people.queries import address_hash
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.relay.rules.states import RelayState
from tests.make import NOW, Network, agree, make_agency, make_member, make_network

AGENCIES = 12
CANARY = re.compile(r"Q(\d+)(NAME|CONTACT|EXPERIENCE|SKILLS|WISHES)Q")
DAY, YEAR = timedelta(days=1), timedelta(days=365)
# Around the ends of a year, so that every second consent is a close call.
AGES = [3 * DAY, 100 * DAY, 364 * DAY, YEAR - timedelta(hours=1), YEAR, 366 * DAY, 420 * DAY]


def canary(person: int, category: Category) -> str:
    return f"Q{person}{category.name}Q"


def say_something(
    person_id: UUID, agency: Organization, network: Network, text: ServedText, chance: Random
) -> list[Statement]:
    """Up to three statements about one agency, the newest first."""
    return [
        Statement(
            person_id=person_id,
            purpose=Purpose.RELAY,
            deed=chance.choice([Deed.GRANT, Deed.GRANT, Deed.REVOKE]),
            company_id=network.company.id,
            recipient_id=agency.id,
            categories=sorted({*chance.sample(list(Category), chance.randrange(7)), Category.NAME}),
            text=text,
            channel="page",
            at=NOW - age,
        )
        for age in sorted(chance.sample(AGES, chance.randrange(1, 4)))
    ]


def make_somebody(
    number: int, network: Network, agencies: list[Organization], text: ServedText, chance: Random
):
    """Somebody with a canary in each kind of data. Returns (agency, category) pairs that they consent to
    now."""
    person_id, address = new_id(), f"{canary(number, Category.CONTACT)}@example.jp"
    allowed: set[tuple[UUID, str]] = set()
    with acting_for_person(person_id):
        Person.objects.create(id=person_id, verified_at=NOW)
        PersonAddress.objects.create(
            person_id=person_id, address=address, address_hash=address_hash(address), verified_at=NOW
        )
        Profile.objects.create(
            person_id=person_id,
            name=canary(number, Category.NAME),
            experience=canary(number, Category.EXPERIENCE),
            skills=[canary(number, Category.SKILLS)],
            regions=["東京"],
            wishes=canary(number, Category.WISHES),
            updated_at=NOW,
            confirmed_at=NOW,
        )
        statements, relays = [], []
        for agency in chance.sample(agencies, 3):
            said = say_something(person_id, agency, network, text, chance)
            statements += said
            granted = [one for one in said if one.deed == Deed.GRANT]
            relays += [_relay(one, network) for one in granted[:1]]
            # The simplest oracle: the last word is a yes, and not a year old.
            if said[0].deed == Deed.GRANT and said[0].at > NOW - YEAR:
                allowed |= {(agency.id, Category(one).name) for one in said[0].categories}
        Statement.objects.bulk_create(statements)
        Relay.objects.bulk_create(relays)
    return {(agency_id, number, category) for agency_id, category in allowed}


def _relay(statement: Statement, network: Network) -> Relay:
    return Relay(
        operator_id=network.operator.id,
        person_id=statement.person_id,
        person_hash=statement.person_id.bytes * 2,
        company_id=network.company.id,
        agency_id=statement.recipient_id,
        statement_id=statement.id,
        state=RelayState.COOLING,
        granted_at=statement.at,
        leaves_at=NOW - DAY,
    )


def found_in(text: str, agency_id: UUID) -> set[tuple[UUID, int, str]]:
    return {(agency_id, int(number), category) for number, category in CANARY.findall(text)}


@pytest.mark.parametrize("people", [14, pytest.param(140, marks=pytest.mark.deep)])
@pytest.mark.django_db
@pytest.mark.promise("P02", "P03")
def test_of_all_combinations_of_person_agency_and_category_none_leaves_without_consent(people):
    chance = Random(1009)
    network = make_network()
    agencies = list(network.agencies)
    for number in range(AGENCIES - len(agencies)):
        agency = make_agency(
            network.operator, slug=f"agency{number}", name=f"紹介{number}", permit=f"13-ユ-8000{number:02}"
        )
        agree(network.company, agency)
        agencies.append(agency)
    shown_then = current_text(offer_of(company_id=network.company.id, at=NOW), language="ja", at=NOW)
    text = ServedText.objects.create(
        hash=shown_then.hash, document=shown_then.content, language="ja", first_served_at=NOW
    )
    allowed: set[tuple[UUID, int, str]] = set()
    for number in range(people):
        allowed |= make_somebody(number, network, agencies, text, chance)
    assert people * AGENCIES * len(Category) >= 1_000
    provide_due(operator_id=network.operator.id, at=NOW)

    handed_over: set[tuple[UUID, int, str]] = set()
    shown: set[tuple[UUID, int, str]] = set()
    with_origin = set()
    for agency in agencies:
        with acting_for(agency.id):
            copies = list(RelayedProfile.objects.order_by("id"))
        for copy in copies:
            words = f"{copy.name} {copy.address} {copy.experience} {copy.skills} {copy.wishes}"
            handed_over |= found_in(words, agency.id)
            if copy.company_name:
                with_origin.add((agency.id, int(CANARY.findall(copy.name)[0][0]), "ORIGIN"))
        shown |= pages_of(agency, at=NOW)
    # The first few are enough to see; a whole comparison of sets takes longer than the test.
    assert sorted((handed_over | with_origin) - allowed)[:3] == []
    assert sorted(allowed - handed_over - with_origin)[:3] == []
    assert sorted(shown - allowed)[:3] == []
    # A contact stands on no page before the agency accepted; names do.
    assert {category for _, _, category in shown} >= {"NAME"}
    assert "CONTACT" not in {category for _, _, category in shown}


def pages_of(agency: Organization, *, at: datetime) -> set[tuple[UUID, int, str]]:
    consultant = Client()
    consultant.force_login(make_member(agency, email=f"c@{agency.slug}.example.jp", role=Role.CONSULTANT))
    with clock.moved_to(at):
        paths = ("/agency/", "/agency/progress/", "/agency/accepted.csv", "/agency/settlement/")
        return {
            found
            for path in paths
            for found in found_in(consultant.get(path).content.decode("utf-8", "replace"), agency.id)
        }
