"""The books of the network: each company's lines, and whether everything adds up."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import (
    day_in_japan,
    end_of_month,
    last_month,
    moment_in_japan,
    month_of,
    next_month,
)
from careerrelay.ledger.queries import StatementLine, find_discrepancies, statement_lines
from careerrelay.relay.network import companies_with_books, company_of_network
from careerrelay.web.operator.words import account_in_words, deed_in_words, name_of
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.templatetags.words import is_japanese


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def books(request: MemberRequest) -> HttpResponse:
    found = companies_with_books(operator_id=request.member.organization_id)
    context = {
        "books": [(each, name_of(each.company)) for each in found],
        "discrepancies": [each.ja if is_japanese() else each.en for each in find_discrepancies()],
    }
    return show(request, "operator/books.html", context)


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def statement(request: MemberRequest, company_id: UUID) -> HttpResponse:
    """One month, the running one unless another is asked for."""
    company = company_of_network(operator_id=request.member.organization_id, company_id=company_id)
    if company is None:
        raise Http404
    running = month_of(day_in_japan(clock.now()))
    month = _asked_month(request.GET.get("month"), running=running)
    lines = statement_lines(company.id, from_at=moment_in_japan(month, time(0)), until_at=end_of_month(month))
    context = {
        "name": name_of(company),
        "month": month,
        "before": last_month(month),
        "after": next_month(month) if month < running else None,
        "lines": [_in_words(line) for line in lines],
    }
    return show(request, "operator/statement.html", context)


def _asked_month(written: str | None, *, running: date) -> date:
    """`2026-10`; nothing for a month that nobody can mean. Raises: Http404."""
    if written is None:
        return running
    try:
        month = date.fromisoformat(f"{written}-01")
    except ValueError:
        raise Http404 from None
    if month.year < 2000 or month > running:
        raise Http404
    return month


def _in_words(line: StatementLine) -> dict[str, Any]:
    return {
        "line": line,
        "deed": deed_in_words(line.deed),
        "account": account_in_words(line.kind),
    }
