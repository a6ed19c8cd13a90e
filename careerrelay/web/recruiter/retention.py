"""保管期間: how long applicants without consent are kept, who goes on which day, and who is held."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.models import Candidate, Quarantine
from careerrelay.core import clock
from careerrelay.core.calendar import month_of
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.models import DeletionProof, LegalHold, SealedRecord
from careerrelay.privacy.retaining import (
    PREVIEW_DAYS,
    Due,
    coming_due,
    lift_hold,
    place_hold,
    set_retention,
)
from careerrelay.privacy.rules.retention import MONTHS_MAX, MONTHS_MIN
from careerrelay.privacy.ruling import months_kept
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done

ROWS_MAX = 200


@page(Kind.COMPANY, Permission.HANDLE_REQUESTS)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: MemberRequest) -> HttpResponse:
    """The rule, the preview of what it does (also of one that is only tried), and its change by an owner."""
    tried = _months(request.POST.get("months") or request.GET.get("months", ""))
    if request.method != "POST":
        return _show_retention(request, tried=tried)
    if not request.member.may[Permission.DECIDE_RETENTION]:
        raise Http404
    try:
        set_retention(
            tried or 0,
            organization_id=request.member.organization_id,
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_retention(request, tried=None, refusal=refused)
    say_done(request, _("保管期間を変えました。次の夜から、この期間で動きます。"))
    return redirect("recruiter:retention")


@page(Kind.COMPANY, Permission.HANDLE_REQUESTS)
@require_POST
def hold(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """This record has to stay, with the reason."""
    organization_id = request.member.organization_id
    if not Candidate.objects.filter(organization_id=organization_id, id=candidate_id).exists():
        raise Http404
    try:
        place_hold(
            candidate_id,
            organization_id=organization_id,
            reason=request.POST.get("reason", ""),
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_retention(request, tried=None, refusal=refused)
    say_done(request, _("削除を止めました。"))
    return redirect("recruiter:retention")


@page(Kind.COMPANY, Permission.HANDLE_REQUESTS)
@require_POST
def hold_end(request: MemberRequest, hold_id: UUID) -> HttpResponse:
    organization_id = request.member.organization_id
    if not LegalHold.objects.filter(organization_id=organization_id, id=hold_id).exists():
        raise Http404
    lift_hold(hold_id, organization_id=organization_id, actor=request.member.actor, at=clock.now())
    say_done(request, _("削除の停止を終えました。"))
    return redirect("recruiter:retention")


def _months(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else None


def _show_retention(
    request: MemberRequest, *, tried: int | None, refusal: Refusal | None = None
) -> HttpResponse:
    organization_id = request.member.organization_id
    months = months_kept(organization_id=organization_id)
    shown = tried if tried is not None and MONTHS_MIN <= tried <= MONTHS_MAX else months
    due = coming_due(organization_id=organization_id, months=shown, at=clock.now())
    of_company = {"organization_id": organization_id}
    aside = Quarantine.objects.filter(**of_company).select_related("candidate").order_by("erase_on", "id")
    page = Paginator(aside, ROWS_MAX).get_page(request.GET.get("page"))
    holds = LegalHold.objects.filter(**of_company, lifted_at=None).select_related("candidate")
    proofs = DeletionProof.objects.filter(**of_company).order_by("-at", "-id")
    context: dict[str, Any] = {
        "months": months,
        "shown": shown,
        "months_max": MONTHS_MAX,
        "preview_days": PREVIEW_DAYS,
        "due_total": len(due),
        "due_months": _by_month(due[:ROWS_MAX]),
        "due_hidden": max(len(due) - ROWS_MAX, 0),
        "page": page,
        "aside": [(day, list(rows)) for day, rows in groupby(page, key=attrgetter("erase_on"))],
        "holds": holds.order_by("placed_at", "id"),
        "sealed": _sealed(request),
        "proofs": [(proof, proof.document["rows"].get("candidates_candidate", 0)) for proof in proofs[:20]],
        "errors": {"months": refusal.sentence(get_language() or "ja")} if refusal else None,
    }
    return show(request, "recruiter/retention.html", context, status=422 if refusal else 200)


def _sealed(request: MemberRequest) -> list[SealedRecord]:
    if not request.member.may[Permission.DECIDE_RETENTION]:
        return []
    found = SealedRecord.objects.filter(organization_id=request.member.organization_id)
    return list(found.order_by("until_on", "id"))


def _by_month(due: Sequence[Due]) -> list[tuple[date, int, list[tuple[date, list[Due]]]]]:
    """Month, people, and whose day is when; a phone shows the months and opens one."""
    days = [(day, list(people)) for day, people in groupby(due, key=attrgetter("day"))]
    months = [(month, list(rows)) for month, rows in groupby(days, key=lambda row: month_of(row[0]))]
    return [(month, sum(len(people) for _, people in rows), rows) for month, rows in months]
