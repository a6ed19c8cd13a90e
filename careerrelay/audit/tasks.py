"""What the clock does for the trail: every entry gets its link within the minute."""

from procrastinate import Blueprint

from careerrelay.audit.chaining import seal_entries

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="seal_audit_entries", pass_context=False)
def seal_audit_entries(timestamp: int | None = None) -> None:
    seal_entries()
