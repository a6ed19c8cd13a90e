"""Deeds on many and files of many, for the worker process."""

from uuid import UUID

from procrastinate import Blueprint, JobContext

from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.core import clock
from careerrelay.pool.bulk import run_bulk_deed
from careerrelay.pool.exporting import forget_old_exports, run_export

tasks = Blueprint()
ATTEMPTS_MAX = 3


@tasks.task(name="run_bulk_deed", retry=ATTEMPTS_MAX - 1)
def run_bulk_deed_task(organization_id: str, bulk_deed_id: str) -> None:
    run_bulk_deed(organization_id=UUID(organization_id), bulk_deed_id=UUID(bulk_deed_id), now=clock.now)


@tasks.task(name="run_export", retry=ATTEMPTS_MAX - 1)
def run_export_task(organization_id: str, bulk_deed_id: str) -> None:
    run_export(organization_id=UUID(organization_id), bulk_deed_id=UUID(bulk_deed_id), at=clock.now())


@tasks.periodic(cron="10 * * * *")
@tasks.task(name="forget_exports", pass_context=False)
def forget_exports(timestamp: int | None = None) -> None:
    """A file of people lies here for its day and no longer, whether or not anybody makes another one."""
    for company_id in organizations_of_kind(Kind.COMPANY):
        forget_old_exports(organization_id=company_id, at=clock.now())


@tasks.periodic(cron="* * * * *")
@tasks.task(name="resume_bulk_deeds", pass_context=True, lock="pool:resume_bulk_deeds")
async def resume_bulk_deeds(context: JobContext, timestamp: int | None = None) -> None:
    """A worker that was killed left its deed half done: another one goes on."""
    queue = context.app.job_manager
    for name in ("pool:run_bulk_deed", "pool:run_export"):
        for stalled in await queue.get_stalled_jobs(task_name=name):
            if stalled.attempts < ATTEMPTS_MAX:
                await queue.retry_job(stalled)
