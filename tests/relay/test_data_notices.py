"""Correction, revocation and erasure reach every agency as a signed notice, and silence has a consequence (P24)."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Permit
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.searching import search_candidates
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.people.actions import ProfileFacts
from careerrelay.relay.actions.answering import revoke, save_profile
from careerrelay.relay.actions.notifying import (
    NothingToAcknowledge,
    acknowledge_correction,
    escalate_notices,
    is_notice_genuine,
)
from careerrelay.relay.actions.prolonging import recall_expired
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.recalling import NoLawNamed, confirm_deletion, keep_by_law
from careerrelay.relay.candidate_page import page_of_person
from careerrelay.relay.models import Correction, DataNotice, RelayedProfile
from careerrelay.relay.notices import late_corrections
from careerrelay.relay.rules.situations import Situation
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_link,
    make_network,
    nonce_for,
)

pytestmark = pytest.mark.django_db
LATER, LATEST = NOW + timedelta(days=2), NOW + timedelta(days=6)
CORRECTED = ProfileFacts(
    name="三浦 碧",
    kana="みうら あおい",
    phone="090-1234-5678",
    occupation="組込みソフト開発",
    regions=("東京",),
)


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def link(network):
    """Handed over to the first agency."""
    link = make_link(network.company)
    answer(link, pool=True, agencies=network.agencies[:1])
    confirm_own_profile(link)
    provide_due(operator_id=network.operator.id, at=LATER)
    return link


def only_notice(network: Network) -> DataNotice:
    with acting_for(network.agencies[0].id):
        return DataNotice.objects.get()


def take_back(network: Network, link) -> None:
    agency = network.agencies[0]
    revoke(link, purpose=Purpose.RELAY, recipient_id=agency.id, nonce=nonce_for(link, at=LATER), at=LATER)


def situation(link, *, at) -> Situation:
    return page_of_person(link, at=at).agencies[0].situation


@pytest.mark.promise("P24")
def test_a_revocation_arrives_signed_and_one_changed_letter_shows(network, link):
    take_back(network, link)
    notice = only_notice(network)
    assert (notice.kind, notice.due_at - notice.issued_at) == ("revocation", timedelta(hours=72))
    assert is_notice_genuine(notice)
    assert "三浦" not in str(notice.document)
    notice.kind = "erasure"
    assert not is_notice_genuine(notice), "what pages show was changed"
    notice.document["kind"] = "erasure"
    assert not is_notice_genuine(notice), "what was signed as well"
    agency = network.agencies[0]
    with acting_for(agency.id):
        confirm_deletion(organization_id=agency.id, copy_id=notice.copy_id, actor=TESTER, at=LATER)
    assert only_notice(network).acknowledged_at == LATER


@pytest.mark.promise("P24")
def test_silence_of_72_hours_comes_to_the_operator_once_and_the_person_sees_it(network, link):
    take_back(network, link)
    almost = LATER + timedelta(hours=72, seconds=-1)
    assert escalate_notices(operator_id=network.operator.id, at=almost) == 0
    assert escalate_notices(operator_id=network.operator.id, at=LATEST) == 1
    assert escalate_notices(operator_id=network.operator.id, at=LATEST) == 0
    assert only_notice(network).escalated_at == LATEST
    assert situation(link, at=LATEST) is Situation.DELETION_LATE


@pytest.mark.promise("P24")
def test_an_agency_names_the_law_that_makes_it_keep_something_and_the_person_sees_it(network, link):
    take_back(network, link)
    agency, copy_id = network.agencies[0], only_notice(network).copy_id
    law = "職業安定法32条の15"
    with acting_for(agency.id):
        keep = partial(keep_by_law, organization_id=agency.id, copy_id=copy_id, actor=TESTER, at=LATER)
        for unfit, until_on in ((" ", date(2028, 1, 1)), (law, NOW.date())):
            with pytest.raises(NoLawNamed):
                keep(law=unfit, until_on=until_on)
        keep(law=law, until_on=date(2028, 11, 21))
    holding = page_of_person(link, at=LATEST).agencies[0]
    assert holding.situation is Situation.KEPT_BY_LAW
    assert holding.deletion is not None
    assert (holding.deletion.kept_law, holding.deletion.kept_until_on) == (law, date(2028, 11, 21))


@pytest.mark.promise("P24")
@pytest.mark.promise("P09")
def test_a_correction_changes_the_copy_under_a_record_of_its_own_and_is_told(network, link):
    save_profile(link, facts=CORRECTED, nonce=nonce_for(link, at=LATER), at=LATER)
    agency = network.agencies[0]
    with acting_for(agency.id):
        copy = RelayedProfile.objects.get()
    assert (copy.name, copy.regions, copy.confirmed_at) == ("三浦 碧", ["東京"], LATER)
    notice = only_notice(network)
    assert notice.fields == ["experience", "name", "regions", "skills", "wishes"]
    assert "碧" not in str(notice.document)
    with acting_for_person(link.person_id):
        assert Correction.objects.get().items == notice.fields
    with acting_for(agency.id):
        acknowledge_correction(organization_id=agency.id, notice_id=notice.id, actor=TESTER, at=LATER)
        with pytest.raises(NothingToAcknowledge):
            acknowledge_correction(organization_id=agency.id, notice_id=notice.id, actor=TESTER, at=LATER)
    with acting_for(network.operator.id):
        assert not late_corrections(operator_id=network.operator.id)


@pytest.mark.promise("P24")
def test_the_company_sees_what_the_person_corrected_that_they_said_so_and_when(network, link):
    save_profile(link, facts=CORRECTED, nonce=nonce_for(link, at=LATER), at=LATER)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert (candidate.name, candidate.phones.get().canonical) == ("三浦 碧", "+819012345678")
        assert candidate.confirmed["name"] == [LATER.isoformat(), "person"]
        found = search_candidates(organization_id=network.company.id, query="三浦碧")
        assert found.total == 1
    revoke(
        link,
        purpose=Purpose.POOL,
        recipient_id=network.company.id,
        nonce=nonce_for(link, at=LATER),
        at=LATER,
    )
    save_profile(link, facts=replace(CORRECTED, name="三浦 茜"), nonce=nonce_for(link, at=LATEST), at=LATEST)
    with acting_for(network.company.id):
        assert not Candidate.objects.filter(name="三浦 茜").exists(), (
            "nobody is told after they were left (P03)"
        )


@pytest.mark.promise("P10")
def test_without_a_permit_today_what_is_wrong_goes_and_nothing_new_comes(network, link):
    agency = network.agencies[0]
    suspend_permit(Permit.objects.get(agency_id=agency.id), on=LATER.date())
    save_profile(link, facts=CORRECTED, nonce=nonce_for(link, at=LATER), at=LATER)
    with acting_for(agency.id):
        copy = RelayedProfile.objects.get()
    assert (copy.name, copy.regions, copy.occupation) == ("", [], "組込みソフト開発")
    with acting_for_person(link.person_id):
        assert not Correction.objects.exists()


@pytest.mark.promise("P39")
def test_an_agency_is_told_when_a_consent_ended_in_silence(network, link):
    recall_expired(operator_id=network.operator.id, at=NOW + timedelta(days=366))
    assert only_notice(network).kind == "expiry"
