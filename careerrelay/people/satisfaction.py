"""Satisfaction in one tap, told to the company once a month and never of fewer than five people (P08)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.core.calendar import end_of_month
from careerrelay.core.sql import sql_rows
from careerrelay.people.models import Satisfaction, SatisfactionClosing

# Fewer would tell who answered what.
ANSWERS_MIN = 5


def keep_satisfaction(
    score: int, *, person_id: UUID, company_id: UUID, notice_version: str, at: datetime
) -> bool:
    """The last tap counts until it was told to the company; then it stays. Returns whether it was kept."""
    with acting_for_person(person_id):
        found = Satisfaction.objects.select_for_update().filter(company_id=company_id).first()
        if found is not None and found.closed_at is not None:
            return False
        Satisfaction.objects.update_or_create(
            person_id=person_id,
            company_id=company_id,
            defaults={"score": score, "notice_version": notice_version, "given_at": at},
        )
    return True


@transaction.atomic
def close_satisfaction(*, organization_id: UUID, month: date, at: datetime) -> SatisfactionClosing | None:
    """Once a month, also for what waited longer; None while fewer than five wait. In no scope yet."""
    until_at = min(end_of_month(month), at)
    with acting_for(organization_id):
        Organization.objects.select_for_update(no_key=True).get(id=organization_id)
        if SatisfactionClosing.objects.filter(month_on__gte=month).exists():
            return None
        rows = sql_rows(
            "SELECT * FROM people_close_satisfaction(%s, %s, %s, %s)",
            [organization_id, until_at, at, ANSWERS_MIN],
        )
        if not rows:
            return None
        by_version = {version: [answers, score_sum] for version, answers, score_sum in rows}
        return SatisfactionClosing.objects.create(
            organization_id=organization_id,
            month_on=month,
            answers=sum(answers for answers, _sum in by_version.values()),
            score_sum=sum(score_sum for _answers, score_sum in by_version.values()),
            # One version below five, and the rest of the sum would tell what it said.
            by_version=by_version if all(n >= ANSWERS_MIN for n, _sum in by_version.values()) else {},
            closed_at=at,
        )


@dataclass(frozen=True, slots=True)
class ToldSatisfaction:
    """Over all closings: how many answered, and the mean of 1 to 5."""

    answers: int
    mean: float
    until: date


def told_satisfaction(*, organization_id: UUID) -> ToldSatisfaction | None:
    """In the company's scope; None before the first closing."""
    closings = list(SatisfactionClosing.objects.filter(organization_id=organization_id).order_by("month_on"))
    if not closings:
        return None
    answers = sum(closing.answers for closing in closings)
    total = sum(closing.score_sum for closing in closings)
    return ToldSatisfaction(answers, total / answers, closings[-1].month_on)
