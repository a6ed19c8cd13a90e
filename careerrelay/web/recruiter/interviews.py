"""Interviews as recruiters plan them: the stage, the day, who takes part."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.interviewing import (
    InterviewFacts,
    call_off_interview,
    change_interview,
    interview_in_scope,
    plan_interview,
    possible_interviewers,
)
from careerrelay.candidates.models import Application, Interview
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.applications import STAGE_WORDS, application_in_scope, show_application
from careerrelay.web.recruiter.selection_forms import InterviewForm
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest, application_id: UUID) -> HttpResponse:
    application = application_in_scope(request, application_id)
    form = _form(request, initial={"stage": application.stage})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            plan_interview(application, _facts(form), actor=request.member.actor, at=clock.now())
        except Refusal as refused:
            refusal = refused
        else:
            say_done(request, _("面接を加えました。面接する人の「今日」に並びます。"))
            return redirect("recruiter:application", application.id)
    return _show_form(request, application, form, refusal=refusal)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, interview_id: UUID) -> HttpResponse:
    interview = _interview(request, interview_id)
    seated = [str(one.member_id) for one in interview.interviewers.all()]
    form = _form(
        request,
        initial={"stage": interview.stage, "held_on": interview.held_on, "members": seated},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            change_interview(interview, _facts(form), actor=request.member.actor, at=clock.now())
        except Refusal as refused:
            refusal = refused
        else:
            say_done(request, _("面接を直しました。"))
            return redirect("recruiter:application", interview.application_id)
    return _show_form(request, interview.application, form, interview=interview, refusal=refusal)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def call_off(request: MemberRequest, interview_id: UUID) -> HttpResponse:
    interview = _interview(request, interview_id)
    try:
        call_off_interview(interview, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return show_application(request, interview.application, refusal=refused)
    say_done(request, _("面接を取りやめました。"))
    return redirect("recruiter:application", interview.application_id)


def _interview(request: MemberRequest, interview_id: UUID) -> Interview:
    found = interview_in_scope(organization_id=request.member.organization_id, interview_id=interview_id)
    if found is None:
        raise Http404
    return found


def _form(request: MemberRequest, *, initial: dict[str, Any]) -> InterviewForm:
    people = possible_interviewers(organization_id=request.member.organization_id)
    sent = request.POST if request.method == "POST" else None
    return InterviewForm(sent, initial=initial, people=people)


def _facts(form: InterviewForm) -> InterviewFacts:
    chosen = form.cleaned_data
    return InterviewFacts(
        chosen["stage"], chosen["held_on"], frozenset(UUID(member_id) for member_id in chosen["members"])
    )


def _show_form(
    request: MemberRequest,
    application: Application,
    form: InterviewForm,
    *,
    interview: Interview | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "application": application,
        "candidate": application.candidate,
        "interview": interview,
        "form": form,
        "stage_words": STAGE_WORDS,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return show(request, "recruiter/interview_form.html", context, status=status)
