"""In which mode a network is run on a day, what that locks, and what becomes of what is under way when it ends."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import PermitFacts
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core.calendar import day_in_japan, moment_in_japan
from careerrelay.privacy.replaying import replay
from careerrelay.relay.actions.agreeing import make_agreement
from careerrelay.relay.actions.choosing_mode import (
    CheckedPermit,
    ModeRefused,
    choose_mode,
    record_operator_permit,
    stop_operator_permit,
)
from careerrelay.relay.actions.permitting import PermitRefused
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Agreement, ModeChoice, OperatorPermit, RelayedProfile
from careerrelay.relay.modes import DeedLocked, mode_of_network
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.relay.rules.counting import Reward
from careerrelay.relay.rules.modes import (
    MATRIX,
    Choice,
    Key,
    Lock,
    Mode,
    OperatorDeed,
    StopReason,
    lock_of,
    mode_of_day,
)
from careerrelay.text.permits import MalformedPermitNumber
from tests.make import NOW, TESTER, Network, answer, confirm_own_profile, make_link, make_network

TODAY = day_in_japan(NOW)
DAY = timedelta(days=1)
DAYS = st.integers(-9, 9)


def midnight(day: date) -> datetime:
    return moment_in_japan(day, time(0))


# --- the rule, against somebody who walks through the days ---


@st.composite
def some_rows(draw: st.DrawFn) -> OperatorPermit:
    begins = draw(DAYS)
    return OperatorPermit(
        number="13-ユ-999000",
        valid_from_on=TODAY + begins * DAY,
        valid_until_on=TODAY + (begins + draw(st.integers(0, 9))) * DAY,
        recorded_at=midnight(TODAY + draw(DAYS) * DAY),
        stopped_on=draw(st.none() | DAYS.map(lambda day: TODAY + day * DAY)),
    )


def opens(row: OperatorPermit, day: date) -> bool:
    is_known = midnight(day) >= row.recorded_at
    is_stopped = row.stopped_on is not None and row.stopped_on <= day
    return is_known and row.valid_from_on <= day <= row.valid_until_on and not is_stopped


def walked(choices: list[tuple[int, Mode]], rows: list[OperatorPermit], *, until: date) -> Mode:
    """Each day: whoever chose is heard, and whoever places people without a permit that day is back for good."""
    mode, day = Mode.INFORMATION, TODAY - 10 * DAY
    while day <= until:
        for chosen, wanted in choices:
            mode = wanted if TODAY + chosen * DAY == day else mode
        if not any(opens(row, day) for row in rows):
            mode = Mode.INFORMATION
        day += DAY
    return mode


@pytest.mark.promise("P10")
@given(st.lists(st.tuples(DAYS, st.sampled_from(Mode)), max_size=3), st.lists(some_rows(), max_size=4), DAYS)
def test_the_mode_of_a_day_is_what_somebody_finds_who_walks_through_the_days(choices, rows, day):
    choices = sorted(choices, key=lambda choice: choice[0])
    on = TODAY + day * DAY
    heard = [choice for choice in choices if choice[0] <= day]
    newest = Choice(heard[-1][1], TODAY + heard[-1][0] * DAY) if heard else None
    found = mode_of_day(newest, permits=[row.facts for row in rows], on=on)
    assert found.mode is walked(choices, rows, until=on)
    assert (found.lapsed_on is not None) == (heard[-1:] != [] and heard[-1][1] is not found.mode)
    if found.until_on is not None:
        assert walked(choices, rows, until=on) is Mode.PLACEMENT
        assert not any(opens(row, found.until_on + DAY) for row in rows)


LAWFUL = {OperatorDeed.RELAY_TO_ALL, OperatorDeed.ROTATE_AGENCIES}
WITH_PERMIT = set(OperatorDeed) - LAWFUL - {OperatorDeed.FEE_SHARE, OperatorDeed.CHARGE_PEOPLE}


@given(
    st.sampled_from(OperatorDeed), st.sampled_from(Mode), st.none() | st.tuples(DAYS, st.none() | DAYS), DAYS
)
def test_a_deed_is_open_only_where_the_law_opens_it_and_somebody_has_built_it(deed, mode, own, day):
    permits = []
    if own is not None:
        stopped = None if own[1] is None else TODAY + own[1] * DAY
        permits = [PermitFacts("13-ユ-999000", TODAY + own[0] * DAY, TODAY + 9 * DAY, stopped)]
    is_lawful = deed in LAWFUL or (mode is Mode.PLACEMENT and deed in WITH_PERMIT)
    if deed is OperatorDeed.FEE_SHARE:
        is_lawful = own is not None and own[0] <= day and (own[1] is None or day < own[1])
    found = lock_of(deed, mode=mode, on=TODAY + day * DAY, own_permits=permits)
    assert (found is None) == (deed in LAWFUL), "nothing else is built, and what is not built is locked"
    assert (found in (None, Lock.NOT_BUILT)) == is_lawful


def test_the_page_of_the_documentation_says_what_the_table_says():
    page = Path("docs/modes.md").read_text()
    words = {None: "open", Lock.NOT_BUILT: "lawful, not built: locked", Lock.OWN_PERMIT: "locked"}
    for row in MATRIX:
        stand = [words.get(lock_of(row.deed, mode=mode, on=TODAY), "locked") for mode in Mode]
        assert f"| {row.en} | {stand[0]} | {stand[1]} | {row.articles} | {row.why_en} |" in page
    assert {row.deed for row in MATRIX} == set(OperatorDeed)
    assert {row.key for row in MATRIX} == set(Key)


# --- the deeds ---


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def operator(network: Network) -> Organization:
    return network.operator


def record(
    operator: Organization,
    *,
    begins: date = TODAY,
    ends: date,
    at: datetime = NOW,
    number: str = "13-ユ-999000",
) -> OperatorPermit:
    checked = CheckedPermit(number, "関東キャリアリレー協会", begins, ends, day_in_japan(at), "許可証の写し")
    return record_operator_permit(checked, operator_id=operator.id, actor=TESTER, at=at)


def choose(operator: Organization, mode: Mode, *, at: datetime = NOW) -> ModeChoice:
    now = mode_of_network(operator_id=operator.id, at=at)
    seen = now.choice.id if now.choice else None
    return choose_mode(mode, operator_id=operator.id, seen_choice_id=seen, actor=TESTER, at=at)


def mode_at(operator: Organization, at: datetime) -> Mode:
    return mode_of_network(operator_id=operator.id, at=at).of_day.mode


@pytest.mark.promise("P10")
def test_placement_needs_a_permit_of_today_and_ends_at_the_midnight_after_its_last_day(operator):
    with pytest.raises(ModeRefused):
        choose(operator, Mode.PLACEMENT)
    record(operator, begins=TODAY + DAY, ends=TODAY + 9 * DAY)
    with pytest.raises(ModeRefused):
        choose(operator, Mode.PLACEMENT)
    assert not ModeChoice.objects.exists()
    began, ended = midnight(TODAY + DAY), midnight(TODAY + 10 * DAY)
    choose(operator, Mode.PLACEMENT, at=began)
    minute = timedelta(minutes=1)
    assert mode_at(operator, began - minute) is Mode.INFORMATION
    assert mode_at(operator, ended - minute) is Mode.PLACEMENT
    assert mode_at(operator, ended) is Mode.INFORMATION
    record(operator, begins=TODAY + 10 * DAY, ends=TODAY + 99 * DAY, at=ended + DAY)
    assert mode_at(operator, ended + DAY) is Mode.INFORMATION, (
        "a permit that came late opens nothing by itself"
    )
    choose(operator, Mode.PLACEMENT, at=ended + DAY)
    assert mode_at(operator, ended + DAY) is Mode.PLACEMENT
    with acting_for(operator.id):
        deeds = AuditEntry.objects.filter(deed="choose_mode").count()
    assert deeds == ModeChoice.objects.count() == 2


@pytest.mark.promise("P10")
def test_a_renewal_in_time_goes_on_and_a_stop_ends_it_on_its_day_for_good(operator):
    record(operator, ends=TODAY + 5 * DAY)
    choose(operator, Mode.PLACEMENT)
    renewal = record(operator, begins=TODAY + 6 * DAY, ends=TODAY + 99 * DAY)
    assert mode_at(operator, midnight(TODAY + 50 * DAY)) is Mode.PLACEMENT
    stop_operator_permit(
        renewal, stopped_on=TODAY + 20 * DAY, reason=StopReason.SUSPENDED, actor=TESTER, at=NOW
    )
    assert mode_at(operator, midnight(TODAY + 20 * DAY) - timedelta(minutes=1)) is Mode.PLACEMENT
    assert mode_at(operator, midnight(TODAY + 20 * DAY)) is Mode.INFORMATION
    again = midnight(TODAY + 30 * DAY)
    record(operator, begins=TODAY + 6 * DAY, ends=TODAY + 99 * DAY, at=again)
    assert mode_at(operator, again) is Mode.INFORMATION
    with pytest.raises(PermitRefused):
        stop_operator_permit(
            renewal, stopped_on=TODAY + 100 * DAY, reason=StopReason.WITHDRAWN, actor=TESTER, at=NOW
        )


def test_only_a_number_for_a_fee_is_the_operators_and_the_days_have_to_be_right(operator):
    with pytest.raises(PermitRefused):
        record(operator, ends=TODAY, number="13-ム-999000")
    with pytest.raises(MalformedPermitNumber):
        record(operator, ends=TODAY, number="13-999000")
    with pytest.raises(PermitRefused):
        record(operator, ends=TODAY - DAY)
    assert record(operator, ends=TODAY, number="１３－ﾕ－９９９０００").number == "13-ユ-999000"
    with pytest.raises(PermitRefused):
        record(operator, ends=TODAY + DAY)
    assert OperatorPermit.objects.count() == 1


@pytest.mark.promise("P14")
def test_a_choice_on_a_page_that_is_out_of_date_or_pressed_twice_changes_nothing(operator):
    record(operator, ends=TODAY + 9 * DAY)
    ids = {"operator_id": operator.id, "actor": TESTER, "at": NOW}
    with pytest.raises(ModeRefused):
        choose_mode(Mode.INFORMATION, seen_choice_id=None, **ids)
    first = choose_mode(Mode.PLACEMENT, seen_choice_id=None, **ids)
    for mode in Mode:
        with pytest.raises(ModeRefused):
            choose_mode(mode, seen_choice_id=None, **ids)
    with pytest.raises(ModeRefused):
        choose_mode(Mode.PLACEMENT, seen_choice_id=first.id, **ids)
    assert ModeChoice.objects.count() == 1


def test_what_is_under_way_when_placement_ends_still_goes_to_everybody_the_person_chose(network, operator):
    """And nobody ever read another text for it."""
    offer = offer_of(company_id=network.company.id, at=NOW)
    before = current_text(offer, language="ja", at=NOW).hash
    record(operator, ends=TODAY)
    choose(operator, Mode.PLACEMENT)
    assert current_text(offer, language="ja", at=NOW).hash == before
    link = make_link(network.company)
    answer(link, agencies=network.agencies[:2])
    confirm_own_profile(link)
    later = NOW + timedelta(days=2)
    assert mode_at(operator, later) is Mode.INFORMATION
    provide_due(operator_id=operator.id, at=later)
    received = []
    for agency in network.agencies:
        with acting_for(agency.id):
            received.append(RelayedProfile.objects.count())
    assert received == [1, 1, 0]


@pytest.mark.promise("P16")
def test_a_restored_copy_is_run_as_information_until_somebody_chooses_again(operator):
    """The permit may have been withdrawn since the copy was made."""
    record(operator, ends=TODAY + 9 * DAY)
    choose(operator, Mode.PLACEMENT)
    assert [replay([], at=NOW)["modes_left"] for _run in range(2)] == [1, 0]
    assert mode_at(operator, NOW) is Mode.INFORMATION
    choose(operator, Mode.PLACEMENT)
    assert mode_at(operator, NOW) is Mode.PLACEMENT


@pytest.mark.parametrize("mode", Mode)
def test_no_agreement_gives_a_company_a_share_in_fees(network, operator, mode):
    record(operator, ends=TODAY + DAY)
    if mode is Mode.PLACEMENT:
        choose(operator, mode)
    with acting_for(operator.id):
        before = Agreement.objects.count()
    with pytest.raises(DeedLocked) as refused:
        make_agreement(
            operator_id=operator.id,
            company_id=network.company.id,
            agency_id=network.agencies[0].id,
            reward=Reward.FEE_SHARE,
            effective_on=TODAY,
            actor=TESTER,
            at=NOW,
        )
    assert refused.value.lock is Lock.OWN_PERMIT
    assert "その会社自身の許可" in refused.value.ja
    with acting_for(operator.id):
        assert Agreement.objects.count() == before
