"""One application on a page of its own: stage, interviews with their evaluations, and what was decided."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.applications import (
    ApplicationFacts,
    application_to_change,
    find_application,
    move_stage,
)
from careerrelay.candidates.evaluating import EvaluatedInterview, evaluated_interviews, loose_evaluations
from careerrelay.candidates.models import Application, ApplicationState, Candidate, Evaluation
from careerrelay.candidates.rules.stages import Stage
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.reopening import apply_anew, reopen_application
from careerrelay.pool.showing import shown_candidate
from careerrelay.web.recruiter.selection_forms import ApplicationForm, StageForm
from careerrelay.web.recruiter.words import RECOMMENDATIONS, enumerated, reason_name, revisit_sentence
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import full_day

STAGE_WORDS = tuple(stage.ja for stage in Stage)


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def one_application(request: MemberRequest, application_id: UUID) -> HttpResponse:
    return show_application(request, application_in_scope(request, application_id))


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """An application that came by no file."""
    candidate = seen_candidate(request, candidate_id)
    today = day_in_japan(clock.now())
    sent = request.POST if request.method == "POST" else None
    form = ApplicationForm(sent, initial={"applied_on": today, "stage": Stage.ENTRY.ja})
    if request.method == "POST" and form.is_valid():
        facts = ApplicationFacts(**form.cleaned_data)
        application = apply_anew(candidate, facts, actor=request.member.actor, at=clock.now())
        if application is None:
            raise Http404
        say_done(request, _("応募を加えました。選考中のあいだ、この人にお見送り連絡は送りません。"))
        return redirect("recruiter:application", application.id)
    context = {"candidate": candidate, "form": form, "stage_words": STAGE_WORDS}
    return show(request, "recruiter/enter_application.html", context, status=422 if form.errors else 200)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def stage(request: MemberRequest, application_id: UUID) -> HttpResponse:
    application = application_in_scope(request, application_id)
    form = StageForm(request.POST)
    if not form.is_valid():
        return show_application(request, application, form=form, status=422)
    try:
        moved = move_stage(
            application, stage=form.cleaned_data["stage"], actor=request.member.actor, at=clock.now()
        )
    except Refusal as refused:
        return show_application(request, application, refusal=refused)
    if moved:
        say_done(request, _("選考の段階を「%(stage)s」にしました。") % {"stage": application.stage})
    return redirect("recruiter:application", application.id)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def reopen(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Back into selection; a notice that waits is stopped with it."""
    application = application_in_scope(request, application_id)
    try:
        stopped = reopen_application(application, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return show_application(request, application, refusal=refused)
    if stopped:
        say_done(request, _("選考に戻しました。予約していたお見送り連絡は、取り消しました。"))
    else:
        say_done(request, _("選考に戻しました。"))
    return redirect("recruiter:application", application.id)


def application_in_scope(request: MemberRequest, application_id: UUID) -> Application:
    """Locked where it is going to be changed. Raises: Http404. Somebody with an application is an applicant, whom the
    company may always see."""
    find = application_to_change if request.method == "POST" else find_application
    found = find(organization_id=request.member.organization_id, application_id=application_id)
    if found is None:
        raise Http404
    return found


def seen_candidate(request: MemberRequest, candidate_id: UUID) -> Candidate:
    """Raises: Http404, the same for somebody who left (P08) and for nobody."""
    organization_id = request.member.organization_id
    candidate = shown_candidate(candidate_id, organization_id=organization_id, at=clock.now())
    if candidate is None:
        raise Http404
    note_sight(request, "see_record", [candidate.id])
    return candidate


def show_application(
    request: MemberRequest,
    application: Application,
    *,
    form: StageForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    note_sight(request, "see_record", [application.candidate_id])
    names = names_of_members(organization_id=application.organization_id)
    interviews = evaluated_interviews([application], reader_id=request.member.user_id)[application.id]
    context = {
        "application": application,
        "candidate": application.candidate,
        "is_open": application.state == ApplicationState.OPEN,
        "is_ended": application.state not in (ApplicationState.OPEN, ApplicationState.UNDECIDED),
        "outcome": outcome_of(application),
        "interviews": [
            interview_row(one, names=names, reader_id=request.member.user_id) for one in interviews
        ],
        "loose": [
            evaluation_row(one, names=names)
            for one in loose_evaluations([application]).get(application.id, [])
        ],
        "form": form or StageForm(initial={"stage": application.stage}),
        "stage_words": STAGE_WORDS,
        "refusal": refusal,
    }
    return show(request, "recruiter/application.html", context, status=422 if refusal is not None else status)


def outcome_of(application: Application) -> dict[str, Any]:
    """How it ended, in words: what was said, why, and when somebody may be thought of again."""
    rejection = getattr(application, "rejection", None)
    withdrawal = getattr(application, "withdrawal", None)
    if application.state == ApplicationState.REJECTED and rejection is not None:
        chosen = rejection.chosen_reason
        months = chosen.revisit_months if chosen and chosen.revisit == rejection.revisit else None
        revisit = revisit_sentence(rejection.revisit, months=months) if rejection.revisit else ""
        if rejection.revisit_on is not None:
            revisit = _("%(day)sから") % {"day": full_day(rejection.revisit_on)}
        return {
            "is_told": rejection.told_at is not None,
            "reason": reason_name(chosen) if chosen else "",
            "words": rejection.reason,
            "revisit": revisit,
        }
    if application.state == ApplicationState.WITHDRAWN and withdrawal is not None:
        return {"words": withdrawal.reason}
    return {}


def interview_row(one: EvaluatedInterview, *, names: dict[UUID, str], reader_id: UUID) -> dict[str, Any]:
    return {
        "interview": one.interview,
        "people": enumerated(names.get(member_id, "") for member_id in one.interviewer_ids),
        "evaluations": [evaluation_row(evaluation, names=names) for evaluation in one.evaluations],
        "is_own": reader_id in one.interviewer_ids,
        "is_own_due": one.is_own_due,
        "hidden": one.hidden,
        "waiting": enumerated(names.get(member_id, "") for member_id in one.waiting_ids),
        "can_be_called_off": not one.evaluations and not one.hidden,
    }


def evaluation_row(evaluation: Evaluation, *, names: dict[UUID, str]) -> dict[str, Any]:
    by = names.get(evaluation.interviewer_id, "") if evaluation.interviewer_id else ""
    return {
        "by": by or evaluation.interviewer_name,
        "score": evaluation.score,
        "recommendation": RECOMMENDATIONS.get(evaluation.recommendation, ""),  # type: ignore[call-overload]
        "words": evaluation.words,
        "at": evaluation.updated_at,
        "is_edited": evaluation.updated_at != evaluation.created_at,
    }


def applications_section(applications: Sequence[Application], *, reader_id: UUID) -> list[dict[str, Any]]:
    """What `recruiter/candidate_applications.html` shows: each application with how it ended and who judged it."""
    interviews = evaluated_interviews(applications, reader_id=reader_id)
    return [
        {
            "application": application,
            "outcome": outcome_of(application),
            "interviews": len(interviews[application.id]),
            "evaluations": sum(len(one.evaluations) + one.hidden for one in interviews[application.id]),
        }
        for application in applications
    ]
