"""When a record without consent is due, when it is set aside, and when it is erased. Days in Japan."""

from datetime import date, datetime, timedelta

from careerrelay.core.calendar import months_later, same_hour_months_later

# 職業安定法5条の5 and its guideline: personal data is kept as long as the purpose needs it. The company says how long.
DEFAULT_MONTHS = 6
MONTHS_MIN, MONTHS_MAX = 1, 60
QUARANTINE_DAYS = 30
# Nobody is set aside within so many days of being written down here: an import of old files comes first to somebody
# who looks at it, and may send its one invitation.
GRACE_DAYS = 30
# That somebody agreed to mail can be shown until a month after the last one (特定電子メール法施行規則4条).
MAIL_PROOF_MONTHS = 1


def due_on(last_on: date, *, recorded_on: date, months: int) -> date:
    """The day on which a record is set aside: so many months after the last decision (or, without one, after it was
    written down); 31 August and six months is the last of February."""
    return max(months_later(last_on, months), recorded_on + timedelta(days=GRACE_DAYS))


def erase_on(set_aside_on: date) -> date:
    return set_aside_on + timedelta(days=QUARANTINE_DAYS)


def is_record_over(keep_until_on: date, *, on: date) -> bool:
    """A record of provision is kept on the day that it names as the last, and gone on the next."""
    return on > keep_until_on


def last_gone_at(at: datetime) -> datetime:
    """Whoever was erased before this moment may be forgotten in statements too, where no record rests on them."""
    return same_hour_months_later(at, -MAIL_PROOF_MONTHS)


def latest_last_on(day: date, *, months: int) -> date:
    """Nobody whose last decision is later can be due on that day: for a question to the database, a few days wide."""
    return day - timedelta(days=28 * months)
