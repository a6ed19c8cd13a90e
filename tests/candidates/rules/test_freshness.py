"""Facts are confirmed at a moment by somebody, and grow old after a year."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.freshness import (
    AGEING_FIELDS,
    CONFIRMED_FIELDS,
    IMPORT,
    Confirmed,
    confirmed_by,
    confirmed_moment,
    confirmer_member,
    custom_field_key,
    is_stale,
    latest_confirmation,
    member_of_confirmer,
    stale_before,
)

NOW = datetime(2026, 11, 19, 1, 15, tzinfo=UTC)
MOMENTS = st.integers(min_value=-2500, max_value=2500).map(lambda days: NOW + timedelta(days=days))


def test_a_confirmation_is_written_in_utc_with_who_said_it():
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert confirmed_by({}, ["employer"], by=IMPORT, at=tokyo) == {
        "employer": ["2026-11-19T01:15:00+00:00", "import"]
    }


@given(st.lists(st.tuples(st.sampled_from(CONFIRMED_FIELDS), MOMENTS), max_size=12))
def test_the_latest_word_stands_in_whatever_order_they_come(said):
    confirmed: Confirmed = {}
    for field, at in said:
        confirmed = confirmed_by(confirmed, [field], by=IMPORT, at=at)
    latest = {field: max(at for name, at in said if name == field) for field, _ in said}
    assert {field: confirmed_moment(confirmed, field) for field in confirmed} == latest
    assert latest_confirmation(confirmed) == max(latest.values(), default=None)


def test_confirming_leaves_what_was_given_alone():
    before = {"employer": ["2026-01-01T00:00:00+00:00", "import"]}
    after = confirmed_by(before, ["employer", "title"], by="person", at=NOW)
    assert before == {"employer": ["2026-01-01T00:00:00+00:00", "import"]}
    assert after.keys() == {"employer", "title"}
    assert after["employer"][1] == "person"


def test_a_fact_is_fresh_for_a_year_to_the_moment():
    border = stale_before(NOW)
    assert border == datetime(2025, 11, 19, 1, 15, tzinfo=UTC)
    on_the_day = confirmed_by({}, ["employer"], by=IMPORT, at=border)
    before_it = confirmed_by({}, ["employer"], by=IMPORT, at=border - timedelta(seconds=1))
    assert not is_stale(on_the_day, "employer", at=NOW)
    assert is_stale(before_it, "employer", at=NOW)
    assert is_stale({}, "employer", at=NOW)


def test_a_name_does_not_grow_old_and_what_nobody_confirmed_is_stale():
    confirmed = confirmed_by({}, ["title"], by=IMPORT, at=NOW)
    fields = ("name", "education", "employer", "title")
    assert [field for field in fields if is_stale(confirmed, field, at=NOW)] == ["employer"]
    assert all(is_stale({}, field, at=NOW) for field in AGEING_FIELDS)


def test_a_custom_field_grows_old_like_the_others():
    key = custom_field_key(uuid4())
    assert is_stale({}, key, at=NOW)
    assert not is_stale(confirmed_by({}, [key], by=IMPORT, at=NOW), key, at=NOW)


def test_a_member_who_confirmed_is_found_again():
    member_id = uuid4()
    assert member_of_confirmer(confirmer_member(member_id)) == member_id
    assert member_of_confirmer("import") is None
    assert member_of_confirmer("person") is None
