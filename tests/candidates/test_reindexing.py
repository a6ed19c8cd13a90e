"""Whoever changes by what somebody is found writes it down in the same transaction.

One person's life, walked through every deed of the sources that changes it; the audit trail tells which were walked, so
that a deed without its step fails.
"""

import ast
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.actions import attach_self_declared, decide_application, tell_own_name
from careerrelay.candidates.applications import (
    ApplicationFacts,
    RejectionFacts,
    close_application,
    enter_application,
    hire_applicant,
    move_stage,
    reject_application,
    withdraw_application,
)
from careerrelay.candidates.correcting import correct_record
from careerrelay.candidates.custom_fields import (
    add_custom_field,
    end_custom_field,
    index_holders,
    reopen_custom_field,
)
from careerrelay.candidates.editing import change_facts, facts_as_text
from careerrelay.candidates.entering import enter_candidate
from careerrelay.candidates.evaluating import Judgement, hand_in_evaluation
from careerrelay.candidates.file_texts import read_candidate_file
from careerrelay.candidates.files import delete_file, keep_file
from careerrelay.candidates.histories import MODELS as HISTORIES
from careerrelay.candidates.histories import change_history, history_as_text, mark_of_history
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.interviewing import InterviewFacts, plan_interview
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CustomField,
    DuplicatePair,
    Recommendation,
    Revisit,
)
from careerrelay.candidates.noting import delete_note, edit_note, write_note
from careerrelay.candidates.reasons import (
    ReasonFacts,
    add_reason,
    change_reason,
    index_rejected_for,
    map_words_to_reason,
)
from careerrelay.candidates.rules.facts import mark_of
from careerrelay.core.actor import Actor
from careerrelay.outreach.reopening import reopen_application
from careerrelay.privacy.merging import merge_pair, undo_merge
from careerrelay.privacy.undoing import undo_import
from tests.candidates.importers import read_file, table
from tests.corpus.documents import docx, paragraph
from tests.house.sources import ROOT
from tests.make import NOW, TESTER, make_member, make_network

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()

# Deeds that change nothing by which somebody is found.
IDLE = {
    "add_custom_field": "nobody has anything in it yet",
    "change_custom_field": "its name and its choices are not what stands in it",
    "add_reason": "nobody was rejected for it yet",
    "end_reason": "the rejections that name it keep it",
    "ask_again": "a question about two records",
    "call_distinct": "a question about two records",
    "ask_for_forecast": "a file that waits",
    "receive_file": "a file that waits",
    "choose_reading": "a file that waits",
    "choose_columns": "a file that waits",
    "choose_word_ends": "a file that waits",
    "discard_file": "a file that waits",
    "forget_columns": "a file that waits",
    "start_import": "its rows are written by chunks",
    "cancel_import": "no further chunk is written",
    "stop_import": "what was written was indexed chunk by chunk",
    "keep_bundle": "a draft is nobody yet",
    "discard_draft": "a draft is nobody yet",
    "confirm_facts": "says when, not what",
    "keep_file": "is read later",
    "remove_file": "it was never read",
    "plan_interview": "days and interviewers are not looked for",
    "change_interview": "days and interviewers are not looked for",
    "call_off_interview": "only one without evaluations can be",
}
SOURCES = (
    *sorted((ROOT / "careerrelay" / "candidates").glob("*.py")),
    ROOT / "careerrelay" / "outreach" / "reopening.py",
    ROOT / "careerrelay" / "privacy" / "merging.py",
)


def deeds_in_sources() -> set[str]:
    """Each string in the first argument of record_deed, and the deeds of histories, which are named for their kind."""
    found = {f"change_{kind}" for kind in HISTORIES}
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record_deed":
                found |= set(_strings(call.args[0]))
    return found | {"finish_import", "stop_import"}


