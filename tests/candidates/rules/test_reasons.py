"""When somebody may be thought of again: days at the ends of months, and rules that no day decides."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.models import Revisit
from careerrelay.candidates.rules import reasons
from careerrelay.candidates.rules.reasons import (
    DEFAULT_REASONS,
    default_reason_id,
    default_reason_ids,
    revisit_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.promise("P45")
@pytest.mark.parametrize(
    ("rejected_on", "months", "day"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 19), 3, date(2027, 2, 19)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
    ],
)
def test_the_day_comes_so_many_months_later_or_on_the_last_of_that_month(rejected_on, months, day):
    assert revisit_day(Revisit.AFTER_MONTHS, months=months, rejected_on=rejected_on) == day


@given(DAYS, st.integers(1, 36))
def test_the_day_is_in_exactly_that_month(rejected_on, months):
    day = revisit_day(Revisit.AFTER_MONTHS, months=months, rejected_on=rejected_on)
    assert day is not None
    assert (day.year * 12 + day.month) - (rejected_on.year * 12 + rejected_on.month) == months
    assert day.day <= rejected_on.day


@given(DAYS, st.sampled_from([Revisit.NEVER, Revisit.PROFILE_CHANGES]))
def test_no_other_rule_names_a_day(rejected_on, rule):
    assert revisit_day(rule, months=None, rejected_on=rejected_on) is None


def test_the_words_of_the_rules_are_those_of_the_table():
    assert {reasons.AFTER_MONTHS, reasons.PROFILE_CHANGES, reasons.NEVER} == set(Revisit.values)


def test_every_default_is_whole_and_has_an_id_of_its_own_at_each_company():
    for reason in DEFAULT_REASONS:
        assert reason.name
        assert reason.name_en.isascii()
        assert (reason.revisit == Revisit.AFTER_MONTHS) == (reason.revisit_months is not None)
    one, other = uuid4(), uuid4()
    ids = [*default_reason_ids(organization_id=one), *default_reason_ids(organization_id=other)]
    assert len(set(ids)) == 2 * len(DEFAULT_REASONS)
    assert ids[0] == default_reason_id(DEFAULT_REASONS[0].key, organization_id=one)
