"""Facts are changed by several people at once, and none of what they wrote is lost."""

from datetime import timedelta

import pytest

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.custom_fields import add_custom_field
from careerrelay.candidates.editing import (
    AddressTaken,
    ChangedMeanwhile,
    UnfitFacts,
    change_facts,
    confirm_facts,
    facts_as_text,
)
from careerrelay.candidates.entering import AlreadyKnown, enter_candidate
from careerrelay.candidates.histories import change_history, found_skills, history_as_text, mark_of_history
from careerrelay.candidates.models import Candidate, CandidateAddress, Source
from careerrelay.candidates.rules.facts import mark_of
from careerrelay.candidates.rules.freshness import confirmer_member, is_stale
from careerrelay.candidates.rules.histories import UnfitRows
from careerrelay.candidates.searching import search_candidates
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from tests.make import NOW, make_candidate, make_network

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def company():
    company = make_network().company
    with acting_for(company.id):
        yield company


@pytest.fixture
def candidate(company):
    return make_candidate(company)


@pytest.fixture
def bob(company: Organization) -> Actor:
    return Actor.member(new_id(), organization_id=company.id)


def seen_of(candidate: Candidate, fields=()) -> dict[str, str]:
    found = Candidate.objects.get(id=candidate.id)
    return {field: mark_of(text) for field, text in facts_as_text(found, fields=fields).items()}


def change(candidate, typed, *, by, seen=None, leave_out=(), at=NOW):
    return change_facts(
        candidate.id,
        organization_id=candidate.organization_id,
        typed=typed,
        seen=seen_of(candidate) if seen is None else seen,
        leave_out=leave_out,
        actor=by,
        at=at,
    )


@pytest.mark.promise("P29")
def test_what_was_typed_is_stored_as_it_was_typed_confirmed_and_found(candidate, bob):
    typed = {
        "name": "𠮷野 﨑👨‍👩‍👧",
        "kana": "ﾖｼﾉ ｻｷ",
        "employer": "髙島計器",
        "desired_salary": "６００〜７００万円",
        "desired_regions": "在宅、神奈川県、東京",
        "available_from_on": "令和9年4月1日",
        "phones": "0312345678\n+81 90-1234-5678",
        "background": "Python3で計測の自動化。\n二行目",
    }
    assert set(change(candidate, typed, by=bob)) == set(typed)
    candidate = Candidate.objects.get(id=candidate.id)
    assert (candidate.name, candidate.kana) == ("𠮷野 﨑👨‍👩‍👧", "ヨシノ サキ")
    assert candidate.name_key.startswith("吉野崎")
    assert (candidate.desired_salary_min_jpy, candidate.desired_salary_max_jpy) == (6_000_000, 7_000_000)
    assert candidate.desired_regions == ["在宅", "東京", "神奈川"]
    assert candidate.available_from_on.isoformat() == "2027-04-01"
    assert [phone.number for phone in candidate.phones.order_by("id")] == ["03-1234-5678", "090-1234-5678"]
    assert candidate.confirmed["employer"] == [NOW.isoformat(), confirmer_member(bob.id)]
    assert "title" not in candidate.confirmed
    assert candidate.confirmed_at == NOW
    for looked_for in ("高島計器", "自動化", "吉野"):
        found = search_candidates(organization_id=candidate.organization_id, query=looked_for, state="")
        assert candidate.id in found.ids, looked_for
    assert AuditEntry.objects.filter(deed="change_facts", object_id=candidate.id).count() == 1


def test_a_form_sent_back_as_it_was_shown_changes_nothing(candidate, bob):
    change(candidate, {"background": "一行目\n二行目", "phones": "09012345678"}, by=bob)
    texts = facts_as_text(Candidate.objects.get(id=candidate.id), fields=[])
    sent = {field: text.replace("\n", "\r\n") for field, text in texts.items()}
    before = Candidate.objects.get(id=candidate.id).confirmed
    assert change(candidate, sent, by=bob, at=LATER) == ()
    assert Candidate.objects.get(id=candidate.id).confirmed == before
    assert AuditEntry.objects.filter(deed="change_facts").count() == 1


def test_two_who_change_different_fields_both_keep_theirs(candidate, bob):
    seen = seen_of(candidate)
    change(candidate, {"employer": "甲社", "title": ""}, by=bob, seen=seen)
    change(candidate, {"employer": "", "title": "設計"}, by=bob, seen=seen, at=LATER)
    found = Candidate.objects.get(id=candidate.id)
    assert (found.employer, found.title) == ("甲社", "設計")


def test_the_later_of_two_is_told_and_overwrites_nothing(candidate, bob):
    seen = seen_of(candidate)
    change(candidate, {"employer": "甲社"}, by=bob, seen=seen)
    with pytest.raises(UnfitFacts) as refused:
        change(candidate, {"employer": "乙社", "title": "設計"}, by=bob, seen=seen, at=LATER)
    assert isinstance(refused.value.problems["employer"], ChangedMeanwhile)
    found = Candidate.objects.get(id=candidate.id)
    assert (found.employer, found.title) == ("甲社", "")
    assert change(candidate, {"employer": "乙社"}, by=bob, at=LATER) == ("employer",)


