"""Which month can be closed now, and which one comes next."""

from datetime import date, datetime

from careerrelay.core.calendar import closing_moment, day_in_japan, last_month, month_of, next_month


def closable_month(at: datetime) -> date:
    """The newest month whose closing morning has come. It takes everything before it along."""
    month = last_month(day_in_japan(at))
    return month if at >= closing_moment(month) else last_month(month)


def next_open_month(last_closed: date | None, *, at: datetime) -> date:
    """The month that is running, or the first one after what was closed early."""
    running = month_of(day_in_japan(at))
    return running if last_closed is None else max(running, next_month(last_closed))
