"""An application from its first day to its end, and back: what recruiters press, and who is told what."""

from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Rejection,
    RejectionReason,
    StageMove,
    Withdrawal,
)
from careerrelay.candidates.rules.reasons import DEFAULT_REASONS, default_reason_id
from careerrelay.candidates.searching import search_candidates
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.outreach.actions import queue_notices
from careerrelay.outreach.models import Delivery, DeliveryState
from careerrelay.outreach.queries import people_to_tell
from tests.make import NOW, TESTER, answer, make_candidate, make_link
from tests.web.recruiter.desk import heading, imported, recruiter_of, words

TODAY = "2026-11-19"


@pytest.fixture
def opened(network) -> Application:
    """三浦 葵, under way at 一次面接."""
    candidate = make_candidate(network.company, state=ApplicationState.OPEN, stage="一次面接")
    with acting_for(network.company.id):
        return Application.objects.select_related("candidate").get(candidate=candidate)


def address(application: Application, rest: str = "") -> str:
    return f"/app/applications/{application.id}/{rest}"


def reject(client, application: Application, **more: str):
    chosen = {"rejected_on": TODAY, "stage": application.stage, **more}
    return client.post(address(application, "end/rejected/"), chosen)


def untold(network) -> list[Candidate]:
    with acting_for(network.company.id):
        return [person.candidate for person in people_to_tell(organization_id=network.company.id)]


def test_an_application_is_added_by_hand_and_can_be_searched_for(client, network):
    candidate = make_candidate(network.company, told=True)
    path = f"/app/candidates/{candidate.id}/applications/"
    incomplete = client.post(path, {"job_title": " ", "stage": "応募", "applied_on": "2026-02-30"})
    assert incomplete.status_code == 422
    for text in ("エラー:", "求人の名前を入力してください。", "日付を読み取れません。"):
        assert text in words(incomplete)
    added = client.post(
        path, {"job_title": "光学設計", "stage": "応募", "route": "社員の紹介", "applied_on": TODAY}
    )
    page = words(client.get(added.headers["Location"]))
    assert "光学設計" in page
    assert "社員の紹介" in page
    with acting_for(network.company.id):
        found = search_candidates(organization_id=network.company.id, query="光学設計")
        assert found.ids == (candidate.id,)
        assert AuditEntry.objects.filter(deed="enter_application").count() == 1


def test_a_new_application_stops_the_notice_that_waits(client, network):
    candidate = make_candidate(network.company)
    queue(network, candidate)
    client.post(
        f"/app/candidates/{candidate.id}/applications/",
        {"job_title": "光学設計", "stage": "応募", "applied_on": TODAY},
    )
    with acting_for(network.company.id):
        assert Delivery.objects.get().state == DeliveryState.CANCELLED
        assert not any(person.is_fit for person in people_to_tell(organization_id=network.company.id))


def queue(network, candidate: Candidate) -> None:
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id,
            candidate_ids=[candidate.id],
            language="ja",
            actor=TESTER,
            at=NOW,
        )


def test_the_stage_moves_on_and_keeps_where_it_was(client, network, opened):
    client.post(address(opened, "stage/"), {"stage": "内定"})
    client.post(address(opened, "stage/"), {"stage": "内定"})
    assert client.post(address(opened, "stage/"), {"stage": " "}).status_code == 422
    with acting_for(network.company.id):
        assert Application.objects.get().stage == "内定"
        moves = StageMove.objects.values_list("stage_before", "stage")
        assert list(moves) == [("一次面接", "内定")]
    page = words(client.get(f"/app/candidates/{opened.candidate_id}/"))
    assert "一次面接 → 内定" in page


def test_a_rejection_names_its_reason_and_waits_to_be_told(client, network, opened):
    reason_id = default_reason_id("years", organization_id=network.company.id)
    assert "経験の年数が足りない — 12か月たったら" in words(client.get(address(opened, "end/rejected/")))
    done = reject(client, opened, reason=str(reason_id), words="3年あれば")
    page = words(client.get(done.headers["Location"]))
    for text in ("まだ本人には伝えていません。", "経験の年数が足りない", "3年あれば", "2027年11月19日"):
        assert text in page
    with acting_for(network.company.id):
        rejection = Rejection.objects.get()
        assert (rejection.chosen_reason_id, rejection.revisit, str(rejection.revisit_on)) == (
            reason_id,
            "after_months",
            "2027-11-19",
        )
        assert RejectionReason.objects.count() == len(DEFAULT_REASONS)
        assert AuditEntry.objects.filter(deed="reject_application").count() == 1
    assert untold(network) == [opened.candidate]


def test_whoever_was_told_in_person_gets_no_notice(client, network, opened):
    reject(client, opened, is_told="on")
    assert untold(network) == []


