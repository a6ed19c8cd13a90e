"""A closing tells counts, in batches of five and more, once a month, and makes credits usable."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import closing_moment
from careerrelay.ledger.queries import balances_of, find_discrepancies
from careerrelay.relay.actions.closing import MonthStillOpen, close_month
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy
from careerrelay.relay.models import Closing, RelayedProfile
from careerrelay.relay.queries import credits_of
from careerrelay.relay.rules.counting import BATCH_MIN, batch_to_close
from careerrelay.relay.rules.states import CopyState
from tests.make import NOW, TESTER, Network, answer, confirm_own_profile, make_link, make_network

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def network() -> Network:
    return make_network()


def introduce(network: Network, *, number: int, first: int = 0, at: datetime = NOW) -> None:
    """So many people ask for a relay, and the agency accepts each of them."""
    agency = network.agencies[0]
    for index in range(first, first + number):
        address = f"person{index}@example.jp"
        answer(make_link(network.company, address=address, at=at), agencies=(agency,), at=at)
        confirm_own_profile(make_link(network.company, address=address, at=at), at=at)
    provide_due(operator_id=network.operator.id, at=at + timedelta(hours=24))
    with acting_for(agency.id):
        new = list(RelayedProfile.objects.filter(state=CopyState.NEW))
    for copy in new:
        accept_copy(
            organization_id=agency.id,
            operator_id=network.operator.id,
            copy_id=copy.id,
            actor=TESTER,
            at=at + timedelta(hours=25),
        )


def close(network: Network, month: date = NOVEMBER, *, at: datetime | None = None) -> Closing | None:
    return close_month(
        operator_id=network.operator.id,
        company_id=network.company.id,
        month=month,
        actor=TESTER,
        at=at or closing_moment(month),
    )


@given(st.lists(st.integers(min_value=0, max_value=12), max_size=24), st.integers(min_value=1, max_value=12))
def test_closings_lose_nothing_and_never_show_a_batch_under_five(months: list[int], ratio: int) -> None:
    counted = closed = earned = 0
    for introductions in months:
        counted += introductions
        batch = batch_to_close(counted_total=counted, closed_total=closed, ratio=ratio)
        if batch is None:
            assert counted - closed < BATCH_MIN
            continue
        assert batch.introductions >= BATCH_MIN
        closed += batch.introductions
        earned += batch.credits
        assert closed == counted == batch.introductions_total
        assert earned == counted // ratio == batch.credits_total


def test_a_month_is_closed_at_three_on_the_first_business_day_of_the_next() -> None:
    # 2027-01-01 to 03 are holidays and a weekend; business begins on Monday the 4th.
    assert closing_moment(date(2026, 12, 1)) == datetime.fromisoformat("2027-01-04T03:00+09:00")
    assert closing_moment(NOVEMBER) == datetime.fromisoformat("2026-12-01T03:00+09:00")


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_the_company_sees_nothing_before_the_closing_and_counts_after_it(network: Network) -> None:
    introduce(network, number=10)
    before = credits_of(company_id=network.company.id, at=NOW + timedelta(days=3))
    assert (before.introductions_total, before.usable, before.closings) == (0, 0, ())
    closing = close(network)
    assert closing is not None
    assert (closing.introductions, closing.credits) == (10, 1)
    after = credits_of(company_id=network.company.id, at=closing_moment(NOVEMBER))
    assert (after.introductions_total, after.towards_next, after.usable) == (10, 0, 1)
    with acting_for(network.operator.id):
        assert find_discrepancies() == []


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_a_month_of_four_joins_the_next_one(network: Network) -> None:
    introduce(network, number=4)
    assert close(network) is None
    introduce(network, number=1, first=4, at=datetime.fromisoformat("2026-12-10T10:00+09:00"))
    december = close(network, date(2026, 12, 1))
    assert december is not None
    assert december.introductions == 5


@pytest.mark.django_db
def test_closing_a_month_twice_changes_nothing(network: Network) -> None:
    introduce(network, number=10)
    assert close(network) == close(network)
    with acting_for(network.operator.id):
        assert Closing.objects.count() == 1
        assert balances_of(company_id=network.company.id).credits_usable == 1


@pytest.mark.django_db
def test_a_month_that_is_not_over_is_not_closed(network: Network) -> None:
    introduce(network, number=10)
    with pytest.raises(MonthStillOpen):
        close(network, at=closing_moment(NOVEMBER) - timedelta(seconds=1))
    with acting_for(network.operator.id):
        assert not Closing.objects.exists()


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_no_company_reads_the_books_the_relays_or_anothers_closing(network: Network) -> None:
    introduce(network, number=10)
    close(network)
    from careerrelay.ledger.models import LedgerAccount
    from careerrelay.relay.models import Introduction, Relay

    with acting_for(network.other_company.id):
        assert not Closing.objects.exists()
    with acting_for(network.company.id):
        for model in (LedgerAccount, Introduction, Relay):
            assert not model._base_manager.exists(), model
