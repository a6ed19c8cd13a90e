"""Seconds until the profiles of so many consenting people have left, each in a transaction of its own.

The limit is as many durable transactions that write five rows of the same size and neither read nor decide.
"""

import time
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from bench.measuring import Measured, measured
from bench.world import World, address_of, make_bench_world
from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.rules.purposes import CATEGORIES, Deed, Purpose
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.core.sql import own_connection
from careerrelay.people.models import Person, PersonAddress, Profile
from careerrelay.people.queries import address_hash
from careerrelay.relay.actions.answering import person_hash
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Relay
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.relay.rules.states import RelayState
from careerrelay.text.addresses import comparable_address

# The record, the copy, the new state, and what the audit says of two of them.
BYTES_WRITTEN = (1200, 900, 200, 300, 300)


def run(*, size: int) -> Measured:
    at = clock.now()
    world = make_bench_world(at=at)
    _let_people_consent(world, count=size, at=at - settings.RELAY_COOLING - timedelta(hours=1))
    limit = _raw_seconds(count=size)
    began = time.perf_counter()
    tally = provide_due(operator_id=world.operator.id, at=at)
    seconds = time.perf_counter() - began
    assert tally == Counter({RelayState.PROVIDED: size}), tally
    return measured(
        "relay",
        figure=seconds,
        unit="s",
        limit=limit,
        limit_is="as many durable transactions of five inserts",
        people=size,
        people_per_second=round(size / seconds, 1),
    )


@transaction.atomic
def _let_people_consent(world: World, *, count: int, at: datetime) -> None:
    """What `answer_consent` and `save_profile` leave behind, without the mails."""
    text = current_text(offer_of(company_id=world.company.id, at=at), language="ja", at=at)
    kept, _ = ServedText.objects.get_or_create(
        hash=text.hash, defaults={"document": text.content, "language": "ja", "first_served_at": at}
    )
    for index in range(count):
        person_id = new_id()
        with acting_for_person(person_id):
            _consent(world, person_id, address=address_of(world, index), text=kept, at=at)


def _consent(world: World, person_id: UUID, *, address: str, text: ServedText, at: datetime) -> None:
    Person.objects.create(id=person_id, verified_at=at)
    hashed = address_hash(comparable_address(address))
    PersonAddress.objects.create(person_id=person_id, address=address, address_hash=hashed, verified_at=at)
    Profile.objects.create(
        person_id=person_id,
        name="三浦 葵",
        kana="みうら あおい",
        phone="090-1234-5678",
        occupation="組込みソフト開発",
        experience="計測器の組込みソフトを6年2か月。" * 8,
        skills=["C++", "RTOS"],
        regions=["神奈川", "東京"],
        wishes="在宅と併用できること",
        updated_at=at,
        confirmed_at=at,
    )
    statement = Statement.objects.create(
        person_id=person_id,
        purpose=Purpose.RELAY,
        deed=Deed.GRANT,
        company_id=world.company.id,
        recipient_id=world.agency.id,
        categories=[category.value for category in CATEGORIES[Purpose.RELAY]],
        text=text,
        channel="web",
        at=at,
    )
    Relay.objects.create(
        operator_id=world.operator.id,
        person_id=person_id,
        person_hash=person_hash(address),
        company_id=world.company.id,
        agency_id=world.agency.id,
        statement_id=statement.id,
        state=RelayState.COOLING,
        granted_at=at,
        leaves_at=at + settings.RELAY_COOLING,
    )


def _raw_seconds(*, count: int) -> float:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_limit")
        cursor.execute("CREATE TABLE bench_limit (id uuid PRIMARY KEY, body text)")
        cursor.execute("GRANT INSERT ON bench_limit TO PUBLIC")
    with own_connection() as raw:
        began = time.perf_counter()
        for _ in range(count):
            with raw.transaction():
                for length in BYTES_WRITTEN:
                    raw.execute("INSERT INTO bench_limit VALUES (%s, %s)", [new_id(), "x" * length])
        return time.perf_counter() - began
