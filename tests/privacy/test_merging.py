"""Two records of one person become one, and two again, and nothing that anybody said is lost on the way."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Model

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.duplicates import PairGone, suggest_pairs
from careerrelay.candidates.files import delete_file, keep_file
from careerrelay.candidates.freshness import confirm_fields
from careerrelay.candidates.joining import MOVED
from careerrelay.candidates.merges import UNDO_FOR, forget_merges, kept_id_of
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateAddress,
    CandidateFile,
    CandidatePhone,
    CandidateSkill,
    DuplicatePair,
    Merge,
    Note,
    PairState,
    Quarantine,
    Rejection,
)
from careerrelay.candidates.searching import search_candidates
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.ledger.models import Posting
from careerrelay.outreach.actions import queue_notices
from careerrelay.outreach.joining import NoticeOnItsWay
from careerrelay.outreach.models import Delivery, DeliveryState, RejectionNotice
from careerrelay.outreach.queries import people_to_tell
from careerrelay.people.models import LinkKind
from careerrelay.pool.models import SegmentMember, Tagging
from careerrelay.privacy.merging import MergeStands, merge_pair, merge_pairs, undo_merge
from careerrelay.privacy.models import LegalHold, RightsRequest
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.models import Introduction, Relay
from careerrelay.text.names import comparable_name
from tests.corpus.documents import docx, paragraph
from tests.make import NOW, TESTER, Network, answer, make_candidate, make_link, make_network, nonce_for

pytestmark = pytest.mark.django_db

MOBILE = "+819012345678"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def network() -> Network:
    return make_network()


def twins(company: Organization, *, number: int = 0, **second: object) -> tuple[Candidate, Candidate]:
    """三浦 葵, with her address of now and with that of three years ago; one number. Other numbers, other people."""
    mark = str(number) if number else ""
    name, phone = f"三浦 葵{'一二三四五'[number - 1] if number else ''}", f"{MOBILE[:-1]}{8 - number}"
    one = make_candidate(company, name=name, address=f"aoi{mark}@example.jp")
    other = make_candidate(company, name=name, address=f"aoi.old{mark}@example.jp", **second)  # type: ignore[arg-type]
    with acting_for(company.id):
        for candidate in (one, other):
            candidate.name_key = comparable_name(candidate.name)
            candidate.save(update_fields=["name_key"])
            CandidatePhone.objects.create(
                organization=company, candidate=candidate, number=phone, canonical=phone
            )
    return one, other


def pair_of(company: Organization, one: Candidate, other: Candidate) -> UUID:
    with acting_for(company.id):
        suggest_pairs(organization_id=company.id, candidate_ids=[one.id, other.id], at=NOW)
        first_id, second_id = sorted((one.id, other.id))
        return DuplicatePair.objects.get(first_id=first_id, second_id=second_id).id


def merge(company: Organization, one: Candidate, other: Candidate, *, at=LATER) -> Merge:
    pair_id = pair_of(company, one, other)
    with acting_for(company.id):
        return merge_pair(organization_id=company.id, pair_id=pair_id, actor=TESTER, at=at)


def undo(company: Organization, done: Merge, *, at=LATER) -> Merge:
    with acting_for(company.id):
        return undo_merge(done.id, organization_id=company.id, actor=TESTER, at=at)


def everything_of(company: Organization) -> dict[str, list[dict[str, object]]]:
    """Every row about candidates here, but for when they were last changed and what the questions are called."""
    kinds: list[type[Model]] = [Candidate, DuplicatePair, Rejection, *(model for model, _ in MOVED)]
    with acting_for(company.id):
        return {
            kind.__name__: [
                {
                    name: value
                    for name, value in row.items()
                    if name != "updated_at" and not (kind is DuplicatePair and name == "id")
                }
                for row in kind.objects.order_by("id").values()  # type: ignore[attr-defined]
            ]
            for kind in kinds
        }


def test_one_record_has_both_histories_and_undoing_puts_every_row_back(network):
    company = network.company
    one, other = twins(company)
    with acting_for(company.id):
        for candidate in (one, other):
            CandidateSkill.objects.create(
                organization=company, candidate=candidate, name="C++", key="programming/cpp"
            )
        Note.objects.create(organization=company, candidate=other, words="お電話で話した", created_at=NOW)
    pair_of(company, one, other)
    before = everything_of(company)
    done = merge(company, one, other)
    with acting_for(company.id):
        assert list(Candidate.objects.values_list("id", flat=True)) == [one.id]
        assert CandidateAddress.objects.filter(candidate=one).count() == 2
        assert Application.objects.filter(candidate=one).count() == 2
        assert CandidatePhone.objects.filter(candidate=one).count() == 1
        assert CandidateSkill.objects.filter(candidate=one).count() == 1
        assert Note.objects.get().candidate_id == one.id
        assert kept_id_of(other.id, organization_id=company.id) == one.id
        assert search_candidates(organization_id=company.id, query="aoi.old@example.jp").ids == (one.id,)
        assert AuditEntry.objects.filter(deed="merge_candidates").count() == 1
    undo(company, done)
    assert everything_of(company) == before
    with acting_for(company.id):
        assert kept_id_of(other.id, organization_id=company.id) is None
        assert search_candidates(organization_id=company.id, query="aoi.old@example.jp").ids == (other.id,)
        assert Merge.objects.get().before is None


def test_the_later_confirmed_fact_stands_and_the_other_one_is_remembered(network):
    company = network.company
    one, other = twins(company)
    with acting_for(company.id):
        for candidate, employer, title, day in ((one, "汐見計測", "主任", 1), (other, "青葉台食品", "", 2)):
            Candidate.objects.filter(id=candidate.id).update(employer=employer, title=title)
            confirm_fields(
                organization_id=company.id,
                candidate_ids=[candidate.id],
                fields=["employer", "title"],
                by="import",
                at=NOW + timedelta(days=day),
            )
    done = merge(company, one, other, at=NOW + timedelta(days=3))
    with acting_for(company.id):
        kept = Candidate.objects.get()
    assert (kept.employer, kept.title) == ("青葉台食品", "主任")
    assert done.before is not None
    assert done.before["facts"]["employer"] == ["汐見計測", "青葉台食品"]
    assert kept.confirmed["employer"][0].startswith((NOW + timedelta(days=2)).date().isoformat())


def test_what_was_added_or_written_since_stays_when_the_merge_is_undone(network):
    company = network.company
    one, other = twins(company)
    with acting_for(company.id):
        Candidate.objects.filter(id=other.id).update(employer="青葉台食品", title="係長")
    done = merge(company, one, other)
    with acting_for(company.id):
        note = Note.objects.create(organization=company, candidate=one, words="統合の後", created_at=LATER)
        Candidate.objects.filter(id=one.id).update(title="部長")
        CandidateAddress.objects.filter(canonical="aoi.old@example.jp").delete()
    undo(company, done)
    with acting_for(company.id):
        note.refresh_from_db()
        assert note.candidate_id == one.id
        assert list(Candidate.objects.order_by("id").values_list("employer", "title")) == [
            ("", "部長"),
            ("青葉台食品", "係長"),
        ]
        assert not CandidateAddress.objects.filter(candidate_id=other.id).exists()


def test_a_double_click_and_a_colleague_find_it_done(network):
    company = network.company
    one, other = twins(company)
    pair_id = pair_of(company, one, other)
    with acting_for(company.id):
        first = merge_pair(organization_id=company.id, pair_id=pair_id, actor=TESTER, at=LATER)
        again = merge_pair(organization_id=company.id, pair_id=pair_id, actor=TESTER, at=LATER)
        assert first == again
        assert Merge.objects.count() == 1
        undo_merge(first.id, organization_id=company.id, actor=TESTER, at=LATER)
        undo_merge(first.id, organization_id=company.id, actor=TESTER, at=LATER)
        assert AuditEntry.objects.filter(deed="undo_merge").count() == 1
        assert Candidate.objects.count() == 2


def test_who_merges_one_of_two_with_a_third_is_asked_to_look_again(network):
    company = network.company
    one, other = twins(company)
    third = make_candidate(company, name="三浦 葵", address="miura@example.jp")
    with acting_for(company.id):
        Candidate.objects.filter(id=third.id).update(name_key=comparable_name("三浦 葵"))
        CandidatePhone.objects.create(organization=company, candidate=third, number=MOBILE, canonical=MOBILE)
        suggest_pairs(organization_id=company.id, candidate_ids=[third.id], at=NOW)
    stale = pair_of(company, other, third)
    first = merge(company, one, other)
    with acting_for(company.id), pytest.raises(PairGone):
        merge_pair(organization_id=company.id, pair_id=stale, actor=TESTER, at=LATER)
    second = merge(company, one, third)
    with acting_for(company.id):
        assert Candidate.objects.count() == 1
        assert {kept_id_of(gone.id, organization_id=company.id) for gone in (other, third)} == {one.id}
    undo(company, first)
    undo(company, second)
    with acting_for(company.id):
        assert Application.objects.values("candidate").distinct().count() == 3


def test_a_merge_within_a_merge_is_undone_from_the_outside(network):
    company = network.company
    oldest = make_candidate(company, name="三浦 葵", address="miura@example.jp")
    one, other = twins(company)
    inner = merge(company, one, other)
    with acting_for(company.id):
        Candidate.objects.filter(id=oldest.id).update(name_key=comparable_name("三浦 葵"))
        CandidatePhone.objects.create(organization=company, candidate=oldest, number=MOBILE, canonical=MOBILE)
    outer = merge(company, oldest, one)
    with acting_for(company.id):
        assert kept_id_of(other.id, organization_id=company.id) == oldest.id
    with pytest.raises(MergeStands):
        undo(company, inner)
    undo(company, outer)
    undo(company, inner)
    with acting_for(company.id):
        assert Application.objects.values("candidate").distinct().count() == 3


def test_two_people_stay_two_people_after_one_of_them_was_merged(network):
    company = network.company
    one, other = twins(company)
    brother = make_candidate(company, name="三浦 健", address="ken@example.jp")
    first_id, second_id = sorted((other.id, brother.id))
    with acting_for(company.id):
        DuplicatePair.objects.create(
            organization=company,
            first_id=first_id,
            second_id=second_id,
            evidence=["shared_address"],
            likelihood=0.1,
            state=PairState.DISTINCT,
            found_at=NOW,
        )
    merge(company, one, other)
    with acting_for(company.id):
        assert DuplicatePair.objects.get(second=brother).state == PairState.DISTINCT
        suggest_pairs(
            organization_id=company.id,
            candidate_ids=[one.id],
            shared_addresses=[(one.id, brother.id)],
            at=NOW,
        )
        assert DuplicatePair.objects.get(second=brother).state == PairState.DISTINCT


def in_pool(company: Organization, *, at=LATER) -> set[UUID]:
    with acting_for(company.id):
        return granted_candidate_ids(Purpose.POOL, organization_id=company.id, at=at)


def say(company: Organization, address: str, candidate: Candidate, *, yes: bool, at) -> None:
    link = make_link(company, address=address, candidate=candidate, at=at)
    if yes:
        answer(link, pool=True, at=at)
        return
    link = make_link(company, address=address, candidate=candidate, at=at)
    nonce = nonce_for(link, at=at)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce, at=at)


@pytest.mark.promise("P08")
def test_who_refused_under_one_record_is_not_in_the_pool_after_the_merge(network):
    company = network.company
    one, other = twins(company)
    say(company, "aoi@example.jp", one, yes=True, at=NOW)
    say(company, "aoi.old@example.jp", other, yes=True, at=NOW)
    say(company, "aoi.old@example.jp", other, yes=False, at=NOW + timedelta(hours=1))
    assert in_pool(company) == {one.id}
    done = merge(company, one, other)
    assert in_pool(company) == set()
    undo(company, done, at=LATER + timedelta(hours=1))
    assert in_pool(company, at=LATER + timedelta(hours=1)) == {one.id}


def test_who_was_never_asked_under_one_record_stays_in_the_pool(network):
    company = network.company
    one, other = twins(company)
    say(company, "aoi.old@example.jp", other, yes=True, at=NOW)
    done = merge(company, one, other)
    assert in_pool(company) == {one.id}
    say(company, "aoi.old@example.jp", other, yes=False, at=LATER + timedelta(hours=1))
    assert in_pool(company, at=LATER + timedelta(hours=2)) == set()
    undo(company, done, at=LATER + timedelta(hours=3))
    assert in_pool(company, at=LATER + timedelta(hours=3)) == set()


@pytest.mark.promise("P08")
def test_who_came_by_themself_and_leaves_takes_the_address_along_even_out_of_a_merge(network):
    company = network.company
    one, _ = twins(company)
    answer(make_link(company, address="own@example.jp", kind=LinkKind.VERIFICATION), pool=True)
    with acting_for(company.id):
        own = Candidate.objects.get(addresses__canonical="own@example.jp")
        CandidatePhone.objects.create(organization=company, candidate=own, number=MOBILE, canonical=MOBILE)
        Candidate.objects.filter(id=own.id).update(name="三浦 葵", name_key=comparable_name("三浦 葵"))
    done = merge(company, one, own)
    assert in_pool(company) == {one.id}
    link = make_link(company, address="own@example.jp", at=LATER)
    nonce = nonce_for(link, at=LATER)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce, at=LATER)
    with acting_for(company.id):
        assert not CandidateAddress.objects.filter(canonical="own@example.jp").exists()
    with pytest.raises(MergeStands):
        undo(company, done)


def test_one_person_gets_one_notice(network):
    company = network.company
    one, other = twins(company)
    with acting_for(company.id):
        queue_notices(
            organization_id=company.id, candidate_ids=[one.id, other.id], language="ja", actor=TESTER, at=NOW
        )
    done = merge(company, one, other)
    with acting_for(company.id):
        states = Delivery.objects.order_by("state").values_list("state", "candidate_id")
        assert list(states) == [(DeliveryState.CANCELLED, one.id), (DeliveryState.QUEUED, one.id)]
        queued = Delivery.objects.get(state=DeliveryState.QUEUED)
        assert queued.notice_id is not None
        waiting = RejectionNotice.objects.get(id=queued.notice_id)
        assert set(waiting.rejection_ids) == set(Rejection.objects.values_list("id", flat=True))
        assert people_to_tell(organization_id=company.id) == []
    undo(company, done)
    with acting_for(company.id):
        waiting.refresh_from_db()
        assert len(waiting.rejection_ids) == 1
        assert [person.candidate.id for person in people_to_tell(organization_id=company.id)] == [other.id]


def test_nothing_is_merged_while_a_mail_is_on_its_way(network):
    company = network.company
    one, other = twins(company)
    with acting_for(company.id):
        queue_notices(
            organization_id=company.id, candidate_ids=[other.id], language="ja", actor=TESTER, at=NOW
        )
        Delivery.objects.update(state=DeliveryState.SENDING)
    with pytest.raises(NoticeOnItsWay):
        merge(company, one, other)
    with acting_for(company.id):
        assert Candidate.objects.count() == 2


@pytest.mark.promise("P12")
def test_a_merge_makes_nobody_count_twice(network):
    company, agency = network.company, network.agencies[0]
    one, other = twins(company)
    answer(make_link(company, candidate=other, address="aoi.old@example.jp"), agencies=(agency,))

    def books() -> tuple[int, int]:
        with acting_for(network.operator.id):
            return Relay.objects.count(), Introduction.objects.count() + Posting.objects.count()

    before = books()
    assert before[0] == 1
    done = merge(company, one, other)
    again = make_link(company, candidate=one, address="aoi.old@example.jp", at=LATER)
    answer(again, agencies=(agency,), at=LATER)
    assert books() == before
    undo(company, done)
    assert books() == before


def test_many_pairs_at_once_and_what_changed_meanwhile_is_left(network):
    company = network.company
    one, other = twins(company)
    pair_id = pair_of(company, one, other)
    gone_by_now = UUID(int=7)
    with acting_for(company.id):
        merges, left = merge_pairs(
            organization_id=company.id, pair_ids=[pair_id, gone_by_now], actor=TESTER, at=LATER
        )
    assert ([merge.id for merge in merges], left) == ([pair_id], 1)


def test_after_thirty_days_a_merge_stands(network):
    company = network.company
    done = merge(company, *twins(company))
    with pytest.raises(MergeStands):
        undo(company, done, at=LATER + UNDO_FOR)
    with acting_for(company.id):
        assert forget_merges(organization_id=company.id, at=LATER + UNDO_FOR) == 0
        assert forget_merges(organization_id=company.id, at=LATER + UNDO_FOR + timedelta(seconds=1)) == 1
        assert Merge.objects.get().before is None
        assert kept_id_of(done.gone_id, organization_id=company.id) == done.kept_id


def test_every_table_that_hangs_on_a_candidate_is_known_to_the_merge():
    known = {model for model, _ in MOVED} | {DuplicatePair, Merge, Tagging, SegmentMember}
    known |= {LegalHold, Quarantine, RightsRequest}
    # A bulk deed forgets whom it was done on with the record: undoing it then leaves them alone.
    gone_with_the_record = {"BulkDeedMember"}
    written_anew = {"CandidateSearch"}
    hanging = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False) or getattr(field, "one_to_one", False)
        if field.related_model is Candidate and field.concrete
    }
    assert {model.__name__ for model in hanging - known} == {*written_anew, *gone_with_the_record}


def test_a_document_that_was_deleted_since_does_not_come_back_when_the_merge_is_undone(network):
    """Both had handed in the same file; the one that stayed was deleted: its bytes are gone for good, from both."""
    company = network.company
    one, other = twins(company)
    content = docx()
    with acting_for(company.id):
        for candidate in (one, other):
            keep_file(candidate, filename="cv.docx", content=content, actor=TESTER, at=NOW)
        keep_file(other, filename="more.docx", content=docx(paragraph("別の書類")), actor=TESTER, at=NOW)
    done = merge(company, one, other)
    with acting_for(company.id):
        assert sorted(CandidateFile.objects.values_list("filename", flat=True)) == ["cv.docx", "more.docx"]
        delete_file(CandidateFile.objects.get(filename="cv.docx"), actor=TESTER, at=LATER)
    undo(company, done)
    with acting_for(company.id):
        assert [(file.candidate_id, file.filename) for file in CandidateFile.objects.all()] == [
            (other.id, "more.docx")
        ]
        assert Candidate.objects.count() == 2
