"""A hold against a person's own erasure, and the sealed records that such holds left: for owners alone."""

import io
import zipfile
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.models import Candidate
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.disclosing import Disclosure, Holding
from careerrelay.privacy.disclosure_forms import PrintedHolding, disclosure_json, printed_holdings
from careerrelay.privacy.holding import OpenedRecord, end_sealed, hold_against_erasure, open_sealed
from careerrelay.privacy.models import LegalHold, SealedRecord
from careerrelay.privacy.rules.holds import GROUNDS_MAX, ITEM_WORDS, HoldItem, items_in_words
from careerrelay.web.recruiter.selection_forms import DayField, Line
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.readable import readable
from careerrelay.web.shared.said import say_done


class HoldForm(forms.Form):
    items = forms.MultipleChoiceField(
        label=gettext_lazy("残すもの"),
        error_messages={"required": gettext_lazy("何を残すかを、1つは選んでください。")},
    )
    grounds = Line(
        label=gettext_lazy("残す根拠"),
        help_text=gettext_lazy("本人にそのまま示します。例: 労働審判の対応のため(民法166条の時効まで)"),
        max_length=GROUNDS_MAX,
        missing=gettext_lazy("残す根拠を入力してください。"),
    )
    until_on = DayField(
        label=gettext_lazy("いつまで残すか"),
        help_text=gettext_lazy("長くて5年です。この日が過ぎると消えます。消去のあとでは延ばせません。"),
        missing=gettext_lazy("いつまで残すかを入力してください。"),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        place = 0 if get_language() == "ja" else 1
        items = self.fields["items"]
        assert isinstance(items, forms.MultipleChoiceField)
        items.choices = [(item.value, ITEM_WORDS[item][place]) for item in HoldItem]

    @property
    def chosen_items(self) -> list[str]:
        return [str(one) for one in self["items"].value() or []]


@page(Kind.COMPANY, Permission.DECIDE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def hold_erasure(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """What stays although the person asks for erasure: named, on grounds, until a day, and told to them."""
    organization_id = request.member.organization_id
    candidate = Candidate.objects.filter(organization_id=organization_id, id=candidate_id).first()
    if candidate is None:
        raise Http404
    hold = LegalHold.objects.filter(candidate_id=candidate_id, lifted_at=None).first()
    said = {"items": hold.items, "grounds": hold.grounds, "until_on": hold.until_on} if hold else {}
    form = HoldForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            hold_against_erasure(
                candidate_id,
                items=[HoldItem(one) for one in form.cleaned_data["items"]],
                grounds=form.cleaned_data["grounds"],
                until_on=form.cleaned_data["until_on"],
                organization_id=organization_id,
                actor=request.member.actor,
                at=clock.now(),
            )
        except Refusal as refused:
            form.add_error("until_on", refused.sentence(get_language() or "ja"))
        else:
            say_done(request, _("本人が消去しても、選んだものを封をして残します。"))
            return redirect("recruiter:retention")
    context = {"candidate": candidate, "form": form}
    return show(request, "recruiter/hold_erasure.html", context, status=422 if form.errors else 200)


@page(Kind.COMPANY, Permission.DECIDE_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def sealed(request: MemberRequest, record_id: UUID) -> HttpResponse:
    """Why it is kept and who opened it; opened by a press with a reason, to read or as a file."""
    record = _record(request, record_id)
    if request.method != "POST":
        return _show_sealed(request, record)
    try:
        opened = open_sealed(
            record, reason=request.POST.get("reason", ""), actor=request.member.actor, at=clock.now()
        )
    except Refusal as refused:
        return _show_sealed(request, record, refusal=refused)
    if request.POST.get("form") == "zip":
        return _zip(request, record, opened)
    return _show_sealed(request, record, opened=opened)


@page(Kind.COMPANY, Permission.DECIDE_RETENTION)
@require_POST
def sealed_end(request: MemberRequest, record_id: UUID) -> HttpResponse:
    end_sealed(_record(request, record_id), actor=request.member.actor, at=clock.now())
    say_done(request, _("封をした記録を消しました。"))
    return redirect("recruiter:retention")


def _record(request: MemberRequest, record_id: UUID) -> SealedRecord:
    of_company = {"organization_id": request.member.organization_id}
    record = SealedRecord.objects.filter(**of_company, id=record_id).first()
    if record is None:
        raise Http404
    return record


def _show_sealed(
    request: MemberRequest,
    record: SealedRecord,
    *,
    opened: OpenedRecord | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    language = get_language() or "ja"
    names = names_of_members(organization_id=record.organization_id)
    readings = [
        (one.opened_at, names.get(one.opened_by, "") if one.opened_by else "", one.reason)
        for one in record.readings.order_by("-opened_at", "-id")
    ]
    context = {
        "record": record,
        "items": items_in_words(tuple(map(HoldItem, record.items)), language=language),
        "readings": readings,
        "opened": opened,
        "held": _printed(record, opened, language=language) if opened else None,
        "errors": {"reason": refusal.sentence(language)} if refusal else None,
    }
    return show(request, "recruiter/sealed.html", context, status=422 if refusal else 200)


def _printed(record: SealedRecord, opened: OpenedRecord, *, language: str) -> PrintedHolding:
    [held] = printed_holdings(_disclosure(record, opened), language=language)
    return readable(held)


def _disclosure(record: SealedRecord, opened: OpenedRecord) -> Disclosure:
    company = organization_in_scope(organization_id=record.organization_id)
    holding = Holding(
        Kind.COMPANY,
        company.id,
        company.legal_name,
        company.name_en,
        company.contact_address,
        opened.parts,
    )
    return Disclosure(record.id, record.sealed_at, (holding,), {})


def _zip(request: MemberRequest, record: SealedRecord, opened: OpenedRecord) -> HttpResponse:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("record.json", disclosure_json(_disclosure(record, opened)))
        for number, (name, content) in enumerate(opened.files, start=1):
            package.writestr(f"files/{number}-{name.replace('/', '_')}", content)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="sealed-{record.id}.zip"'
    return response
