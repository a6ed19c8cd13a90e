"""A deed on many: decided when it is pressed, done once, without those who left meanwhile, and undone as a whole."""

from datetime import timedelta
from typing import Any

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import Application, ApplicationState, Candidate, Rejection
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.people.models import LinkKind
from careerrelay.pool.actions import make_tag, put_tag, save_segment
from careerrelay.pool.asking import who_answers
from careerrelay.pool.bulk import (
    CannotUndo,
    NobodyChosen,
    Pressed,
    cancel_bulk_deed,
    run_bulk_deed,
    start_bulk_deed,
    undo_bulk_deed,
)
from careerrelay.pool.models import BulkDeed, BulkDeedKind, BulkDeedMember, Tagging, TagGroup
from careerrelay.pool.rules.question import Question
from tests.make import NOW, TESTER, answer, make_candidate, make_link, make_member
from tests.pool.test_asking import join, leave


@pytest.fixture
def bob(network) -> Actor:
    return Actor.member(make_member(network.company).id, organization_id=network.company.id)


@pytest.fixture
def tag(network):
    with acting_for(network.company.id):
        return make_tag(
            organization_id=network.company.id, group=TagGroup.FREE, name="札", actor=TESTER, at=NOW
        )


def press(company, bob: Actor, kind: BulkDeedKind, **pressed: Any) -> BulkDeed:
    wanted = {"question": Question(), "chosen_ids": None, "arguments": {}, "press_key": new_id()} | pressed
    with acting_for(company.id):
        return start_bulk_deed(Pressed(kind=kind, **wanted), organization_id=company.id, actor=bob, at=NOW)


def work_off(company, deed: BulkDeed, *, at=NOW) -> BulkDeed:
    run_bulk_deed(organization_id=company.id, bulk_deed_id=deed.id, now=lambda: at)
    with acting_for(company.id):
        return BulkDeed.objects.get(id=deed.id)


def take_back(company, deed: BulkDeed, bob: Actor, *, at=NOW) -> BulkDeed:
    with acting_for(company.id):
        undo_bulk_deed(deed, actor=bob, at=at)
    return work_off(company, deed, at=at)


def tagged(company) -> set[str]:
    with acting_for(company.id):
        return set(Tagging.objects.values_list("candidate__name", flat=True))


def test_a_tag_is_put_on_all_who_answer_in_pieces_and_comes_off_again(network, bob, tag, monkeypatch) -> None:
    company = network.company
    monkeypatch.setattr("careerrelay.pool.bulk.AT_ONCE", 3)
    people = [make_candidate(company, name=f"{n}", address=f"{n}@example.jp") for n in range(8)]
    with acting_for(company.id):
        put_tag(tag, candidate_id=people[0].id, actor=TESTER, at=NOW)
    deed = press(company, bob, BulkDeedKind.ADD_TAG, arguments={"tag": str(tag.id)})
    make_candidate(company, name="あとから", address="later@example.jp")
    done = work_off(company, deed)
    assert (done.state, done.position) == ("done", 8)
    assert tagged(company) == {f"{n}" for n in range(8)}
    assert take_back(company, done, bob).state == "undone"
    assert tagged(company) == {"0"}  # it had the tag before
    with acting_for(company.id):
        assert list(AuditEntry.objects.filter(deed="start_add_tag").values_list("count", flat=True)) == [8]


def test_the_second_press_of_a_form_is_the_first_one(network, bob, tag) -> None:
    company, key = network.company, new_id()
    make_candidate(company)
    deeds = [
        press(company, bob, BulkDeedKind.ADD_TAG, arguments={"tag": str(tag.id)}, press_key=key)
        for _ in range(2)
    ]
    assert deeds[0].id == deeds[1].id
    with acting_for(company.id):
        assert BulkDeed.objects.count() == 1


@pytest.mark.promise("P08", "P04")
def test_nobody_chosen_is_refused_and_a_stranger_or_who_is_hidden_is_nobody(network, bob, tag) -> None:
    theirs = make_candidate(network.other_company)
    answer(make_link(network.company, address="news@example.jp", kind=LinkKind.VERIFICATION), news=True)
    with acting_for(network.company.id):
        hidden = Candidate.objects.get(addresses__canonical="news@example.jp")
    for chosen in ([], [theirs.id], [new_id()], [hidden.id]):
        with pytest.raises(NobodyChosen):
            press(
                network.company, bob, BulkDeedKind.ADD_TAG, chosen_ids=chosen, arguments={"tag": str(tag.id)}
            )
    with acting_for(network.company.id):
        assert not BulkDeed.objects.exists()


