"""The third wall, table by table: in no scope, or in another's, the application's role sees and writes nothing."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.core.ids import new_id
from careerrelay.outreach.actions import queue_notices
from careerrelay.relay.actions.providing import provide_due
from tests.house.global_tables import GLOBAL_TABLES
from tests.make import (
    NOW,
    TESTER,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_member,
    make_network,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P05")]
NOTHING = pytest.mark.parametrize("scope", ["nobody", "another organization", "another person"])


@pytest.fixture
def lived_in():
    """Rows in the tables that matter most; the walls of all are asked."""
    network = make_network()
    make_member(network.company)
    candidate = make_candidate(network.company)
    answer(make_link(network.company), pool=True, agencies=network.agencies[:1])
    confirm_own_profile(make_link(network.company))
    provide_due(operator_id=network.operator.id, at=NOW + timedelta(hours=25))
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id,
            candidate_ids=[candidate.id],
            language="ja",
            actor=TESTER,
            at=NOW,
        )


def walled_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [row[0] for row in cursor.fetchall() if row[0] not in GLOBAL_TABLES]


def enter(scope: str):
    """A scope that owns nothing in this world; `nobody` is what a connection has before any."""
    if scope == "another organization":
        return acting_for(new_id())
    if scope == "another person":
        return acting_for_person(new_id())
    return transaction.atomic()


def affected(statement: str) -> int:
    """How many rows a statement touched; 0 where the database does not allow it at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except Exception as refused:
        if isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege):
            return 0
        raise


def test_the_role_of_the_tests_is_bound_by_the_walls(lived_in) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("careerrelay_app", False, False)
    assert len(walled_tables()) > 20


@NOTHING
def test_nothing_is_seen_changed_or_deleted(lived_in, scope: str) -> None:
    for table in walled_tables():
        with enter(scope), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0, f"{table} is seen"
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
                "ORDER BY ordinal_position LIMIT 1",
                [table],
            )
            [column] = cursor.fetchone()
            assert affected(f"UPDATE {table} SET {column} = {column}") == 0, f"{table} is changed"
            assert affected(f"DELETE FROM {table}") == 0, f"{table} is emptied"


@NOTHING
def test_nothing_is_copied_out(lived_in, scope: str) -> None:
    for table in walled_tables():
        with enter(scope), connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copied:
            assert list(copied) == [], table


@NOTHING
def test_nothing_is_written_in(lived_in, scope: str) -> None:
    """A whole row of a real owner, written from where it does not belong."""
    for table in walled_tables():
        row = _row_of_somebody_else(table)
        with enter(scope), pytest.raises(Exception) as refused:  # noqa: PT011 - its cause is looked at
            affected_by_insert(table, row)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege), table


def _row_of_somebody_else(table: str) -> dict[str, str]:
    """Values by type: the wall is asked before any constraint is."""
    values = {
        "uuid": f"'{new_id()}'",
        "timestamp with time zone": "now()",
        "date": "current_date",
        "boolean": "false",
        "jsonb": "'{}'",
        "bytea": "'\\x00'",
        "ARRAY": "'{}'",
        "tsvector": "''",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        return {name: values.get(kind, "'1'") for name, kind in cursor.fetchall()}


def affected_by_insert(table: str, row: dict[str, str]) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(row.values())})")
