"""When a link ends and what it opens, when a profile counts, and how often an open form may write to a mailbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from careerrelay.core.calendar import same_hour_months_later

VERIFICATION_LASTS = timedelta(hours=24)
PERSONAL_LINK_MONTHS = 12
MAILS_A_DAY = 2
ONE_DAY = timedelta(days=1)
# Long enough to read one's profile through and confirm it right after the answer, without waiting for the receipt;
# over before somebody at the company has opened a mail that quotes the link.
NOTICE_OPENS_AFTER_ANSWER = timedelta(hours=1)


class Opens(StrEnum):
    """What a link opens: the person's page and all behind it, the question of the company that it was mailed for,
    or nothing but the way to another link."""

    PAGE = "page"
    QUESTION = "question"
    RENEWAL = "renewal"


def link_expires_at(*, kind: str, issued_at: datetime) -> datetime:
    """24 hours to verify; every other link lasts as long as a consent can (12 months)."""
    if kind == "verification":
        return issued_at + VERIFICATION_LASTS
    return same_hour_months_later(issued_at, PERSONAL_LINK_MONTHS)


def what_opens(
    *,
    kind: str,
    has_stated_here: bool,
    has_stated_elsewhere: bool,
    answered_at: datetime | None,
    at: datetime,
) -> Opens:
    """A company can read the link of its own notice, in a mail that quotes it (P48). So that link asks the question,
    and then, for an hour, leads who answered by it to their profile.

    Not even for that hour where another company knows the person: whoever else presses the button in their place
    would read of it. The receipt, which only the person gets, has their link.
    """
    if kind != "notice":
        return Opens.PAGE
    if not has_stated_here:
        return Opens.QUESTION
    if has_stated_elsewhere or answered_at is None:
        return Opens.RENEWAL
    return Opens.PAGE if at < answered_at + NOTICE_OPENS_AFTER_ANSWER else Opens.RENEWAL


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
