"""Who came by themself and takes everything back leaves nothing at the company, and nobody can find out (P08)."""

from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, CandidateAddress
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.people.models import LinkKind
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.verifying import verify_everything
from tests.make import (
    NOW,
    Network,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_network,
    nonce_for,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def network() -> Network:
    return make_network()


def take_back(network: Network, purpose: Purpose, *, at=LATER) -> None:
    link = make_link(network.company, at=at)
    nonce = nonce_for(link, at=at)
    revoke(link, purpose=purpose, recipient_id=network.company.id, nonce=nonce, at=at)


def join_by_the_start_link(network: Network, *, news: bool = False, at=NOW) -> None:
    answer(make_link(network.company, kind=LinkKind.VERIFICATION, at=at), pool=True, news=news, at=at)
    confirm_own_profile(make_link(network.company, at=at), at=at)


@pytest.mark.promise("P08")
def test_the_record_of_somebody_who_came_by_themself_goes_with_their_last_consent(network: Network) -> None:
    join_by_the_start_link(network)
    take_back(network, Purpose.POOL)
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
        assert not CandidateAddress.objects.exists()


def test_it_stays_while_another_consent_holds(network: Network) -> None:
    join_by_the_start_link(network, news=True)
    take_back(network, Purpose.POOL)
    with acting_for(network.company.id):
        assert Candidate.objects.get().name == "三浦 葵"
    take_back(network, Purpose.NEWS, at=LATER + timedelta(hours=1))
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_an_applicant_of_the_company_stays_one_whatever_they_take_back(network: Network) -> None:
    candidate = make_candidate(network.company)
    answer(make_link(network.company, candidate=candidate), pool=True)
    take_back(network, Purpose.POOL)
    with acting_for(network.company.id):
        assert Candidate.objects.get().name == candidate.name


def test_who_comes_back_is_in_the_pool_again(network: Network) -> None:
    join_by_the_start_link(network)
    take_back(network, Purpose.POOL)
    again = LATER + timedelta(hours=1)
    answer(make_link(network.company, at=again), pool=True, at=again)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=again) == {
            candidate.id
        }


@pytest.mark.promise("P03", "P02")
def test_a_revocation_reaches_every_record_under_which_the_person_had_agreed(network: Network) -> None:
    """The address moved from one record to another, as a recruiter's correction does it."""
    company = network.company
    before = make_candidate(company)
    answer(make_link(company, candidate=before), pool=True)
    with acting_for(company.id):
        CandidateAddress.objects.filter(candidate_id=before.id).delete()
    after = make_candidate(company)
    answer(make_link(company, candidate=after), news=True)
    link = make_link(company, at=LATER)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce_for(link, at=LATER), at=LATER)
    with acting_for(company.id):
        assert not granted_candidate_ids(Purpose.POOL, organization_id=company.id, at=LATER)
        assert granted_candidate_ids(Purpose.NEWS, organization_id=company.id, at=LATER) == {after.id}
    assert [check.faults for check in verify_everything(at=LATER) if check.faults] == []
