"""When a link ends, when a profile counts, and how often a mailbox may be written to from an open form."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from careerrelay.core.calendar import same_hour_months_later

VERIFICATION_LASTS = timedelta(hours=24)
PERSONAL_LINK_MONTHS = 12
MAILS_A_DAY = 2
ONE_DAY = timedelta(days=1)


def link_expires_at(*, kind: str, issued_at: datetime) -> datetime:
    """24 hours to verify; the personal link lasts as long as a consent can (12 months)."""
    if kind == "verification":
        return issued_at + VERIFICATION_LASTS
    return same_hour_months_later(issued_at, PERSONAL_LINK_MONTHS)


def may_mail_again(*, links_last_day: int) -> bool:
    """Nobody can bomb a mailbox through an open form (P27)."""
    return links_last_day < MAILS_A_DAY


def missing_for_relay(
    *, name: str, occupation: str, skills: Sequence[str], regions: Sequence[str], is_confirmed: bool
) -> list[str]:
    """What a profile still lacks before it may be passed on: contact is verified by then, so a name, one skill
    or occupation, a region, and the person's own confirmation."""
    missing = []
    if not name.strip():
        missing.append("name")
    if not occupation.strip() and not skills:
        missing.append("skills")
    if not regions:
        missing.append("regions")
    if not missing and not is_confirmed:
        missing.append("confirmation")
    return missing
