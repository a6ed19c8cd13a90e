"""Close a month (締め): what the company is told, in batches of five and more, and the credits it may use."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import closing_moment, day_in_japan, end_of_month, month_of, next_month
from careerrelay.core.refusal import Refusal
from careerrelay.ledger.actions import release_credits
from careerrelay.ledger.queries import balances_of
from careerrelay.relay.models import Closing, Introduction
from careerrelay.relay.queries import DEFAULT_RATIO
from careerrelay.relay.rules.counting import batch_to_close


class MonthStillOpen(Refusal):
    pass


@transaction.atomic
def close_month(
    *, operator_id: UUID, company_id: UUID, month: date, is_early: bool = False, actor: Actor, at: datetime
) -> Closing | None:
    """Close one company's month, once; again changes nothing. None when fewer than five introductions wait.

    `is_early` closes a month that is not over, for a demo. Raises: MonthStillOpen.
    """
    month = month_of(month)
    if not is_early and at < closing_moment(month):
        raise MonthStillOpen(
            ja=f"{month.year}年{month.month}月は、翌月の最初の営業日3:00まで締められません。",
            en=f"{month:%Y-%m} cannot be closed before 3:00 on the first business day of the next month.",
        )
    until_at = min(end_of_month(month), at)
    with acting_for(operator_id):
        # The second of a double click waits here and then finds the closing of the first.
        company = Organization.objects.select_for_update(no_key=True).get(id=company_id)
        ratio = balances_of(company_id).ratio or DEFAULT_RATIO
        closed = Closing.objects.filter(company_id=company_id).order_by("-month_on").first()
        if closed is not None and closed.month_on >= month:
            return closed if closed.month_on == month else None
        counted = Introduction.objects.filter(company_id=company_id, counted_at__lt=until_at)
        closed_total = closed.introductions_total if closed else 0
        batch = batch_to_close(counted_total=counted.count(), closed_total=closed_total, ratio=ratio)
        if batch is None:
            return None
        closing = Closing.objects.create(
            operator_id=operator_id,
            company_id=company_id,
            month_on=month,
            from_month_on=_first_month(company, closed, month=month),
            **asdict(batch),
            closed_at=at,
        )
        _release(closing, actor=actor, at=at)
        record_deed("close_month", of=closing, actor=actor, at=at)
    return closing


def _first_month(company: Organization, closed: Closing | None, *, month: date) -> date:
    """The month after the last closing, or the one in which the company joined. Never the month of the first
    introduction: that would tell a month with none from one with a few (P08)."""
    first = next_month(closed.month_on) if closed else month_of(day_in_japan(company.created_at))
    return min(first, month)


def _release(closing: Closing, *, actor: Actor, at: datetime) -> None:
    """What this closing earned may be used from now on. A debt was repaid first: then less is pending."""
    count = min(closing.credits, balances_of(closing.company_id).credits_pending)
    if count:
        release_credits(
            operator_id=closing.operator_id,
            company_id=closing.company_id,
            count=count,
            key=f"closing:{closing.company_id}:{closing.month_on.isoformat()}",
            cause_id=closing.id,
            actor=actor,
            at=at,
        )
