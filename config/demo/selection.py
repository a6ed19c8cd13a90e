"""Selection as it is under way in the demo: interviews, what was said in them, reasons for a no, notes."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from careerrelay.accounts.models import Membership, Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.applications import move_stage
from careerrelay.candidates.evaluating import Judgement, hand_in_evaluation
from careerrelay.candidates.interviewing import InterviewFacts, plan_interview
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Interview,
    Recommendation,
    Rejection,
    RejectionReason,
)
from careerrelay.candidates.noting import write_note
from careerrelay.candidates.reasons import keep_default_reasons, reasons_offered
from careerrelay.candidates.rules.reasons import revisit_day
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan

JUDGEMENTS = (
    Judgement(
        4,
        Recommendation.YES,
        "不具合の切り分けを、実例で順を追って話せた。現場との調整も自分で進めている。",
    ),
    Judgement(5, Recommendation.STRONG_YES, "計測の原理から回路まで理解している。若手を教えた経験もある。"),
    Judgement(
        2, Recommendation.NO, "設計の経験はあるが、量産の立ち上げに関わったことがない。1年後にまた会いたい。"
    ),
)
NOTES = (
    "春に横浜へ転居の予定。勤務地は本社を希望。",
    "前回の面談で、海外拠点の立ち上げに関心があると話していた。",
    "現職の引き継ぎに2か月かかる見込み。",
)
# As files bring them: words, and no reason of the company's own.
WORDS = ("スキル不足", "年収が折り合わず", "経験年数が足りない")


def select_candidates(company: Organization, *, at: datetime) -> None:
    """Of those under way some were spoken to, some evaluations wait."""
    with acting_for(company.id):
        members = list(Membership.objects.filter(organization=company).order_by("id"))
        recruiter = next(one for one in members if one.role == Role.OWNER)
        interviewers = [one for one in members if one.role == Role.INTERVIEWER] or [recruiter]
        opened = Application.objects.filter(organization=company, state=ApplicationState.OPEN)
        for number, application in enumerate(
            opened.select_related("candidate").order_by("-applied_on", "id")[:9]
        ):
            _interview(application, recruiter, interviewers, number=number, at=at)


def give_reasons(
    company: Organization, *, chance: random.Random, at: datetime
) -> Callable[[list[Rejection]], None]:
    """Of those who were turned down most have a reason of the company's own."""
    with acting_for(company.id):
        keep_default_reasons(organization_id=company.id, at=at - timedelta(days=500))
        reasons = reasons_offered(organization_id=company.id)

    def give(rejections: list[Rejection]) -> None:
        for number, rejection in enumerate(rejections):
            if number % 5 == 4:
                rejection.reason = WORDS[number % len(WORDS)]
            else:
                _choose(rejection, chance.choice(reasons[:-1]))

    return give


def _choose(rejection: Rejection, reason: RejectionReason) -> None:
    rejection.chosen_reason, rejection.revisit = reason, reason.revisit
    rejection.revisit_on = revisit_day(
        reason.revisit, months=reason.revisit_months, rejected_on=rejection.rejected_on
    )


def _interview(
    application: Application,
    recruiter: Membership,
    interviewers: Sequence[Membership],
    *,
    number: int,
    at: datetime,
) -> None:
    """The first third has two interviews behind it, the next waits for an evaluation, the last is still to come."""
    planned_at = at - timedelta(days=8 - number % 3)
    by_recruiter = Actor.member(recruiter.user_id, organization_id=application.organization_id)
    held_on = day_in_japan(at) + timedelta(days=3 if number % 3 == 2 else -2)
    seats = frozenset({recruiter.user_id, *(one.user_id for one in interviewers)})
    interview = plan_interview(
        application, InterviewFacts("一次面接", held_on, seats), actor=by_recruiter, at=planned_at
    )
    if application.stage != "一次面接":
        move_stage(application, stage="一次面接", actor=by_recruiter, at=planned_at)
    if number % 3 == 0:
        _judge(interview, seats=(recruiter, *interviewers), number=number, at=at - timedelta(days=1))
        move_stage(application, stage="最終面接", actor=by_recruiter, at=at - timedelta(hours=20))
    if number % 2 == 0:
        words = NOTES[number % len(NOTES)]
        write_note(application.candidate, words=words, actor=by_recruiter, at=planned_at)


def _judge(interview: Interview, *, seats: Sequence[Membership], number: int, at: datetime) -> None:
    for place, member in enumerate(seats):
        hand_in_evaluation(
            interview,
            JUDGEMENTS[(number + place) % len(JUDGEMENTS)],
            actor=Actor.member(member.user_id, organization_id=interview.organization_id),
            at=at + timedelta(hours=place),
        )