@pytest.mark.promise("P03", "P08")
def test_who_left_after_the_press_is_left_out_and_not_counted(network, bob, tag) -> None:
    company, later = network.company, NOW + timedelta(hours=1)
    stays, goes = join(company, "stays@example.jp"), join(company, "goes@example.jp")
    applicant = make_candidate(company, name="応募者", address="aoi@example.jp")
    answer(make_link(company, candidate=applicant), pool=True)
    deed = press(
        company,
        bob,
        BulkDeedKind.ADD_TAG,
        question=Question(is_in_pool=True),
        arguments={"tag": str(tag.id)},
    )
    for address in ("goes@example.jp", "aoi@example.jp"):
        leave(company, address, at=later)
    done = work_off(company, deed, at=later)
    with acting_for(company.id):
        concerned = BulkDeedMember.objects.filter(bulk_deed=done)
        assert [one.candidate_id for one in concerned] == [stays.id]
        assert [one.candidate_id for one in Tagging.objects.all()] == [stays.id]
    assert goes.id in deed.candidate_ids


def test_owners_come_back_unless_somebody_named_another_one(network, bob) -> None:
    company, first, second = network.company, new_id(), new_id()
    kept, changed = (make_candidate(company, name=n, address=f"{n}@example.jp") for n in "ab")
    with acting_for(company.id):
        Candidate.objects.update(owner_id=first)
    done = work_off(company, press(company, bob, BulkDeedKind.SET_OWNER, arguments={"owner": str(bob.id)}))
    with acting_for(company.id):
        assert set(Candidate.objects.values_list("owner_id", flat=True)) == {bob.id}
        Candidate.objects.filter(id=changed.id).update(owner_id=second)
    take_back(company, done, bob)
    with acting_for(company.id):
        assert Candidate.objects.get(id=kept.id).owner_id == first
        assert Candidate.objects.get(id=changed.id).owner_id == second


def test_many_are_rejected_and_who_has_nothing_open_is_not_fit(network, bob) -> None:
    company = network.company
    make_candidate(company, name="open", address="a@example.jp", state=ApplicationState.OPEN)
    make_candidate(company, name="hired", address="b@example.jp", state=ApplicationState.HIRED)
    done = work_off(company, press(company, bob, BulkDeedKind.REJECT, arguments={"reason": ""}))
    assert done.state == "partly"
    with acting_for(company.id):
        assert set(Application.objects.values_list("candidate__name", "state")) == {
            ("open", "rejected"),
            ("hired", "hired"),
        }
        assert Rejection.objects.get().told_at is None
    take_back(company, done, bob)
    with acting_for(company.id):
        assert Application.objects.get(candidate__name="open").state == ApplicationState.OPEN
        assert not Rejection.objects.exists()


def test_who_was_told_meanwhile_stays_rejected(network, bob) -> None:
    company = network.company
    make_candidate(company, state=ApplicationState.OPEN)
    done = work_off(company, press(company, bob, BulkDeedKind.REJECT, arguments={"reason": ""}))
    with acting_for(company.id):
        Rejection.objects.update(told_at=NOW)
    take_back(company, done, bob)
    with acting_for(company.id):
        assert Application.objects.get().state == ApplicationState.REJECTED


def test_labels_of_an_import_become_tags(network, bob) -> None:
    company = network.company
    make_candidate(company, name="a", address="a@example.jp")
    make_candidate(company, name="b", address="b@example.jp")
    with acting_for(company.id):
        Application.objects.filter(candidate__name="a").update(labels="リファラル、 夜勤可,夜勤可")
    done = work_off(company, press(company, bob, BulkDeedKind.LABELS_TO_TAGS))
    assert done.state == "partly"
    with acting_for(company.id):
        found = Tagging.objects.values_list("candidate__name", "tag__name")
        assert set(found) == {("a", "リファラル"), ("a", "夜勤可")}


def test_people_are_frozen_into_a_segment(network, bob) -> None:
    company = network.company
    make_candidate(company, name="a", address="a@example.jp")
    with acting_for(company.id):
        segment = save_segment(
            organization_id=company.id,
            name="面々",
            question=Question(),
            is_frozen=True,
            actor=bob,
            at=NOW,
        )
    work_off(company, press(company, bob, BulkDeedKind.FREEZE, arguments={"segment": str(segment.id)}))
    make_candidate(company, name="b", address="b@example.jp")
    with acting_for(company.id):
        found = who_answers(Question(segment=segment.id), organization_id=company.id, at=NOW)
        assert [one.name for one in found] == ["a"]


def test_a_cancelled_deed_stops_and_an_old_one_cannot_be_undone(network, bob, tag) -> None:
    company = network.company
    make_candidate(company)
    deed = press(company, bob, BulkDeedKind.ADD_TAG, arguments={"tag": str(tag.id)})
    with acting_for(company.id):
        cancel_bulk_deed(deed, actor=bob, at=NOW)
    stopped = work_off(company, deed)
    assert (stopped.state, tagged(company)) == ("cancelled", set())
    with pytest.raises(CannotUndo):
        take_back(company, stopped, bob, at=NOW + timedelta(days=31))
