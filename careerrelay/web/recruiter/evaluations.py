"""What interviewers see: their own interviews, the candidate of one of them, and the evaluation that is theirs to give.

No reason of a rejection, no wishes about salary, no note, no state of the pool, no other interview: an interviewer
knows a candidate from the papers and the conversation (EVALUATE, not SEE_CANDIDATES).
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.evaluating import Judgement, hand_in_evaluation, own_evaluation, seen_by
from careerrelay.candidates.files import file_in_scope, files_of
from careerrelay.candidates.interviewing import interviews_to_evaluate, own_interview, own_interviews
from careerrelay.candidates.models import ApplicationState, Candidate, Evaluation, FileState, Interview
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.applications import interview_row
from careerrelay.web.recruiter.files import answer_with_file
from careerrelay.web.recruiter.selection_forms import EvaluationForm
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.said import say_done

PER_PAGE = 50


@page(Kind.COMPANY, Permission.EVALUATE)
@require_safe
def list_of_own(request: MemberRequest) -> HttpResponse:
    return show_own_interviews(request)


def show_own_interviews(request: MemberRequest) -> HttpResponse:
    """What waits for an evaluation, then every interview of this member; the first page of an interviewer."""
    organization_id, member_id = request.member.organization_id, request.member.user_id
    today = day_in_japan(clock.now())
    waiting = list(interviews_to_evaluate(organization_id=organization_id, member_id=member_id, on=today))
    own = own_interviews(organization_id=organization_id, member_id=member_id)
    shown = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    handed_in = set(
        Evaluation.objects.filter(
            interview_id__in=[interview.id for interview in shown], interviewer_id=member_id
        ).values_list("interview_id", flat=True)
    )
    context = {
        "waiting": waiting,
        "waiting_ids": {interview.id for interview in waiting},
        "interviews": shown,
        "handed_in": handed_in,
        "today": today,
    }
    return show(request, "recruiter/own_interviews.html", context)


@page(Kind.COMPANY, Permission.EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: MemberRequest, interview_id: UUID) -> HttpResponse:
    interview = _own_interview(request, interview_id)
    own = own_evaluation(interview, member_id=request.member.user_id)
    form = EvaluationForm(request.POST if request.method == "POST" else None, initial=_as_given(own))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            hand_in_evaluation(
                interview, Judgement(**form.cleaned_data), actor=request.member.actor, at=clock.now()
            )
        except Refusal as refused:
            refusal = refused
        else:
            say_done(
                request,
                _("評価を直しました。") if own else _("評価を出しました。応募が終わるまで直せます。"),
            )
            return redirect("recruiter:evaluation", interview.id)
    return _show_evaluation(request, interview, own, form=form, refusal=refusal)


@page(Kind.COMPANY, Permission.EVALUATE)
@require_safe
def file_of_interview(request: MemberRequest, interview_id: UUID, file_id: UUID) -> HttpResponse:
    """A document of the candidate whom this member meets, and of nobody else."""
    interview = _own_interview(request, interview_id)
    file = file_in_scope(organization_id=request.member.organization_id, file_id=file_id)
    if file is None or file.candidate_id != interview.application.candidate_id:
        raise Http404
    return answer_with_file(file)


def _own_interview(request: MemberRequest, interview_id: UUID) -> Interview:
    """Raises: Http404."""
    interview = own_interview(
        organization_id=request.member.organization_id,
        member_id=request.member.user_id,
        interview_id=interview_id,
    )
    if interview is None:
        raise Http404
    return interview


def _as_given(own: Evaluation | None) -> dict[str, Any]:
    if own is None:
        return {}
    return {"score": own.score, "recommendation": own.recommendation, "words": own.words}


def _show_evaluation(
    request: MemberRequest,
    interview: Interview,
    own: Evaluation | None,
    *,
    form: EvaluationForm,
    refusal: Refusal | None,
) -> HttpResponse:
    note_sight(request, "see_record", [interview.application.candidate_id])
    reader_id = request.member.user_id
    is_open = interview.application.state == ApplicationState.OPEN
    seen = seen_by(interview, reader_id=reader_id, is_application_open=is_open)
    names = names_of_members(organization_id=request.member.organization_id)
    others = tuple(member_id for member_id in seen.waiting_ids if member_id != reader_id)
    row = interview_row(replace(seen, waiting_ids=others), names=names, reader_id=reader_id)
    row["evaluations"] = [
        told
        for told, evaluation in zip(row["evaluations"], seen.evaluations, strict=True)
        if evaluation.interviewer_id != reader_id
    ]
    candidate = interview.application.candidate
    context = {
        "interview": interview,
        "application": interview.application,
        "candidate": candidate,
        "facts": facts_for_interviewers(candidate),
        "files": files_of(candidate).exclude(state=FileState.REMOVED),
        "is_open": is_open,
        "own": own,
        "row": row,
        "form": form,
        "refusal": refusal,
    }
    return show(request, "recruiter/evaluation.html", context, status=422 if refusal or form.errors else 200)


def facts_for_interviewers(candidate: Candidate) -> list[dict[str, Any]]:
    """What an interview is about: work and learning. How somebody is reached, and what they hope to earn, is not."""
    jobs = [
        " ".join(part for part in (_span(one.started_on, one.ended_on), one.employer, one.title) if part)
        for one in candidate.employments.order_by("-started_on", "-id")
    ]
    schools = [
        " ".join(part for part in (one.school, one.faculty, one.degree) if part)
        for one in candidate.schoolings.order_by("-ended_on", "-id")
    ]
    languages = [
        " ".join(part for part in (one.language, one.level) if part)
        for one in candidate.languages.order_by("language", "id")
    ]
    return [
        {"term": _("フリガナ"), "value": candidate.kana},
        {"term": _("勤務先"), "value": candidate.employer},
        {"term": _("職種"), "value": candidate.title},
        {
            "term": _("経歴"),
            "value": "\n\n".join(part for part in ("\n".join(jobs), candidate.background) if part),
        },
        {"term": _("学歴"), "value": "\n".join(schools) or candidate.education},
        {
            "term": _("スキル"),
            "value": "\n".join(one.name for one in candidate.skills.order_by("name", "id")),
        },
        {"term": _("語学"), "value": "\n".join(languages)},
        {
            "term": _("資格"),
            "value": "\n".join(one.name for one in candidate.qualifications.order_by("name", "id")),
        },
    ]


def _span(started_on: Any, ended_on: Any) -> str:
    """2019/04〜2023/09."""
    if not started_on and not ended_on:
        return ""
    return "〜".join(f"{day:%Y/%m}" if day else "" for day in (started_on, ended_on))
