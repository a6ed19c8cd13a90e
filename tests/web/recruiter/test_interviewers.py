"""Interviewers: what waits for them, the one candidate whom they may see, and evaluations of their own."""

from datetime import timedelta

import pytest
from django.test import Client

from careerrelay.accounts.models import User
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.audit.staffing import end_membership
from careerrelay.candidates.applications import RejectionFacts, hire_applicant, reject_application
from careerrelay.candidates.files import keep_file
from careerrelay.candidates.interviewing import possible_interviewers
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Evaluation,
    Interview,
    Note,
)
from careerrelay.candidates.rules.reasons import default_reason_id
from careerrelay.core import clock
from tests.make import NOW, TESTER, make_candidate, make_member
from tests.web.recruiter.desk import heading, recruiter_of, words

TODAY = "2026-11-19"
GIVEN = {"score": "4", "recommendation": "yes", "words": "計測の原理を自分の言葉で話せた"}


def sign_in(user: User) -> Client:
    signed_in = Client()
    signed_in.force_login(user)
    return signed_in


@pytest.fixture
def dan(network) -> User:
    return make_member(network.company, email="dan@shiomi.example.jp", role=Role.INTERVIEWER)


@pytest.fixture
def erin(network) -> User:
    return make_member(network.company, email="erin@shiomi.example.jp", role=Role.INTERVIEWER)


@pytest.fixture
def application(network) -> Application:
    candidate = make_candidate(network.company, state=ApplicationState.OPEN, stage="一次面接")
    with acting_for(network.company.id):
        return Application.objects.select_related("candidate").get(candidate=candidate)


@pytest.fixture
def interview(client, network, application, dan, erin) -> Interview:
    """Bob lets Dan and Erin speak to 三浦 葵 today."""
    client.post(
        f"/app/applications/{application.id}/interviews/",
        {"stage": "一次面接", "held_on": TODAY, "members": [str(dan.id), str(erin.id)]},
    )
    with acting_for(network.company.id):
        return Interview.objects.get()


def page_of(interview: Interview) -> str:
    return f"/app/interviews/{interview.id}/evaluation/"


def test_an_interview_waits_on_the_first_page_until_it_is_evaluated(network, interview, dan):
    at_desk = sign_in(dan)
    first = at_desk.get("/app/")
    assert heading(first) == "自分の面接"
    assert "評価を待っている面接が1件あります。" in words(first)
    assert "三浦 葵" in words(first)
    done = at_desk.post(page_of(interview), GIVEN, follow=True)
    assert "評価を出しました。" in words(done)
    assert "評価を待っている面接は、ありません。" in words(at_desk.get("/app/"))
    with acting_for(network.company.id):
        assert Evaluation.objects.get().interviewer_id == dan.id
        entry = AuditEntry.objects.get(deed="hand_in_evaluation")
        assert entry.actor_id == dan.id


def test_an_interview_of_next_week_waits_for_nobody_yet(client, network, application, dan):
    client.post(
        f"/app/applications/{application.id}/interviews/",
        {"stage": "二次面接", "held_on": "2026-11-26", "members": [str(dan.id)]},
    )
    assert "評価を待っている面接は、ありません。" in words(sign_in(dan).get("/app/"))
    with clock.moved_to(NOW + timedelta(days=7)):
        assert "評価を待っている面接が1件あります。" in words(sign_in(dan).get("/app/"))


def test_own_evaluations_come_first(network, interview, dan, erin):
    dans, erins = sign_in(dan), sign_in(erin)
    dans.post(page_of(interview), GIVEN)
    before = words(erins.get(page_of(interview)))
    assert GIVEN["words"] not in before
    assert "ほかの人の評価が1件あります。自分の評価を出すと見られます。" in before
    assert "Dan</b>" not in before
    erins.post(page_of(interview), {**GIVEN, "words": "声が小さい", "score": "2"})
    after = words(erins.get(page_of(interview)))
    assert GIVEN["words"] in after
    assert "5点中4点" in after


