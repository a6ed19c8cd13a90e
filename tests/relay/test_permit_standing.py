"""How long the permits on file still cover, and in which word an agency stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.rules import PermitFacts, is_valid_permit
from careerrelay.relay.rules.permit_standing import CAUTION_DAYS, Standing, standing_of_permits

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def permit(*, begins: int, ends: int, suspended: int | None = None) -> PermitFacts:
    """Days count from today; both ends are included."""
    suspended_on = None if suspended is None else TODAY + suspended * DAY
    return PermitFacts("13-ユ-999101", TODAY + begins * DAY, TODAY + ends * DAY, suspended_on)


@pytest.mark.parametrize(
    ("permits", "standing", "left"),
    [
        ([], Standing.MISSING, None),
        ([permit(begins=-9, ends=-1)], Standing.EXPIRED, None),
        ([permit(begins=-9, ends=0)], Standing.ENDS_SOON, 0),
        ([permit(begins=-9, ends=CAUTION_DAYS)], Standing.ENDS_SOON, CAUTION_DAYS),
        ([permit(begins=-9, ends=CAUTION_DAYS + 1)], Standing.VALID, CAUTION_DAYS + 1),
        ([permit(begins=1, ends=99)], Standing.NOT_YET, None),
        ([permit(begins=-9, ends=99, suspended=0)], Standing.SUSPENDED, None),
        ([permit(begins=-9, ends=99, suspended=5)], Standing.ENDS_SOON, 4),
        ([permit(begins=-9, ends=9), permit(begins=10, ends=99)], Standing.VALID, 99),
        ([permit(begins=-9, ends=9), permit(begins=11, ends=99)], Standing.ENDS_SOON, 9),
        ([permit(begins=-99, ends=99, suspended=-9), permit(begins=-1, ends=70)], Standing.VALID, 70),
    ],
)
def test_an_agency_stands_as_its_permits_say(permits, standing, left):
    found = standing_of_permits(permits, on=TODAY)
    assert (found.standing, found.days_left) == (standing, left)


@st.composite
def some_permits(draw):
    days = st.integers(-40, 40)
    return [
        permit(begins=begins, ends=begins + draw(st.integers(0, 40)), suspended=draw(st.none() | days))
        for begins in draw(st.lists(days, max_size=4))
    ]


@given(some_permits())
@pytest.mark.promise("P10")
def test_every_day_that_is_said_to_be_covered_has_a_valid_permit_and_the_next_has_none(permits):
    found = standing_of_permits(permits, on=TODAY)

    def is_covered(day: date) -> bool:
        return any(is_valid_permit(each, on=day) for each in permits)

    assert found.may_receive == is_covered(TODAY)
    if found.until_on is not None:
        days = (found.until_on - TODAY).days
        assert all(is_covered(TODAY + number * DAY) for number in range(days + 1))
        assert not is_covered(found.until_on + DAY)
