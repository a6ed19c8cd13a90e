"""May this profile leave now? One decision, on plain values, for every way out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from careerrelay.core.calendar import months_later

ANSWER_WITHIN = timedelta(days=14)
DELETE_WITHIN = timedelta(hours=72)
KEEP_RECORD_MONTHS = 36


class WaitingFor(StrEnum):
    TIME = "time"
    PROFILE = "profile"
    PERMIT = "permit"
    AGREEMENT = "agreement"
    PERSON = "person"
    PLACEMENT = "placement"


class Verdict(StrEnum):
    PROVIDE = "provide"
    WAIT = "wait"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    waiting_for: WaitingFor | None = None


def may_leave(
    *,
    is_granted: bool,
    has_permit: bool,
    has_agreement: bool,
    missing_in_profile: Sequence[str],
    is_wished: bool = True,
    is_left_alone: bool = False,
    leaves_at: datetime,
    at: datetime,
) -> Decision:
    """Consent first: without it nothing else matters. Everything else is waited for, never skipped.

    `is_wished`: the person did not pause, the day that they named has come, and the agency is none of those that must
    not see them. `is_left_alone`: the agency placed this person less than two years ago.
    """
    if not is_granted:
        return Decision(Verdict.EXPIRE)
    for is_missing, reason in (
        (at < leaves_at, WaitingFor.TIME),
        (not is_wished, WaitingFor.PERSON),
        (is_left_alone, WaitingFor.PLACEMENT),
        (not has_permit, WaitingFor.PERMIT),
        (not has_agreement, WaitingFor.AGREEMENT),
        (bool(missing_in_profile), WaitingFor.PROFILE),
    ):
        if is_missing:
            return Decision(Verdict.WAIT, reason)
    return Decision(Verdict.PROVIDE)


def keep_record_until(provided_on: date) -> date:
    """Three years from the day of provision (個人情報保護法施行規則21条)."""
    return months_later(provided_on, KEEP_RECORD_MONTHS)
