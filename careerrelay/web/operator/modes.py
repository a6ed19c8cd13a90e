"""運営のモード: how the network is run, what that locks and by which article, and the operator's own permit."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.actions.choosing_mode import (
    CheckedPermit,
    ModeRefused,
    choose_mode,
    record_operator_permit,
    stop_operator_permit,
)
from careerrelay.relay.actions.permitting import PermitRefused
from careerrelay.relay.models import OperatorPermit
from careerrelay.relay.modes import NetworkMode, mode_deeds, mode_of_network, permit_of_operator
from careerrelay.relay.rules.modes import MATRIX, Mode, StopReason, articles_in_english, lock_of
from careerrelay.text.cleaning import clean_line
from careerrelay.web.operator.agencies import Day, RenewalForm
from careerrelay.web.operator.words import lock_in_words
from careerrelay.web.shared.modes import mode_in_words
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import is_japanese

STOP_REASONS = (
    (StopReason.SUSPENDED, gettext_lazy("事業の停止を命じられた")),
    (StopReason.WITHDRAWN, gettext_lazy("許可が取り消された")),
    (StopReason.GIVEN_UP, gettext_lazy("事業をやめた")),
    (StopReason.MISTYPED, gettext_lazy("記録の入力がまちがっていた")),
)
STOP_WORDS: dict[str, Any] = dict(STOP_REASONS)


class OperatorPermitForm(RenewalForm):
    holder_name = forms.CharField(
        label=gettext_lazy("許可を受けた者の名前"),
        max_length=200,
        error_messages={"required": gettext_lazy("許可を受けた者の名前を入力してください。")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("確認したもの"),
        help_text=gettext_lazy("例: 許可証の写し(総務の棚)、人材サービス総合サイトの画面"),
        max_length=300,
        error_messages={"required": gettext_lazy("何を見て確かめたかを入力してください。")},
    )
    field_order = ("number", "holder_name", "valid_from_on", "valid_until_on", "checked_on", "evidence")

    def clean_holder_name(self) -> str:
        return clean_line(self.cleaned_data["holder_name"])

    def clean_evidence(self) -> str:
        return clean_line(self.cleaned_data["evidence"])


class StopForm(forms.Form):
    stopped_on = Day(label=gettext_lazy("止まる日"), missing=gettext_lazy("止まる日を入力してください。"))
    reason = forms.ChoiceField(
        label=gettext_lazy("理由"),
        choices=[("", gettext_lazy("選んでください")), *STOP_REASONS],
        error_messages={"required": gettext_lazy("理由を選んでください。")},
    )


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def mode(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    return _show_mode(request, at=at, form=OperatorPermitForm(initial=_expected(request, at=at)))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Kind.OPERATOR, Permission.CHOOSE_MODE)
def mode_choice(request: MemberRequest, wanted: str) -> HttpResponse:
    """The first press shows what changes; the second, here, does it."""
    if wanted not in set(Mode):
        raise Http404
    at, chosen = clock.now(), Mode(wanted)
    operator_id = request.member.organization_id
    refusal = None
    if request.method == "POST":
        try:
            choose_mode(
                chosen,
                operator_id=operator_id,
                seen_choice_id=_seen(request.POST.get("seen", "")),
                actor=request.member.actor,
                at=at,
            )
        except ModeRefused as refused:
            refusal = refused
        else:
            say_done(request, _("モードを「%(mode)s」にしました。") % {"mode": mode_in_words(chosen)})
            return redirect("operator:mode")
    now = mode_of_network(operator_id=operator_id, at=at)
    context = {
        "wanted": chosen,
        "word": mode_in_words(chosen),
        "network": now,
        "now_word": mode_in_words(now.of_day.mode),
        "lines": [
            line
            for line in _lines(now, at=at)
            if line["locks"][Mode.INFORMATION] != line["locks"][Mode.PLACEMENT]
        ],
        "refusal": refusal,
    }
    return show(request, "operator/mode_choice.html", context, status=422 if refusal else 200)


@require_POST
@page(Kind.OPERATOR, Permission.CHOOSE_MODE)
def operator_permits(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    form = OperatorPermitForm(request.POST)
    if form.is_valid():
        try:
            record_operator_permit(
                CheckedPermit(**form.cleaned_data),
                operator_id=request.member.organization_id,
                actor=request.member.actor,
                at=at,
            )
        except PermitRefused as refusal:
            form.add_error(refusal.field, refusal.sentence(get_language() or "ja"))
    if not form.is_valid():
        return _show_mode(request, at=at, form=form, status=422)
    say_done(request, _("運営者の許可を記録しました。モードは、まだ変わっていません。"))
    return redirect("operator:mode")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Kind.OPERATOR, Permission.CHOOSE_MODE)
def operator_permit_stop(request: MemberRequest, permit_id: UUID) -> HttpResponse:
    at = clock.now()
    permit = permit_of_operator(operator_id=request.member.organization_id, permit_id=permit_id)
    if permit is None:
        raise Http404
    if permit.stopped_on is not None:
        return redirect("operator:mode")
    form = StopForm(
        request.POST if request.method == "POST" else None, initial={"stopped_on": day_in_japan(at)}
    )
    if request.method == "POST" and form.is_valid() and _stopped(request, permit, form, at=at):
        say_done(request, _("許可%(number)sが止まる日を記録しました。") % {"number": permit.number})
        return redirect("operator:mode")
    context = {
        "permit": permit,
        "form": form,
        "network": mode_of_network(operator_id=permit.operator_id, at=at),
    }
    return show(request, "operator/mode_stop.html", context, status=422 if form.errors else 200)


def _stopped(request: MemberRequest, permit: OperatorPermit, form: StopForm, *, at: datetime) -> bool:
    try:
        stop_operator_permit(
            permit,
            stopped_on=form.cleaned_data["stopped_on"],
            reason=StopReason(form.cleaned_data["reason"]),
            actor=request.member.actor,
            at=at,
        )
    except PermitRefused as refusal:
        form.add_error(refusal.field, refusal.sentence(get_language() or "ja"))
        return False
    return True


def _seen(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _expected(request: MemberRequest, *, at: datetime) -> dict[str, Any]:
    operator_id = request.member.organization_id
    now = mode_of_network(operator_id=operator_id, at=at)
    if not now.permits:
        holder = organization_in_scope(organization_id=operator_id).legal_name
        return {"holder_name": holder, "checked_on": day_in_japan(at)}
    newest = now.permits[0]
    return {
        "number": newest.number,
        "holder_name": newest.holder_name,
        "valid_from_on": newest.valid_until_on + timedelta(days=1),
        "checked_on": day_in_japan(at),
    }


def _lines(now: NetworkMode, *, at: datetime) -> list[dict[str, Any]]:
    """The matrix in the reader's language: how each deed stands in either mode, and today."""
    on, ja = day_in_japan(at), is_japanese()
    return [
        {
            "deed": row.ja if ja else row.en,
            "why": row.why_ja if ja else row.why_en,
            "articles": row.articles if ja else articles_in_english(row.articles),
            "locks": {mode: lock_in_words(lock_of(row.deed, mode=mode, on=on)) for mode in Mode},
            "today": lock_in_words(lock_of(row.deed, mode=now.of_day.mode, on=on)),
            "is_open": lock_of(row.deed, mode=now.of_day.mode, on=on) is None,
        }
        for row in MATRIX
    ]


def _show_mode(
    request: MemberRequest, *, at: datetime, form: OperatorPermitForm, status: int = 200
) -> HttpResponse:
    operator_id = request.member.organization_id
    now = mode_of_network(operator_id=operator_id, at=at)
    names = names_of_members(organization_id=operator_id)

    def name(by: UUID | None) -> str:
        return names.get(by, "") if by else ""

    context = {
        "network": now,
        "word": mode_in_words(now.of_day.mode),
        "other": Mode.INFORMATION if now.of_day.mode is Mode.PLACEMENT else Mode.PLACEMENT,
        "lines": _lines(now, at=at),
        "permits": [
            (permit, name(permit.recorded_by), STOP_WORDS.get(permit.stop_reason, ""))
            for permit in now.permits
        ],
        "history": [
            (deed, name(deed.by), mode_in_words(Mode(deed.choice.mode)) if deed.choice else "")
            for deed in mode_deeds(operator_id=operator_id)
        ],
        "on": day_in_japan(at),
        "form": form,
    }
    return show(request, "operator/mode.html", context, status=status)
