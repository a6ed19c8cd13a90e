"""What is in the tables, seen from outside the program."""

from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from psycopg import sql

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.models import Statement
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.outreach.models import Delivery
from careerrelay.people.queries import person_of
from careerrelay.people.verification import mailbox_of
from tests.databases import OwnDatabase


def everything(database: OwnDatabase) -> dict[str, str]:
    """One checksum over all rows for every table, as the server's owner sees them. Sequences too."""
    with psycopg.connect(database.conninfo(user=SUPERUSER)) as eye:
        tables = [
            name for (name,) in eye.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        sums = {table: _sum_of(eye, table) for table in tables}
        sums["sequences"] = str(
            eye.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()
        )
    assert len(tables) > 20
    return sums


def _sum_of(eye: psycopg.Connection[Any], table: str) -> str:
    query = sql.SQL(
        "SELECT count(*) || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {} t"
    )
    found = eye.execute(query.format(sql.Identifier(table))).fetchone()
    assert found is not None
    return str(found[0])


def visible_to(organization_id: UUID) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that the application's role can read in this organization's scope."""
    with acting_for(organization_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND rowsecurity ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


def person_with(address: str) -> UUID:
    found = person_of(address)
    assert found is not None
    return found


def statements_of(address: str) -> list[tuple[str, str]]:
    """(deed, purpose), oldest first; nothing for somebody who is nobody yet."""
    person_id = person_of(address)
    if person_id is None:
        return []
    with acting_for_person(person_id):
        rows = Statement.objects.filter(person_id=person_id).order_by("at", "id")
        return [(row.deed, row.purpose) for row in rows]


def letters_to(address: str) -> list[Delivery]:
    """Verification mails, which belong to the mailbox, then the person's own letters."""
    letters: list[Delivery] = []
    for owner in filter(None, (mailbox_of(address), person_of(address))):
        with acting_for_person(owner):
            letters += Delivery.objects.filter(person_id=owner).order_by("queued_at", "id")
    return letters
