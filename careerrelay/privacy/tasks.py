"""What the clock does for people's rights."""

from datetime import datetime
from uuid import UUID

from procrastinate import Blueprint

from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.isolation import do_each
from careerrelay.privacy.journal import forget_old_records, write_journal
from careerrelay.privacy.keeping import run_records
from careerrelay.privacy.retaining import run_retention
from careerrelay.privacy.tidying import forget_what_was_abandoned

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="write_journal", pass_context=False)
def write_journal_task(timestamp: int | None = None) -> None:
    """Every minute, and whenever somebody was erased: what an older copy of the database would have to do again."""
    write_journal()


@tasks.periodic(cron="15 * * * *")
@tasks.task(name="run_retention", pass_context=False)
def run_retention_task(timestamp: int | None = None) -> None:
    """Every hour, so that a server that slept over midnight in Japan catches up; a day that is done is not done
    again."""
    at = clock.now()
    do_each(organizations_of_kind(Kind.COMPANY), lambda company_id: _retain(company_id, at=at))


def _retain(company_id: UUID, *, at: datetime) -> None:
    run_retention(organization_id=company_id, at=at)


@tasks.periodic(cron="25 * * * *")
@tasks.task(name="run_records", pass_context=False)
def run_records_task(timestamp: int | None = None) -> None:
    """Every hour as well: records of provision whose three years are over, and what rested on them."""
    at = clock.now()
    keepers = [*organizations_of_kind(Kind.OPERATOR), *organizations_of_kind(Kind.COMPANY)]
    do_each(keepers, lambda keeper_id: _keep(keeper_id, at=at))
    forget_old_records(on=day_in_japan(at))


def _keep(keeper_id: UUID, *, at: datetime) -> None:
    run_records(keeper_id=keeper_id, at=at)


@tasks.periodic(cron="45 18 * * *")
@tasks.task(name="forget_abandoned", pass_context=False)
def forget_abandoned(timestamp: int | None = None) -> None:
    """At 03:45 in Japan."""
    forget_what_was_abandoned(at=clock.now())
