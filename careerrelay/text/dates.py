"""Days as Japanese files write them: western, imperial era, compact, and as a spreadsheet's serial number.

Source: borders of the eras, 昭和64年政令第1号 and 平成31年政令第143号; serial numbers, Microsoft, "Excel
incorrectly assumes that the year 1900 is a leap year".
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_hyphens
from careerrelay.text.quoting import quotable, says_nothing

_JST = timezone(timedelta(hours=9), "JST")
_YEARS = range(1868, 2200)
_CHARACTERS_MAX = 64

# name: (first day, last day, year before its first)
_ERAS = {
    "M": (date(1868, 1, 25), date(1912, 7, 29), 1867),
    "T": (date(1912, 7, 30), date(1926, 12, 24), 1911),
    "S": (date(1926, 12, 25), date(1989, 1, 7), 1925),
    "H": (date(1989, 1, 8), date(2019, 4, 30), 1988),
    "R": (date(2019, 5, 1), date.max, 2018),
}
_ERA_LETTERS = {
    "明治": "M",
    "大正": "T",
    "昭和": "S",
    "平成": "H",
    "令和": "R",
    "明": "M",
    "大": "T",
    "昭": "S",
    "平": "H",
    "令": "R",
}
_MONTHS = {
    name: i
    for i, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}

# Google Forms writes 9:05:12 午前 GMT+9.
_TIME = (
    r"(?:午[前後]\s*)?[0-9]{1,2}(?::|時)[0-9]{1,2}(?:(?::|分)(?:[0-9]{1,2}(?:\.[0-9]+)?)?秒?)?"
    r"(?:\s*(?:[AP]\.?M\.?|午[前後]))?(?:\s*(?:GMT|UTC)\+0?9(?::?00)?)?"
)
_TAIL = rf"(?:\s*\([月火水木金土日](?:曜日?)?\))?(?:[T\s]\s*{_TIME})?"
_WESTERN = re.compile(
    rf"([0-9]{{4}})\s*(?:年|[/.-])\s*([0-9]{{1,2}})\s*(?:月|[/.-])\s*([0-9]{{1,2}})\s*日?{_TAIL}",
    re.IGNORECASE,
)
_IMPERIAL = re.compile(
    rf"(明治|大正|昭和|平成|令和|[明大昭平令MTSHR])\s*([0-9]{{1,2}}|元)\s*(?:年|[/.-])\s*"
    rf"([0-9]{{1,2}})\s*(?:月|[/.-])\s*([0-9]{{1,2}})\s*日?{_TAIL}",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_AMERICAN = re.compile(rf"([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]([0-9]{{4}}){_TAIL}", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"([A-Z]{{3,9}})\.?\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}}){_TAIL}", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]+([A-Z]{{3,9}})\.?,?[\s-]+([0-9]{{4}}){_TAIL}", re.IGNORECASE
)
_WITHOUT_YEAR = re.compile(
    rf"[0-9]{{1,2}}\s*(?:/\s*[0-9]{{1,2}}|月\s*[0-9]{{1,2}}\s*日?){_TAIL}|"
    rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?[\s-]+[0-9]{{1,2}}(?:st|nd|rd|th)?|"
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:{'|'.join(_MONTHS)})[a-z]*\.?",
    re.IGNORECASE,
)
_WITH_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,15}\s?(?:Z|[+-][0-9]{2}:?[0-9]{2}|UTC)")
_NO_DAY = frozenset({"0000-00-00", "0000/00/00", "0000-00-00 00:00:00"})

_LAST_SERIAL = 2958465  # 9999-12-31
_IMAGINED_SERIAL = 60  # 29 February 1900, which Lotus 1-2-3 invented and Excel kept


class ImpossibleDay(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(ja=f"日付「{shown}」はありません。", en=f"The date {shown} does not exist.")


class UnreadableDay(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(ja=f"日付「{shown}」を読み取れません。", en=f"The date {shown} cannot be read.")


class DayWithoutYear(UnreadableDay):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        Refusal.__init__(
            self,
            ja=f"日付「{shown}」には年がありません。2025-04-01 の形で書いてください。",
            en=f"The date {shown} has no year; write it like 2025-04-01.",
        )


class AmbiguousDay(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"日付「{shown}」は月と日の順序が決まりません。2025-04-01 の形で書いてください。",
            en=f"The date {shown} does not tell month from day; write it like 2025-04-01.",
        )


def parse_day(text: str, *, is_1904: bool = False) -> date | None:
    """The day that the text names; `None` for a blank or a dash. A time of day is read over; with an offset
    (`2025-03-31T20:00Z`) the day is the one in Japan.

    `is_1904`: serial numbers count from 1904, as in workbooks of old Macintosh versions.
    Raises: ImpossibleDay (令和7年2月29日), AmbiguousDay (04/05/2025), DayWithoutYear (5/29), UnreadableDay.
    """
    if len(text) > _CHARACTERS_MAX:
        raise UnreadableDay(text)
    return _parse_day(text, is_1904=is_1904)


def tells_month_first(texts: Iterable[str]) -> bool | None:
    """Whether days such as 3/18/2025 name the month first, by those of a column that can only be meant one way.

    `None` where none tells, or where they contradict each other.
    """
    orders = set[bool]()
    for text in texts:
        match = _AMERICAN.fullmatch(fold_hyphens(text[:_CHARACTERS_MAX]).strip())
        if match is not None:
            first, second = int(match.group(1)), int(match.group(2))
            orders |= {second > 12} if (first > 12) != (second > 12) else set()
    return orders.pop() if len(orders) == 1 else None


def with_year_first(text: str, *, is_month_first: bool) -> str:
    """`4/5/2025 9:00` as `2025-4-5`; anything else as it is."""
    match = _AMERICAN.fullmatch(fold_hyphens(text).strip()) if len(text) <= _CHARACTERS_MAX else None
    if match is None:
        return text
    first, second, year = match.groups()
    month, day = (first, second) if is_month_first else (second, first)
    return f"{year}-{month}-{day}" if int(month) <= 12 else text


@lru_cache(maxsize=4096)
def _parse_day(text: str, *, is_1904: bool) -> date | None:
    folded = fold_hyphens(text).strip().lstrip("'").strip()
    if says_nothing(folded) or folded in _NO_DAY:
        return None
    if _WITH_OFFSET.fullmatch(folded):
        return _day_in_japan(folded, written=text)
    for pattern, read in _READERS:
        match = pattern.fullmatch(folded)
        if match is not None:
            return read(match.groups(), text)
    serial = _SERIAL.fullmatch(folded)
    if serial is not None:
        return day_of_serial(int(serial.group(1)), is_1904=is_1904)
    if folded == str(_IMAGINED_SERIAL):
        raise ImpossibleDay(text)
    raise (DayWithoutYear if _WITHOUT_YEAR.fullmatch(folded) else UnreadableDay)(text)


def day_of_serial(serial: int, *, is_1904: bool = False) -> date:
    """The day behind a spreadsheet's number: 45992 is 1 December 2025. Raises: ImpossibleDay for 60."""
    last = _LAST_SERIAL - 1462 if is_1904 else _LAST_SERIAL
    if not (0 if is_1904 else 1) <= serial <= last:
        raise ImpossibleDay(str(serial))
    if is_1904:
        return date(1904, 1, 1) + timedelta(days=serial)
    if serial == _IMAGINED_SERIAL:
        raise ImpossibleDay(str(serial))
    return date(1899, 12, 31 if serial < _IMAGINED_SERIAL else 30) + timedelta(days=serial)


