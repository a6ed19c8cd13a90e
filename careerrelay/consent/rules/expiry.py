"""When a consent ends by itself, when we ask whether it shall go on, and the day on which the data is gone.

A consent lasts twelve months to the hour, by the calendar of Japan: what was granted on a leap day ends on the last of
February, what was granted at 23:59 on 31 December ends at 23:59 on 31 December. The question is put once, from thirty
days before. Silence is a no: hidden at that hour, deleted on that day (P39).
"""

from datetime import date, datetime, timedelta

from careerrelay.consent.rules.state import expires_at
from careerrelay.core.calendar import day_in_japan

ASK_BEFORE = timedelta(days=30)


def may_renew(until_at: datetime | None, *, at: datetime) -> bool:
    """Whether a consent that holds until then may be granted anew already: from the day on which we ask."""
    return until_at is not None and at < until_at and day_in_japan(at) >= day_in_japan(until_at) - ASK_BEFORE


def promised_day(granted_at: datetime) -> date:
    """The day in Japan by whose end the data is deleted if nobody answered: the one on which the consent ends."""
    return day_in_japan(expires_at(granted_at))
