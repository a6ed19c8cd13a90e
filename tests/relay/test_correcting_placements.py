"""The operator puts right what an agency recorded of a joining, and what hangs on it follows."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core import clock
from careerrelay.ledger.models import Entry
from careerrelay.privacy.erasing import erase_everywhere
from careerrelay.relay.actions.correcting_placements import NotCorrected, correct_placement
from careerrelay.relay.actions.placing import Joining, NotPlaced, undo_placement
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Introduction, Placement, Relay, RelayedProfile
from careerrelay.relay.placements import Waiting, waiting_behind
from careerrelay.relay.rules.placements import PlacementMistake
from careerrelay.relay.rules.provision import WaitingFor
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.relay.verifying import verify_everything
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_link,
    make_network,
    make_operator,
)
from tests.relay.test_placements import JOINED, accepted, is_found, midnight, place
from tests.web.agency.relayed import signed_in, words

LATER = midnight(JOINED) + timedelta(days=30)
MOVED = date(2026, 12, 20)


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def copy(network: Network) -> RelayedProfile:
    return accepted(network, at=NOW)


def standing(network: Network) -> Placement:
    with acting_for(network.operator.id):
        return Placement.objects.get(undone_at=None)


def correct(
    network: Network, right: Joining | None, *, mistake: PlacementMistake, at: datetime = LATER
) -> Placement | None:
    return correct_placement(
        standing(network).id,
        operator_id=network.operator.id,
        right=right,
        mistake=mistake,
        actor=TESTER,
        at=at,
    )


def is_verified() -> bool:
    return not any(check.faults for check in verify_everything(at=LATER) if check.name == "copies")


def books(network: Network) -> tuple[int, int]:
    with acting_for(network.operator.id):
        return Entry.objects.count(), Introduction.objects.count()


@pytest.mark.promise("P40")
@pytest.mark.promise("P11")
def test_a_corrected_day_moves_the_two_years_and_leaves_the_books_alone(network, copy):
    place(network, copy)
    before = books(network)
    correct(network, Joining(MOVED, is_permanent=True), mistake=PlacementMistake.DAY)
    assert is_found(network, copy, at=midnight(MOVED) - timedelta(minutes=1))
    assert not is_found(network, copy, at=midnight(MOVED))
    free = date(2028, 12, 20)
    assert not is_found(network, copy, at=midnight(free) - timedelta(minutes=1))
    assert is_found(network, copy, at=midnight(free))
    assert is_verified()
    assert books(network) == before
    assert before[1] == 1
    for scope in (network.operator.id, network.agencies[0].id):
        with acting_for(scope):
            deeds = AuditEntry.objects.filter(deed__contains="placement", object_kind="placement")
            assert "correct" in " ".join(deeds.values_list("deed", flat=True))
    with acting_for(network.operator.id):
        wrong = Placement.objects.exclude(undone_at=None).get()
    assert (wrong.undone_reason, wrong.joined_on) == (PlacementMistake.DAY, JOINED)
    ids = {"organization_id": network.agencies[0].id, "copy_id": copy.id, "actor": TESTER}
    with pytest.raises(NotPlaced):
        undo_placement(**ids, at=LATER)
    assert standing(network).joined_on == MOVED, "the agency has no new week to undo what was corrected"


@pytest.mark.promise("P40")
@pytest.mark.promise("P15")
@pytest.mark.parametrize("mistake", [PlacementMistake.TERM, PlacementMistake.OTHER_PERSON])
def test_what_a_mistake_held_back_is_passed_on_after_it_also_after_an_erasure(network, copy, mistake):
    agency = network.agencies[0]
    place(network, copy)
    with acting_for(network.operator.id):
        person_id = Relay.objects.get().person_id
    asked = LATER - timedelta(days=3)
    erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=asked)
    link = make_link(network.other_company, at=asked)
    answer(link, agencies=(agency,), at=asked)
    confirm_own_profile(link, at=asked)
    provide_due(operator_id=network.operator.id, at=LATER)
    with acting_for(network.operator.id):
        assert Relay.objects.latest("granted_at").waiting_for == WaitingFor.PLACEMENT
        found = waiting_behind(standing(network), right_on=None, right_is_permanent=False, on=LATER.date())
    assert found == Waiting(1, will_be_held=False)
    right = Joining(JOINED, is_permanent=False) if mistake is PlacementMistake.TERM else None
    assert is_verified()
    correct(network, right, mistake=mistake)
    assert is_verified()
    provide_due(operator_id=network.operator.id, at=LATER)
    with acting_for(agency.id):
        assert RelayedProfile.objects.exclude(id=copy.id).count() == 1


def test_nothing_is_corrected_twice_by_a_stranger_to_the_same_or_to_an_unlikely_day(network, copy):
    place(network, copy)
    wrong = standing(network)
    with pytest.raises(NotCorrected):
        correct(network, Joining(JOINED, is_permanent=True), mistake=PlacementMistake.DAY)
    for unlikely in (date(2026, 11, 1), date(2028, 6, 1)):
        with pytest.raises(NotPlaced):
            correct(network, Joining(unlikely, is_permanent=True), mistake=PlacementMistake.DAY)
    ids: dict[str, Any] = {
        "right": None,
        "mistake": PlacementMistake.NOT_JOINED,
        "actor": TESTER,
        "at": LATER,
    }
    with pytest.raises(NotCorrected):
        correct_placement(wrong.id, operator_id=make_operator(slug="kansai").id, **ids)
    assert standing(network).id == wrong.id
    assert correct_placement(wrong.id, operator_id=network.operator.id, **ids) is None
    with pytest.raises(NotCorrected):
        correct_placement(wrong.id, operator_id=network.operator.id, **ids)


def test_the_operator_sees_no_name_presses_twice_and_the_agency_reads_what_was_corrected(
    network, copy, settings
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    place(network, copy)
    receipt = receipt_number(copy.id)
    address = f"/ops/placements/{standing(network).id}/"
    wanted = {"mistake": "day", "joined_on": "2026-12-20", "term": "permanent"}
    with clock.moved_to(LATER):
        operator = signed_in(network.operator, role=Role.OPERATOR, email="ops@kyokai.example.jp")
        consultant = signed_in(network.agencies[0], role=Role.CONSULTANT, email="n@mikazuki.example.jp")
        assert f"受付番号 {receipt} を運営者に伝えてください" in words(
            consultant.get(f"/agency/copies/{copy.id}/")
        )
        found = words(operator.get("/ops/placements/", {"receipt": f" {receipt.lower()}"}))
        assert receipt in found
        assert receipt not in words(operator.get("/ops/placements/?receipt=00000000"))
        assert operator.post(address, {"mistake": ""}).status_code == 422
        assert operator.post(address, wanted | {"joined_on": "2026-12-01"}).status_code == 422
        first = words(operator.post(address, wanted))
        assert "2年間の決まりは2026年12月20日(日)から2028年12月19日(火)まで" in first
        assert standing(network).joined_on == JOINED, "the first press only shows"
        for page in (first, found, words(operator.get(address))):
            assert "三浦" not in page
            assert "aoi@" not in page
        operator.post(address, wanted | {"confirmed": "yes"})
        assert standing(network).joined_on == MOVED
        assert operator.post(address, wanted | {"confirmed": "yes"}).status_code == 422
        told = words(consultant.get(f"/agency/copies/{copy.id}/"))
        assert "運営者が就職の記録を訂正しました(就職の日がちがっていた)" in told
        assert "前の記録: 2026年12月1日(火)" in told
        assert Client().get(address).status_code == 302
        assert consultant.get(address).status_code == 404