def test_a_withdrawal_never_gets_a_notice(client, network, opened):
    client.post(address(opened, "end/withdrawn/"), {"withdrawn_on": TODAY, "words": "他社に決めた"})
    assert untold(network) == []
    assert "他社に決めた" in words(client.get(f"/app/candidates/{opened.candidate_id}/"))
    with acting_for(network.company.id):
        assert Withdrawal.objects.get().reason == "他社に決めた"
        assert not Rejection.objects.exists()


@pytest.mark.parametrize(("outcome", "state"), [("hired", "hired"), ("closed", "closed")])
def test_a_hire_and_a_closing_tell_nobody_anything(client, network, opened, outcome, state):
    client.post(address(opened, f"end/{outcome}/"), {"ended_on": TODAY})
    with acting_for(network.company.id):
        assert Application.objects.get().state == state
    assert untold(network) == []


@pytest.mark.parametrize("day", ["2026-11-18", "2026-11-20"])
def test_no_end_lies_before_the_application_or_after_today(client, network, opened, day):
    refused = reject(client, opened, rejected_on=day)
    assert refused.status_code == 422
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.OPEN
        assert not Rejection.objects.exists()


def test_what_ended_is_not_ended_again(client, network, opened):
    client.post(address(opened, "end/withdrawn/"), {"withdrawn_on": TODAY})
    again = reject(client, opened)
    assert again.status_code == 422
    assert "選考に戻してから" in words(again)
    moved = client.post(address(opened, "stage/"), {"stage": "内定"})
    assert moved.status_code == 422
    assert client.get(address(opened, "end/forgotten/")).status_code == 404
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.WITHDRAWN
        assert not Rejection.objects.exists()


def test_reopening_takes_the_no_back_and_stops_what_waits(client, network, opened):
    reject(client, opened)
    queue(network, opened.candidate)
    done = client.post(address(opened, "reopening/"))
    page = words(client.get(done.headers["Location"]))
    assert "予約していたお見送り連絡は、取り消しました。" in page
    assert "選考に戻す" not in page
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.OPEN
        assert not Rejection.objects.exists()
        assert Delivery.objects.get().state == DeliveryState.CANCELLED
        assert AuditEntry.objects.filter(deed="reopen_application").count() == 1
    assert client.post(address(opened, "reopening/")).status_code == 422


def test_a_reopened_application_that_ends_again_is_told_once_more(client, network, opened):
    reject(client, opened, is_told="on")
    client.post(address(opened, "reopening/"))
    reject(client, opened)
    assert untold(network) == [opened.candidate]


def test_notes_belong_to_their_author_and_are_shown_with_them(client, network, opened):
    path = f"/app/candidates/{opened.candidate_id}/"
    assert client.post(path + "notes/", {"words": " \n"}).status_code == 422
    client.post(path + "notes/", {"words": "春に転居の予定\n<b>連絡は夜</b>"})
    page = words(client.get(path))
    assert "春に転居の予定" in page
    assert "Bob" in page
    with acting_for(network.company.id):
        note = opened.candidate.notes.get()
    carol = recruiter_of(network.company, email="carol@shiomi.example.jp")
    assert "春に転居の予定" in words(carol.get(path))
    assert f"/app/notes/{note.id}/" not in words(carol.get(path))
    for theirs in (f"/app/notes/{note.id}/", f"/app/notes/{note.id}/deletion/"):
        assert carol.post(theirs, {"words": "x"}).status_code == 404
    client.post(f"/app/notes/{note.id}/", {"words": "春に転居する"})
    assert "春に転居する" in words(client.get(path))
    client.post(f"/app/notes/{note.id}/deletion/")
    page = words(client.get(path))
    assert "春に転居する" not in page
    assert "メモを消しました" in page


@pytest.mark.promise("P08")
def test_nothing_can_be_written_about_somebody_who_left(client, network):
    answer(make_link(network.company, address="aoi@example.jp"), pool=True)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
    client.post(f"/app/candidates/{candidate.id}/notes/", {"words": "展示会で会った"})
    with acting_for(network.company.id):
        note = candidate.notes.get()
    # Their consent ran out, and the record is not cleared away yet.
    with clock.moved_to(NOW + timedelta(days=800)):
        for path in (
            f"/app/candidates/{candidate.id}/notes/",
            f"/app/candidates/{candidate.id}/applications/",
            f"/app/candidates/{candidate.id}/timeline/",
            f"/app/notes/{note.id}/",
        ):
            assert client.get(path).status_code == 404, path


