"""Which month can be closed, which one comes next, and the number that a copy is called by."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from careerrelay.core.ids import new_id
from careerrelay.relay.rules.months import closable_month, next_open_month
from careerrelay.relay.rules.receipts import receipt_number


@pytest.mark.parametrize(
    ("at", "month"),
    [
        # Monday, 2 November 2026, 3:00 in Japan is the first business morning after October.
        (datetime(2026, 11, 1, 17, 59, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 11, 1, 18, 0, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 11, 30, 14, 59, tzinfo=UTC), date(2026, 10, 1)),
        # New Year: the first business day of January is the 4th.
        (datetime(2027, 1, 3, 17, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2027, 1, 3, 18, 0, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_a_month_can_be_closed_from_its_closing_morning_on(at, month):
    assert closable_month(at) == month


@pytest.mark.parametrize(
    ("last_closed", "month"),
    [
        (None, date(2026, 11, 1)),
        (date(2026, 8, 1), date(2026, 11, 1)),
        (date(2026, 10, 1), date(2026, 11, 1)),
        (date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_the_next_month_to_close_early_is_the_running_one_or_the_first_after_the_last(last_closed, month):
    assert next_open_month(last_closed, at=datetime(2026, 11, 21, 1, 15, tzinfo=UTC)) == month


def test_a_receipt_number_is_the_random_end_of_the_id():
    assert receipt_number(UUID("01a20165-4a5e-7303-92fc-42973f9a71c0")) == "3F9A-71C0"


def test_copies_of_the_same_moment_have_different_receipt_numbers():
    assert len({receipt_number(new_id()) for _ in range(1000)}) == 1000