def test_every_field_that_cannot_be_read_says_so_and_nothing_is_stored(candidate, bob):
    typed = {
        "employer": "甲社",
        "addresses": "aoi@example.jp\nnot an address",
        "phones": "abc",
        "desired_salary": "たくさん",
        "available_from_on": "令和7年2月29日",
        "desired_regions": "火星",
        "background": "本籍：鳥取県",
        "owner": str(new_id()),
        "source": "self_declared",
        "name": "三浦\r\nBcc: a@example.jp",
        "title": "あ" * 301,
    }
    with pytest.raises(UnfitFacts) as refused:
        change(candidate, typed, by=bob)
    assert refused.value.problems.keys() == typed.keys() - {"employer"}
    assert Candidate.objects.get(id=candidate.id).employer == ""


@pytest.mark.promise("P20")
def test_a_barred_answer_is_refused_wherever_it_is_typed(candidate, bob):
    for field in ("background", "education", "employer", "title", "desired_work", "source_detail", "name"):
        for text in ("本籍：鳥取県", "支持政党: 架空党", "1234 5678 9018"):
            with pytest.raises(UnfitFacts) as refused:
                change(candidate, {field: text}, by=bob)
            assert "公正な採用選考" in refused.value.problems[field].ja


def test_the_first_address_is_the_main_one_and_others_come_and_go(candidate, bob):
    change(candidate, {"addresses": "new@example.jp\nAoi@example.jp"}, by=bob)
    in_order = candidate.addresses.order_by("id")
    assert [address.address for address in in_order] == ["new@example.jp", "Aoi@example.jp"]
    first = in_order[0].id
    change(candidate, {"addresses": "new@example.jp"}, by=bob, at=LATER)
    assert [address.id for address in candidate.addresses.order_by("id")] == [first]
    with pytest.raises(UnfitFacts):
        change(candidate, {"addresses": "", "name": ""}, by=bob, at=LATER)


def test_an_address_of_another_candidate_is_refused_with_whose_it_is(company, candidate, bob):
    other = make_candidate(company, name="髙橋 直樹", address="naoki@example.jp")
    typed = {"addresses": "aoi@example.jp\nNAOKI@example.jp", "title": "設計"}
    with pytest.raises(UnfitFacts) as refused:
        change(candidate, typed, by=bob)
    problem = refused.value.problems["addresses"]
    assert isinstance(problem, AddressTaken)
    assert problem.candidate_id == other.id
    assert Candidate.objects.get(id=candidate.id).title == ""


@pytest.mark.promise("P08")
def test_the_address_of_somebody_hidden_is_free(company, candidate, bob):
    hidden = make_candidate(company, name="", address="gone@example.jp")
    change(candidate, {"addresses": "gone@example.jp"}, by=bob, leave_out=[hidden.id])
    assert CandidateAddress.objects.get(canonical="gone@example.jp").candidate_id == candidate.id


def test_still_right_confirms_what_is_there_and_changes_nothing(candidate, bob):
    Candidate.objects.filter(id=candidate.id).update(employer="甲社", updated_at=NOW)
    found = Candidate.objects.get(id=candidate.id)
    assert is_stale(found.confirmed, "employer", at=LATER)
    assert confirm_facts(found, fields=["employer", "title", "nonsense"], actor=bob, at=LATER) == (
        "employer",
    )
    found = Candidate.objects.get(id=candidate.id)
    assert not is_stale(found.confirmed, "employer", at=LATER)
    assert (found.employer, found.confirmed_at, found.updated_at) == ("甲社", LATER, NOW)


def test_an_own_field_is_filled_in_and_emptied(company, candidate, bob):
    field = add_custom_field(organization_id=company.id, name="通勤時間", form="number", actor=bob, at=NOW)
    key = f"custom:{field.id}"
    seen = seen_of(candidate, [field])
    with pytest.raises(UnfitFacts):
        change(candidate, {key: "遠い"}, by=bob, seen=seen)
    change(candidate, {key: "４５"}, by=bob, seen=seen)
    assert Candidate.objects.get(id=candidate.id).custom == {str(field.id): 45}
    change(candidate, {key: ""}, by=bob, seen=seen_of(candidate, [field]))
    assert Candidate.objects.get(id=candidate.id).custom == {}


def history(candidate, kind, rows, *, by, seen=None):
    now = history_as_text(Candidate.objects.get(id=candidate.id), kind)
    return change_history(
        candidate.id,
        organization_id=candidate.organization_id,
        kind=kind,
        rows=rows,
        seen=mark_of_history(now) if seen is None else seen,
        actor=by,
        at=NOW,
    )


