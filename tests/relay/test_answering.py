"""What a person ticks becomes statements under the text that was shown; what they take back is gone at once."""

import hashlib
import json
from datetime import timedelta
from uuid import UUID

import pytest

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Organization, Permit
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate, CandidateAddress
from careerrelay.consent.actions import (
    AgencyNotOffered,
    AlreadyAnswered,
    Chosen,
    RevokedMeanwhile,
    TextChanged,
)
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.calendar import day_in_japan
from careerrelay.outreach.models import Delivery
from careerrelay.people.models import LinkKind, Person, Profile
from careerrelay.people.queries import OpenLink, person_of
from careerrelay.relay.actions.answering import answer_consent, revoke
from careerrelay.relay.models import Relay
from careerrelay.relay.rules.states import RelayState
from tests.make import (
    NOW,
    Network,
    answer,
    make_candidate,
    make_company,
    make_link,
    make_network,
    nonce_for,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def network() -> Network:
    return make_network()


def answered(link: OpenLink, *, pool: bool = False, agencies: tuple[Organization, ...] = ()) -> UUID:
    person_id = answer(link, pool=pool, agencies=agencies).person_id
    assert person_id is not None
    return person_id


def statements_of(person_id: UUID | None) -> list[Statement]:
    assert person_id is not None
    with acting_for_person(person_id):
        return list(Statement.objects.order_by("at", "id"))


@pytest.mark.promise("P06")
def test_each_grant_keeps_the_exact_bytes_of_its_wording_and_the_permit_of_that_day(network: Network) -> None:
    link = make_link(network.company)
    person_id = answer(link, pool=True, agencies=network.agencies[:1]).person_id
    pool, relay = statements_of(person_id)
    kept = ServedText.objects.get(hash=relay.text_id)
    assert hashlib.sha256(kept.document).hexdigest() == relay.text_id == pool.text_id
    document = json.loads(bytes(kept.document))
    assert document["language"] == "ja"
    assert "紹介10件ごとに1名を無料で採用できる枠" in json.dumps(document, ensure_ascii=False)
    assert relay.permit_number == "13-ユ-999101"
    assert relay.recipient_id == network.agencies[0].id
    assert relay.at == NOW
    tampered = bytes(kept.document).replace(b"10", b"11", 1)
    assert hashlib.sha256(tampered).hexdigest() != relay.text_id


@pytest.mark.promise("P08")
def test_no_company_can_read_that_somebody_asked_for_a_relay(network: Network) -> None:
    answer(make_link(network.company), pool=True, agencies=network.agencies)
    with acting_for(network.company.id):
        assert [row.purpose for row in Statement.objects.all()] == [Purpose.POOL]
    with acting_for(network.other_company.id):
        assert not Statement.objects.exists()


def test_a_relay_alone_creates_nothing_at_the_company(network: Network) -> None:
    answer(make_link(network.company, kind=LinkKind.VERIFICATION), agencies=network.agencies[:1])
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
        assert not Statement.objects.exists()


def test_the_pool_of_the_start_link_makes_a_candidate_with_the_verified_address(network: Network) -> None:
    answer(make_link(network.company, address="Aoi@Example.jp", kind=LinkKind.VERIFICATION), pool=True)
    with acting_for(network.company.id):
        assert CandidateAddress.objects.get().canonical == "aoi@example.jp"
        found = granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=LATER)
        assert found == {Candidate.objects.get().id}


def test_a_known_applicant_who_comes_by_the_start_link_stays_one_candidate(network: Network) -> None:
    candidate = make_candidate(network.company, address="aoi@example.jp")
    answer(make_link(network.company, address="ａｏｉ＠ＥＸＡＭＰＬＥ．jp"), pool=True)
    with acting_for(network.company.id):
        assert granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=LATER) == {
            candidate.id
        }


def test_ticking_nothing_brings_nobody_into_being(network: Network) -> None:
    assert answer(make_link(network.company)).person_id is None
    assert person_of("aoi@example.jp") is None


def test_two_links_to_one_address_lead_to_one_person(network: Network) -> None:
    first, second = make_link(network.company), make_link(network.other_company, address="AOI@example.jp")
    one = answer(first, pool=True).person_id
    other = answer(second, pool=True, at=LATER).person_id
    assert one == other


def test_a_double_click_is_one_answer(network: Network) -> None:
    link = make_link(network.company)
    nonce = nonce_for(link)
    answered = answer_consent(link, chosen=Chosen(pool=True, is_sixteen=True), nonce=nonce, at=NOW)
    again = make_link(network.company)
    with pytest.raises(AlreadyAnswered):
        answer_consent(link, chosen=Chosen(news=True, is_sixteen=True), nonce=nonce, at=LATER)
    assert [row.purpose for row in statements_of(answered.person_id)] == [Purpose.POOL]
    with pytest.raises(ForgedNonce):
        answer_consent(again, chosen=Chosen(news=True, is_sixteen=True), nonce=nonce, at=LATER)


def test_an_answer_to_yesterdays_text_is_not_taken_for_todays(network: Network) -> None:
    link = make_link(network.company)
    nonce = nonce_for(link)
    with acting_for(network.company.id):
        network.company.legal_name = "汐見ホールディングス株式会社"
        network.company.save()
    with pytest.raises(TextChanged):
        answer_consent(link, chosen=Chosen(pool=True, is_sixteen=True), nonce=nonce, at=LATER)
    assert person_of("aoi@example.jp") is None


