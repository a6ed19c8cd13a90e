"""An application that is open again: whatever said otherwise and waits to leave is stopped in the same transaction.

What a sender holds in hand already is looked at once more right before the wire (outreach_start). Both deeds run in
the organization's scope.
"""

from datetime import datetime

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.applications import ApplicationFacts, enter_application, open_again
from careerrelay.candidates.models import Application, Candidate
from careerrelay.core.actor import Actor
from careerrelay.outreach.actions import cancel_notices_of


def reopen_application(application: Application, *, actor: Actor, at: datetime) -> int:
    """How many notices were stopped. Raises: ApplicationNotEnded."""
    open_again(application, at=at)
    stopped = cancel_notices_of(application.candidate, actor=actor, at=at)
    record_deed("reopen_application", of=application, actor=actor, at=at)
    return stopped


def apply_anew(
    candidate: Candidate, facts: ApplicationFacts, *, actor: Actor, at: datetime
) -> Application | None:
    """Another application by hand: while it is open, no notice reaches this person. None if they left meanwhile."""
    application = enter_application(candidate, facts, actor=actor, at=at)
    if application is not None:
        cancel_notices_of(candidate, actor=actor, at=at)
    return application
