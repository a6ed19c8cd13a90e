"""A question finds who answers it, and nobody whom the company may not see."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CustomField,
    Rejection,
    Revisit,
    Source,
)
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.ids import new_id
from careerrelay.people.models import LinkKind
from careerrelay.pool.actions import make_tag, put_tag, save_segment
from careerrelay.pool.answering import Answering
from careerrelay.pool.asking import what_to_drop, who_answers
from careerrelay.pool.models import SegmentMember, TagGroup
from careerrelay.pool.queries import counted_segments, counted_tags
from careerrelay.pool.rules.question import Question
from careerrelay.relay.actions.answering import revoke
from tests.make import NOW, TESTER, answer, make_candidate, make_link, nonce_for


def names(company, question: Question, *, at=NOW, sort: str = "name") -> list[str]:
    with acting_for(company.id):
        found = Answering(question, sort=sort, organization_id=company.id, at=at)
        by_id = dict(Candidate.objects.values_list("id", "name"))
        assert found.count() == len(found.all_ids())
        return [by_id[one] for one in found[0:50]]


@pytest.fixture
def people(network) -> dict[str, Candidate]:
    company = network.company
    states = {
        "あ": ApplicationState.REJECTED,
        "い": ApplicationState.OPEN,
        "う": ApplicationState.HIRED,
        "え": ApplicationState.REJECTED,
    }
    found = {
        name: make_candidate(
            company,
            name=name,
            address=f"{number}@example.jp" if name != "う" else "",
            state=state,
            stage="最終面接" if name == "え" else "書類選考",
            at=NOW - timedelta(days=100 * number),
        )
        for number, (name, state) in enumerate(states.items())
    }
    with acting_for(company.id):
        Candidate.objects.filter(name="あ").update(region="東京", confirmed_at=NOW - timedelta(days=300))
        Candidate.objects.filter(name="う").update(confirmed_at=NOW - timedelta(days=400))
        Candidate.objects.filter(name="え").update(created_at=NOW - timedelta(days=400))
        Candidate.objects.filter(name="い").update(region="神奈川", source=Source.EVENT, owner_id=new_id())
    return found


def test_each_kind_of_condition_finds_who_answers_it(network, people) -> None:
    company = network.company
    with acting_for(company.id):
        owner = Candidate.objects.get(name="い").owner_id
        field = CustomField.objects.create(organization=company, name="寮", form="text", created_at=NOW)
        Candidate.objects.filter(name="え").update(custom={str(field.id): "希望"})
    asked = {
        "あえ": Question(states=("rejected",)),
        "あい": Question(regions=("東京", "神奈川")),
        "い": Question(sources=("event",)),
        "え": Question(stage="interview_1"),
        "あ": Question(search="あ"),
        "う": Question(is_unreachable=True),
        # Never confirmed counts from the day of the record on: い is new.
        "うえ": Question(is_stale=True),
        "いう": Question(applied_from_on=date(2026, 4, 1), applied_until_on=date(2026, 11, 1)),
        "あうえ": Question(owners=("nobody",)),
    }
    for expected, question in asked.items():
        assert "".join(names(company, question)) == expected, question
    assert names(company, Question(owners=(str(owner),))) == ["い"]
    assert names(company, Question(custom=((field.id, "希望"),))) == ["え"]
    assert names(company, Question(custom=((field.id, "不要"),))) == []
    assert names(company, Question()) == ["あ", "い", "う", "え"]


def test_what_is_asked_of_an_application_holds_of_one_and_the_same(network, people) -> None:
    """Turned down at the papers, then hired after the last interview, is nobody who was turned down there."""
    with acting_for(network.company.id):
        Application.objects.create(
            organization=network.company,
            candidate=people["あ"],
            system="hrmos",
            stage="最終面接",
            state=ApplicationState.HIRED,
            created_at=NOW,
            updated_at=NOW,
        )
    assert names(network.company, Question(states=("rejected",), stage="interview_final")) == ["え"]
    assert names(network.company, Question(states=("hired",))) == ["あ", "う"]


def test_tags_are_asked_for_all_any_or_none(network, people) -> None:
    company = network.company
    with acting_for(company.id):
        tags = [
            make_tag(organization_id=company.id, group=TagGroup.FREE, name=name, actor=TESTER, at=NOW)
            for name in ("夜勤可", "英語")
        ]
        for name, wanted in (("あ", tags), ("い", tags[:1]), ("う", tags[1:])):
            for tag in wanted:
                put_tag(tag, candidate_id=people[name].id, actor=TESTER, at=NOW)
    both = tuple(tag.id for tag in tags)
    assert names(company, Question(tags_all=both)) == ["あ"]
    assert names(company, Question(tags_any=both)) == ["あ", "い", "う"]
    assert names(company, Question(tags_none=both)) == ["え"]


def test_who_may_be_thought_of_again_is_due_and_nobody_who_never_may(network, people) -> None:
    company = network.company
    with acting_for(company.id):
        due = Rejection.objects.filter(application__candidate=people["あ"])
        due.update(revisit=Revisit.AFTER_MONTHS, revisit_on=NOW.date())
        Rejection.objects.filter(application__candidate=people["え"]).update(revisit=Revisit.NEVER)
    assert names(company, Question(is_revisit_due=True)) == ["あ"]
    assert names(company, Question(is_revisit_due=True), at=NOW - timedelta(days=1)) == []


def test_the_list_is_read_from_either_end_in_one_order(network) -> None:
    company = network.company
    for number in range(7):
        make_candidate(company, name=f"{number}", address=f"a{number}@example.jp")
    with acting_for(company.id):
        for sort in (
            "name",
            "-name",
            "applied",
            "-applied",
            "added",
            "-added",
            "confirmed",
            "-confirmed",
            "?",
        ):
            found = Answering(Question(), sort=sort, organization_id=company.id, at=NOW)
            everybody = found.all_ids()
            assert [one for start in range(0, 7, 2) for one in found[start : start + 2]] == everybody
            assert len(set(everybody)) == 7


def test_a_search_without_sorting_keeps_the_rank(network) -> None:
    company = network.company
    make_candidate(company, name="三浦 葵", address="a@example.jp")
    make_candidate(company, name="三浦 三浦", address="b@example.jp")
    assert sorted(names(company, Question(search="三浦"), sort="")) == ["三浦 三浦", "三浦 葵"]
    assert names(company, Question(search="三浦", states=("hired",)), sort="") == []


def test_whoever_finds_nobody_learns_what_to_drop(network, people) -> None:
    question = Question(states=("rejected",), regions=("東京",), stage="interview_final")
    with acting_for(network.company.id):
        found = what_to_drop(question, organization_id=network.company.id, at=NOW)
    assert [(one.key, one.people) for one in found] == [("region", 1), ("stage", 1)]


def test_the_newest_application_and_the_states_follow_every_change(network, people) -> None:
    company = network.company

    def kept(name: str):
        found = Candidate.objects.get(name=name)
        return found.last_applied_on, found.application_states

    with acting_for(company.id):
        assert kept("あ") == (NOW.date(), ["rejected"])
        application = Application.objects.get(candidate=people["あ"])
        application.state = ApplicationState.OPEN
        application.save()
        assert kept("あ") == (NOW.date(), ["open"])
        application.candidate = people["い"]
        application.save()
        assert kept("あ") == (None, [])
        assert kept("い") == (NOW.date(), ["open"])
        application.delete()
        assert kept("い") == ((NOW - timedelta(days=100)).date(), ["open"])


def join(company, address: str, *, at=NOW) -> Candidate:
    """Somebody without any application comes by the company's line."""
    answer(
        make_link(company, address=address, kind=LinkKind.VERIFICATION, at=at), pool=True, news=True, at=at
    )
    with acting_for(company.id):
        return Candidate.objects.get(addresses__canonical=address)


