"""What the clock does for people's rights."""

from procrastinate import Blueprint

from careerrelay.privacy.journal import write_journal

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="write_journal", pass_context=False)
def write_journal_task(timestamp: int | None = None) -> None:
    """Every minute, and whenever somebody was erased: what an older copy of the database would have to do again."""
    write_journal()
