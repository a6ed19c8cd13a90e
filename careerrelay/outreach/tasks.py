"""The sender's work, for the worker process."""

from django.conf import settings
from procrastinate import Blueprint

from careerrelay.core import clock
from careerrelay.outreach.channels.mail.server import parse_email_url
from careerrelay.outreach.sending import send_due

tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="send_due_letters", pass_context=False)
def send_due_letters(timestamp: int | None = None) -> None:
    """Every minute, and whenever somebody waits for a mail. Two at once share the queue without harm."""
    send_due(server=parse_email_url(settings.EMAIL_URL), clock=clock.now)
