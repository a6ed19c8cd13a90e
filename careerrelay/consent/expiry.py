"""Whose consent ran out in silence, and by which day their data has to be gone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.candidates.models import Candidate, Merge
from careerrelay.consent.queries import granted_candidate_ids, grants_that_ran_out
from careerrelay.consent.rules.expiry import promised_day
from careerrelay.consent.rules.merged import root_of
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import expires_at

OF_COMPANY = (Purpose.POOL, Purpose.NEWS)


@dataclass(frozen=True, slots=True)
class ExpiredConsent:
    """A record whose last consent ended in silence. `due_on` is the promised day in Japan: gone by its end."""

    candidate_id: UUID
    expired_at: datetime
    due_on: date


def expired_and_due(*, organization_id: UUID, at: datetime) -> list[ExpiredConsent]:
    """The company's records that nobody consents to any more, because at least one consent ran out and none was given
    again: to be deleted on `due_on`, which is the day of `expired_at`. The longest overdue first.

    Of merged records only the one that was kept. Who refused or revoked everything is not here: they left at once.
    Records that are gone already are not named again. In the company's scope; two questions for each purpose.
    """
    granted: set[UUID] = set()
    ended: dict[UUID, datetime] = {}
    merges = Merge.objects.filter(organization_id=organization_id, undone_at=None)
    kept_of = dict(merges.values_list("gone_id", "kept_id"))
    for purpose in OF_COMPANY:
        granted |= granted_candidate_ids(purpose, organization_id=organization_id, at=at)
        run_out = grants_that_ran_out(purpose, organization_id=organization_id, at=at)
        for candidate_id, granted_at in run_out.values_list("candidate_id", "at"):
            assert candidate_id is not None, "what is about no record is left out"
            record = root_of(candidate_id, kept_of)
            ended[record] = max(granted_at, ended.get(record, granted_at))
    there = Candidate.objects.filter(organization_id=organization_id, id__in=ended.keys() - granted)
    return sorted(
        (
            ExpiredConsent(found, expires_at(ended[found]), promised_day(ended[found]))
            for found in there.values_list("id", flat=True)
        ),
        key=lambda expired: (expired.expired_at, expired.candidate_id),
    )
