"""Reading a file of applicants, and counting what would come of it, for the worker process. On the floor that knows who
left: whom a company may not know of it meets anew (P08). Their names begin with `candidates:`, of whom they are."""

from uuid import UUID

from procrastinate import Blueprint, JobContext

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.forecasting import run_forecast
from careerrelay.candidates.running import run_import
from careerrelay.core import clock
from careerrelay.pool.showing import left_ids

import_tasks = Blueprint()
# A file that killed its worker so often is not what was unlucky.
ATTEMPTS_MAX = 3


@import_tasks.task(name="run_import", retry=ATTEMPTS_MAX - 1)
def run_import_task(organization_id: str, import_id: str) -> None:
    company_id, at = UUID(organization_id), clock.now()
    with acting_for(company_id):
        left = left_ids(organization_id=company_id, at=at)
    run_import(organization_id=company_id, import_id=UUID(import_id), leave_out=left, at=at)


@import_tasks.task(name="run_forecast", retry=ATTEMPTS_MAX - 1)
def run_forecast_task(organization_id: str, forecast_id: str) -> None:
    company_id, at = UUID(organization_id), clock.now()
    with acting_for(company_id):
        left = left_ids(organization_id=company_id, at=at)
    run_forecast(organization_id=company_id, forecast_id=UUID(forecast_id), leave_out=left, at=at)


@import_tasks.periodic(cron="* * * * *")
@import_tasks.task(name="resume_imports", pass_context=True, lock="candidates:resume_imports")
async def resume_imports(context: JobContext, timestamp: int | None = None) -> None:
    """A worker that was killed left whole chunks of its import: another one goes on behind them (P13). A forecast is
    counted anew."""
    queue = context.app.job_manager
    for task in ("candidates:run_import", "candidates:run_forecast"):
        for stalled in await queue.get_stalled_jobs(task_name=task):
            if stalled.attempts < ATTEMPTS_MAX:
                await queue.retry_job(stalled)