def test_a_form_that_stayed_open_for_three_days_is_accepted_while_the_text_is_the_same(
    network: Network,
) -> None:
    link = make_link(network.company)
    nonce = nonce_for(link)
    three_days_later = NOW + timedelta(days=3)
    assert answer_consent(
        link, chosen=Chosen(pool=True, is_sixteen=True), nonce=nonce, at=three_days_later
    ).person_id


@pytest.mark.promise("P10")
def test_an_agency_whose_permit_was_suspended_meanwhile_is_not_granted(network: Network) -> None:
    link = make_link(network.company)
    nonce = nonce_for(link)
    permit = Permit.objects.get(agency_id=network.agencies[0].id)
    suspend_permit(permit, on=day_in_japan(NOW))
    chosen = Chosen(agency_ids=(network.agencies[0].id,), is_sixteen=True)
    with pytest.raises(TextChanged):
        answer_consent(link, chosen=chosen, nonce=nonce, at=LATER)
    assert person_of("aoi@example.jp") is None


def test_an_agency_that_the_text_does_not_name_cannot_be_granted(network: Network) -> None:
    link = make_link(network.company)
    stranger = make_company(network.operator, slug="stranger", name="知らない会社")
    with pytest.raises((AgencyNotOffered, TextChanged)):
        answer(link, agencies=(stranger,))


def test_the_receipt_is_queued_with_the_answer_and_no_company_sees_it(network: Network) -> None:
    person_id = answered(make_link(network.company), pool=True)
    with acting_for_person(person_id):
        receipt = Delivery.objects.get()
        assert (receipt.kind, receipt.address) == ("receipt", "aoi@example.jp")
    with acting_for(network.company.id):
        assert not Delivery.objects.exists()


def test_revoking_the_pool_takes_the_candidate_out_of_it_at_once(network: Network) -> None:
    candidate = make_candidate(network.company)
    link = make_link(network.company, candidate=candidate)
    answer(link, pool=True)
    link = make_link(network.company, candidate=candidate)
    revoke(
        link,
        purpose=Purpose.POOL,
        recipient_id=network.company.id,
        nonce=nonce_for(link, at=LATER),
        at=LATER,
    )
    with acting_for(network.company.id):
        assert granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=LATER) == set()


@pytest.mark.promise("P03")
@pytest.mark.parametrize("earlier", [timedelta(0), timedelta(microseconds=1), timedelta(seconds=2)], ids=str)
def test_a_yes_that_waited_for_a_revocation_of_the_same_moment_or_a_later_one_brings_nobody_back(
    network: Network, earlier: timedelta
) -> None:
    """Two tabs of somebody who came by the start link: their record is gone with the no, so a new one under the yes
    would know of no revocation."""
    company = network.company
    link = make_link(company)
    person_id = answered(link, pool=True, agencies=network.agencies[:1])
    for purpose, recipient in ((Purpose.POOL, company), (Purpose.RELAY, network.agencies[0])):
        nonce = nonce_for(link, at=LATER)
        revoke(link, purpose=purpose, recipient_id=recipient.id, nonce=nonce, at=LATER)
    before = statements_of(person_id)
    for chosen in ({"pool": True}, {"agencies": network.agencies[:1]}):
        with pytest.raises(RevokedMeanwhile):
            answer(make_link(company), at=LATER - earlier, **chosen)
    assert statements_of(person_id) == before
    with acting_for(company.id):
        assert not Candidate.objects.exists()
        assert granted_candidate_ids(Purpose.POOL, organization_id=company.id, at=LATER) == set()
    answered_at = LATER + timedelta(microseconds=1)
    assert answer(make_link(company), pool=True, at=answered_at).person_id == person_id, "a later yes counts"
    with acting_for(company.id):
        assert len(granted_candidate_ids(Purpose.POOL, organization_id=company.id, at=answered_at)) == 1


def test_revoking_during_the_cooling_period_cancels_the_relay(network: Network) -> None:
    link = make_link(network.company)
    person_id = answered(link, agencies=network.agencies[:1])
    link = make_link(network.company)
    revoke(
        link,
        purpose=Purpose.RELAY,
        recipient_id=network.agencies[0].id,
        nonce=nonce_for(link, at=LATER),
        at=LATER,
    )
    with acting_for_person(person_id):
        assert Relay.objects.get().state == RelayState.CANCELLED


def test_what_the_company_imported_becomes_a_draft_and_never_overwrites_own_words(network: Network) -> None:
    candidate = make_candidate(network.company, name="三浦 葵")
    link = make_link(network.company, candidate=candidate)
    person_id = answered(link, pool=True)
    with acting_for_person(person_id):
        assert Person.objects.count() == 1
        draft = Profile.objects.get()
        assert (draft.name, draft.confirmed_at) == ("三浦 葵", None)
        draft.name = "三浦 あおい"
        draft.save()
    answer(make_link(network.company, candidate=candidate), news=True, at=LATER)
    with acting_for_person(person_id):
        assert Profile.objects.get().name == "三浦 あおい"