def test_reasons_are_added_changed_and_ended_in_the_settings(client, network, opened):
    path = "/app/settings/reasons/"
    first = words(client.get(path))
    assert "募集枠が埋まった、募集を終えた" in first
    with acting_for(network.company.id):
        assert not RejectionReason.objects.exists(), "looking writes nothing"
    new = {"name": "夜勤ができない", "name_en": "No night shifts", "revisit": "after_months"}
    assert client.post(path, {**new, "revisit_months": "0"}).status_code == 422
    assert client.post(path, {**new, "revisit_months": "9"}).status_code == 302
    assert client.post(path, {**new, "revisit_months": "9"}).status_code == 422
    assert "9か月たったら" in words(client.get(path))
    with acting_for(network.company.id):
        own = RejectionReason.objects.get(name="夜勤ができない")
    client.post(f"{path}{own.id}/", {**new, "name": "夜勤は難しい", "revisit": "never"})
    assert "夜勤は難しい" in words(client.get(address(opened, "end/rejected/")))
    client.post(f"{path}{own.id}/end/", follow=True)
    assert "夜勤は難しい" not in words(client.get(address(opened, "end/rejected/")))
    assert reject(client, opened, reason=str(own.id)).status_code == 422
    assert "No night shifts" not in words(client.get(f"{path}?lang=en"))
    assert "The job was filled or closed" in words(client.get(f"{path}?lang=en"))


def test_words_of_files_are_mapped_to_a_reason_in_one_press(client, network):
    make_candidate(network.company)
    with acting_for(network.company.id):
        Rejection.objects.update(reason="スキル不足")
    reason_id = default_reason_id("skills", organization_id=network.company.id)
    path = "/app/settings/reasons/words/"
    assert "スキル不足" in words(client.get("/app/settings/reasons/"))
    assert client.post(path, {"reason": str(reason_id)}).status_code == 422
    done = client.post(path, {"words": "スキル不足", "reason": str(reason_id)}, follow=True)
    assert "1件のお見送りを「経験やスキルが求人に合わない」にしました。" in words(done)
    with acting_for(network.company.id):
        assert Rejection.objects.get().chosen_reason_id == reason_id


def test_whoever_was_rejected_stays_in_the_list_the_search_and_the_filter(client, network, opened):
    """Odoo 19 hides refused applicants by default, and its search does not know a status."""
    reject(client, opened)
    for query in (
        {},
        {"search": "三浦"},
        {"search": "お見送り"},
        {"search": "不採用"},
        {"state": "rejected"},
    ):
        page = words(client.get("/app/candidates/", query))
        assert "三浦 葵" in page, query
    assert heading(client.get(f"/app/candidates/{opened.candidate_id}/")) == "三浦 葵"


def test_whoever_is_in_the_pool_is_in_the_plain_list_too(client, network):
    """Odoo 19 keeps its pool behind a filter that has to be taken away first."""
    answer(make_link(network.company, address="aoi@example.jp"), pool=True)
    candidate = make_candidate(network.company, name="李 美蘭", address="li@example.jp", told=True)
    answer(make_link(network.company, address="li@example.jp", candidate=candidate), pool=True)
    plain = words(client.get("/app/candidates/"))
    assert "aoi@example.jp" in plain
    assert "李 美蘭" in plain
    assert plain.count("プールにいる</span>") >= 2


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.PR, Role.EXECUTIVE])
def test_no_other_role_touches_an_application(network, opened, role):
    other = recruiter_of(network.company, role=role)
    for method, rest in (
        ("get", ""),
        ("post", "stage/"),
        ("get", "end/rejected/"),
        ("post", "end/hired/"),
        ("post", "reopening/"),
        ("get", "interviews/"),
    ):
        assert getattr(other, method)(address(opened, rest)).status_code == 404, rest
    assert other.post(f"/app/candidates/{opened.candidate_id}/notes/", {"words": "x"}).status_code == 404
    assert other.get("/app/settings/reasons/").status_code == 404


def test_the_same_file_again_undoes_nothing_that_was_decided_here(client, network):
    """Until the file itself says something new."""

    def told(status: str, number: int) -> bytes:
        lines = ["応募ID,氏名,メールアドレス,求人,選考ステータス"]
        lines.append(f"A-1,三浦 葵,aoi@example.jp,品質保証,{status}")
        return ("\n".join([*lines, f"B-{number},髙橋 直樹,b{number}@example.jp,購買,応募"])).encode()

    imported(client, network.company, told("一次面接", 1))
    with acting_for(network.company.id):
        application = Application.objects.get(external_id="A-1")
        assert application.state == ApplicationState.OPEN
    client.post(address(application, "stage/"), {"stage": "最終面接"})
    years = default_reason_id("years", organization_id=network.company.id)
    today = day_in_japan(clock.now()).isoformat()
    reject(client, application, rejected_on=today, stage="最終面接", reason=str(years))
    imported(client, network.company, told("一次面接", 2))
    with acting_for(network.company.id):
        application = Application.objects.get(external_id="A-1")
        assert (application.state, application.stage) == ("rejected", "最終面接")
        assert Rejection.objects.get().chosen_reason_id == years
    imported(client, network.company, told("内定", 3))
    with acting_for(network.company.id):
        assert Application.objects.get(external_id="A-1").state == ApplicationState.OPEN
        assert not Rejection.objects.exists()
