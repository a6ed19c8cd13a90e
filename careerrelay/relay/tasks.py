"""What the clock does for relays: hand over what has cooled, count silence as yes, close the months."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from procrastinate import Blueprint

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import closing_moment, day_in_japan, last_month
from careerrelay.core.isolation import do_each
from careerrelay.people.satisfaction import close_satisfaction
from careerrelay.relay.actions.closing import close_month
from careerrelay.relay.actions.notifying import escalate_notices
from careerrelay.relay.actions.prolonging import recall_expired
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_overdue
from careerrelay.relay.verifying import keep_verification

tasks = Blueprint()


class ChainsOrBooksDisagree(Exception):
    """A trouble that somebody has to look at: the task fails, so that it is counted and seen."""


@tasks.periodic(cron="* * * * *")
@tasks.task(name="provide_due_relays")
def provide_due_relays(timestamp: int | None = None) -> None:
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        provide_due(operator_id=operator_id, at=clock.now())


@tasks.periodic(cron="10 * * * *")
@tasks.task(name="accept_overdue_copies")
def accept_overdue_copies(timestamp: int | None = None) -> None:
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        accept_overdue(operator_id=operator_id, at=clock.now())


@tasks.periodic(cron="*/10 * * * *")
@tasks.task(name="escalate_late_notices")
def escalate_late_notices(timestamp: int | None = None) -> None:
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        escalate_notices(operator_id=operator_id, at=clock.now())


@tasks.periodic(cron="5 * * * *")
@tasks.task(name="recall_expired_copies")
def recall_expired_copies(timestamp: int | None = None) -> None:
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        recall_expired(operator_id=operator_id, at=clock.now())


@tasks.periodic(cron="0 * * * *")
@tasks.task(name="close_last_month")
def close_last_month(timestamp: int | None = None) -> None:
    """Every hour, so that a server that slept through 03:00 catches up; a closed month is not closed again."""
    at = clock.now()
    month = last_month(day_in_japan(at))
    if at < closing_moment(month):
        return
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        with acting_for(operator_id):
            companies = list(
                Organization.objects.filter(operator_id=operator_id, kind=Kind.COMPANY)
                .order_by("id")
                .values_list("id", flat=True)
            )
        do_each(companies, partial(_close, operator_id=operator_id, month=month, at=at))


@tasks.periodic(cron="0 18 * * *")
@tasks.task(name="verify_nightly")
def verify_nightly(timestamp: int | None = None) -> None:
    """At 03:00 in Japan. What it finds stands on /trust and in the log; it changes nothing."""
    found = keep_verification(at=clock.now())
    if not found.is_clean:
        raise ChainsOrBooksDisagree(found.checks)


def _close(company_id: UUID, *, operator_id: UUID, month: date, at: datetime) -> None:
    close_month(
        operator_id=operator_id, company_id=company_id, month=month, actor=Actor.system("closing"), at=at
    )
    close_satisfaction(organization_id=company_id, month=month, at=at)
