from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.stages import Stage, read_stage
from careerrelay.candidates.rules.statuses import Outcome, OutcomeSigns, judge_outcome, was_told

DAY = date(2025, 4, 1)


def outcome_of(status: str, **signs) -> Outcome:
    return judge_outcome(OutcomeSigns(status=status, **signs))


@pytest.mark.parametrize(
    "status",
    [
        "不採用",
        "不合格",
        "お見送り",
        "見送り",
        "NG",
        "Rejected",
        "Archived",
        "書類見送り",
        "採用見送り",
        "一次面接 お見送り",
        "最終面接不合格",
        "書類選考不通過",
        "不採用（通知済）",
        "fail",
        "We rejected them",
        "Not a good fit",
        "Not moving forward",
        "×",
        "Ｘ",
        "×(書類)",
        "1次○ 2次×",
    ],
)
def test_words_of_rejection_are_a_rejection(status):
    assert outcome_of(status) is Outcome.REJECTED


@pytest.mark.parametrize(
    "status",
    [
        "辞退",
        "応募者辞退",
        "選考辞退",
        "内定辞退",
        "入社辞退",
        "内定承諾後辞退",
        "取り下げ",
        "Withdrawn",
        "Candidate withdrew",
        "Declined offer",
        "RejectedByCandidate",
        "They rejected us",
        "Declined by candidate",
        "×(辞退)",
    ],
)
def test_words_of_withdrawal_are_never_a_rejection(status):
    assert outcome_of(status) is Outcome.WITHDRAWN


@pytest.mark.parametrize(
    "status", ["入社決定", "内定承諾", "入社", "採用", "採用決定", "Hired", "Offer accepted"]
)
def test_words_of_hiring_are_a_hire(status):
    assert outcome_of(status) is Outcome.HIRED


@pytest.mark.parametrize("status", ["非選考対象", "選考対象外", "重複応募", "募集終了", "Duplicate"])
def test_what_was_never_considered_is_closed(status):
    assert outcome_of(status) is Outcome.CLOSED


@pytest.mark.parametrize(
    "status",
    [
        "",
        "選考中",
        "書類選考",
        "一次面接",
        "面接調整中",
        "合格",
        "内定",
        "内定承諾待ち",
        "保留",
        "カジュアル面談",
        "In progress",
        "Phone screen",
        "一次○",
        "△",
        "－",
    ],
)
def test_an_application_under_way_is_open(status):
    assert outcome_of(status) is Outcome.OPEN


@pytest.mark.parametrize(
    "status",
    [
        "不採用（辞退）",
        "辞退/不採用",
        "見送り予定",
        "お見送り候補",
        "内定取消",
        "終了",
        "クローズ",
        "キャンセル",
        "音信不通",
        "Declined",
        "桃栗三年",
        "○",
        "連絡×",
        "採用×",
        "面接無断欠席",
        "No show",
        "不明",
    ],
)
def test_what_could_be_two_things_is_for_a_person_to_decide(status):
    assert outcome_of(status) is Outcome.UNDECIDED


def test_a_file_that_says_nothing_of_the_end_is_for_a_person_to_decide():
    assert judge_outcome(OutcomeSigns(is_told_at_all=False)) is Outcome.UNDECIDED


def test_talentio_calls_a_withdrawal_reject_and_a_rejection_fail():
    assert outcome_of("reject", source="talentio") is Outcome.WITHDRAWN
    assert outcome_of("fail", source="talentio") is Outcome.REJECTED
    assert outcome_of("reject") is Outcome.REJECTED


def test_status_83_of_entry_pocket_mixes_two_ends():
    assert outcome_of("不採用", source="entrypocket", status_code="８３") is Outcome.UNDECIDED
    assert outcome_of("不採用", source="entrypocket", status_code="80") is Outcome.REJECTED


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("不採用", Outcome.REJECTED),
        ("応募者辞退", Outcome.WITHDRAWN),
        ("入社決定", Outcome.HIRED),
        ("非選考対象", Outcome.CLOSED),
        ("", Outcome.OPEN),
    ],
)
def test_herp_says_the_end_in_a_column_of_its_own(reason, outcome):
    assert judge_outcome(OutcomeSigns(source="herp", stage_words="一次選考", ended_reason=reason)) is outcome


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("Underqualified", Outcome.REJECTED),
        ("We rejected them", Outcome.REJECTED),
        ("Candidate withdrew", Outcome.WITHDRAWN),
        ("They rejected us", Outcome.WITHDRAWN),
        ("Accepted another offer", Outcome.WITHDRAWN),
        ("Hired", Outcome.HIRED),
        ("Position closed", Outcome.CLOSED),
        ("Unresponsive", Outcome.UNDECIDED),
        ("", Outcome.UNDECIDED),
    ],
)
def test_lever_says_only_by_the_reason_why_somebody_is_archived(reason, outcome):
    signs = OutcomeSigns(source="lever", stage_words="Archived", rejection_reason=reason)
    assert judge_outcome(signs) is outcome