def test_a_working_life_is_written_down_newest_first_and_untouched_rows_stay(candidate, bob):
    rows = [
        {"employer": "甲社", "started_on": "平成24年4月", "ended_on": "2018/3"},
        {"employer": "乙社", "title": "主任", "started_on": "2018/4", "ended_on": "現在", "duties": "C++"},
        {"employer": "", "title": " "},
    ]
    assert history(candidate, "employments", rows, by=bob)
    now = history_as_text(candidate, "employments")
    assert [(row["employer"], row["started_on"], row["ended_on"]) for row in now] == [
        ("乙社", "2018/04", ""),
        ("甲社", "2012/04", "2018/03"),
    ]
    ids = {row.employer: row.id for row in candidate.employments.all()}
    assert not history(candidate, "employments", now, by=bob)
    history(candidate, "employments", [now[0]], by=bob)
    assert {row.employer: row.id for row in candidate.employments.all()} == {"乙社": ids["乙社"]}
    assert [skill.key for skill in found_skills(Candidate.objects.get(id=candidate.id))] == ["cpp"]
    assert AuditEntry.objects.filter(deed="change_employments").count() == 2


def test_a_row_that_cannot_be_read_names_its_cell(candidate, bob):
    rows = [
        {"employer": "", "title": "主任"},
        {"employer": "甲社", "started_on": "2020/4", "ended_on": "2019/3"},
        {"employer": "乙社", "started_on": "むかし"},
    ]
    with pytest.raises(UnfitRows) as refused:
        history(candidate, "employments", rows, by=bob)
    assert refused.value.problems.keys() == {(0, "employer"), (1, "ended_on"), (2, "started_on")}
    assert not candidate.employments.exists()


def test_a_history_that_somebody_else_changed_is_not_replaced(candidate, bob):
    seen = mark_of_history([])
    history(candidate, "languages", [{"language": "英語", "level": "日常会話"}], by=bob, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        history(candidate, "languages", [{"language": "中国語", "level": ""}], by=bob, seen=seen)
    assert [row.language for row in candidate.languages.all()] == ["英語"]


def test_skills_are_split_keyed_and_stand_once(candidate, bob):
    history(candidate, "skills", [{"name": "Python3、SQL、秘伝のタレ", "years": "3年"}], by=bob)
    assert {(skill.name, skill.key, skill.years) for skill in candidate.skills.all()} == {
        ("Python3", "python", 3),
        ("SQL", "sql", 3),
        ("秘伝のタレ", "秘伝のタレ", 3),
    }
    with pytest.raises(UnfitRows):
        history(candidate, "skills", [{"name": "Python"}, {"name": "パイソン"}], by=bob)


def enter(company, typed, *, by, leave_out=()):
    return enter_candidate(
        organization_id=company.id,
        typed={"source": "event", **typed},
        leave_out=leave_out,
        actor=by,
        at=NOW,
    )


def test_somebody_met_at_an_event_is_written_down_once(company, bob):
    typed = {"name": "李 美蘭", "addresses": "meiran@example.jp", "phones": "090-1234-5678"}
    met = enter(company, {**typed, "source_detail": "技術の夕べ 2026"}, by=bob)
    assert (met.source, met.source_detail) == (Source.EVENT, "技術の夕べ 2026")
    assert met.confirmed["addresses"][1] == confirmer_member(bob.id)
    for again in (
        {"name": "別名", "addresses": "ＭＥＩＲＡＮ@example.jp"},
        {"name": "李　美蘭", "phones": "+81 90 1234 5678"},
    ):
        with pytest.raises(AlreadyKnown) as refused:
            enter(company, again, by=bob)
        assert refused.value.candidate_id == met.id
    other = enter(company, {"name": "李 明", "phones": "090-1234-5678"}, by=bob)
    unreachable = {"name": "久保 拓", "source_detail": "技術の夕べ 2026"}
    enter(company, unreachable, by=bob)
    with pytest.raises(AlreadyKnown):
        enter(company, unreachable, by=bob)
    enter(company, {**unreachable, "source_detail": "別の催し"}, by=bob)
    assert Candidate.objects.count() == 4
    assert AuditEntry.objects.filter(deed="enter_candidate", object_id__in=[met.id, other.id]).count() == 2


def test_nobody_in_particular_and_applicants_are_not_entered(company, bob):
    for typed in ({}, {"name": "三浦", "source": "import"}, {"name": "三浦", "source": "self_declared"}):
        with pytest.raises(UnfitFacts):
            enter(company, typed, by=bob)
    assert not Candidate.objects.exists()


@pytest.mark.promise("P08")
def test_whoever_is_met_anew_after_leaving_is_new(company, bob):
    hidden = Candidate.objects.create(
        organization_id=company.id,
        name="本人の名前",
        source=Source.SELF_DECLARED,
        created_at=NOW - timedelta(days=90),
        updated_at=NOW - timedelta(days=90),
    )
    CandidateAddress.objects.create(
        organization_id=company.id, candidate=hidden, address="a@example.jp", canonical="a@example.jp"
    )
    met = enter(company, {"addresses": "a@example.jp"}, by=bob, leave_out=[hidden.id])
    found = Candidate.objects.get()
    assert (found.id, found.name, found.source, found.created_at) == (met.id, "", Source.EVENT, NOW)
