"""Japanese days: business days, the next sending hour, months and their closing morning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday

JST = ZoneInfo("Asia/Tokyo")

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SENDING_HOUR = time(10, 0)
CLOSING_HOUR = time(3, 0)
QUIET_UNTIL, QUIET_FROM = time(9, 0), time(20, 0)


def day_in_japan(at: datetime) -> date:
    return at.astimezone(JST).date()


def moment_in_japan(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=JST).astimezone(UTC)


def day_in_words(day: date, *, language: str) -> str:
    """2026年11月21日(土) / Sat 21 Nov 2026, as it is said on pages and in mails."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日({WEEKDAYS_JA[day.weekday()]})"
    return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def moment_in_words(at: datetime, *, language: str) -> str:
    """2026年11月21日(土)10:15(日本時間) / Sat 21 Nov 2026, 10:15 (Japan)."""
    day, clock = day_in_words(day_in_japan(at), language=language), f"{at.astimezone(JST):%H:%M}"
    return f"{day}{clock}(日本時間)" if language == "ja" else f"{day}, {clock} (Japan)"


def is_business_day(day: date) -> bool:
    """Monday to Friday, no public holiday, and not the days around New Year (12-29 to 01-03)."""
    if day.weekday() >= 5 or jpholiday.is_holiday(day):
        return False
    return not ((day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3))


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)


def next_business_morning(at: datetime) -> datetime:
    """10:00 JST of the next business day after `at`: the default end of the cooling period of a notice."""
    tomorrow = day_in_japan(at) + timedelta(days=1)
    day = next(day for day in _days_from(tomorrow) if is_business_day(day))
    return moment_in_japan(day, SENDING_HOUR)


def is_sending_hour(at: datetime) -> bool:
    """Whether a letter that nobody waits for may leave: on a business day, not at night."""
    local = at.astimezone(JST)
    return is_business_day(local.date()) and QUIET_UNTIL <= local.time() < QUIET_FROM


def month_of(day: date) -> date:
    """The first day of the month, which is how a month is written."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_month(day: date) -> date:
    return month_of(month_of(day) - timedelta(days=1))


def closing_moment(month: date) -> datetime:
    """When a month is closed: 03:00 JST on the first business day of the next month."""
    day = next(day for day in _days_from(next_month(month)) if is_business_day(day))
    return moment_in_japan(day, CLOSING_HOUR)


def end_of_month(month: date) -> datetime:
    """The first moment that no longer belongs to the month, midnight JST."""
    return moment_in_japan(next_month(month), time(0, 0))


def months_later(day: date, months: int) -> date:
    """The same day `months` later; the last day of that month where it has no such day (31 Jan → 28 Feb)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_month(first) - timedelta(days=1))


def same_hour_months_later(at: datetime, months: int) -> datetime:
    local = at.astimezone(JST)
    return datetime.combine(months_later(local.date(), months), local.timetz()).astimezone(UTC)
