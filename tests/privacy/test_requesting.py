"""Requests that arrive by phone or letter: entered, checked, answered in time, by the company or by the operator."""

from datetime import date, timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.outreach.models import Delivery
from careerrelay.people.models import Person
from careerrelay.privacy.models import DeletionProof, RequestChannel, RequestKind, RightsRequest, Tombstone
from careerrelay.privacy.requesting import (
    AskedFor,
    IdentityNotChecked,
    NothingFound,
    RequestClosed,
    UnfitRequest,
    check_identity,
    enter_request,
    fulfil_request,
    refuse_request,
)
from careerrelay.privacy.tombstones import is_proof_genuine
from tests.make import NOW, TESTER, Network, answer, make_candidate, make_link, make_network

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)


@pytest.fixture
def network() -> Network:
    return make_network()


def asked(kind: RequestKind, **other: object) -> AskedFor:
    facts = {
        "kind": kind,
        "channel": RequestChannel.LETTER,
        "requester": "三浦 葵",
        "address": "Aoi@example.jp",
        "words": "手紙が届いた",
        "received_on": TODAY,
    }
    return AskedFor(**{**facts, **other})  # type: ignore[arg-type]


def entered(organization, kind: RequestKind, **other: object) -> RightsRequest:
    """In the organization's scope."""
    return enter_request(asked(kind, **other), organization_id=organization.id, actor=TESTER, at=NOW)


def test_a_request_has_two_weeks_and_finds_its_record_by_the_address(network):
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        request = entered(network.company, RequestKind.DISCLOSE)
        assert (request.candidate_id, request.due_on) == (candidate.id, date(2026, 12, 3))
        for unfit in ({"requester": " "}, {"received_on": TODAY + timedelta(days=1)}):
            with pytest.raises(UnfitRequest):
                entered(network.company, RequestKind.DISCLOSE, **unfit)
        assert RightsRequest.objects.count() == 1


@pytest.mark.promise("P15")
def test_an_erasure_on_request_needs_to_know_who_asks_and_leaves_a_proof_and_no_name(network):
    candidate = make_candidate(network.company)
    answer(make_link(network.company, candidate=candidate), pool=True)
    with acting_for(network.company.id):
        request = entered(network.company, RequestKind.ERASE)
        with pytest.raises(IdentityNotChecked):
            fulfil_request(request, actor=TESTER, at=NOW)
        assert Candidate.objects.exists()
        check_identity(request, how="登録のアドレスに折り返した", actor=TESTER, at=NOW)
        proof = fulfil_request(request, actor=TESTER, at=NOW)
        assert proof is not None
        assert is_proof_genuine(proof)
        assert not Candidate.objects.exists()
        assert not granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=NOW)
        request.refresh_from_db()
        assert (request.state, request.requester, request.words) == ("done", "", "")
        with pytest.raises(RequestClosed):
            fulfil_request(request, actor=TESTER, at=NOW)
        assert DeletionProof.objects.count() == 1
    with acting_for(network.operator.id):
        assert Tombstone.objects.get().candidate_ids == [candidate.id]


def test_stopping_on_request_takes_the_consent_back_and_keeps_the_record(network):
    candidate = make_candidate(network.company)
    answer(make_link(network.company, candidate=candidate), pool=True)
    with acting_for(network.company.id):
        request = entered(network.company, RequestKind.STOP)
        check_identity(request, how="電話", actor=TESTER, at=NOW)
        assert fulfil_request(request, actor=TESTER, at=NOW + timedelta(minutes=1)) is None
        assert Candidate.objects.count() == 1
        assert not granted_candidate_ids(
            Purpose.POOL, organization_id=network.company.id, at=NOW + timedelta(minutes=1)
        )


def test_a_refusal_has_its_reason(network):
    make_candidate(network.company)
    with acting_for(network.company.id):
        request = entered(network.company, RequestKind.ERASE)
        with pytest.raises(UnfitRequest):
            refuse_request(request, reason=" ", actor=TESTER, at=NOW)
        refuse_request(request, reason="係争中のため", actor=TESTER, at=NOW)
        assert RightsRequest.objects.get().answer == "係争中のため"
        assert Candidate.objects.count() == 1


def test_the_operator_erases_everywhere_by_the_address_that_was_proven(network):
    candidate = make_candidate(network.company)
    make_candidate(network.other_company)
    person_id = answer(make_link(network.company, candidate=candidate), news=True).person_id
    assert person_id is not None
    with acting_for(network.operator.id):
        request = entered(network.operator, RequestKind.ERASE)
        assert request.candidate_id is None
        check_identity(request, how="折り返した", actor=TESTER, at=NOW)
        with pytest.raises(NothingFound):
            fulfil_request(request, address="dare@example.jp", actor=TESTER, at=NOW)
        fulfil_request(request, address="ａｏｉ＠example.jp", actor=TESTER, at=NOW)
    with acting_for_person(person_id):
        assert not Person.objects.exists()
    for company in (network.company, network.other_company):
        with acting_for(company.id):
            assert not Candidate.objects.exists()
            assert not Delivery.objects.exists()


@pytest.mark.promise("P05")
def test_a_company_reaches_nobody_but_its_own_applicants_however_it_asks(network):
    make_candidate(network.other_company)
    person_id = answer(make_link(network.other_company), news=True).person_id
    with acting_for(network.company.id):
        for kind in (RequestKind.ERASE, RequestKind.STOP):
            request = entered(network.company, kind)
            check_identity(request, how="電話", actor=TESTER, at=NOW)
            with pytest.raises(NothingFound):
                fulfil_request(request, address="aoi@example.jp", actor=TESTER, at=NOW)
    assert person_id is not None
    with acting_for_person(person_id):
        assert Person.objects.exists()