def test_a_day_says_how_it_ended():
    assert outcome_of("一次面接", rejected_on=DAY) is Outcome.REJECTED
    assert outcome_of("", withdrawn_on=DAY) is Outcome.WITHDRAWN
    assert outcome_of("", hired_on=DAY) is Outcome.HIRED
    assert outcome_of("", accepted_on=DAY) is Outcome.HIRED
    assert outcome_of("終了", rejected_on=DAY) is Outcome.REJECTED
    assert outcome_of("", offered_on=DAY) is Outcome.OPEN


def test_days_and_words_that_contradict_are_for_a_person_to_decide():
    assert outcome_of("", rejected_on=DAY, withdrawn_on=DAY) is Outcome.UNDECIDED
    assert outcome_of("不合格", withdrawn_on=DAY) is Outcome.UNDECIDED
    assert outcome_of("", rejected_on=DAY, hired_on=DAY) is Outcome.UNDECIDED
    assert outcome_of("入社", withdrawn_on=DAY, hired_on=DAY) is Outcome.UNDECIDED


def test_somebody_who_accepted_and_stepped_back_withdrew():
    assert outcome_of("", accepted_on=DAY, withdrawn_on=DAY) is Outcome.WITHDRAWN


def test_nobody_with_an_offer_is_rejected_by_a_form_letter():
    assert outcome_of("不採用", offered_on=DAY) is Outcome.UNDECIDED
    assert outcome_of("", stage=Stage.OFFER, rejected_on=DAY) is Outcome.UNDECIDED


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_words_around_a_withdrawal_make_it_a_rejection(before, behind):
    assert outcome_of(f"{before}辞退{behind}") is not Outcome.REJECTED


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("書類選考", Stage.DOCUMENTS),
        ("書類見送り", Stage.DOCUMENTS),
        ("一次面接", Stage.INTERVIEW_1),
        ("１次選考", Stage.INTERVIEW_1),
        ("二次選考", Stage.INTERVIEW_2),
        ("3次面接", Stage.INTERVIEW_3),
        ("最終面接", Stage.INTERVIEW_FINAL),
        ("役員面接", Stage.INTERVIEW_FINAL),
        ("カジュアル面談", Stage.CASUAL),
        ("適性検査", Stage.TEST),
        ("エントリー", Stage.ENTRY),
        ("内定", Stage.OFFER),
        ("Final interview", Stage.INTERVIEW_FINAL),
        ("Phone Interview", Stage.INTERVIEW_1),
        ("不合格", None),
        ("応募者辞退", None),
        ("", None),
    ],
)
def test_a_stage_is_read_from_many_words(words, stage):
    assert read_stage(words) is stage


def test_stages_stand_in_their_order_and_have_names():
    assert sorted(Stage) == list(Stage)
    assert all(stage.ja for stage in Stage)


def test_a_status_may_say_whether_the_person_was_told():
    assert was_told("不採用通知済") is True
    assert was_told("不採用（未連絡）") is False
    assert was_told("不採用") is None


def test_what_somebody_said_of_a_word_decides_where_it_leaves_doubt_and_nowhere_else():
    def chosen(status: str, **signs) -> Outcome:
        return outcome_of(status, chosen=Outcome.HIRED, **signs)

    assert chosen("○") is chosen("No show") is Outcome.HIRED
    assert chosen("", is_told_at_all=False) is Outcome.HIRED
    assert chosen("不採用") is Outcome.REJECTED
    assert chosen("選考中") is Outcome.OPEN
    assert chosen("不採用（辞退）") is Outcome.UNDECIDED
    assert chosen("○", rejected_on=DAY, withdrawn_on=DAY) is Outcome.UNDECIDED
