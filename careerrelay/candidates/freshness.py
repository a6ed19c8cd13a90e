"""Write down who confirmed what about a candidate, and find those of whom nothing was confirmed for a year."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, JSONField, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Greatest

from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.freshness import confirmed_by, stale_before


def confirm_fields(
    *, organization_id: UUID, candidate_ids: Collection[UUID], fields: Iterable[str], by: str, at: datetime
) -> None:
    """The same fields of one or many, in one statement. `by` as confirmed_by takes it. In the organization's
    scope; writes no audit entry, the deed that found the fields to be right writes its own."""
    said = confirmed_by({}, fields, by=by, at=at)
    if not said or not candidate_ids:
        return
    Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids).update(
        confirmed=CombinedExpression(F("confirmed"), "||", Value(said, JSONField())),
        confirmed_at=Greatest(F("confirmed_at"), Value(at)),
    )


def not_confirmed_lately(*, at: datetime) -> Q:
    """Candidates of whom nothing was confirmed within the last year. Who was never confirmed counts from the day of
    their record on: entering somebody says as much."""
    border = stale_before(at)
    return Q(confirmed_at__lt=border) | Q(confirmed_at=None, created_at__lt=border)