def _day(year: int, month: int, day: int, written: str) -> date:
    if year not in _YEARS:
        raise ImpossibleDay(written)
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDay(written) from None


def _read_western(parts: tuple[str, ...], written: str) -> date:
    year, month, day = (int(part) for part in parts)
    return _day(year, month, day, written)


def _read_imperial(parts: tuple[str, ...], written: str) -> date:
    era, year, month, day = parts
    first, last, before = _ERAS[_ERA_LETTERS.get(era, era.upper())]
    found = _day(before + (1 if year == "元" else int(year)), int(month), int(day), written)
    if year in {"0", "00"} or not first <= found <= last:
        raise ImpossibleDay(written)
    return found


def _read_american(parts: tuple[str, ...], written: str) -> date:
    first, second, year = (int(part) for part in parts)
    if first <= 12 and second <= 12 and first != second:
        raise AmbiguousDay(written)
    month, day = (first, second) if first <= 12 else (second, first)
    return _day(year, month, day, written)


def _read_month_first(parts: tuple[str, ...], written: str) -> date:
    month, day, year = parts
    number = _MONTHS.get(month[:3].lower())
    if number is None:
        raise UnreadableDay(written)
    return _day(int(year), number, int(day), written)


def _read_day_first(parts: tuple[str, ...], written: str) -> date:
    day, month, year = parts
    return _read_month_first((month, day, year), written)


def _day_in_japan(folded: str, *, written: str) -> date:
    try:
        moment = datetime.fromisoformat(
            folded.replace(" UTC", "+00:00").replace("UTC", "+00:00").replace(" ", "T", 1)
        )
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(_JST).date()
    except (ValueError, OverflowError):
        raise ImpossibleDay(written) from None


_READERS = (
    (_WESTERN, _read_western),
    (_IMPERIAL, _read_imperial),
    (_COMPACT, _read_western),
    (_AMERICAN, _read_american),
    (_MONTH_FIRST, _read_month_first),
    (_DAY_FIRST, _read_day_first),
)
