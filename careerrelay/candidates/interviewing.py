"""Interviews: planned, changed, called off; who takes part. In the organization's scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from careerrelay.accounts.members import ListedMember, members_in_scope
from careerrelay.accounts.rules import Kind, Permission, is_permitted
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.applications import ApplicationEnded
from careerrelay.candidates.listing import not_set_aside
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Evaluation,
    Interview,
    Interviewer,
)
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal


class NobodyInterviews(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="面接する人を、1人は選んでください。", en="Choose at least one person who takes part."
        )


class AlreadyEvaluated(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class InterviewFacts:
    stage: str
    held_on: date | None
    member_ids: frozenset[UUID]


def possible_interviewers(*, organization_id: UUID) -> list[ListedMember]:
    """Members who may evaluate and can sign in today, by name."""
    return [
        member
        for member in members_in_scope(organization_id=organization_id)
        if member.is_active and is_permitted(Kind.COMPANY, member.role, Permission.EVALUATE)
    ]


def interview_in_scope(*, organization_id: UUID, interview_id: UUID) -> Interview | None:
    """With its application and candidate."""
    return (
        Interview.objects.filter(organization_id=organization_id, id=interview_id)
        .select_related("application", "application__candidate")
        .prefetch_related("interviewers")
        .first()
    )


def plan_interview(
    application: Application, facts: InterviewFacts, *, actor: Actor, at: datetime
) -> Interview:
    """Raises: ApplicationEnded, NobodyInterviews."""
    member_ids = _fit_members(facts, application, known=frozenset())
    interview = Interview.objects.create(
        organization_id=application.organization_id,
        application=application,
        stage=facts.stage,
        held_on=facts.held_on,
        created_at=at,
    )
    _seat(interview, member_ids)
    record_deed("plan_interview", of=interview, actor=actor, at=at)
    return interview


def change_interview(interview: Interview, facts: InterviewFacts, *, actor: Actor, at: datetime) -> None:
    """Whoever handed an evaluation in keeps the seat. Raises: ApplicationEnded, NobodyInterviews, AlreadyEvaluated."""
    _hold_application(interview)
    seated = {one.member_id for one in interview.interviewers.all()}
    member_ids = _fit_members(facts, interview.application, known=frozenset(seated))
    leaving = seated - member_ids
    if Evaluation.objects.filter(interview=interview, interviewer_id__in=leaving).exists():
        raise AlreadyEvaluated(
            ja="評価を出した人は、面接から外せません。",
            en="Whoever handed in an evaluation stays part of the interview.",
        )
    interview.stage, interview.held_on = facts.stage, facts.held_on
    interview.save(update_fields=["stage", "held_on"])
    Interviewer.objects.filter(interview=interview, member_id__in=leaving).delete()
    _seat(interview, member_ids - seated)
    record_deed("change_interview", of=interview, actor=actor, at=at)


def call_off_interview(interview: Interview, *, actor: Actor, at: datetime) -> None:
    """It does not take place, and is gone. Raises: AlreadyEvaluated."""
    _hold_application(interview)
    if Evaluation.objects.filter(interview=interview).exists():
        raise AlreadyEvaluated(
            ja="評価が出ている面接は、取りやめられません。",
            en="An interview with an evaluation cannot be called off.",
        )
    # Of the application, because the interview leaves nothing to which an entry could point.
    record_deed("call_off_interview", of=interview.application, actor=actor, at=at)
    interview.delete()


def own_interviews(*, organization_id: UUID, member_id: UUID) -> QuerySet[Interview]:
    """Those in which a member takes part, the newest day first, with application and candidate."""
    return (
        Interview.objects.filter(
            not_set_aside("application__candidate_id"),
            organization_id=organization_id,
            interviewers__member_id=member_id,
        )
        .select_related("application", "application__candidate")
        .order_by("-held_on", "-id")
    )


def interviews_to_evaluate(*, organization_id: UUID, member_id: UUID, on: date) -> QuerySet[Interview]:
    """Their own that took place, or have no day yet, of which they said nothing, while it can still count; the
    longest waiting first."""
    return (
        own_interviews(organization_id=organization_id, member_id=member_id)
        .filter(application__state=ApplicationState.OPEN)
        .exclude(held_on__gt=on)
        .exclude(
            id__in=Evaluation.objects.filter(
                organization_id=organization_id, interviewer_id=member_id
            ).values("interview_id")
        )
        .order_by("held_on", "id")
    )


def own_interview(*, organization_id: UUID, member_id: UUID, interview_id: UUID) -> Interview | None:
    """For the one who takes part; to anybody else it does not exist (P04)."""
    return (
        own_interviews(organization_id=organization_id, member_id=member_id).filter(id=interview_id).first()
    )


def _hold_application(interview: Interview) -> None:
    """Whoever hands an evaluation in holds it too: nobody loses a seat, or the interview, while they write."""
    Application.objects.select_for_update().get(id=interview.application_id)


def _fit_members(
    facts: InterviewFacts, application: Application, *, known: Collection[UUID]
) -> frozenset[UUID]:
    """Who may take part, of those asked for: a colleague who left keeps a seat, but gets no new one."""
    if application.state != ApplicationState.OPEN:
        raise ApplicationEnded
    possible = {
        member.user_id for member in possible_interviewers(organization_id=application.organization_id)
    }
    fit = facts.member_ids & (possible | set(known))
    if not fit:
        raise NobodyInterviews
    return fit


def _seat(interview: Interview, member_ids: Collection[UUID]) -> None:
    Interviewer.objects.bulk_create(
        [
            Interviewer(organization_id=interview.organization_id, interview=interview, member_id=member_id)
            for member_id in sorted(member_ids)
        ],
        ignore_conflicts=True,
    )
