"""When a relay counts as an introduction, and what a closing tells the company."""

from dataclasses import dataclass
from enum import StrEnum

# A live counter would tell who just opted in; a batch of five does not (DESIGN §4, P08).
BATCH_MIN = 5


class Trigger(StrEnum):
    REGISTERED = "registered"
    ACCEPTED = "accepted"


class Reward(StrEnum):
    """What a company receives for its introductions."""

    FREE_HIRE_CREDIT = "free_hire_credit"
    FEE_SHARE = "fee_share"


class Counting(StrEnum):
    """What came of counting; the agency and the operator see it, the company never per person."""

    COUNTED = "counted"
    ALREADY_AT_COMPANY = "already_at_company"
    ALREADY_AT_AGENCY = "already_at_agency"
    NO_AGREEMENT = "no_agreement"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one closing adds, and the totals after it. `credits` is what becomes usable by it."""

    introductions: int
    introductions_total: int
    credits: int
    credits_total: int


def batch_to_close(*, counted_total: int, closed_total: int, ratio: int) -> Batch | None:
    """None when fewer than five wait: they join the next month."""
    waiting = counted_total - closed_total
    if waiting < BATCH_MIN:
        return None
    credits_total = counted_total // ratio
    return Batch(waiting, counted_total, credits_total - closed_total // ratio, credits_total)
