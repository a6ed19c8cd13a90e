"""The agencies of the network and their permits: record a renewal, suspend, end a suspension."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.models import Permit
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.actions.permitting import PermitRefused, end_suspension, renew_permit, suspend
from careerrelay.relay.permits import (
    AgencyPermits,
    agencies_with_permits,
    agency_with_permits,
    permit_of_network,
)
from careerrelay.text.permits import MalformedPermitNumber, parse_permit_number
from careerrelay.web.operator.overview import agency_lines
from careerrelay.web.operator.words import name_of, permit_kind
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, label: Any, missing: Any) -> None:
        malformed = gettext_lazy("日付を読み取れません。「2026-11-19」のように入力してください。")
        super().__init__(label=label, error_messages={"required": missing, "invalid": malformed})


class RenewalForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("許可番号"),
        help_text=gettext_lazy("「13-ユ-123456」の形"),
        max_length=40,
        error_messages={"required": gettext_lazy("許可番号を入力してください。")},
    )
    valid_from_on = Day(label=gettext_lazy("始まり"), missing=gettext_lazy("始まりの日を入力してください。"))
    valid_until_on = Day(label=gettext_lazy("期限"), missing=gettext_lazy("期限の日を入力してください。"))
    checked_on = Day(label=gettext_lazy("確認した日"), missing=gettext_lazy("確認した日を入力してください。"))

    def clean_number(self) -> str:
        """Here, so that a wrong number and a missing date are said together."""
        try:
            return str(parse_permit_number(self.cleaned_data["number"]))
        except MalformedPermitNumber as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "ja")) from refusal


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def agencies(request: MemberRequest) -> HttpResponse:
    found = agencies_with_permits(operator_id=request.member.organization_id, on=day_in_japan(clock.now()))
    lines = [
        (line, permit_kind(line.found.current.number) if line.found.current else "")
        for line in agency_lines(found)
    ]
    return show(request, "operator/agencies.html", {"lines": lines})


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def agency(request: MemberRequest, agency_id: UUID) -> HttpResponse:
    on = day_in_japan(clock.now())
    found = _agency(request, agency_id, on=on)
    return _show_agency(request, found, on=on, form=RenewalForm(initial=_expected(found, on=on)))


@require_POST
@page(Kind.OPERATOR, Permission.MANAGE_PERMITS)
def permits(request: MemberRequest, agency_id: UUID) -> HttpResponse:
    at = clock.now()
    found = _agency(request, agency_id, on=day_in_japan(at))
    form = RenewalForm(request.POST)
    if form.is_valid():
        try:
            renew_permit(
                operator_id=request.member.organization_id,
                agency=found.agency,
                **form.cleaned_data,
                actor=request.member.actor,
                at=at,
            )
        except PermitRefused as refusal:
            form.add_error(refusal.field, refusal.sentence(get_language() or "ja"))
    if not form.is_valid():
        return _show_agency(request, found, on=day_in_japan(at), form=form, status=422)
    say_done(request, _("許可を記録しました。待っていた紹介があれば、まもなく渡します。"))
    return redirect("operator:agency", agency_id=agency_id)


@require_POST
@page(Kind.OPERATOR, Permission.MANAGE_PERMITS)
def suspension(request: MemberRequest, permit_id: UUID) -> HttpResponse:
    permit = _permit(request, permit_id)
    suspend(
        permit,
        operator_id=request.member.organization_id,
        actor=request.member.actor,
        at=clock.now(),
    )
    say_done(
        request,
        _("%(agency)sの許可を停止しました。何も渡さず、受け付けもできません。")
        % {"agency": name_of(permit.agency)},
    )
    return redirect("operator:agency", agency_id=permit.agency_id)


@require_POST
@page(Kind.OPERATOR, Permission.MANAGE_PERMITS)
def suspension_end(request: MemberRequest, permit_id: UUID) -> HttpResponse:
    permit = _permit(request, permit_id)
    end_suspension(
        permit, operator_id=request.member.organization_id, actor=request.member.actor, at=clock.now()
    )
    say_done(request, _("%(agency)sの許可の停止を解きました。") % {"agency": name_of(permit.agency)})
    return redirect("operator:agency", agency_id=permit.agency_id)


def _agency(request: MemberRequest, agency_id: UUID, *, on: date) -> AgencyPermits:
    """Raises: Http404, the same for another network's agency and for none."""
    found = agency_with_permits(operator_id=request.member.organization_id, agency_id=agency_id, on=on)
    if found is None:
        raise Http404
    return found


def _permit(request: MemberRequest, permit_id: UUID) -> Permit:
    """Raises: Http404."""
    found = permit_of_network(operator_id=request.member.organization_id, permit_id=permit_id)
    if found is None:
        raise Http404
    return found


def _expected(found: AgencyPermits, *, on: date) -> dict[str, Any]:
    """The number stays with a renewal, which begins on the day after the last one."""
    if not found.permits:
        return {"checked_on": on}
    newest = found.permits[0]
    return {
        "number": newest.number,
        "valid_from_on": newest.valid_until_on + timedelta(days=1),
        "checked_on": on,
    }


def _show_agency(
    request: MemberRequest, found: AgencyPermits, *, on: date, form: RenewalForm, status: int = 200
) -> HttpResponse:
    (line,) = agency_lines([found])
    context = {
        "line": line,
        "permits": [(permit, permit_kind(permit.number)) for permit in found.permits],
        "on": on,
        "form": form,
    }
    return show(request, "operator/agency.html", context, status=status)
