"""Reading files of applicants and of one candidate, and what else takes longer than a page may."""

from uuid import UUID

from procrastinate import Blueprint, JobContext

from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.custom_fields import index_holders
from careerrelay.candidates.drafting import forget_old_drafts, read_draft
from careerrelay.candidates.file_texts import give_up_file, read_candidate_file
from careerrelay.candidates.indexing import renew_organization
from careerrelay.candidates.merges import forget_merges
from careerrelay.candidates.reasons import index_rejected_for
from careerrelay.candidates.running import compare_import
from careerrelay.candidates.undoing import forget_changes
from careerrelay.core import clock
from careerrelay.core.refusal import Trouble

tasks = Blueprint()

# A file that killed its worker so often is not what was unlucky.
ATTEMPTS_MAX = 3


@tasks.task(name="compare_import", retry=ATTEMPTS_MAX - 1)
def compare_import_task(organization_id: str, import_id: str) -> None:
    compare_import(organization_id=UUID(organization_id), import_id=UUID(import_id), at=clock.now())


@tasks.task(name="index_reason", retry=ATTEMPTS_MAX - 1)
def index_reason(organization_id: str, reason_id: str) -> None:
    index_rejected_for(organization_id=UUID(organization_id), reason_id=UUID(reason_id))


@tasks.task(name="index_field", retry=ATTEMPTS_MAX - 1)
def index_field(organization_id: str, field_id: str) -> None:
    index_holders(organization_id=UUID(organization_id), field_id=UUID(field_id))


@tasks.periodic(cron="*/5 * * * *")
@tasks.task(name="renew_search", lock="candidates:renew_search", queueing_lock="candidates:renew_search")
def renew_search(timestamp: int | None = None) -> None:
    """After an update that changed by what people are found, everybody is written anew. `careerrelay reindex --waiting`
    says how many are left."""
    for company_id in organizations_of_kind(Kind.COMPANY):
        renew_organization(organization_id=company_id)


@tasks.periodic(cron="40 2 * * *")
@tasks.task(name="forget_import_changes")
def forget_import_changes(timestamp: int | None = None) -> None:
    for company_id in organizations_of_kind(Kind.COMPANY):
        with acting_for(company_id):
            forget_changes(organization_id=company_id, at=clock.now())


@tasks.task(name="read_file", retry=ATTEMPTS_MAX - 1, pass_context=True)
def read_file_task(context: JobContext, organization_id: str, file_id: str) -> None:
    """Whoever comes after the last attempt says on the page that it was given up: nothing waits for ever."""
    which = {"organization_id": UUID(organization_id), "file_id": UUID(file_id)}
    if context.job.attempts >= ATTEMPTS_MAX:
        give_up_file(**which, at=clock.now())
        return
    try:
        read_candidate_file(**which, at=clock.now())
    except Trouble:
        if context.job.attempts + 1 >= ATTEMPTS_MAX:
            give_up_file(**which, at=clock.now())
        raise


@tasks.task(name="read_draft", retry=ATTEMPTS_MAX - 1)
def read_draft_task(organization_id: str, draft_id: str) -> None:
    read_draft(organization_id=UUID(organization_id), draft_id=UUID(draft_id))


@tasks.periodic(cron="45 2 * * *")
@tasks.task(name="forget_drafts")
def forget_drafts(timestamp: int | None = None) -> None:
    for company_id in organizations_of_kind(Kind.COMPANY):
        with acting_for(company_id):
            forget_old_drafts(organization_id=company_id, at=clock.now())


@tasks.periodic(cron="* * * * *")
@tasks.task(name="resume_files", pass_context=True, lock="candidates:resume_files")
async def resume_files(context: JobContext, timestamp: int | None = None) -> None:
    """A worker that was killed left a file unread: another one reads it, or says that it cannot be (P13)."""
    queue = context.app.job_manager
    for task in ("candidates:read_file", "candidates:read_draft"):
        for stalled in await queue.get_stalled_jobs(task_name=task):
            await queue.retry_job(stalled)


@tasks.periodic(cron="50 2 * * *")
@tasks.task(name="forget_old_merges", pass_context=False)
def forget_old_merges(timestamp: int | None = None) -> None:
    for company_id in organizations_of_kind(Kind.COMPANY):
        with acting_for(company_id):
            forget_merges(organization_id=company_id, at=clock.now())
