"""On which days a permit is good: an oracle that lists the days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.rules import PermitFacts, is_valid_permit

DAYS = st.integers(-40, 40).map(lambda days: date(2026, 11, 19) + timedelta(days=days))


@pytest.mark.promise("P10")
@given(begins=DAYS, length=st.integers(0, 60), suspended=st.none() | DAYS, on=DAYS)
def test_a_permit_is_good_from_its_first_to_its_last_day_and_never_from_its_suspension_on(
    begins, length, suspended, on
):
    ends = begins + timedelta(days=length)
    good = {begins + timedelta(days=n) for n in range(length + 1)}
    if suspended is not None:
        good = {day for day in good if day < suspended}
    assert is_valid_permit(PermitFacts("13-ユ-999101", begins, ends, suspended), on=on) is (on in good)
