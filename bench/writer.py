"""One of several writers, in a process of its own: `python -m bench.writer DEED COUNT COMPANY`.

Says `ready` when it is connected, waits for a line, and answers with the milliseconds of each deed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from uuid import UUID

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.actions import AnsweringPerson, revoke_from_company
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.sql import own_connection, sql_rows
from careerrelay.ledger.actions import post_introduction

RATIO = 10
OPERATOR, COMPANY, AGENCY = (UUID(int=number) for number in (1, 2, 3))


def plain_insert(_company_id: UUID) -> Callable[[], None]:
    raw = own_connection()

    def write_one() -> None:
        with raw.transaction():
            for _ in range(2):
                raw.execute("INSERT INTO bench_limit VALUES (%s, %s)", [new_id(), "x" * 100])

    return write_one


def introduction(company_id: UUID) -> Callable[[], None]:
    sql_rows("SELECT 1")
    actor, at = Actor.system("bench"), clock.now()

    def write_one() -> None:
        relay_id = new_id()
        with acting_for(OPERATOR):
            post_introduction(
                operator_id=OPERATOR,
                company_id=company_id,
                agency_id=AGENCY,
                key=f"introduction:{relay_id}",
                cause_id=relay_id,
                ratio=RATIO,
                actor=actor,
                at=at,
            )

    return write_one


def statement(company_id: UUID) -> Callable[[], None]:
    """Somebody new each time says something to the same company: one statement, its line in the trail, its link."""
    sql_rows("SELECT 1")
    at = clock.now()

    def write_one() -> None:
        person_id = new_id()
        by = AnsweringPerson(person_id, company_id, None, address="")
        with transaction.atomic():
            revoke_from_company(Purpose.NEWS, by=by, actor=Actor.person(person_id), at=at)

    return write_one


DEEDS = {"plain_insert": plain_insert, "introduction": introduction, "statement": statement}


def main(deed: str, count: int, company_id: UUID) -> None:
    write_one = DEEDS[deed](company_id)
    print("ready", flush=True)
    sys.stdin.readline()
    waits_ms = []
    for _ in range(count):
        began = time.perf_counter()
        write_one()
        waits_ms.append(round((time.perf_counter() - began) * 1000, 3))
    print(json.dumps(waits_ms), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), UUID(sys.argv[3]))
