"""Days, moments, counts and refusals in words, in the reader's language and in Japanese time.

These filters are built in: every template has them without `{% load %}`.
"""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import get_language

from careerrelay.accounts.queries import OpenMembership
from careerrelay.core.calendar import JST, MONTHS_EN, WEEKDAYS_EN, WEEKDAYS_JA, day_in_japan, day_in_words
from careerrelay.core.refusal import Refusal

register = template.Library()

FULL_MONTHS_EN = (
    "January February March April May June July August September October November December".split()
)


def is_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def _day_of(value: date | datetime) -> date:
    return day_in_japan(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """11月21日(金) / Fri 21 Nov. Nothing for nothing."""
    if value is None:
        return ""
    on = _day_of(value)
    if is_japanese():
        return f"{on.month}月{on.day}日({WEEKDAYS_JA[on.weekday()]})"
    return f"{WEEKDAYS_EN[on.weekday()]} {on.day} {MONTHS_EN[on.month - 1]}"


@register.filter
def full_day(value: date | datetime | None) -> str:
    """2025年11月21日(金) / Fri 21 Nov 2025: where the year is not plain from the page."""
    if value is None:
        return ""
    return day_in_words(_day_of(value), language="ja" if is_japanese() else "en")


@register.filter
def table_day(value: date | datetime | None) -> str:
    """2025/11/21 in both languages, for columns."""
    return "" if value is None else f"{_day_of(value):%Y/%m/%d}"


@register.filter
def days_until(start: date, end: date | None) -> str:
    """2026/01/08〜2027/01/07 / 2026/01/08–2027/01/07, for columns. Without an end, 2026/01/08〜 / since 2026/01/08."""
    if is_japanese():
        return f"{table_day(start)}〜{table_day(end)}"
    return f"{table_day(start)}–{table_day(end)}" if end else f"since {table_day(start)}"


@register.filter
def month(value: date | datetime | None) -> str:
    """2025年10月 / October 2025."""
    if value is None:
        return ""
    on = _day_of(value)
    return f"{on.year}年{on.month}月" if is_japanese() else f"{FULL_MONTHS_EN[on.month - 1]} {on.year}"


@register.filter
def clock(value: datetime | None) -> str:
    """10:15."""
    return "" if value is None else f"{value.astimezone(JST):%H:%M}"


@register.filter
def moment(value: datetime | None) -> str:
    """11月21日(金)10:15 / Fri 21 Nov at 10:15."""
    if value is None:
        return ""
    return f"{day(value)}{clock(value)}" if is_japanese() else f"{day(value)} at {clock(value)}"


@register.filter
def left(until: datetime | None, now: datetime) -> str:
    """あと18時間 / 18 hours left. Rounded down, so that nobody counts on more time than there is."""
    if until is None:
        return ""
    remaining = until - now
    for unit, ja, en in (
        (timedelta(days=1), "日", "day"),
        (timedelta(hours=1), "時間", "hour"),
        (timedelta(minutes=1), "分", "minute"),
    ):
        # Two days are told in days; "1 day left" would hide whether it is 25 hours or 47.
        if remaining >= unit * (2 if ja == "日" else 1):
            number = remaining // unit
            return f"あと{number}{ja}" if is_japanese() else f"{number} {en}{'' if number == 1 else 's'} left"
    if remaining > timedelta(0):
        return "あと1分以内" if is_japanese() else "less than a minute left"
    return "時間になりました" if is_japanese() else "time is up"


@register.filter
def count(value: int | None) -> str:
    """1,240, with a true minus. What nobody knows is said in words, never as 0 or a dash."""
    if value is None:
        return "未確認" if is_japanese() else "unknown"
    return f"{value:,}".replace("-", "−")


@register.filter
def signed(value: int) -> str:
    """+6, −1, 0."""
    return f"+{value:,}" if value > 0 else count(value)


@register.filter
def yen(value: int | None) -> str:
    """600万円, 1,234,500円 / ¥6,000,000."""
    if value is None:
        return count(None)
    if not is_japanese():
        return f"¥{value:,}".replace("¥-", "−¥")
    return f"{count(value // 10_000)}万円" if value and value % 10_000 == 0 else f"{count(value)}円"


@register.filter
def sentence(value: Refusal | str | None) -> str:
    """A refusal in the reader's language; a text passes unchanged."""
    if isinstance(value, Refusal):
        return value.sentence(get_language() or "ja")
    return str(value or "")


@register.filter
def own_organization(membership: OpenMembership) -> str:
    """The legal name of the organization that somebody belongs to, or its English one."""
    name, name_en = membership.organization_name, membership.organization_name_en
    return name if is_japanese() else name_en or name


@register.filter
def masked_address(address: str) -> str:
    """h•••••@example.jp: enough for the owner to recognise it, always the same number of dots."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}•••••{at}{domain}" if at else "•••••"


@register.filter
def initials(name: str) -> str:
    """佐・遥 / A. K.: a person who may not be named yet."""
    letters = [part[0] for part in name.split()]
    if all(letter.isascii() for letter in letters):
        return " ".join(f"{letter.upper()}." for letter in letters)
    return "・".join(letters)


@register.filter
def batons(handed: int, of: int = 10) -> list[bool]:
    """One truth per baton of the track, those handed over first."""
    return [place < handed for place in range(of)]
