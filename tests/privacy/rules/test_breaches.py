"""Whether a breach must be reported, and until when (P43)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.calendar import is_business_day
from careerrelay.privacy.rules.breaches import Answer, Circumstances, Item, Reason, duty_of

pytestmark = pytest.mark.promise("P43")

MISTAKE = Circumstances(date(2026, 6, 1), 3, {Item.NAME: 3, Item.ADDRESS: 3}, is_malicious=False)


def test_a_mail_to_the_wrong_person_with_names_and_addresses_of_a_few_needs_no_report() -> None:
    assert not duty_of(MISTAKE).must_report


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"people": 1_000}, ()),
        ({"people": 1_001}, (Reason.MANY,)),
        ({"is_malicious": True}, (Reason.MALICIOUS,)),
        ({"endangers_money": True}, (Reason.FINANCIAL,)),
        ({"holds_sensitive": Answer.YES}, (Reason.SENSITIVE,)),
        ({"items": {Item.NOTES: 1}}, (Reason.SENSITIVE,)),
        ({"items": {Item.NOTES: 1}, "holds_sensitive": Answer.NO}, ()),
        ({"people": 5_000, "is_malicious": True}, (Reason.MALICIOUS, Reason.MANY)),
        ({"people": 5_000, "is_malicious": True, "is_encrypted": True}, ()),
        ({"people": 0, "is_malicious": True}, ()),
    ],
)
def test_each_number_of_article_7_is_a_reason_of_its_own(changed, reasons) -> None:
    assert duty_of(replace(MISTAKE, **changed)).reasons == reasons


@pytest.mark.parametrize(
    ("noticed_on", "is_malicious", "prompt_by_on", "final_by_on"),
    [
        # The 30th day, Tuesday 30 June.
        (date(2026, 6, 1), False, date(2026, 6, 5), date(2026, 6, 30)),
        # The 60th day, Thursday 30 July.
        (date(2026, 6, 1), True, date(2026, 6, 5), date(2026, 7, 30)),
        # The 30th day is 31 December: offices open on Monday 4 January.
        (date(2026, 12, 2), False, date(2026, 12, 6), date(2027, 1, 4)),
        # The 30th day is Sunday 3 May, then Constitution Day in lieu, Greenery Day, Children's Day: Thursday 7 May.
        (date(2026, 4, 4), False, date(2026, 4, 8), date(2026, 5, 7)),
        # Over a leap day.
        (date(2028, 2, 1), False, date(2028, 2, 5), date(2028, 3, 1)),
    ],
)
def test_days_are_counted_from_the_day_on_which_somebody_knew(
    noticed_on: date, is_malicious: bool, prompt_by_on: date, final_by_on: date
) -> None:
    duty = duty_of(replace(MISTAKE, noticed_on=noticed_on, is_malicious=is_malicious))
    assert (duty.prompt_by_on, duty.final_by_on) == (prompt_by_on, final_by_on)


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.booleans())
def test_the_last_day_is_one_on_which_the_commission_is_open(noticed_on: date, is_malicious: bool) -> None:
    duty = duty_of(replace(MISTAKE, noticed_on=noticed_on, is_malicious=is_malicious))
    limit = noticed_on + timedelta(days=59 if is_malicious else 29)
    assert is_business_day(duty.final_by_on)
    assert limit <= duty.final_by_on <= limit + timedelta(days=8)
    assert duty.prompt_aim_on < duty.prompt_by_on < duty.final_by_on
