"""Close months (締め): what each company is told, once a month, in batches of five and more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.closing import MonthStillOpen, close_month
from careerrelay.relay.models import Closing
from careerrelay.relay.network import (
    companies_with_books,
    company_of_network,
    last_closing_of,
    newest_closings,
)
from careerrelay.relay.rules.months import closable_month, next_open_month
from careerrelay.web.operator.words import months_of, name_of
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import month as month_in_words

CLOSINGS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class CompanyMonths:
    """`due` is the month that waits to be closed, None if there is none; `early` the one that a demo may close."""

    company: Organization
    name: str
    last: str
    open: int
    due: date | None
    early: date


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def closings(request: MemberRequest) -> HttpResponse:
    return show(request, "operator/closings.html", _closings_of(request, at=clock.now()))


@require_POST
@page(Kind.OPERATOR, Permission.CLOSE_MONTHS)
def closing(request: MemberRequest, company_id: UUID) -> HttpResponse:
    operator_id = request.member.organization_id
    company = company_of_network(operator_id=operator_id, company_id=company_id)
    if company is None:
        raise Http404
    at = clock.now()
    last = last_closing_of(operator_id=operator_id, company_id=company_id)
    is_early = "early" in request.POST
    month = _asked_month(request.POST.get("month", ""))
    if is_early:
        _check_early(month, last=last, at=at)
    try:
        closed = close_month(
            operator_id=operator_id,
            company_id=company_id,
            month=month,
            is_early=is_early,
            actor=request.member.actor,
            at=at,
        )
    except MonthStillOpen as refusal:
        return show(
            request, "operator/closings.html", _closings_of(request, at=at, refusal=refusal), status=422
        )
    say_done(request, _result_in_words(company, month=month, closed=closed, last=last))
    return redirect("operator:closings")


def _closings_of(request: MemberRequest, *, at: datetime, refusal: Refusal | None = None) -> dict[str, Any]:
    operator_id = request.member.organization_id
    due = closable_month(at)
    rows = []
    for books in companies_with_books(operator_id=operator_id):
        last = books.last_closing
        is_due = last is None or last.month_on < due
        rows.append(
            CompanyMonths(
                company=books.company,
                name=name_of(books.company),
                last=months_of(last) if last else "",
                open=books.open,
                due=due if is_due else None,
                early=next_open_month(last.month_on if last else None, at=at),
            )
        )
    return {
        "companies": rows,
        "closings": [
            (each.closing, name_of(each.company), months_of(each.closing))
            for each in newest_closings(operator_id=operator_id, count_max=CLOSINGS_SHOWN)
        ],
        "refusal": refusal,
    }


def _asked_month(written: str) -> date:
    """`2026-10`. Raises: Http404."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise Http404 from None


def _check_early(month: date, *, last: Closing | None, at: datetime) -> None:
    """Only a demo closes a month that is not over, and only the next one. Raises: Http404."""
    last_on = last.month_on if last else None
    if not settings.DEMO or (month != next_open_month(last_on, at=at) and month != last_on):
        raise Http404


def _result_in_words(
    company: Organization, *, month: date, closed: Closing | None, last: Closing | None
) -> str:
    words = {"company": name_of(company), "month": month_in_words(month)}
    if closed is not None:
        figures = {"introductions": closed.introductions, "credits": closed.credits}
        return _("%(company)sの%(month)sを締めました。紹介 %(introductions)s件、枠 %(credits)s名分。") % (
            words | figures
        )
    if last is not None and last.month_on > month:
        return _("%(company)sの%(month)sは、後の月と合わせて、もう締めています。") % words
    return _("%(company)sの%(month)sは、5件に満たないため、次の月と合わせます。") % words
