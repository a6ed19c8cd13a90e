"""Columns that a company keeps for itself: what a cell must be for its form, and how the value is kept."""

import re
from dataclasses import dataclass
from decimal import Decimal

from careerrelay.core.refusal import Refusal
from careerrelay.text.cleaning import clean_line
from careerrelay.text.dates import parse_day
from careerrelay.text.folding import fold_for_search
from careerrelay.text.quoting import quotable

_CHARACTERS_MAX = 2_000
_NUMBER = re.compile(r"([+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?)(万?)")
_NOT_FIGURES = re.compile(r"[,\s¥\\円年人回点件]")


class UnfitCustomValue(Refusal):
    def __init__(self, name: str, value: str, *, ja: str, en: str) -> None:
        shown = quotable(value)
        super().__init__(ja=f"「{name}」の値「{shown}」は{ja}。", en=f"The value {shown} for '{name}' {en}.")


@dataclass(frozen=True, slots=True)
class CustomColumn:
    """The custom field that a column is kept as. `form`: text, number, day or choice."""

    id: str
    name: str
    form: str
    choices: tuple[str, ...] = ()

    @property
    def ja(self) -> str:
        return self.name

    @property
    def en(self) -> str:
        return self.name


def read_custom_value(cell: str, column: CustomColumn, *, is_1904: bool = False) -> str:
    """A number in plain digits, a day as 2026-11-19, a choice as the company spells it, a text on one line.

    Raises: UnfitCustomValue; of a day, also what `parse_day` raises.
    """
    value = clean_line(cell)
    if not value:
        return ""
    if column.form == "number":
        return _number(value, column)
    if column.form == "day":
        day = parse_day(value, is_1904=is_1904)
        return day.isoformat() if day is not None else ""
    if column.form == "choice":
        return _choice(value, column)
    if len(value) > _CHARACTERS_MAX:
        raise UnfitCustomValue(
            column.name,
            value,
            ja=f"{_CHARACTERS_MAX:,}文字を超えています",
            en=f"is longer than {_CHARACTERS_MAX:,} characters",
        )
    return value


def _number(value: str, column: CustomColumn) -> str:
    figures = _NOT_FIGURES.sub("", fold_for_search(value).replace("−", "-"))
    found = _NUMBER.fullmatch(figures)
    if found is None:
        raise UnfitCustomValue(column.name, value, ja="数字ではありません", en="is not a number")
    return f"{(Decimal(found[1]) * (10_000 if found[2] else 1)).normalize():f}"


def _choice(value: str, column: CustomColumn) -> str:
    folded = fold_for_search(value)
    found = next((choice for choice in column.choices if fold_for_search(choice) == folded), None)
    if found is None:
        raise UnfitCustomValue(
            column.name,
            value,
            ja=f"選択肢にありません。選べるのは{'、'.join(column.choices)}です",
            en=f"is not one of its choices: {', '.join(column.choices)}",
        )
    return found
