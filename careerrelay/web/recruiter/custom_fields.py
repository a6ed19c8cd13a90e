"""独自の項目: the fields that a company keeps about everybody beside those that all have."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.custom_fields import (
    UnfitField,
    add_custom_field,
    change_custom_field,
    custom_field_in_scope,
    custom_fields,
    end_custom_field,
    ended_custom_fields,
    reopen_custom_field,
)
from careerrelay.candidates.models import CustomField
from careerrelay.candidates.rules.fair_hiring import BarredName
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.record_words import FORMS
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def own_fields(request: MemberRequest) -> HttpResponse:
    """The list, and the form for one more."""
    if request.method != "POST":
        return _show_fields(request)
    try:
        field = add_custom_field(
            organization_id=request.member.organization_id,
            name=request.POST.get("name", ""),
            form=request.POST.get("form", ""),
            choices=request.POST.get("choices", "").splitlines(),
            actor=request.member.actor,
            at=clock.now(),
        )
    except (UnfitField, BarredName) as refused:
        return _show_fields(request, refusal=refused)
    say_done(request, _("「%(name)s」を加えました。") % {"name": field.name})
    return redirect("recruiter:own_fields")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def change_field(request: MemberRequest, field_id: UUID) -> HttpResponse:
    name, choices = request.POST.get("name", ""), request.POST.get("choices", "").splitlines()
    done = _("「%(name)s」を直しました。")
    return _change(
        request,
        field_id,
        lambda field: change_custom_field(
            field, name=name, choices=choices, actor=request.member.actor, at=clock.now()
        ),
        done,
    )


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def end_field(request: MemberRequest, field_id: UUID) -> HttpResponse:
    done = _("「%(name)s」を終えました。入力済みの内容は残っています。")
    return _change(
        request,
        field_id,
        lambda field: end_custom_field(field, actor=request.member.actor, at=clock.now()),
        done,
    )


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def reopen_field(request: MemberRequest, field_id: UUID) -> HttpResponse:
    done = _("「%(name)s」を、また使えるようにしました。")
    return _change(
        request,
        field_id,
        lambda field: reopen_custom_field(field, actor=request.member.actor, at=clock.now()),
        done,
    )


def _change(
    request: MemberRequest, field_id: UUID, deed: Callable[[CustomField], None], done: str
) -> HttpResponse:
    field = custom_field_in_scope(organization_id=request.member.organization_id, field_id=field_id)
    if field is None:
        raise Http404
    try:
        deed(field)
    except (UnfitField, BarredName) as refused:
        return _show_fields(request, refusal=refused)
    say_done(request, done % {"name": field.name})
    return redirect("recruiter:own_fields")


def _show_fields(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    organization_id = request.member.organization_id
    context = {
        "fields": [
            {
                "field": field,
                "form": FORMS[CustomField.Form(field.form)],
                "choices": "\n".join(field.choices),
            }
            for field in custom_fields(organization_id=organization_id)
        ],
        "ended": ended_custom_fields(organization_id=organization_id),
        "forms": [(str(form), word) for form, word in FORMS.items()],
        "typed": request.POST if refusal else {},
        "refusal": refusal,
    }
    return show(request, "recruiter/own_fields.html", context, status=422 if refusal else 200)
