"""How an application ends: お見送り, 辞退, 採用 or 終了, each asked for on a page of its own, each taken back with one press."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.applications import (
    RejectionFacts,
    close_application,
    hire_applicant,
    reject_application,
    withdraw_application,
)
from careerrelay.candidates.models import Application
from careerrelay.candidates.reasons import reasons_offered
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.applications import STAGE_WORDS, application_in_scope
from careerrelay.web.recruiter.selection_forms import (
    ClosingForm,
    HireForm,
    RejectionForm,
    SelectionForm,
    WithdrawalForm,
)
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@dataclass(frozen=True, slots=True)
class Ending:
    heading: Any
    lede: Any
    button: Any
    said: Any


ENDINGS = {
    "rejected": Ending(
        gettext_lazy("お見送りにする"),
        gettext_lazy("本人にはまだ何も送りません。あとで「お見送り連絡」から伝えます。"),
        gettext_lazy("お見送りにする"),
        gettext_lazy("お見送りにしました。まだ本人には伝えていません。"),
    ),
    "withdrawn": Ending(
        gettext_lazy("辞退を記録する"),
        gettext_lazy("本人から断った応募です。お見送り連絡は送りません。"),
        gettext_lazy("辞退を記録する"),
        gettext_lazy("辞退を記録しました。お見送り連絡は送りません。"),
    ),
    "hired": Ending(
        gettext_lazy("採用にする"),
        gettext_lazy("この人にお見送り連絡は送れなくなります。"),
        gettext_lazy("採用にする"),
        gettext_lazy("採用にしました。"),
    ),
    "closed": Ending(
        gettext_lazy("終了にする"),
        gettext_lazy("募集の取りやめなど、採用でもお見送りでもないとき。お見送り連絡は送りません。"),
        gettext_lazy("終了にする"),
        gettext_lazy("終了にしました。お見送り連絡は送りません。"),
    ),
}


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: MemberRequest, application_id: UUID, outcome: str) -> HttpResponse:
    application = application_in_scope(request, application_id)
    if outcome not in ENDINGS:
        raise Http404
    at = clock.now()
    form = _form(request, application, outcome, today=day_in_japan(at))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            _end(application, outcome, form.cleaned_data, actor=request.member.actor, at=at)
        except Refusal as refused:
            refusal = refused
        else:
            undo_url = reverse("recruiter:reopen_application", args=[application.id])
            say_done(request, _said(outcome, form.cleaned_data), undo_url=undo_url)
            return redirect("recruiter:candidate", application.candidate_id)
    context = {
        "application": application,
        "candidate": application.candidate,
        "ending": ENDINGS[outcome],
        "outcome": outcome,
        "form": form,
        "stage_words": STAGE_WORDS,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return show(request, "recruiter/end_application.html", context, status=status)


def _form(request: MemberRequest, application: Application, outcome: str, *, today: date) -> SelectionForm:
    sent = request.POST if request.method == "POST" else None
    if outcome == "rejected":
        reasons = reasons_offered(organization_id=application.organization_id)
        initial = {"rejected_on": today, "stage": application.stage}
        return RejectionForm(sent, initial=initial, reasons=reasons)
    if outcome == "withdrawn":
        return WithdrawalForm(sent, initial={"withdrawn_on": today})
    form = HireForm if outcome == "hired" else ClosingForm
    return form(sent, initial={"ended_on": today})


def _end(
    application: Application, outcome: str, chosen: dict[str, Any], *, actor: Actor, at: datetime
) -> None:
    if outcome == "rejected":
        reject_application(application, RejectionFacts(**chosen), actor=actor, at=at)
    elif outcome == "withdrawn":
        withdraw_application(application, **chosen, actor=actor, at=at)
    elif outcome == "hired":
        hire_applicant(application, hired_on=chosen["ended_on"], actor=actor, at=at)
    else:
        close_application(application, closed_on=chosen["ended_on"], actor=actor, at=at)


def _said(outcome: str, chosen: dict[str, Any]) -> str:
    if chosen.get("is_told"):
        return _("お見送りにしました。本人には伝えてあるので、お見送り連絡は送りません。")
    return str(ENDINGS[outcome].said)
