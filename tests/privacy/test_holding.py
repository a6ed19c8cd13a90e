"""A hold against a person's own erasure: all goes but what it names; that is sealed, told, and gone on its day."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, Note
from careerrelay.core.calendar import day_in_japan, months_later
from careerrelay.core.sealing import SealBroken, key_for, unseal
from careerrelay.outreach.channels.mail.server import parse_email_url
from careerrelay.outreach.sending import send_due
from careerrelay.people.queries import person_of
from careerrelay.privacy.erasing import erase_at_one, erase_everywhere
from careerrelay.privacy.holding import UnfitHold, hold_against_erasure
from careerrelay.privacy.models import DeletionProof, LegalHold, SealedRecord
from careerrelay.privacy.retaining import run_retention
from careerrelay.privacy.rules.holds import HoldItem, is_fit_until
from config.demo.catcher import Catcher, caught_mails
from tests.make import NOW, TESTER, answer, make_candidate, make_link, make_network
from tests.web.recruiter.desk import recruiter_of

TODAY = day_in_japan(NOW)
UNTIL = months_later(TODAY, 6)
GROUNDS = "労働審判の対応のため"


@pytest.fixture
def network(db):
    return make_network()


@pytest.fixture
def aoi(network):
    aoi = make_candidate(network.company)
    with acting_for(network.company.id):
        Note.objects.create(
            organization=network.company, candidate=aoi, words="面接で声を荒らげた", created_at=NOW
        )
    answer(make_link(network.company, candidate=aoi), pool=True)
    return aoi


def hold(network, candidate, *, items=(HoldItem.JUDGEMENTS,), grounds=GROUNDS, until_on=UNTIL):
    with acting_for(network.company.id):
        return hold_against_erasure(
            candidate.id,
            items=items,
            grounds=grounds,
            until_on=until_on,
            organization_id=network.company.id,
            actor=TESTER,
            at=NOW,
        )


def erase(network, *, at=NOW):
    person_id = person_of("aoi@example.jp")
    assert person_id is not None
    return erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=at)


@pytest.mark.promise("P15")
def test_everything_goes_but_what_the_hold_names_and_that_is_sealed_opened_with_a_reason_and_gone_on_its_day(
    network, aoi
):
    hold(network, aoi)
    erase(network)
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
        assert not LegalHold.objects.exists()
        record = SealedRecord.objects.get()
        assert (record.grounds, record.until_on) == (GROUNDS, UNTIL)
        for word in ("三浦", "aoi@", "荒らげた"):
            assert word.encode() not in bytes(record.sealed)
        inside = unseal(
            bytes(record.sealed),
            key=key_for("held-record", secret=settings.SECRET_KEY),
            belongs_to=str(record.id),
        )
        said = json.loads(inside)
        assert {part["word"] for part in said["parts"]} == {"candidate", "candidate_address", "note"}
        with pytest.raises(SealBroken):
            unseal(
                bytes(record.sealed),
                key=key_for("provision", secret=settings.SECRET_KEY),
                belongs_to=str(record.id),
            )
    owner = recruiter_of(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")
    page = f"/app/sealed/{record.id}/"
    assert recruiter_of(network.company).get(page).status_code == 404, "not for every recruiter"
    assert "三浦" not in owner.get(page).content.decode()
    assert owner.post(page, {"reason": " "}).status_code == 422
    opened = owner.post(page, {"reason": "期日の準備"}).content.decode()
    assert "面接で声を荒らげた" in opened
    assert "期日の準備" in owner.get(page).content.decode(), "who opened it and why stays"
    assert owner.post(page, {"reason": "弁護士へ", "form": "zip"}).content[:2] == b"PK"
    last = NOW + (UNTIL - TODAY)
    assert run_retention(organization_id=network.company.id, at=last)["sealed_over"] == 0, (
        "the last day counts"
    )
    assert run_retention(organization_id=network.company.id, at=last + timedelta(days=1))["sealed_over"] == 1
    with acting_for(network.company.id):
        assert not SealedRecord.objects.exists()
        proof = DeletionProof.objects.get(cause="hold_over")
    assert proof.document["rows"] == {"privacy_sealedreading": 2, "privacy_sealedrecord": 1}


@pytest.mark.parametrize("erase_how", [erase_everywhere, erase_at_one])
def test_what_is_held_of_somebody_who_came_by_themself_is_sealed_as_well(network, erase_how):
    """Their record goes with their last consent; an erasure takes that back first."""
    answer(make_link(network.company), pool=True)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
    hold(network, candidate, items=(HoldItem.SELECTION,))
    person_id = person_of("aoi@example.jp")
    assert person_id is not None
    proof = erase_how(person_id=person_id, company_id=network.company.id, actor=TESTER, at=NOW)
    assert proof.document["rows"]["candidates_candidate"] == 1
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
        assert SealedRecord.objects.get().grounds == GROUNDS


def test_a_hold_without_items_or_after_its_day_keeps_nothing_back(network, aoi):
    hold(network, aoi)
    with acting_for(network.company.id):
        LegalHold.objects.update(until_on=TODAY - timedelta(days=1))
    erase(network)
    with acting_for(network.company.id):
        assert not SealedRecord.objects.exists()


def test_the_last_letter_says_what_a_company_keeps_why_and_until_when(own_database, tmp_path):
    network = make_network()
    aoi = make_candidate(network.company)
    answer(make_link(network.company, candidate=aoi), pool=True)
    hold(network, aoi, items=(HoldItem.SELECTION, HoldItem.FILES))
    erase(network)
    with Catcher(tmp_path / "mail") as catcher:
        server = parse_email_url(f"smtp://127.0.0.1:{catcher.port}?from=relay@careerrelay.example.jp")
        send_due(server=server, clock=lambda: NOW)
    [letter] = [mail.text for mail in caught_mails(tmp_path / "mail") if "情報を消しました" in mail.subject]
    for words in ("汐見計測株式会社", UNTIL.isoformat(), "応募と選考の経過、応募書類", GROUNDS):
        assert words in letter


@pytest.mark.parametrize(
    "given_",
    [
        {"items": ()},
        {"grounds": " "},
        {"until_on": None},
        {"until_on": TODAY},
        {"until_on": months_later(TODAY, 60) + timedelta(days=1)},
    ],
)
def test_nothing_named_no_grounds_and_no_end_are_refused(network, aoi, given_):
    with pytest.raises(UnfitHold):
        hold(network, aoi, **given_)
    with acting_for(network.company.id):
        assert not LegalHold.objects.exists()


@given(days=st.integers(-4000, 4000))
def test_an_end_is_a_day_to_come_within_five_years(days):
    until_on = TODAY + timedelta(days=days)
    assert is_fit_until(until_on, on=TODAY) == (TODAY < until_on <= months_later(TODAY, 60))
