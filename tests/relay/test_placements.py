"""Whom an agency placed for good it neither finds nor receives for two years, to the day."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.models import Permit
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.core import clock
from careerrelay.core.calendar import moment_in_japan
from careerrelay.privacy.erasing import erase_everywhere
from careerrelay.privacy.keeping import run_records
from careerrelay.relay.actions.placing import Joining, NotPlaced, record_placement, undo_placement
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy
from careerrelay.relay.models import Placement, Relay, RelayedProfile
from careerrelay.relay.queries import readable_copies
from careerrelay.relay.rules.placements import free_on, is_blocked
from careerrelay.relay.rules.provision import WaitingFor
from tests.make import NOW, TESTER, Network, answer, confirm_own_profile, make_link, make_network
from tests.web.agency.relayed import signed_in

HANDED = NOW + timedelta(days=2)
JOINED = date(2026, 12, 1)
FREE = date(2028, 12, 1)


def midnight(day: date) -> datetime:
    return moment_in_japan(day, time(0))


@pytest.fixture
def network(db) -> Network:
    return make_network()


@pytest.fixture
def agency(network):
    return network.agencies[0]


@pytest.fixture
def copy(network, agency) -> RelayedProfile:
    return accepted(network, at=NOW)


def accepted(network: Network, *, at: datetime) -> RelayedProfile:
    agency = network.agencies[0]
    link = make_link(network.company, at=at)
    answer(link, agencies=(agency,), at=at)
    confirm_own_profile(link, at=at)
    provide_due(operator_id=network.operator.id, at=at + timedelta(days=2))
    with acting_for(agency.id):
        copy = RelayedProfile.objects.latest("received_at")
    ids = {"organization_id": agency.id, "operator_id": network.operator.id, "copy_id": copy.id}
    accept_copy(**ids, actor=TESTER, at=at + timedelta(days=2))
    return copy


def place(
    network: Network, copy: RelayedProfile, *, joined_on: date = JOINED, permanent: bool = True
) -> None:
    record_placement(
        Joining(joined_on, is_permanent=permanent),
        organization_id=network.agencies[0].id,
        operator_id=network.operator.id,
        copy_id=copy.id,
        actor=TESTER,
        at=HANDED,
    )


def is_found(network: Network, copy: RelayedProfile, *, at: datetime) -> bool:
    agency_id = network.agencies[0].id
    with acting_for(agency_id):
        # The consent of a year would hide it as well: what is asked about is the placement.
        RelayedProfile.objects.filter(id=copy.id).update(consent_until_on=date(2099, 1, 1))
        return readable_copies(organization_id=agency_id, at=at).filter(id=copy.id).exists()


@pytest.mark.promise("P40")
def test_the_copy_is_out_of_sight_from_the_day_of_joining_to_the_last_day_of_two_years(network, copy):
    place(network, copy)
    minute = timedelta(minutes=1)
    assert is_found(network, copy, at=midnight(JOINED) - minute), "what is to be settled before is settled"
    assert not is_found(network, copy, at=midnight(JOINED))
    assert not is_found(network, copy, at=midnight(FREE) - minute)
    assert is_found(network, copy, at=midnight(FREE))


@pytest.mark.promise("P40")
def test_a_fixed_term_and_another_agency_are_not_bound(network, copy):
    place(network, copy, permanent=False)
    assert is_found(network, copy, at=midnight(JOINED))
    other = network.agencies[1]
    answer(make_link(network.company, at=HANDED), agencies=(other,), at=HANDED)
    provide_due(operator_id=network.operator.id, at=HANDED + timedelta(days=20))
    with acting_for(other.id):
        assert RelayedProfile.objects.count() == 1


@pytest.mark.promise("P40")
@pytest.mark.promise("P15")
def test_the_agency_is_not_handed_the_person_again_not_even_after_an_erasure_and_by_another_company(
    network, agency, copy
):
    """The placement outlives the erasure as a keyed hash, and is gone when the two years are."""
    place(network, copy)
    with acting_for(network.operator.id):
        person_id = Relay.objects.get().person_id
    erased_at = midnight(JOINED) + timedelta(days=30)
    erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=erased_at)
    for again_on, expected in ((FREE - timedelta(days=3), 0), (FREE, 1)):
        at = midnight(again_on) - timedelta(days=2)
        with acting_for(network.operator.id):
            # Permits and contracts of the cast end earlier than two years.
            Permit.objects.update(valid_until_on=date(2031, 1, 1))
        link = make_link(network.other_company, at=at)
        answer(link, agencies=(agency,), at=at)
        confirm_own_profile(link, at=at)
        provide_due(operator_id=network.operator.id, at=midnight(again_on))
        with acting_for(agency.id):
            found = RelayedProfile.objects.exclude(id=copy.id).count()
        assert found == expected, again_on
        if not expected:
            with acting_for(network.operator.id):
                waiting = Relay.objects.latest("granted_at")
                assert waiting.waiting_for == WaitingFor.PLACEMENT
                assert waiting.person_id != person_id
    assert run_records(keeper_id=network.operator.id, at=midnight(FREE))["placements"] == 1
    with acting_for(agency.id):
        assert not Placement.objects.exists()


def test_only_an_accepted_copy_can_be_placed_once_on_a_likely_day_and_a_mistake_has_a_week(network, copy):
    ids = {"organization_id": network.agencies[0].id, "copy_id": copy.id, "actor": TESTER}
    for unlikely in (date(2026, 11, 20), date(2028, 1, 1)):
        with pytest.raises(NotPlaced):
            place(network, copy, joined_on=unlikely)
    with pytest.raises(NotPlaced):
        undo_placement(**ids, at=HANDED)
    place(network, copy)
    with pytest.raises(NotPlaced):
        place(network, copy)
    with pytest.raises(NotPlaced):
        undo_placement(**ids, at=midnight(JOINED + timedelta(days=1)))
    undo_placement(**ids, at=midnight(JOINED) - timedelta(minutes=1))
    assert is_found(network, copy, at=midnight(JOINED))
    place(network, copy)


@pytest.mark.promise("P40")
def test_the_agency_says_it_on_the_page_of_the_copy_and_then_sees_no_contact_and_the_person_is_told(
    network, agency, copy, settings
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    url = f"/agency/copies/{copy.id}/"
    with clock.moved_to(HANDED):
        consultant = signed_in(agency, email="nomura@mikazuki.example.jp", role=Role.CONSULTANT)
        unsaid = consultant.post(f"{url}placement/", {"joined_on": "2026-12-01"})
        assert unsaid.status_code == 422
        said = {"joined_on": "2026-12-01", "term": "permanent"}
        assert consultant.post(f"{url}placement/", said).status_code == 302
        before = consultant.get(url).content.decode()
        assert "2028年11月30日" in before
        assert "aoi@example.jp" in before
    with clock.moved_to(midnight(JOINED)):
        consultant = signed_in(agency, email="sato@mikazuki.example.jp", role=Role.CONSULTANT)
        for page in (url, "/agency/progress/", "/agency/progress/accepted.csv", "/agency/"):
            shown = consultant.get(page).content.decode()
            assert "aoi@example.jp" not in shown
            assert "三浦" not in shown
        with acting_for_person(_person(network)):
            [placement] = Placement.objects.all()
        assert placement.free_on == FREE


def _person(network: Network):
    with acting_for(network.operator.id):
        return Relay.objects.get().person_id


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_two_years_are_the_same_day_two_years_later_and_never_shorter(joined_on):
    assert is_blocked(joined_on, on=joined_on)
    assert not is_blocked(joined_on, on=joined_on - timedelta(days=1))
    assert is_blocked(joined_on, on=free_on(joined_on) - timedelta(days=1))
    assert not is_blocked(joined_on, on=free_on(joined_on))
    assert 730 <= (free_on(joined_on) - joined_on).days <= 731
    if (joined_on.month, joined_on.day) != (2, 29):
        assert free_on(joined_on) == joined_on.replace(year=joined_on.year + 2)
