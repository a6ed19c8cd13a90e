"""Signed notices: what a person asks the agency to delete or correct, and the agency's answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.signing import public_key_of
from careerrelay.relay.actions.notifying import (
    PURPOSE,
    NothingToAcknowledge,
    acknowledge_correction,
    is_notice_genuine,
)
from careerrelay.relay.actions.recalling import NoLawNamed, NothingToDelete, keep_by_law
from careerrelay.relay.models import DataNotice
from careerrelay.relay.notices import notice_of_agency, notices_of_agency
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.relay.rules.states import DataNoticeKind
from careerrelay.web.agency.words import fields_in_words, listed, notice_kind_in_words
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import full_day, moment

ANSWERED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice in words. `is_genuine`: it is what was signed. `answer`: what was answered, empty while it is open."""

    id: UUID
    copy_id: UUID
    receipt: str
    what: str
    is_correction: bool
    issued_at: datetime
    due_at: datetime
    is_late: bool
    is_genuine: bool
    answer: str


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def notices(request: MemberRequest) -> HttpResponse:
    return _show_notices(request, at=clock.now())


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def signed_notice(request: MemberRequest, notice_id: UUID) -> HttpResponse:
    """As it was signed, with the key to check it: for the agency's own files."""
    notice = notice_of_agency(notice_id, organization_id=request.member.organization_id)
    if notice is None:
        raise Http404
    response = JsonResponse(
        {
            "document": notice.document,
            "signature": notice.signature,
            "algorithm": "Ed25519",
            "public_key": public_key_of(PURPOSE, secret=settings.SECRET_KEY).hex(),
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    name = f"notice-{notice.document['receipt']}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def acknowledgement(request: MemberRequest, notice_id: UUID) -> HttpResponse:
    """Our own records are corrected as well."""
    if notice_of_agency(notice_id, organization_id=request.member.organization_id) is None:
        raise Http404
    try:
        acknowledge_correction(
            organization_id=request.member.organization_id,
            notice_id=notice_id,
            actor=request.member.actor,
            at=clock.now(),
        )
    except NothingToAcknowledge as refusal:
        say_done(request, refusal.sentence(get_language() or "ja"))
    else:
        say_done(request, _("訂正を確認しました。"))
    return redirect("agency:notices")


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def keeping(request: MemberRequest, notice_id: UUID) -> HttpResponse:
    """Something has to be kept: by which law, and until when."""
    notice = notice_of_agency(notice_id, organization_id=request.member.organization_id)
    if notice is None:
        raise Http404
    at = clock.now()
    try:
        keep_by_law(
            organization_id=request.member.organization_id,
            copy_id=notice.copy_id,
            law=request.POST.get("law", ""),
            until_on=_day(request.POST.get("until_on", "")),
            actor=request.member.actor,
            at=at,
        )
    except NothingToDelete as refusal:
        say_done(request, refusal.sentence(get_language() or "ja"))
        return redirect("agency:notices")
    except NoLawNamed as refusal:
        errors = {f"law-{notice.id}": refusal.sentence(get_language() or "ja")}
        return _show_notices(request, at=at, errors=errors, typed=request.POST.get("law", ""))
    say_done(request, _("残す根拠と期限を、本人に伝えました。"))
    return redirect("agency:notices")


def _day(written: str) -> date:
    """A day that is none is none to come."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return date.min


def _show_notices(
    request: MemberRequest, *, at: datetime, errors: dict[str, str] | None = None, typed: str = ""
) -> HttpResponse:
    open_ones, answered = notices_of_agency(
        organization_id=request.member.organization_id, answered_max=ANSWERED_SHOWN
    )
    context: dict[str, Any] = {
        "open": [_line(notice, at=at) for notice in open_ones],
        "answered": [_line(notice, at=at) for notice in answered],
        "errors": errors,
        "typed": typed,
    }
    return show(request, "agency/notices.html", context, status=422 if errors else 200)


def _line(notice: DataNotice, *, at: datetime) -> NoticeLine:
    is_correction = notice.kind == DataNoticeKind.CORRECTION
    what = notice_kind_in_words(DataNoticeKind(notice.kind))
    if is_correction:
        what = f"{what}: {listed(fields_in_words(notice.fields))}"
    return NoticeLine(
        notice.id,
        notice.copy_id,
        receipt_number(notice.copy_id),
        what,
        is_correction,
        notice.issued_at,
        notice.due_at,
        notice.acknowledged_at is None and notice.due_at <= at,
        is_notice_genuine(notice),
        _answer_of(notice),
    )


def _answer_of(notice: DataNotice) -> str:
    if notice.acknowledged_at is None:
        return ""
    when = moment(notice.acknowledged_at)
    if notice.kept_law:
        words = {"when": when, "law": notice.kept_law, "until": full_day(notice.kept_until_on)}
        return _("%(when)sに、%(law)sにより%(until)sまで残すと答えました") % words
    if notice.kind == DataNoticeKind.CORRECTION:
        return _("%(when)sに訂正を確認しました") % {"when": when}
    return _("%(when)sに削除を確認しました") % {"when": when}
