"""The state of consent is a pure function of the statements, and agrees with an oracle too simple to be wrong."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import Standing, Stated, Topic, state_of, states_of

BEGIN = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)
COMPANIES = [UUID(int=number) for number in range(1, 3)]
RECIPIENTS = [UUID(int=number) for number in range(1, 5)]

moments = st.integers(min_value=0, max_value=20).map(lambda months: BEGIN + timedelta(days=30 * months))
statements = st.builds(
    Stated,
    st.sampled_from(Purpose),
    st.sampled_from(Deed),
    st.sampled_from(COMPANIES),
    st.sampled_from(RECIPIENTS),
    moments,
)


def naive_is_granted(stated: list[Stated], topic: Topic, at: datetime) -> bool:
    """Walks through time: at every instant first the grants are applied, then the revocations."""
    granted_at = None
    for moment in sorted({one.at for one in stated if one.at <= at}):
        now = [one for one in stated if one.at == moment and (one.purpose, one.recipient_id) == topic]
        if any(one.deed is Deed.GRANT for one in now):
            granted_at = moment
        if any(one.deed is Deed.REVOKE for one in now):
            granted_at = None
    if granted_at is None:
        return False
    local = granted_at + timedelta(hours=9)
    year_later = local.replace(year=local.year + 1) if (local.month, local.day) != (2, 29) else None
    if year_later is None:
        year_later = local.replace(year=local.year + 1, day=28)
    return at < year_later - timedelta(hours=9)


@given(st.lists(statements, max_size=25), moments)
def test_any_sequence_of_statements_gives_the_state_of_the_naive_oracle(
    stated: list[Stated], at: datetime
) -> None:
    found = states_of(stated, at=at)
    for purpose in Purpose:
        for recipient in RECIPIENTS:
            topic = Topic(purpose, recipient)
            is_granted = topic in found and found[topic].is_granted
            assert is_granted == naive_is_granted(stated, topic, at)


@given(st.lists(statements, max_size=25), st.randoms(use_true_random=False))
def test_the_order_in_which_statements_are_read_does_not_matter(stated: list[Stated], chance) -> None:
    shuffled = list(stated)
    chance.shuffle(shuffled)
    at = BEGIN + timedelta(days=900)
    assert states_of(shuffled, at=at) == states_of(stated, at=at)


@given(st.lists(statements, max_size=25), statements)
def test_a_revocation_wins_over_everything_earlier_or_in_the_same_instant(
    stated: list[Stated], last: Stated
) -> None:
    at = max([one.at for one in stated], default=last.at)
    revoked = [*stated, last._replace(deed=Deed.REVOKE, at=at)]
    topic = Topic(last.purpose, last.recipient_id)
    assert state_of(revoked, topic=topic, at=at).standing is Standing.REVOKED


def test_nobody_who_was_never_asked_has_consented() -> None:
    assert state_of([], topic=Topic(Purpose.POOL, COMPANIES[0]), at=BEGIN).standing is Standing.NEVER


def test_a_statement_of_the_future_does_not_count_yet() -> None:
    grant = Stated(Purpose.POOL, Deed.GRANT, COMPANIES[0], COMPANIES[0], BEGIN + timedelta(seconds=1))
    assert state_of([grant], topic=Topic(Purpose.POOL, COMPANIES[0]), at=BEGIN).standing is Standing.NEVER


def moment(in_japan: str) -> datetime:
    return datetime.fromisoformat(f"{in_japan}:00:00+09:00")


@pytest.mark.parametrize(
    ("granted_at", "last_moment", "first_without"),
    [
        # Noon in Japan on an ordinary day, on a leap day, and on the last of a month.
        ("2026-11-19T12", "2027-11-19T11", "2027-11-19T12"),
        ("2028-02-29T12", "2029-02-28T11", "2029-02-28T12"),
        ("2026-12-31T12", "2027-12-31T11", "2027-12-31T12"),
    ],
)
def test_consent_ends_after_twelve_months_at_the_same_hour_in_japan(
    granted_at: str, last_moment: str, first_without: str
) -> None:
    grant = Stated(Purpose.NEWS, Deed.GRANT, COMPANIES[0], COMPANIES[0], moment(granted_at))
    topic = Topic(Purpose.NEWS, COMPANIES[0])
    assert state_of([grant], topic=topic, at=moment(last_moment)).is_granted
    after = state_of([grant], topic=topic, at=moment(first_without))
    assert after.standing is Standing.EXPIRED