def _strings(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        return
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


class Walk:
    """`step` runs a deed, then looks whether anybody would be written down otherwise than they are."""

    def __init__(self, company, member: Actor) -> None:
        self.company, self.member = company, member
        self.forgotten: list[str] = []
        self.by: dict[str, Any] = {"actor": member, "at": NOW}

    @property
    def own_seat(self) -> frozenset[UUID]:
        assert self.member.id is not None
        return frozenset({self.member.id})

    def look(self, name: str) -> None:
        with acting_for(self.company.id):
            ids = list(Candidate.objects.values_list("id", flat=True))
            if index_candidates(organization_id=self.company.id, candidate_ids=ids):
                self.forgotten.append(name)

    def step(self, deed, *given, **named):
        with acting_for(self.company.id):
            done = deed(*given, **named)
        self.look(deed.__name__)
        return done


@pytest.fixture
def walk():
    network = make_network()
    user = make_member(network.company, email="bob@example.jp")
    return Walk(network.company, Actor.member(user.id, organization_id=network.company.id))


def test_whoever_changes_what_is_looked_for_writes_it_down(walk):
    candidate = _record(walk)
    _selection(walk, candidate)
    _words(walk, candidate)
    _imports(walk)
    _one_person(walk)
    assert walk.forgotten == []
    with acting_for(walk.company.id):
        walked = set(AuditEntry.objects.values_list("deed", flat=True))
    assert deeds_in_sources() - walked - set(IDLE) == set()
    assert set(IDLE) <= deeds_in_sources()


def _record(walk: Walk) -> Candidate:
    own: dict[str, Any] = {"organization_id": walk.company.id}
    field = walk.step(
        add_custom_field, **own, name="希望の拠点", form=CustomField.Form.TEXT, choices=[], **walk.by
    )
    typed = {"name": "三浦 葵", "addresses": "aoi@example.jp", "source": "event"}
    candidate = walk.step(enter_candidate, **own, typed=typed, **walk.by)
    new = {"employer": "甲社", f"custom:{field.id}": "横浜"}
    with acting_for(walk.company.id):
        seen = {key: mark_of(text) for key, text in facts_as_text(candidate, fields=(field,)).items()}
    walk.step(change_facts, candidate.id, **own, typed=new, seen=seen, **walk.by)
    for deed in (end_custom_field, reopen_custom_field):
        with acting_for(walk.company.id):
            deed(field, **walk.by)
        # A worker does it: there may be thousands.
        index_holders(organization_id=walk.company.id, field_id=field.id)
        walk.look(deed.__name__)
    rows = {
        "employments": {"employer": "乙社", "title": "設計", "duties": "図面"},
        "schoolings": {"school": "港大学"},
        "languages": {"language": "英語", "level": "日常会話"},
        "qualifications": {"name": "簿記2級"},
        "skills": {"name": "Python"},
    }
    for kind in HISTORIES:
        with acting_for(walk.company.id):
            seen_rows = mark_of_history(history_as_text(candidate, kind))
        walk.step(
            change_history, candidate.id, **own, kind=kind, rows=[rows[kind]], seen=seen_rows, **walk.by
        )
    walk.step(correct_record, **own, candidate_id=candidate.id, name="三輪 葵", kana="", phone="", **walk.by)
    declared = walk.step(attach_self_declared, **own, address="ri@example.jp", name="", **walk.by)
    walk.step(tell_own_name, **own, candidate_id=declared, name="李 美", **walk.by)
    return candidate


def _selection(walk: Walk, candidate: Candidate) -> None:
    def entered(job_title: str) -> Application:
        facts = ApplicationFacts(job_title=job_title, stage="書類選考")
        return walk.step(enter_application, candidate, facts, **walk.by)

    own: dict[str, Any] = {"organization_id": walk.company.id}
    reason = walk.step(add_reason, ReasonFacts("経験が合わない", "", Revisit.NEVER, None), **own, **walk.by)
    first = entered("品質保証")
    walk.step(move_stage, first, stage="一次面接", **walk.by)
    walk.step(
        reject_application,
        first,
        RejectionFacts(rejected_on=TODAY, stage="一次面接", words="別の人"),
        **walk.by,
    )
    renamed = ReasonFacts("経験が違う", "", Revisit.NEVER, None)
    later: tuple[tuple[Any, dict[str, Any]], ...] = (
        (map_words_to_reason, {"words": ["別の人"], "reason": reason, **own}),
        (change_reason, {"reason": reason, "facts": renamed}),
    )
    for deed, given in later:
        with acting_for(walk.company.id):
            deed(**given, **walk.by)
        index_rejected_for(organization_id=walk.company.id, reason_id=reason.id)
        walk.look(deed.__name__)
    walk.step(reopen_application, first, **walk.by)
    interview = walk.step(plan_interview, first, InterviewFacts("一次面接", TODAY, walk.own_seat), **walk.by)
    for words in ("よく話す", "落ち着いて話す"):
        walk.step(hand_in_evaluation, interview, Judgement(4, Recommendation.YES, words), **walk.by)
    walk.step(withdraw_application, entered("購買"), withdrawn_on=TODAY, words="他社に決めた", **walk.by)
    walk.step(hire_applicant, entered("経理"), hired_on=TODAY, **walk.by)
    walk.step(close_application, entered("広報"), closed_on=TODAY, **walk.by)
    undecided = entered("法務")
    with acting_for(walk.company.id):
        Application.objects.filter(id=undecided.id).update(state=ApplicationState.UNDECIDED)
        undecided.refresh_from_db()
        index_candidates(organization_id=walk.company.id, candidate_ids=[candidate.id])
    walk.step(decide_application, undecided, state=ApplicationState.WITHDRAWN, **walk.by)


def _words(walk: Walk, candidate: Candidate) -> None:
    note = walk.step(write_note, candidate, words="駅で会った", **walk.by)
    walk.step(edit_note, note, words="会場で会った", **walk.by)
    walk.step(delete_note, note, **walk.by)
    content = docx(paragraph("半導体の検査装置を設計"))
    file = walk.step(keep_file, candidate, filename="経歴.docx", content=content, **walk.by)
    read_candidate_file(organization_id=walk.company.id, file_id=file.id, at=NOW)
    walk.look("read_candidate_file")
    with acting_for(walk.company.id):
        file.refresh_from_db()
        assert "半導体" in file.text
    walk.step(delete_file, file, **walk.by)


def _imports(walk: Walk) -> None:
    content = table("A-1,田中 健,タナカ ケン,ken@example.jp,09012345678,不採用,2026/10/01")
    read_file(walk.company, content)
    walk.look("read_file")
    said = table("A-1,佐藤 恵,4,説明がよい", headings="応募ID,評価者,総合評価,評価コメント")
    evaluations = read_file(walk.company, said, at=LATER)
    walk.look("read_file of evaluations")
    walk.step(undo_import, evaluations, actor=TESTER, at=LATER)


def _one_person(walk: Walk) -> None:
    own: dict[str, Any] = {"organization_id": walk.company.id}
    with acting_for(walk.company.id):
        known = Candidate.objects.get(name="田中 健")
    other = read_file(
        walk.company, table("B-1,田中 健,タナカ ケン,tanaka@example.jp,,一次面接,2026/10/02"), at=LATER
    )
    with acting_for(walk.company.id):
        made = Candidate.objects.get(from_import=other)
        first_id, second_id = sorted((known.id, made.id))
        pair = DuplicatePair.objects.create(
            **own, first_id=first_id, second_id=second_id, evidence=["name"], likelihood=0.9, found_at=NOW
        )
    merge = walk.step(merge_pair, **own, pair_id=pair.id, actor=TESTER, at=LATER)
    walk.step(undo_merge, merge.id, **own, actor=TESTER, at=LATER)


def test_a_deed_that_forgets_it_is_noticed(walk, monkeypatch):
    monkeypatch.setattr("careerrelay.candidates.noting.index_candidates", lambda **_: 0)
    typed = {"name": "三浦 葵", "source": "event"}
    candidate = walk.step(enter_candidate, organization_id=walk.company.id, typed=typed, **walk.by)
    walk.step(write_note, candidate, words="駅で会った", **walk.by)
    assert walk.forgotten == ["write_note"]
