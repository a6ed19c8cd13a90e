"""What an agency receives: in the order of the deadlines, masked until it is accepted, gone when it is taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Permit, User
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.models import AuditEntry
from careerrelay.audit.staffing import end_membership
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.relay.models import DataNotice, Introduction, Relay
from careerrelay.relay.rules.counting import Counting
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.relay.rules.states import CopyState, DeclineReason
from tests.make import NOW, TESTER
from tests.web.agency.relayed import (
    DAY_AFTER,
    HANDED,
    PHONE,
    consultant_of,
    copy_by_id,
    hand_over,
    signed_in,
    take_back,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]
CANARY = "canary-7f3a@example.jp"
DEEDS = ("acceptance", "decline", "deletion")


@pytest.fixture
def agency(network):
    return network.agencies[0]


@pytest.fixture
def consultant(agency):
    return consultant_of(agency)


def page_of(copy_id, deed=""):
    return f"/agency/copies/{copy_id}/{deed and deed + '/'}"


# --- the list ----------------------------------------------------------------------------------------------


def test_new_copies_stand_in_the_order_of_their_deadlines(network, agency, consultant):
    hand_over(network, agency, address="mori@example.jp", name="森 大地", at=NOW - timedelta(days=2))
    hand_over(network, agency, address="ishii@example.jp", name="石井 誠", at=NOW - timedelta(days=12))
    shown = words(consultant.get("/agency/"))
    assert "新しい紹介 2人" in shown
    assert shown.index("石井 誠") < shown.index("森 大地")


def test_the_last_days_are_marked(network, agency, consultant):
    hand_over(network, agency, address="ishii@example.jp", at=NOW - timedelta(days=12))
    hand_over(network, agency, address="mori@example.jp", at=NOW)
    shown = words(consultant.get("/agency/"))
    assert '<b class="due-soon">明日まで</b>' in shown
    assert "あと13日" in shown


def test_a_row_says_the_work_the_region_and_where_from(network, agency, consultant):
    hand_over(network, agency)
    shown = words(consultant.get("/agency/"))
    assert "組込みソフト開発 · 神奈川、東京" in shown
    assert "汐見計測株式会社から 11月20日(金)" in shown


def test_an_empty_inbox_says_what_will_come(consultant):
    assert "答えを待っている紹介はありません" in words(consultant.get("/agency/"))


def test_the_list_alone_is_no_sight_of_a_profile(network, agency, consultant):
    hand_over(network, agency)
    consultant.get("/agency/")
    with acting_for(agency.id):
        assert not AuditEntry.objects.filter(deed="see_profile").exists()


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(network, agency, consultant):
    hand_over(network, agency)
    with CaptureQueriesContext(connection) as one:
        consultant.get("/agency/")
    for number in range(3):
        hand_over(network, agency, address=f"more{number}@example.jp")
    with CaptureQueriesContext(connection) as many:
        consultant.get("/agency/")
    assert len(one) == len(many) <= 20


def test_the_page_is_in_english_too(network, agency, consultant):
    hand_over(network, agency)
    shown = words(consultant.get("/agency/?lang=en"))
    assert "New introductions" in shown
    assert "From Shiomi Inc." in shown


# --- who may enter -----------------------------------------------------------------------------------------


@pytest.mark.promise("P04")
@pytest.mark.parametrize("path", ["/agency/", "/agency/progress/", "/agency/permit/", "/agency/settlement/"])
def test_only_members_of_an_agency_enter(network, path):
    missing = consultant_of(network.agencies[1]).get("/agency/none/")
    for organization, role in ((network.company, Role.OWNER), (network.operator, Role.OPERATOR)):
        client = signed_in(organization, role=role, email=f"x@{organization.slug}.example.jp")
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_a_stranger_is_asked_to_sign_in():
    assert Client().get("/agency/").headers["Location"] == "/sign-in/?next=/agency/"


@pytest.mark.promise("P37")
def test_whoever_left_the_agency_is_out_with_the_next_request(agency, consultant):
    assert consultant.get("/agency/").status_code == 200
    user = User.objects.get(email=f"nomura@{agency.slug}.example.jp")
    end_membership(organization_id=agency.id, user_id=user.id, actor=TESTER, at=DAY_AFTER)
    assert consultant.get("/agency/").headers["Location"].startswith("/sign-in/")


@pytest.mark.promise("P04")
def test_another_agencys_copy_answers_like_a_missing_one(network, agency):
    (copy_id,) = hand_over(network, agency)
    stranger = consultant_of(network.agencies[1])
    for deed in ("", *DEEDS):
        answers = [
            stranger.post(page_of(one, deed), {"reason": "duplicate"}) if deed else stranger.get(page_of(one))
            for one in (copy_id, new_id())
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    assert copy_by_id(agency, copy_id).state == CopyState.NEW


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_not_done_by_looking(network, agency, consultant, deed):
    (copy_id,) = hand_over(network, agency)
    assert consultant.get(page_of(copy_id, deed)).status_code == 405


# --- one copy ----------------------------------------------------------------------------------------------


@pytest.mark.promise("P02")
def test_the_contact_is_not_in_the_page_before_it_is_accepted(network, agency, consultant):
    (copy_id,) = hand_over(network, agency, address=CANARY)
    for path in ("/agency/", page_of(copy_id), "/agency/progress/", "/agency/progress/accepted.csv"):
        shown = words(consultant.get(path))
        assert "canary" not in shown
        assert PHONE not in shown
    assert "受け付けると表示します" in words(consultant.get(page_of(copy_id)))


def test_a_copy_shows_what_was_handed_over_and_the_consent(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    shown = words(consultant.get(page_of(copy_id)))
    for said in (
        "三浦 葵",
        "みうら あおい",
        "計測器の組込みソフトを6年2か月。",
        "C++、RTOS",
        "神奈川、東京",
        "在宅と併用できること",
        "2026年11月19日(木) 10:15",
        "氏名、連絡先、職歴、スキル、希望条件、汐見計測株式会社に応募したことを、三日月キャリア株式会社に。",
        "2027年11月19日(金)まで。",
        f"受付番号 {receipt_number(copy_id)}",
        "期限は12月4日(金)(あと13日)",
    ):
        assert said in shown


@pytest.mark.promise("P35")
def test_opening_a_copy_is_recorded_at_the_agency_and_for_the_person(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    consultant.get(page_of(copy_id))
    user = User.objects.get(email=f"nomura@{agency.slug}.example.jp")
    with acting_for(agency.id):
        seen = AuditEntry.objects.get(deed="see_profile")
    assert (seen.object_id, seen.actor_id, seen.at > HANDED) == (copy_id, user.id, True)
    with acting_for(network.operator.id):
        relay = Relay.objects.get()
    with acting_for_person(relay.person_id):
        told = AuditEntry.objects.get(deed="see_profile")
    assert (told.object_id, told.actor_organization_id) == (relay.id, agency.id)


def test_opening_a_copy_changes_nothing_but_the_access_log(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    before = copy_by_id(agency, copy_id)
    for path in ("/agency/", page_of(copy_id), "/agency/progress/", "/agency/permit/", "/agency/settlement/"):
        assert consultant.get(path).status_code == 200
        assert consultant.head(path).status_code == 200
    after = copy_by_id(agency, copy_id)
    assert {f.attname: getattr(before, f.attname) for f in before._meta.fields} == {
        f.attname: getattr(after, f.attname) for f in after._meta.fields
    }
    with acting_for(network.operator.id):
        assert not Introduction.objects.exists()


def test_a_name_is_text_and_never_markup(network, agency, consultant):
    (copy_id,) = hand_over(network, agency, name="<script>alert(1)</script>")
    for path in ("/agency/", page_of(copy_id)):
        assert b"<script>alert" not in consultant.get(path).content


@pytest.mark.promise("P02")
def test_after_the_consent_has_run_out_nothing_is_shown(network, agency, consultant):
    (copy_id,) = hand_over(network, agency, address=CANARY)
    consultant.post(page_of(copy_id, "acceptance"))
    with clock.moved_to(DAY_AFTER + timedelta(days=366)):
        for path in ("/agency/", page_of(copy_id), "/agency/progress/", "/agency/progress/accepted.csv"):
            shown = words(consultant.get(path))
            assert "canary" not in shown
            assert "三浦" not in shown
        assert "本人の同意の期限が切れた" in words(consultant.get(page_of(copy_id)))


# --- accepting ---------------------------------------------------------------------------------------------


def test_accepting_shows_the_contact_and_says_that_it_counted(network, agency, consultant):
    (copy_id,) = hand_over(network, agency, address=CANARY)
    answer = consultant.post(page_of(copy_id, "acceptance"), follow=True)
    assert answer.redirect_chain == [(page_of(copy_id), 302)]
    shown = words(answer)
    assert f'<a href="mailto:{CANARY}">{CANARY}</a>' in shown
    assert PHONE in shown
    assert "紹介として数えました。" in shown
    assert "受け付けました。連絡先を表示しています。" in shown


def test_a_double_click_accepts_once_and_says_one_sentence(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    consultant.post(page_of(copy_id, "acceptance"), follow=True)
    shown = words(consultant.post(page_of(copy_id, "acceptance"), follow=True))
    assert "この紹介は、もう答えを待っていません。" in shown
    assert "受け付け済み" in shown
    with acting_for(network.operator.id):
        assert Introduction.objects.count() == 1


@pytest.mark.promise("P12")
def test_the_second_agency_hears_that_the_person_counted_already(network, agency):
    first, second = hand_over(network, *network.agencies[:2])
    consultant_of(network.agencies[1]).post(page_of(second, "acceptance"))
    answer = consultant_of(agency).post(page_of(first, "acceptance"), follow=True)
    assert (
        "数えていません。汐見計測株式会社からの紹介として、すでに別の紹介会社で数えられています。"
        in words(answer)
    )
    with acting_for(network.operator.id):
        assert Introduction.objects.count() == 1


@pytest.mark.promise("P12")
def test_the_first_company_wins_at_one_agency(network, agency, consultant):
    (first,) = hand_over(network, agency)
    consultant.post(page_of(first, "acceptance"))
    take_back(network, agency, at=HANDED + timedelta(hours=1))
    again = HANDED + timedelta(hours=2)
    with clock.moved_to(again + timedelta(days=2)):
        (second,) = hand_over(network, agency, company=network.other_company, at=again)
        answer = consultant.post(page_of(second, "acceptance"), follow=True)
    assert "数えていません。先に紹介のあった会社の分として数えています。" in words(answer)
    assert copy_by_id(agency, second).counting == Counting.ALREADY_AT_AGENCY


@pytest.mark.promise("P10")
def test_with_a_suspended_permit_nothing_is_accepted(network, agency, consultant):
    (copy_id,) = hand_over(network, agency, address=CANARY)
    suspend_permit(Permit.objects.get(agency_id=agency.id), on=day_in_japan(DAY_AFTER))
    answer = consultant.post(page_of(copy_id, "acceptance"))
    shown = words(answer)
    assert answer.status_code == 422
    assert "許可が有効ではありません" in shown
    assert "まだ答えていません。" in shown
    assert "canary" not in shown
    assert copy_by_id(agency, copy_id).state == CopyState.NEW
    with acting_for(network.operator.id):
        assert not Introduction.objects.exists()


def test_what_silence_accepted_says_so(network, agency, consultant):
    from careerrelay.relay.actions.replying import accept_overdue

    (copy_id,) = hand_over(network, agency)
    late = HANDED + timedelta(days=15)
    accept_overdue(operator_id=network.operator.id, at=late)
    with clock.moved_to(late):
        assert "14日のあいだ答えがなかった" in words(consultant.get(page_of(copy_id)))


# --- declining ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "boring"])
def test_declining_asks_for_a_reason(network, agency, consultant, reason):
    (copy_id,) = hand_over(network, agency)
    answer = consultant.post(page_of(copy_id, "decline"), {"reason": reason})
    shown = words(answer)
    assert answer.status_code == 422
    assert '<a href="#reason-duplicate">受け付けない理由を選んでください。</a>' in shown
    assert '<details class="decline" open>' in shown
    assert "<title>エラー: " in shown
    assert copy_by_id(agency, copy_id).state == CopyState.NEW


@pytest.mark.parametrize("reason", list(DeclineReason))
def test_declining_deletes_the_words_and_keeps_the_reason(network, agency, consultant, reason):
    (copy_id,) = hand_over(network, agency)
    answer = consultant.post(page_of(copy_id, "decline"), {"reason": reason}, follow=True)
    assert answer.redirect_chain == [("/agency/", 302)]
    shown = words(answer)
    assert f"受付番号 {receipt_number(copy_id)} を受け付けませんでした。情報は消えています。" in shown
    assert "三浦" not in shown
    copy = copy_by_id(agency, copy_id)
    assert (copy.state, copy.decline_reason, copy.name, copy.address) == (CopyState.DECLINED, reason, "", "")
    assert "に受け付けないと答えました" in words(consultant.get(page_of(copy_id)))


def test_declining_after_accepting_changes_nothing(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    consultant.post(page_of(copy_id, "acceptance"))
    answer = consultant.post(page_of(copy_id, "decline"), {"reason": "duplicate"}, follow=True)
    assert "この紹介は、もう答えを待っていません。" in words(answer)
    assert copy_by_id(agency, copy_id).state == CopyState.ACCEPTED


# --- recalls -----------------------------------------------------------------------------------------------


@pytest.mark.promise("P03")
@pytest.mark.parametrize("accepted_first", [False, True])
def test_a_recall_clears_the_words_and_asks_for_deletion(network, agency, consultant, accepted_first):
    (copy_id,) = hand_over(network, agency, address=CANARY)
    if accepted_first:
        consultant.post(page_of(copy_id, "acceptance"))
        consultant.get("/agency/")
    take_back(network, agency, address=CANARY, at=HANDED + timedelta(hours=1))
    for path in ("/agency/", page_of(copy_id), "/agency/progress/", "/agency/progress/accepted.csv"):
        shown = words(consultant.get(path))
        assert "canary" not in shown
        assert "三浦" not in shown
        assert PHONE not in shown
    shown = words(consultant.get("/agency/"))
    assert "本人が紹介を取り消しました(1人)" in shown
    assert receipt_number(copy_id) in shown
    assert "11月20日(金)に受信 · 11月23日(月)11:15まで" in shown
    assert shown.index("本人が紹介を取り消しました") < shown.index("新しい紹介")


def test_confirming_the_deletion_once_is_enough(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    take_back(network, agency, at=HANDED + timedelta(hours=1))
    shown = words(consultant.post(page_of(copy_id, "deletion"), follow=True))
    assert f"受付番号 {receipt_number(copy_id)} の削除を確認しました。" in shown
    assert "本人が紹介を取り消しました" not in shown
    again = words(consultant.post(page_of(copy_id, "deletion"), follow=True))
    assert "削除を確認する紹介はありません。" in again
    assert "本人が紹介を取り消し、11月21日(土)10:15に削除を確認しました。" in again
    assert copy_by_id(agency, copy_id).state == CopyState.DELETED


def test_a_recalled_copy_can_be_neither_accepted_nor_declined(network, agency, consultant):
    (copy_id,) = hand_over(network, agency)
    take_back(network, agency, at=HANDED + timedelta(hours=1))
    for deed in ("acceptance", "decline"):
        consultant.post(page_of(copy_id, deed), {"reason": "duplicate"})
    assert copy_by_id(agency, copy_id).state == CopyState.RECALLED


@pytest.mark.promise("P24")
def test_a_notice_that_somebody_changed_is_named_before_it_is_obeyed(network, agency, consultant):
    hand_over(network, agency)
    take_back(network, agency, at=HANDED + timedelta(hours=1))
    assert "署名を確かめました" in words(consultant.get("/agency/notices/"))
    with acting_for(agency.id):
        DataNotice.objects.update(kind="erasure")
    assert "署名が合いません。何もせずに、運営者に知らせてください。" in words(
        consultant.get("/agency/notices/")
    )


def test_a_recall_past_its_deadline_is_called_late(network, agency, consultant):
    hand_over(network, agency)
    take_back(network, agency, at=HANDED + timedelta(hours=1))
    with clock.moved_to(HANDED + timedelta(hours=74)):
        assert "期限を過ぎました" in words(consultant.get("/agency/"))
