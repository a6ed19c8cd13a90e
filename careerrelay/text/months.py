"""Months as work histories name them: 2020年4月, 2020/04, 令和2年4月, R2.4; a whole day is read as its month."""

import re
from datetime import date

from careerrelay.core.refusal import Refusal
from careerrelay.text.dates import ImpossibleDay, parse_day
from careerrelay.text.folding import fold_hyphens
from careerrelay.text.quoting import quotable, says_nothing

_CHARACTERS_MAX = 40
_WESTERN = re.compile(r"([0-9]{4})\s*(?:年|[/.-])\s*([0-9]{1,2})\s*月?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})")
_IMPERIAL = re.compile(
    r"((?:明治|大正|昭和|平成|令和|[明大昭平令MTSHRmtshr])\s*(?:[0-9]{1,2}|元)\s*(?:年|[/.-]))\s*([0-9]{1,2})\s*月?"
)
_STILL = frozenset(
    {"現在", "現在に至る", "在職中", "在籍中", "在学中", "現職", "至現在", "present", "current", "now"}
)


class UnreadableMonth(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"「{shown}」を年と月に読めません。「2020/4」「令和2年4月」のように書いてください。",
            en=f"{shown} cannot be read as year and month; write it like 2020/4.",
        )


def parse_month(text: str) -> date | None:
    """The first day of the month; `None` for a blank and for 現在. Raises: UnreadableMonth, ImpossibleDay."""
    if len(text) > _CHARACTERS_MAX:
        raise UnreadableMonth(text)
    folded = fold_hyphens(text).strip()
    if says_nothing(folded) or folded.casefold() in _STILL:
        return None
    if found := _WESTERN.fullmatch(folded) or _COMPACT.fullmatch(folded):
        return _first_of(f"{found[1]}-{found[2]}", written=text)
    if found := _IMPERIAL.fullmatch(folded):
        return _first_of_imperial(found[1], found[2], written=text)
    try:
        day = parse_day(text)
    except ImpossibleDay:
        raise
    except Refusal:
        raise UnreadableMonth(text) from None
    return day.replace(day=1) if day else None


def written_month(month: date | None) -> str:
    return f"{month:%Y/%m}" if month else ""


def _first_of(year_and_month: str, *, written: str) -> date:
    try:
        found = parse_day(f"{year_and_month}-1")
    except Refusal:
        raise ImpossibleDay(written) from None
    assert found is not None
    return found


def _first_of_imperial(year: str, month: str, *, written: str) -> date:
    """平成元年1月 began on its eighth day, 昭和64年1月 ended on its seventh: any day of the era will do."""
    for day in (1, 28):
        try:
            found = parse_day(f"{year}{month}.{day}" if year[-1] == "." else f"{year}{month}/{day}")
        except Refusal:
            continue
        if found is not None:
            return found.replace(day=1)
    raise ImpossibleDay(written)