def leave(company, address: str, *, at) -> None:
    link = make_link(company, address=address, at=at)
    nonce = nonce_for(link, at=at)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce, at=at)


@pytest.mark.promise("P02", "P08")
def test_who_left_is_in_no_list_count_segment_tag_or_frozen_segment(network) -> None:
    company, later = network.company, NOW + timedelta(hours=1)
    stays, goes = join(company, "stays@example.jp"), join(company, "goes@example.jp")
    with acting_for(company.id):
        tag = make_tag(organization_id=company.id, group=TagGroup.FREE, name="札", actor=TESTER, at=NOW)
        question = Question(tags_all=(tag.id,))
        keep = {"organization_id": company.id, "actor": TESTER, "at": NOW}
        save_segment(name="動く", question=question, **keep)
        frozen = save_segment(name="止めた", question=question, is_frozen=True, **keep)
        for one in (stays, goes):
            put_tag(tag, candidate_id=one.id, actor=TESTER, at=NOW)
            SegmentMember.objects.create(organization=company, segment=frozen, candidate=one)
    leave(company, "goes@example.jp", at=later)
    with acting_for(company.id):
        assert Candidate.objects.filter(id=goes.id).exists()  # their news consent keeps the record
        segments = counted_segments(organization_id=company.id, at=later)
        assert [one.people for one in segments] == [1, 1]
        assert [one.people for one in counted_tags(organization_id=company.id, at=later)] == [1]
        for asked in (
            Question(),
            question,
            Question(segment=frozen.id),
            Question(sources=("self_declared",)),
        ):
            found = who_answers(asked, organization_id=company.id, at=later)
            assert [one.id for one in found] == [stays.id]


@pytest.mark.promise("P08")
def test_a_frozen_pool_minus_the_pool_of_today_names_nobody_who_left(network) -> None:
    """An applicant stays visible whatever they decide: kept under a question for the pool, they would be told apart."""
    company, later = network.company, NOW + timedelta(hours=1)
    people = {
        address: make_candidate(company, name=address, address=f"{address}@example.jp")
        for address in ("stays", "goes")
    }
    for address, candidate in people.items():
        answer(make_link(company, address=f"{address}@example.jp", candidate=candidate), pool=True)
    with acting_for(company.id):
        keep = {"organization_id": company.id, "actor": TESTER, "at": NOW}
        pool = save_segment(name="プール", question=Question(is_in_pool=True), **keep)
        through = Question(segment=pool.id)
        frozen = [
            save_segment(name=f"{number}", question=question, is_frozen=True, **keep)
            for number, question in enumerate((Question(is_in_pool=True), through))
        ]
        for segment in frozen:
            for one in people.values():
                SegmentMember.objects.create(organization=company, segment=segment, candidate=one)
    leave(company, "goes@example.jp", at=later)
    for segment in frozen:
        kept = Question(segment=segment.id)
        assert names(company, kept, at=later) == ["stays"]
        assert names(company, replace(kept, is_in_pool=True), at=later) == ["stays"]
    assert names(company, Question(), at=later) == ["goes", "stays"]


def test_a_segment_that_asks_itself_ends(network, people) -> None:
    company = network.company
    with acting_for(company.id):
        segment = save_segment(
            organization_id=company.id, name="輪", question=Question(), actor=TESTER, at=NOW
        )
        segment.question = {"version": 1, "pairs": [["segment", str(segment.id)]]}
        segment.save()
    assert names(company, Question(segment=segment.id)) == []
    assert names(company, Question(segment=new_id())) == []
