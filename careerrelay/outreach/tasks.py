"""The sender's work, for the worker process."""

from datetime import time
from functools import partial

from django.conf import settings
from procrastinate import Blueprint

from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.consent.renewal import renewals_due
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan, moment_in_japan
from careerrelay.core.isolation import do_each
from careerrelay.outreach.channels.mail.server import parse_email_url
from careerrelay.outreach.heads import mail_heads
from careerrelay.outreach.renewing import ask_to_renew
from careerrelay.outreach.sending import send_due

tasks = Blueprint()

# In Japan: the day has begun, and the mail lies on top of the inbox.
HEADS_FROM = time(6, 0)


@tasks.periodic(cron="* * * * *")
@tasks.task(name="send_due_letters", pass_context=False)
def send_due_letters(timestamp: int | None = None) -> None:
    """Every minute, and whenever somebody waits for a mail. Two at once share the queue without harm."""
    send_due(server=parse_email_url(settings.EMAIL_URL), clock=clock.now)


@tasks.periodic(cron="15 * * * *")
@tasks.task(name="mail_daily_heads")
def mail_daily_heads(timestamp: int | None = None) -> None:
    """Every hour from six in the morning in Japan, so that a server that slept catches up; once a day for each."""
    at = clock.now()
    if at < moment_in_japan(day_in_japan(at), HEADS_FROM):
        return
    everybody = [organization_id for kind in Kind for organization_id in organizations_of_kind(kind)]
    do_each(everybody, partial(mail_heads, at=at))


@tasks.periodic(cron="20 1 * * *")
@tasks.task(name="ask_to_renew_consents")
def ask_to_renew_consents(timestamp: int | None = None) -> None:
    """At 10:20 in Japan. Who is missed today is asked tomorrow; nobody is asked twice."""
    at = clock.now()
    do_each(renewals_due(at=at), partial(ask_to_renew, at=at))
