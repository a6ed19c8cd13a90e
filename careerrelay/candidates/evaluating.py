"""Evaluations: each interviewer's own, handed in before the others' are seen. They never leave the company.

In the organization's scope.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Evaluation,
    Interview,
    Interviewer,
    Recommendation,
)
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal


class NotInterviewing(Refusal):
    pass


class EvaluationClosed(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` from 1 to 5."""

    score: int
    recommendation: Recommendation
    words: str


@dataclass(frozen=True, slots=True)
class EvaluatedInterview:
    """An interview as one reader may see it. `is_own_due`: they take part and said nothing yet, so that what the
    others said is kept from them; `hidden` is how many that are. `waiting_ids`: who still has to hand in."""

    interview: Interview
    interviewer_ids: tuple[UUID, ...]
    evaluations: tuple[Evaluation, ...]
    is_own_due: bool
    hidden: int
    waiting_ids: tuple[UUID, ...]


def hand_in_evaluation(
    interview: Interview, judgement: Judgement, *, actor: Actor, at: datetime
) -> Evaluation:
    """A member's own, or their own once more, while the application is open.

    Raises: NotInterviewing, EvaluationClosed.
    """
    application = Application.objects.select_for_update().get(id=interview.application_id)
    seat = Interviewer.objects.filter(interview=interview, member_id__in=[actor.id])
    if actor.kind != "member" or not seat.exists():
        raise NotInterviewing(
            ja="この面接の担当ではありません。", en="You do not take part in this interview."
        )
    if application.state != ApplicationState.OPEN:
        raise EvaluationClosed(
            ja="この応募は終わっているため、評価を変えられません。",
            en="The application has ended, so its evaluations stay as they are.",
        )
    evaluation, is_new = Evaluation.objects.update_or_create(
        interview=interview,
        interviewer_id=actor.id,
        defaults={
            "score": judgement.score,
            "recommendation": judgement.recommendation,
            "words": judgement.words,
            "updated_at": at,
        },
        create_defaults={
            "organization_id": interview.organization_id,
            "application": application,
            "score": judgement.score,
            "recommendation": judgement.recommendation,
            "words": judgement.words,
            "created_at": at,
            "updated_at": at,
        },
    )
    index_candidates(organization_id=interview.organization_id, candidate_ids=[application.candidate_id])
    record_deed("hand_in_evaluation" if is_new else "edit_evaluation", of=evaluation, actor=actor, at=at)
    return evaluation


def own_evaluation(interview: Interview, *, member_id: UUID) -> Evaluation | None:
    return Evaluation.objects.filter(interview=interview, interviewer_id=member_id).first()


def evaluated_interviews(
    applications: Iterable[Application], *, reader_id: UUID
) -> dict[UUID, list[EvaluatedInterview]]:
    """By application, the newest interview last; three queries. For somebody who may see evaluations."""
    by_id = {application.id: application for application in applications}
    found: dict[UUID, list[EvaluatedInterview]] = {application_id: [] for application_id in by_id}
    interviews = (
        Interview.objects.filter(application_id__in=by_id)
        .prefetch_related("interviewers", "evaluations")
        .order_by("held_on", "created_at", "id")
    )
    for interview in interviews:
        is_open = by_id[interview.application_id].state == ApplicationState.OPEN
        found[interview.application_id].append(
            seen_by(interview, reader_id=reader_id, is_application_open=is_open)
        )
    return found


def seen_by(interview: Interview, *, reader_id: UUID, is_application_open: bool) -> EvaluatedInterview:
    """Own evaluations first: somebody else's words would colour what is still to be said. After the end of the
    application nothing is to be said any more."""
    interviewer_ids = tuple(sorted(one.member_id for one in interview.interviewers.all()))
    evaluations = tuple(sorted(interview.evaluations.all(), key=lambda one: (one.created_at, one.id)))
    handed_in = {evaluation.interviewer_id for evaluation in evaluations}
    is_own_due = is_application_open and reader_id in interviewer_ids and reader_id not in handed_in
    return EvaluatedInterview(
        interview,
        interviewer_ids,
        () if is_own_due else evaluations,
        is_own_due,
        len(evaluations) if is_own_due else 0,
        tuple(member_id for member_id in interviewer_ids if member_id not in handed_in),
    )


def loose_evaluations(applications: Iterable[Application]) -> dict[UUID, list[Evaluation]]:
    """Those of no interview, as files bring them; by application, oldest first. One query."""
    found: dict[UUID, list[Evaluation]] = {}
    ids = [application.id for application in applications]
    for evaluation in Evaluation.objects.filter(application_id__in=ids, interview=None).order_by(
        "created_at", "id"
    ):
        found.setdefault(evaluation.application_id, []).append(evaluation)
    return found
