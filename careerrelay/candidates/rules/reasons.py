"""The reasons for saying no that every company begins with, and when one lets somebody be thought of again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from careerrelay.core.calendar import months_later

AFTER_MONTHS = "after_months"
PROFILE_CHANGES = "profile_changes"
NEVER = "never"

# Three years are longer than anybody plans for.
REVISIT_MONTHS_MAX = 36


@dataclass(frozen=True, slots=True)
class DefaultReason:
    key: str
    name: str
    name_en: str
    revisit: str
    revisit_months: int | None = None


DEFAULT_REASONS = (
    DefaultReason(
        "skills", "経験やスキルが求人に合わない", "Experience or skills do not fit the job", PROFILE_CHANGES
    ),
    DefaultReason("years", "経験の年数が足りない", "Too few years of experience", AFTER_MONTHS, 12),
    DefaultReason(
        "languages",
        "語学や資格が求人に届かない",
        "Languages or qualifications below the requirement",
        PROFILE_CHANGES,
    ),
    DefaultReason("interviews", "面接の評価が届かなかった", "Interviews below the bar", AFTER_MONTHS, 12),
    DefaultReason("another", "ほかの候補者を採用した", "Another candidate was hired", AFTER_MONTHS, 6),
    DefaultReason(
        "closed", "募集枠が埋まった、募集を終えた", "The job was filled or closed", AFTER_MONTHS, 3
    ),
    DefaultReason(
        "conditions",
        "希望の条件(年収、勤務地、働き方)が合わない",
        "Conditions do not meet (salary, place, way of working)",
        PROFILE_CHANGES,
    ),
    DefaultReason("silent", "連絡が取れない", "Cannot be reached", AFTER_MONTHS, 6),
    DefaultReason("untrue", "応募の内容が事実と違う", "What was said in the application is not true", NEVER),
)


def default_reason_id(key: str, *, organization_id: UUID) -> UUID:
    """The id under which a company keeps this one: known before it is kept, so that a page can offer it."""
    return uuid5(organization_id, f"rejection reason {key}")


def default_reason_ids(*, organization_id: UUID) -> Iterator[UUID]:
    """In the order in which they are offered."""
    return (default_reason_id(reason.key, organization_id=organization_id) for reason in DEFAULT_REASONS)


def revisit_day(rule: str, *, months: int | None, rejected_on: date) -> date | None:
    """The first day on which somebody may be thought of again; None where no day decides it.

    At the end of a month it is the last day there is: 31 August and six months are 28 February.
    """
    if rule != AFTER_MONTHS or months is None:
        return None
    return months_later(rejected_on, months)
