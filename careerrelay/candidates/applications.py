"""Applications by hand: added, moved from stage to stage, ended in one of four ways. In the organization's scope.

To open an ended one again also stops a notice that waits, so that deed stands a floor higher (outreach.reopening).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Rejection,
    RejectionReason,
    StageMove,
    Withdrawal,
)
from careerrelay.candidates.reasons import keep_default_reasons
from careerrelay.candidates.rules.reasons import revisit_day
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal

# Stands where an imported application names its system.
ENTERED = "entered"


class ApplicationEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="この応募は、もう終わっています。変えるときは、選考に戻してからにしてください。",
            en="This application has ended. Reopen it first to change it.",
        )


class ApplicationNotEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="この応募は、いま選考中です。", en="This application is open already.")


class EndedBeforeApplied(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="終わった日が、応募日より前になっています。",
            en="It cannot have ended before the day of the application.",
        )


class EndedInFuture(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="終わった日が、今日より後になっています。", en="It cannot have ended after today."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    job_title: str
    stage: str
    route: str = ""
    applied_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionFacts:
    """`reason` is one of those offered; `is_told` where somebody said it in person already."""

    rejected_on: date
    stage: str
    reason: RejectionReason | None = None
    words: str = ""
    is_told: bool = False


def find_application(*, organization_id: UUID, application_id: UUID) -> Application | None:
    """With its candidate and what ended it."""
    return (
        Application.objects.filter(organization_id=organization_id, id=application_id)
        .select_related("candidate", "rejection", "rejection__chosen_reason", "withdrawal")
        .first()
    )


def application_to_change(*, organization_id: UUID, application_id: UUID) -> Application | None:
    """Locked until the deed is done, so that two people cannot decide differently at once. Whatever its state."""
    return (
        Application.objects.select_for_update(of=("self",))
        .filter(organization_id=organization_id, id=application_id)
        .select_related("candidate")
        .first()
    )


def enter_application(
    candidate: Candidate, facts: ApplicationFacts, *, actor: Actor, at: datetime
) -> Application | None:
    """None if the candidate left meanwhile: whoever came by themself goes with their last consent."""
    held = Candidate.objects.select_for_update().filter(id=candidate.id).first()
    if held is None:
        return None
    application = Application.objects.create(
        organization_id=held.organization_id,
        candidate=held,
        system=ENTERED,
        job_title=facts.job_title,
        route=facts.route,
        stage=facts.stage,
        state=ApplicationState.OPEN,
        applied_on=facts.applied_on,
        created_at=at,
        updated_at=at,
    )
    _index(application)
    record_deed("enter_application", of=application, actor=actor, at=at)
    return application


def move_stage(application: Application, *, stage: str, actor: Actor, at: datetime) -> bool:
    """Whether it was another one. Raises: ApplicationEnded."""
    _refuse_ended(application)
    if application.stage == stage:
        return False
    StageMove.objects.create(
        organization_id=application.organization_id,
        application=application,
        stage_before=application.stage,
        stage=stage,
        moved_by=actor.id,
        moved_at=at,
    )
    application.stage, application.decided_at, application.updated_at = stage, at, at
    application.save(update_fields=["stage", "decided_at", "updated_at"])
    _index(application)
    record_deed("move_stage", of=application, actor=actor, at=at)
    return True


def reject_application(
    application: Application, facts: RejectionFacts, *, actor: Actor, at: datetime
) -> Rejection:
    """The person is told by a notice, later and by another deed.

    Raises: ApplicationEnded, EndedBeforeApplied, EndedInFuture.
    """
    reason = facts.reason
    if reason is not None:
        keep_default_reasons(organization_id=application.organization_id, at=at)
    _end(application, state=ApplicationState.REJECTED, on=facts.rejected_on, at=at)
    rejection = Rejection.objects.create(
        organization_id=application.organization_id,
        application=application,
        rejected_on=facts.rejected_on,
        stage=facts.stage,
        reason=facts.words,
        chosen_reason_id=reason.id if reason else None,
        revisit=reason.revisit if reason else "",
        revisit_on=revisit_day(reason.revisit, months=reason.revisit_months, rejected_on=facts.rejected_on)
        if reason
        else None,
        told_at=at if facts.is_told else None,
        created_at=at,
    )
    _index(application)
    record_deed("reject_application", of=application, actor=actor, at=at)
    return rejection


def withdraw_application(
    application: Application, *, withdrawn_on: date, words: str, actor: Actor, at: datetime
) -> Withdrawal:
    """The candidate stepped back; no notice is ever made of it.

    Raises: ApplicationEnded, EndedBeforeApplied, EndedInFuture.
    """
    _end(application, state=ApplicationState.WITHDRAWN, on=withdrawn_on, at=at)
    withdrawal = Withdrawal.objects.create(
        organization_id=application.organization_id,
        application=application,
        withdrawn_on=withdrawn_on,
        reason=words,
        created_at=at,
    )
    _index(application)
    record_deed("withdraw_application", of=application, actor=actor, at=at)
    return withdrawal


def hire_applicant(application: Application, *, hired_on: date, actor: Actor, at: datetime) -> None:
    """Raises: ApplicationEnded, EndedBeforeApplied, EndedInFuture."""
    _end(application, state=ApplicationState.HIRED, on=hired_on, at=at)
    _index(application)
    record_deed("hire_applicant", of=application, actor=actor, at=at)


def close_application(application: Application, *, closed_on: date, actor: Actor, at: datetime) -> None:
    """Neither a no nor a yes, as when the job was given up.

    Raises: ApplicationEnded, EndedBeforeApplied, EndedInFuture.
    """
    _end(application, state=ApplicationState.CLOSED, on=closed_on, at=at)
    _index(application)
    record_deed("close_application", of=application, actor=actor, at=at)


def open_again(application: Application, *, at: datetime) -> None:
    """A part of reopen_application, which writes the entry. What ended it is gone. Raises: ApplicationNotEnded."""
    if application.state == ApplicationState.OPEN:
        raise ApplicationNotEnded
    Rejection.objects.filter(application=application).delete()
    Withdrawal.objects.filter(application=application).delete()
    application.state, application.ended_on = ApplicationState.OPEN, None
    application.decided_at = application.updated_at = at
    application.save(update_fields=["state", "ended_on", "decided_at", "updated_at"])
    _index(application)


def _refuse_ended(application: Application) -> None:
    if application.state != ApplicationState.OPEN:
        raise ApplicationEnded


def _end(application: Application, *, state: ApplicationState, on: date, at: datetime) -> None:
    if application.state not in (ApplicationState.OPEN, ApplicationState.UNDECIDED):
        raise ApplicationEnded
    if application.applied_on is not None and on < application.applied_on:
        raise EndedBeforeApplied
    if on > day_in_japan(at):
        raise EndedInFuture
    # What an undecided one carried from its file is replaced by what a human being decided.
    Rejection.objects.filter(application=application).delete()
    Withdrawal.objects.filter(application=application).delete()
    application.state, application.ended_on = state, on
    application.decided_at = application.updated_at = at
    application.save(update_fields=["state", "ended_on", "decided_at", "updated_at"])


def _index(application: Application) -> None:
    index_candidates(organization_id=application.organization_id, candidate_ids=[application.candidate_id])