def test_a_recruiter_who_interviews_waits_for_their_own_words_too(client, network, application, dan):
    with acting_for(network.company.id):
        bob = next(
            member
            for member in possible_interviewers(organization_id=network.company.id)
            if member.name == "Bob"
        )
    client.post(
        f"/app/applications/{application.id}/interviews/",
        {"stage": "一次面接", "held_on": TODAY, "members": [str(bob.user_id), str(dan.id)]},
    )
    with acting_for(network.company.id):
        interview = Interview.objects.get()
    sign_in(dan).post(page_of(interview), GIVEN)
    path = f"/app/applications/{application.id}/"
    assert GIVEN["words"] not in words(client.get(path))
    assert "あなたの評価を待っている面接" in words(client.get("/app/"))
    client.post(page_of(interview), {**GIVEN, "words": "よい"})
    assert GIVEN["words"] in words(client.get(path))
    carol = recruiter_of(network.company, email="carol@shiomi.example.jp")
    assert GIVEN["words"] in words(carol.get(path))


def test_an_evaluation_is_edited_by_its_author_while_the_application_is_open(network, interview, dan):
    at_desk = sign_in(dan)
    at_desk.post(page_of(interview), GIVEN)
    at_desk.post(page_of(interview), {**GIVEN, "score": "5"})
    with acting_for(network.company.id):
        assert Evaluation.objects.get().score == 5
        hire_applicant(Application.objects.get(), hired_on=NOW.date(), actor=TESTER, at=NOW)
    late = at_desk.post(page_of(interview), {**GIVEN, "score": "1"})
    assert late.status_code == 422
    assert "この応募は終わっているため、評価を変えられません。" in words(late)
    with acting_for(network.company.id):
        assert Evaluation.objects.get().score == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", "6"), ("score", "0"), ("score", ""), ("recommendation", "maybe"), ("recommendation", "")],
)
def test_an_evaluation_needs_its_score_and_its_recommendation(network, interview, dan, field, value):
    answer = sign_in(dan).post(page_of(interview), {**GIVEN, field: value})
    assert answer.status_code == 422
    assert GIVEN["words"] in words(answer), "what was typed stays"
    with acting_for(network.company.id):
        assert not Evaluation.objects.exists()


@pytest.mark.promise("P04")
def test_an_interviewer_sees_the_candidate_of_their_interview_and_nobody_else(
    network, application, interview, dan
):
    frank = make_member(network.company, email="frank@shiomi.example.jp", role=Role.INTERVIEWER)
    for stranger in (
        sign_in(frank),
        recruiter_of(network.company, email="carol@shiomi.example.jp"),
        recruiter_of(network.other_company),
    ):
        assert stranger.get(page_of(interview)).status_code == 404
        assert stranger.post(page_of(interview), GIVEN).status_code == 404
    dans = sign_in(dan)
    for path in (
        f"/app/candidates/{application.candidate_id}/",
        f"/app/candidates/{application.candidate_id}/timeline/",
        "/app/candidates/",
        "/app/candidates/?search=三浦",
        f"/app/applications/{application.id}/",
        f"/app/interviews/{interview.id}/",
        "/app/pool/",
        "/app/settings/reasons/",
    ):
        assert dans.get(path).status_code == 404, path
    with acting_for(network.company.id):
        assert not Evaluation.objects.exists()


def test_an_interviewer_reads_work_and_learning_and_nothing_that_recruiters_keep(
    client, network, application, interview, dan
):
    with acting_for(network.company.id):
        candidate = application.candidate
        Candidate.objects.filter(id=candidate.id).update(
            employer="架空製作所",
            background="計測器の開発",
            desired_salary_min_jpy=6_543_000,
            desired_work="管理職",
        )
        candidate.employments.create(organization=network.company, employer="仮名電機", title="設計")
        candidate.skills.create(organization=network.company, name="RTOS", key="rtos")
        Note.objects.create(
            organization=network.company, candidate=candidate, words="前職とは揉めた", created_at=NOW
        )
        other = Application.objects.create(
            organization=network.company,
            candidate=candidate,
            system="entered",
            job_title="購買担当",
            state=ApplicationState.OPEN,
            created_at=NOW,
            updated_at=NOW,
        )
        facts = RejectionFacts(rejected_on=NOW.date(), stage="書類選考", words="給与が合わない")
        reject_application(other, facts, actor=TESTER, at=NOW)
    page = words(sign_in(dan).get(page_of(interview)))
    for text in ("三浦 葵", "架空製作所", "計測器の開発", "仮名電機", "RTOS", "評価は社外に出ません。"):
        assert text in page, text
    for text in ("654", "管理職", "揉めた", "購買担当", "給与が合わない", "aoi@example.jp", "プール"):
        assert text not in page, text


