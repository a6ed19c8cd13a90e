"""Wishes for a yearly salary as people write them: 600万円, 600〜700万円, ¥6,000,000, 700万円まで."""

import re
from dataclasses import dataclass
from decimal import Decimal

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_hyphens
from careerrelay.text.quoting import quotable, says_nothing

_CHARACTERS_MAX = 60
_MAN = 10_000
# In forms of applicants a bare figure below this one means 万円.
_BARE_MAN_MAX = 10_000
_YEARLY_JPY = range(100_000, 1_000_000_001)

_UNITS = {
    "万": _MAN,
    "千万": 10_000_000,
    "百万": 1_000_000,
    "億": 100_000_000,
    "million": 1_000_000,
    "m": 1_000_000,
}
_AMOUNT = r"[¥\\]?\s*([0-9]+(?:\.[0-9]+)?)\s*(千万|百万|万|億|million|m(?![a-z]))?\s*(?:円|yen)?"
_ONE = re.compile(_AMOUNT)
_BETWEEN = re.compile(rf"{_AMOUNT}\s*(?:[~-]|から|to)\s*{_AMOUNT}")
_AT_LEAST = re.compile(rf"{_AMOUNT}\s*(?:以上|~|から|より|or more|\+)")
_AT_MOST = re.compile(rf"[~-]\s*{_AMOUNT}|(?:up to )?{_AMOUNT}\s*(?:以下|以内|まで)|up to {_AMOUNT}")
_BEFORE = re.compile(r"(?:(?:希望|現在|年収|年俸|annual|salary|jpy|約|およそ|:)\s*)+")
_BEHIND = re.compile(r"\s*(?:程度|前後|くらい|ぐらい|位|ほど|per year|a year|/年)$")
_THOUSANDS = re.compile(r"(?<=[0-9])[,、](?=[0-9]{3}(?![0-9]))")
_OPEN = frozenset({"応相談", "相談", "要相談", "貴社規定", "規定", "問わない", "こだわらない", "negotiable"})


class UnreadableSalary(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"年収「{shown}」を読み取れません。「600万円」「600〜700万円」のように書いてください。",
            en=f"The yearly salary {shown} cannot be read; write it like 6,000,000 or 600〜700万円.",
        )


class MonthlySalary(Refusal):
    def __init__(self, written: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"「{shown}」は月や時間の額のようです。年収で書いてください。",
            en=f"{shown} looks like pay by the month or hour; write the yearly salary.",
        )


@dataclass(frozen=True, slots=True)
class SalaryBand:
    """By the year; an open end is `None`. A single figure is both ends."""

    min_jpy: int | None
    max_jpy: int | None


def parse_salary(text: str) -> SalaryBand | None:
    """`None` for a blank and for 応相談. Raises: UnreadableSalary, MonthlySalary."""
    if len(text) > _CHARACTERS_MAX:
        raise UnreadableSalary(text)
    folded = fold_hyphens(text).replace("〜", "~").replace("～", "~").casefold().strip()
    if says_nothing(folded) or folded in _OPEN:
        return None
    if any(word in folded for word in ("月", "時給", "日給", "month", "hour")):
        raise MonthlySalary(text)
    bare = _THOUSANDS.sub("", folded)
    if before := _BEFORE.match(bare):
        bare = bare[before.end() :]
    if behind := _BEHIND.search(bare):
        bare = bare[: behind.start()]
    return _band(bare.strip(), written=text)


def written_salary(band: SalaryBand) -> str:
    """600万円, 600〜700万円, 600万円以上, 700万円まで; to the yen where it is no round 万."""
    least, most = band.min_jpy, band.max_jpy
    if least is None:
        return f"{_written(most)}円まで" if most is not None else ""
    if most is None:
        return f"{_written(least)}円以上"
    if least == most:
        return f"{_written(least)}円"
    if least % _MAN or most % _MAN:
        return f"{_written(least)}円〜{_written(most)}円"
    return f"{least // _MAN:,}〜{_written(most)}円"


def _written(amount_jpy: int) -> str:
    return f"{amount_jpy:,}" if amount_jpy % _MAN else f"{amount_jpy // _MAN:,}万"


def _band(bare: str, *, written: str) -> SalaryBand:
    if found := _BETWEEN.fullmatch(bare):
        low, low_unit, high, high_unit = found.groups()
        least = _yen(low, low_unit or high_unit, written=written)
        most = _yen(high, high_unit or low_unit, written=written)
        if least > most:
            raise UnreadableSalary(written)
        return SalaryBand(least, most)
    if found := _AT_LEAST.fullmatch(bare):
        return SalaryBand(_yen(*found.groups(), written=written), None)
    if found := _AT_MOST.fullmatch(bare):
        amount, unit = next(
            (found[index], found[index + 1]) for index in (1, 3, 5) if found[index] is not None
        )
        return SalaryBand(None, _yen(amount, unit, written=written))
    if found := _ONE.fullmatch(bare):
        amount_jpy = _yen(*found.groups(), written=written)
        return SalaryBand(amount_jpy, amount_jpy)
    raise UnreadableSalary(written)


def _yen(amount: str, unit: str | None, *, written: str) -> int:
    number = Decimal(amount)
    bare_factor = _MAN if number < _BARE_MAN_MAX else 1
    factor = bare_factor if unit is None else _UNITS[unit]
    amount_jpy = int(number * factor)
    if amount_jpy not in _YEARLY_JPY:
        raise UnreadableSalary(written)
    return amount_jpy
