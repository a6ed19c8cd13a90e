"""How an agency stands with its permit on a day, in one word and a day (P10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careerrelay.accounts.rules import PermitFacts, is_valid_permit

CAUTION_DAYS = 60


class Standing(StrEnum):
    VALID = "valid"
    ENDS_SOON = "ends_soon"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PermitStanding:
    """`until_on` is the last day that the permits on file cover without a gap; None unless one is valid now."""

    standing: Standing
    until_on: date | None = None
    days_left: int | None = None

    @property
    def may_receive(self) -> bool:
        return self.until_on is not None

    @property
    def needs_attention(self) -> bool:
        return self.standing is not Standing.VALID


def standing_of_permits(permits: Sequence[PermitFacts], *, on: date) -> PermitStanding:
    until_on = covered_until(permits, on=on)
    if until_on is not None:
        left = (until_on - on) // timedelta(days=1)
        standing = Standing.ENDS_SOON if left <= CAUTION_DAYS else Standing.VALID
        return PermitStanding(standing, until_on, left)
    if any(_is_suspended(permit, on=on) for permit in permits):
        return PermitStanding(Standing.SUSPENDED)
    if any(permit.valid_from_on > on for permit in permits):
        return PermitStanding(Standing.NOT_YET)
    return PermitStanding(Standing.EXPIRED if permits else Standing.MISSING)


def covered_until(permits: Sequence[PermitFacts], *, on: date) -> date | None:
    """The last day that they cover without a gap from this one on; None if not even this one.

    A renewal that is on file already counts: nobody has to ask for it again."""
    until_on = None
    day = on
    while valid := [permit for permit in permits if is_valid_permit(permit, on=day)]:
        until_on = max(_last_day_of(permit) for permit in valid)
        day = until_on + timedelta(days=1)
    return until_on


def _last_day_of(permit: PermitFacts) -> date:
    if permit.suspended_on is None:
        return permit.valid_until_on
    return min(permit.valid_until_on, permit.suspended_on - timedelta(days=1))


def _is_suspended(permit: PermitFacts, *, on: date) -> bool:
    return (
        permit.suspended_on is not None
        and permit.suspended_on <= on
        and permit.valid_from_on <= on <= permit.valid_until_on
    )
