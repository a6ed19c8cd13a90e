"""Every table says what becomes of a person in it when that person is erased."""

import pytest
from django.db import connections

from careerrelay.privacy.rules.reach import REACH
from tests.house.sources import listed

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def tables() -> set[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class
               WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"""
        )
        return {name for (name,) in cursor.fetchall()}


def unnamed() -> set[str]:
    return tables() - REACH.keys()


def test_every_table_says_what_an_erasure_does_to_it():
    assert not unnamed(), listed(sorted(unnamed()))


def test_no_line_outlives_its_table():
    assert not REACH.keys() - tables(), listed(sorted(REACH.keys() - tables()))


def test_what_is_kept_says_why_and_until_when():
    vague = [
        table for table, reach in REACH.items() if reach.fate == "kept" and not (reach.why and reach.until)
    ]
    assert not vague, listed(vague)


def test_the_check_of_tables_bites():
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE house_planted (id uuid PRIMARY KEY, name text)")
    assert unnamed() == {"house_planted"}
