"""A whole import is taken back while nothing depends on it, else refused with the number of people."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates import undo_statements
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateAddress,
    CandidatePhone,
    CandidateSearch,
    Import,
    ImportChange,
    Interview,
    Note,
    Quarantine,
    Rejection,
    Withdrawal,
)
from careerrelay.candidates.searching import search_candidates
from careerrelay.candidates.undoing import ImportInUse, NothingToUndo, UndoTooLate, forget_changes
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.outreach.models import RejectionNotice
from careerrelay.pool.actions import make_tag, put_tag
from careerrelay.pool.models import Segment, SegmentMember, TagGroup
from careerrelay.privacy.models import LegalHold
from careerrelay.privacy.undoing import undo_import
from careerrelay.relay.actions.answering import revoke
from tests.candidates.importers import read_file, table
from tests.make import NOW, TESTER, answer, make_link, make_network, nonce_for

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)

BEFORE = table(
    "A-1,三浦 葵,,aoi@example.jp,,不採用,2026/09/01",
    "A-2,李 美蘭,,,,一次面接,2026/09/01",
    "A-3,高橋 直樹,,,,不採用,2026/09/01",
    "B-3,高橋 直樹,,naoki@example.jp,,不採用,2026/09/02",
)
AFTER = table(
    "A-1,三浦 葵,ミウラ アオイ,aoi@example.jp;aoi@work.example.jp,090-1234-5678,一次面接,2026/10/01",
    "A-2,李 美蘭,,,,辞退,2026/09/01",
    "A-3,高橋 直樹,,naoki@example.jp,,不採用,2026/09/01",
    "A-4,山田 太郎,,taro@example.jp,,不採用,2026/10/01",
)
TABLES = (Candidate, CandidateAddress, CandidatePhone, Application, Rejection, Withdrawal, Interview)


@pytest.fixture
def network():
    return make_network()


def everything():
    rows = {model.__name__: list(model.objects.order_by("id").values()) for model in TABLES}
    found = CandidateSearch.objects.order_by("candidate_id").values_list("candidate_id", "words", "text_hash")
    return rows | {"search": [{"of": one, "words": words, "hash": bytes(text)} for one, words, text in found]}


def test_undoing_puts_everything_back_as_it_was(network):
    company = network.company
    read_file(company, BEFORE)
    with acting_for(company.id):
        before = everything()
    done = read_file(company, AFTER, at=LATER)
    assert (done.rows_new, done.rows_changed) == (1, 3)
    with acting_for(company.id):
        assert everything() != before
        undo_import(done, actor=TESTER, at=LATER)
        assert everything() == before
        assert Import.objects.get(id=done.id).state == "undone"
        assert not ImportChange.objects.filter(from_import=done).exists()
        assert not search_candidates(organization_id=company.id, query="山田").ids
        with pytest.raises(NothingToUndo):
            undo_import(done, actor=TESTER, at=LATER)


def noted(company):
    Note.objects.create(
        organization=company, candidate=Candidate.objects.get(), words="誠実", created_at=LATER
    )


def written_to(company):
    RejectionNotice.objects.create(
        organization=company,
        candidate_id=Candidate.objects.get().id,
        rejection_ids=[],
        language="ja",
        stage="documents",
        prepared_at=LATER,
    )


def read_again_with_more(company):
    read_file(company, table("A-1,三浦 葵,,,090-1234-5678,,2026/11/01"), at=LATER)


def tagged(company):
    tag = make_tag(
        organization_id=company.id, group=TagGroup.FREE, name="また会いたい", actor=TESTER, at=LATER
    )
    put_tag(tag, candidate_id=Candidate.objects.get().id, actor=TESTER, at=LATER)


def frozen_into_a_segment(company):
    segment = Segment.objects.create(
        organization=company, name="秋の応募", question={}, is_frozen=True, created_at=LATER
    )
    SegmentMember.objects.create(organization=company, segment=segment, candidate=Candidate.objects.get())


@pytest.mark.parametrize("deed", [noted, written_to, read_again_with_more, tagged, frozen_into_a_segment])
def test_an_import_that_something_depends_on_stays(network, deed):
    company = network.company
    done = read_file(company, table("A-1,三浦 葵,,aoi@example.jp,,不採用,2026/10/01"))
    with acting_for(company.id):
        deed(company)
    with acting_for(company.id):
        before = everything()
        with pytest.raises(ImportInUse) as refused:
            undo_import(done, actor=TESTER, at=LATER)
        assert "1人" in refused.value.ja
        assert everything() == before
        assert Import.objects.get(id=done.id).state == "done"


@pytest.mark.promise("P08")
def test_who_joined_the_pool_holds_the_import_and_who_left_it_does_not(network):
    company = network.company
    done = read_file(company, table("A-1,三浦 葵,,aoi@example.jp,,不採用,2026/10/01"))
    with acting_for(company.id):
        candidate = Candidate.objects.get()
    link = make_link(company, candidate=candidate)
    answer(link, pool=True)
    with acting_for(company.id), pytest.raises(ImportInUse):
        undo_import(done, actor=TESTER, at=LATER)
    nonce = nonce_for(link, at=LATER)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce, at=LATER)
    with acting_for(company.id):
        undo_import(done, actor=TESTER, at=LATER + timedelta(minutes=1))
        assert not Candidate.objects.exists()


def test_a_record_on_hold_stays_and_one_that_is_set_aside_goes(network):
    company = network.company
    held, aside = (
        read_file(company, table(f"A-{n},人 {n},,p{n}@example.jp,,不採用,2026/10/01")) for n in (1, 2)
    )
    with acting_for(company.id):
        one, two = Candidate.objects.order_by("id")
        LegalHold.objects.create(organization=company, candidate=one, reason="係争中", placed_at=LATER)
        Quarantine.objects.create(
            organization=company, candidate=two, set_aside_on=LATER.date(), erase_on=LATER.date()
        )
        with pytest.raises(ImportInUse):
            undo_import(held, actor=TESTER, at=LATER)
        undo_import(aside, actor=TESTER, at=LATER)
    with acting_for(company.id):
        assert Candidate.objects.get() == one
        assert not Quarantine.objects.exists()


def test_after_thirty_days_it_is_too_late_and_nothing_is_kept_for_it(network):
    company = network.company
    read_file(company, BEFORE)
    done = read_file(company, AFTER, at=LATER)
    month_later = LATER + timedelta(days=30, minutes=1)
    with acting_for(company.id):
        assert forget_changes(organization_id=company.id, at=LATER + timedelta(days=29)) == 0
        assert forget_changes(organization_id=company.id, at=month_later) > 0
        assert not ImportChange.objects.exists()
        with pytest.raises(UndoTooLate):
            undo_import(done, actor=TESTER, at=month_later)


def test_every_table_that_points_at_a_candidate_or_an_application_is_asked_or_emptied():
    # What an import made is asked for tags, segments, holds and requests on higher floors; who is in a deed on many
    # goes with its row.
    asked_above = {"pool_tagging", "pool_segmentmember", "pool_bulkdeedmember"}
    asked_above |= {"privacy_legalhold", "privacy_rightsrequest", "privacy_quarantine"}
    spoken = " ".join((undo_statements.USED, *undo_statements.ERASE, *asked_above))
    pointing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model in (Candidate, Application)
    }
    assert {name for name in pointing if name not in spoken} == set()
