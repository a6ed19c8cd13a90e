"""Applicants without consent are kept as long as their company says, set aside, and erased to the day."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, ApplicationState, Candidate, Quarantine, Rejection
from careerrelay.core.calendar import day_in_japan
from careerrelay.privacy.models import DeletionProof, LegalHold, Tombstone
from careerrelay.privacy.retaining import (
    NoReasonGiven,
    UnfitMonths,
    coming_due,
    lift_hold,
    place_hold,
    run_retention,
    set_retention,
)
from careerrelay.privacy.rules.retention import due_on, erase_on, latest_last_on
from tests.make import NOW, TESTER, Network, answer, make_candidate, make_link, make_network

# Turned down on 31 August 2026, written down that day: six months later there is no 31st.
DECIDED = datetime(2026, 8, 31, 3, 0, tzinfo=UTC)
DUE, ERASED = date(2027, 2, 28), date(2027, 3, 30)


def at(day: date, *, hour: int = 0, minute: int = 0) -> datetime:
    """That hour in Japan."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


@pytest.fixture
def network(db) -> Network:
    return make_network(at=DECIDED - timedelta(days=30))


@pytest.fixture
def company(network) -> Organization:
    return network.company


@pytest.fixture
def applicant(company) -> Candidate:
    return make_candidate(company, at=DECIDED)


def run(company: Organization, *, when: datetime) -> Counter[str]:
    return run_retention(organization_id=company.id, at=when)


def test_the_last_minute_before_and_the_first_minute_of_the_day_in_japan(company, applicant):
    assert run(company, when=at(DUE) - timedelta(minutes=1)) == {}
    assert run(company, when=at(DUE)) == {"set_aside": 1}
    assert run(company, when=at(DUE, hour=23)) == {}, "once a day is enough"
    with acting_for(company.id):
        assert Quarantine.objects.get().erase_on == ERASED
    assert run(company, when=at(ERASED) - timedelta(minutes=1)) == {}
    assert run(company, when=at(ERASED)) == {"erased": 1}
    with acting_for(company.id):
        assert not Candidate.objects.exists()
        proof = DeletionProof.objects.get()
    assert proof.document["rows"]["candidates_candidate"] == 1
    assert "三浦" not in str(proof.document)
    assert run(company, when=at(ERASED, hour=5)) == {}


def test_a_server_that_slept_for_months_catches_up_and_still_sets_aside_first(company, applicant):
    long_after = at(date(2027, 9, 1))
    assert run(company, when=long_after) == {"set_aside": 1}
    assert run(company, when=long_after + timedelta(days=30)) == {"erased": 1}


def test_a_consent_a_hold_and_something_under_way_keep_somebody(company, applicant):
    other = make_candidate(company, name="二宮 蓮", address="ren@example.jp", at=DECIDED)
    third = make_candidate(company, name="三好 舞", address="mai@example.jp", at=DECIDED)
    run(company, when=at(DUE))
    later = at(DUE, hour=9)
    answer(make_link(company, candidate=applicant, at=later), pool=True, at=later)
    with acting_for(company.id):
        with pytest.raises(NoReasonGiven):
            place_hold(other.id, organization_id=company.id, reason=" ", actor=TESTER, at=later)
        place_hold(other.id, organization_id=company.id, reason="係争中", actor=TESTER, at=later)
        Application.objects.filter(candidate=third).update(state=ApplicationState.OPEN)
    assert run(company, when=at(DUE, hour=10)) == {"come_back": 2}
    assert run(company, when=at(ERASED)) == {}
    with acting_for(company.id):
        assert Candidate.objects.count() == 3
        lift_hold(LegalHold.objects.get().id, organization_id=company.id, actor=TESTER, at=at(ERASED))
    assert run(company, when=at(ERASED, hour=1)) == {"set_aside": 1}


@pytest.mark.promise("P39")
@pytest.mark.promise("P08")
def test_after_silence_somebody_is_gone_on_the_promised_day_and_the_company_has_no_proof_of_it(
    network, company, applicant
):
    answer(make_link(company, candidate=applicant), pool=True)
    ends = NOW + timedelta(days=365)
    assert run(company, when=ends - timedelta(minutes=1)) == {}
    assert run(company, when=ends) == {"erased_after_silence": 1}
    with acting_for(company.id):
        assert not Candidate.objects.exists()
        assert not DeletionProof.objects.exists()
    with acting_for(network.operator.id):
        assert DeletionProof.objects.get().cause == "expiry"
        assert Tombstone.objects.get().candidate_ids == [applicant.id]


def test_the_preview_says_who_goes_on_which_day_and_a_new_rule_moves_it(company, applicant):
    before = at(date(2027, 1, 15))
    with acting_for(company.id):
        [one] = coming_due(organization_id=company.id, months=6, at=before)
        assert (one.candidate_id, one.day, one.name) == (applicant.id, DUE, "三浦 葵")
        assert coming_due(organization_id=company.id, months=12, at=before) == []
        [tonight] = coming_due(organization_id=company.id, months=2, at=before)
        assert tonight.day == day_in_japan(before)
        with pytest.raises(UnfitMonths):
            set_retention(0, organization_id=company.id, actor=TESTER, at=before)
        set_retention(12, organization_id=company.id, actor=TESTER, at=before)
    assert run(company, when=at(DUE)) == {}


def test_old_files_that_are_imported_today_are_not_set_aside_before_thirty_days(company):
    old = make_candidate(company, at=NOW)
    with acting_for(company.id):
        Application.objects.update(applied_on=date(2021, 4, 1))
        Rejection.objects.update(rejected_on=date(2021, 5, 1))
    day = day_in_japan(NOW) + timedelta(days=30)
    assert run(company, when=at(day) - timedelta(minutes=1)) == {}
    assert run(company, when=at(day)) == {"set_aside": 1}
    with acting_for(company.id):
        assert Quarantine.objects.get().candidate_id == old.id


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_nobody_is_due_whom_the_question_to_the_database_leaves_out(last_on: date, months: int):
    day = due_on(last_on, recorded_on=date(1999, 1, 1), months=months)
    assert last_on <= latest_last_on(day, months=months)
    assert erase_on(day) - day == timedelta(days=30)
    assert day_in_japan(at(day)) == day