@pytest.mark.promise("P04")
def test_an_interviewer_gets_the_documents_of_whom_they_meet(network, application, interview, dan):
    other = make_candidate(network.company, name="李 美蘭", address="li@example.jp")
    with acting_for(network.company.id):
        own, foreign = (
            keep_file(
                candidate,
                filename=f"{candidate.name}.txt",
                content=f"職務経歴書 {candidate.name}".encode(),
                actor=TESTER,
                at=NOW,
            )
            for candidate in (application.candidate, other)
        )
    dans, folder = sign_in(dan), f"/app/interviews/{interview.id}/files/"
    assert f"{folder}{own.id}/" in words(dans.get(page_of(interview)))
    sent = dans.get(f"{folder}{own.id}/")
    assert "職務経歴書 三浦 葵" in sent.content.decode()
    assert sent["Content-Disposition"].startswith("attachment")
    assert dans.get(f"{folder}{foreign.id}/").status_code == 404
    assert dans.get(f"/app/candidates/{application.candidate_id}/files/{own.id}/").status_code == 404
    frank = make_member(network.company, email="frank@shiomi.example.jp", role=Role.INTERVIEWER)
    assert sign_in(frank).get(f"{folder}{own.id}/").status_code == 404


def test_whoever_takes_part_is_changed_until_they_said_something(client, network, interview, dan, erin):
    path = f"/app/interviews/{interview.id}/"
    chosen = {"stage": "一次面接", "held_on": TODAY}
    sign_in(dan).post(page_of(interview), GIVEN)
    assert client.post(path, {**chosen, "members": [str(erin.id)]}).status_code == 422
    assert client.post(path, chosen).status_code == 422
    assert client.post(path, {**chosen, "members": [str(dan.id)]}).status_code == 302
    assert sign_in(erin).get(page_of(interview)).status_code == 404
    assert client.post(f"{path}calling-off/").status_code == 422
    with acting_for(network.company.id):
        assert Interview.objects.exists()


def test_an_interview_is_called_off_before_anybody_judged(client, network, application, interview, dan):
    client.post(f"/app/interviews/{interview.id}/calling-off/")
    assert sign_in(dan).get(page_of(interview)).status_code == 404
    page = words(client.get(f"/app/candidates/{application.candidate_id}/"))
    assert "面接を取りやめました" in page


def test_only_members_who_may_evaluate_can_take_part(client, network, application, dan):
    executive = make_member(network.company, email="x@shiomi.example.jp", role=Role.EXECUTIVE)
    stranger = make_member(network.other_company, email="y@aobadai.example.jp", role=Role.RECRUITER)
    path = f"/app/applications/{application.id}/interviews/"
    for member in (executive, stranger):
        answer = client.post(path, {"stage": "一次面接", "members": [str(member.id)]})
        assert answer.status_code == 422
    end_membership(organization_id=network.company.id, user_id=dan.id, actor=TESTER, at=NOW)
    assert client.post(path, {"stage": "一次面接", "members": [str(dan.id)]}).status_code == 422
    with acting_for(network.company.id):
        assert not Interview.objects.exists()


def test_the_pages_of_an_interviewer_ask_a_bounded_number_of_times(
    client, network, application, dan, django_assert_max_num_queries
):
    for number in range(12):
        client.post(
            f"/app/applications/{application.id}/interviews/",
            {"stage": f"{number}", "held_on": TODAY, "members": [str(dan.id)]},
        )
    dans = sign_in(dan)
    with django_assert_max_num_queries(12):
        dans.get("/app/")
    with acting_for(network.company.id):
        interview = Interview.objects.latest("id")
    with django_assert_max_num_queries(20):
        dans.get(page_of(interview))
    with django_assert_max_num_queries(20):
        client.get(f"/app/applications/{application.id}/")


def test_reasons_of_another_company_cannot_be_chosen(client, network, application):
    theirs = default_reason_id("years", organization_id=network.other_company.id)
    answer = client.post(
        f"/app/applications/{application.id}/end/rejected/",
        {"rejected_on": TODAY, "stage": "一次面接", "reason": str(theirs)},
    )
    assert answer.status_code == 422
