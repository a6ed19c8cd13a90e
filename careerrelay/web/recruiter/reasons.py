"""The reasons for saying no, with when somebody may be thought of again: a company's own list, in its settings."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.models import RejectionReason
from careerrelay.candidates.reasons import (
    ReasonFacts,
    add_reason,
    change_reason,
    end_reason,
    map_words_to_reason,
    offered_reason,
    reasons_offered,
    unmapped_words,
)
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.selection_forms import ReasonForm
from careerrelay.web.recruiter.words import reason_name, revisit_sentence
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count


class NoWordsChosen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="ファイルの言葉と、当てはまる理由を選んでください。",
            en="Choose words from the files and the reason that they mean.",
        )


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: MemberRequest) -> HttpResponse:
    """The list, and a new one."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_reason(
                ReasonFacts(**form.cleaned_data),
                organization_id=request.member.organization_id,
                actor=request.member.actor,
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error("name", refused.sentence(get_language() or "ja"))
        else:
            say_done(request, _("理由を加えました。"))
            return redirect("recruiter:reasons")
    return _show_reasons(request, form=form)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def one_reason(request: MemberRequest, reason_id: UUID) -> HttpResponse:
    reason = _reason(request, reason_id)
    initial = {
        "name": reason.name,
        "name_en": reason.name_en,
        "revisit": reason.revisit,
        "revisit_months": reason.revisit_months,
    }
    form = ReasonForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_reason(
                reason, ReasonFacts(**form.cleaned_data), actor=request.member.actor, at=clock.now()
            )
        except Refusal as refused:
            form.add_error("name", refused.sentence(get_language() or "ja"))
        else:
            say_done(request, _("理由を直しました。これまでのお見送りは、そのままです。"))
            return redirect("recruiter:reasons")
    context = {"reason": reason, "name": reason_name(reason), "form": form}
    return show(request, "recruiter/reason.html", context, status=422 if form.errors else 200)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def end_one(request: MemberRequest, reason_id: UUID) -> HttpResponse:
    reason = _reason(request, reason_id)
    end_reason(reason, actor=request.member.actor, at=clock.now())
    said = _("「%(name)s」を、選べなくしました。これまでのお見送りには残ります。")
    say_done(request, said % {"name": reason_name(reason)})
    return redirect("recruiter:reasons")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def map_words(request: MemberRequest) -> HttpResponse:
    """Words of imported files become one of the reasons, in every rejection that has them."""
    organization_id = request.member.organization_id
    words = request.POST.getlist("words")
    reason = next(
        (
            found
            for found in reasons_offered(organization_id=organization_id)
            if str(found.id) == request.POST.get("reason")
        ),
        None,
    )
    if reason is None or not words:
        return _show_reasons(request, form=ReasonForm(), refusal=NoWordsChosen())
    mapped = map_words_to_reason(
        words,
        reason=reason,
        organization_id=organization_id,
        actor=request.member.actor,
        at=clock.now(),
    )
    said = ngettext(
        "%(n)s件のお見送りを「%(name)s」にしました。",
        "%(n)s件のお見送りを「%(name)s」にしました。",
        mapped,
    )
    say_done(request, said % {"n": count(mapped), "name": reason_name(reason)})
    return redirect("recruiter:reasons")


def _reason(request: MemberRequest, reason_id: UUID) -> RejectionReason:
    """Raises: Http404, also for one that has ended."""
    found = offered_reason(reason_id, organization_id=request.member.organization_id)
    if found is None:
        raise Http404
    return found


def _show_reasons(
    request: MemberRequest, *, form: ReasonForm, refusal: Refusal | None = None
) -> HttpResponse:
    organization_id = request.member.organization_id
    rows: list[dict[str, Any]] = [
        {
            "reason": reason,
            "name": reason_name(reason),
            "revisit": revisit_sentence(reason.revisit, months=reason.revisit_months),
        }
        for reason in reasons_offered(organization_id=organization_id)
    ]
    context = {
        "rows": rows,
        "words": unmapped_words(organization_id=organization_id),
        "form": form,
        "refusal": refusal,
    }
    return show(request, "recruiter/reasons.html", context, status=422 if refusal or form.errors else 200)
