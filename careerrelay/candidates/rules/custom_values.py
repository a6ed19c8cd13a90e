"""What stands in a field of a company's own: understood from text, and written as text again."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from careerrelay.candidates.rules.fair_hiring import refuse_barred_answers
from careerrelay.core.refusal import Refusal
from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.text.dates import parse_day
from careerrelay.text.folding import fold_for_search, fold_hyphens
from careerrelay.text.quoting import quotable, says_nothing

TEXT_CHARACTERS_MAX = 2000
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")

CustomValue = str | int | float


class CustomFieldFacts(Protocol):
    """What a CustomField is, without its row."""

    @property
    def name(self) -> str: ...

    @property
    def form(self) -> str: ...

    @property
    def choices(self) -> Sequence[str]: ...


class UnfitValue(Refusal):
    pass


def custom_value(field: CustomFieldFacts, text: str) -> CustomValue | None:
    """The value as Candidate.custom holds it; `None` for a blank. A day is `2026-11-19`.

    Raises: UnfitValue, BarredAnswer, and the refusals of parse_day.
    """
    if field.form == "text":
        return _text(field, text)
    line = clean_line(text)
    if says_nothing(line):
        return None
    if field.form == "number":
        return _number(field, line)
    if field.form == "day":
        day = parse_day(line)
        return None if day is None else day.isoformat()
    return _choice(field, line)


def written_custom_value(field: CustomFieldFacts, value: CustomValue | None) -> str:
    """As custom_value reads it again; a day as 2026/11/19."""
    if value is None:
        return ""
    if field.form == "day":
        return f"{date.fromisoformat(str(value)):%Y/%m/%d}"
    if field.form == "number":
        return f"{Decimal(str(value)):,f}"
    return str(value)


def _text(field: CustomFieldFacts, text: str) -> str | None:
    cleaned = clean_paragraphs(text)
    if len(cleaned) > TEXT_CHARACTERS_MAX:
        raise UnfitValue(
            ja=f"「{field.name}」は{TEXT_CHARACTERS_MAX:,}文字までです。いまは{len(cleaned):,}文字です。",
            en=f"{field.name} takes {TEXT_CHARACTERS_MAX:,} characters; there are {len(cleaned):,}.",
        )
    refuse_barred_answers(cleaned)
    return cleaned or None


def _number(field: CustomFieldFacts, line: str) -> int | float:
    folded = _THOUSANDS.sub("", fold_hyphens(line)).strip()
    if not _NUMBER.fullmatch(folded):
        shown = quotable(line)
        raise UnfitValue(
            ja=f"「{field.name}」は数だけを書いてください。「{shown}」は読み取れません。",
            en=f"{field.name} takes a number only; {shown} cannot be read.",
        )
    number = Decimal(folded)
    return int(number) if number == number.to_integral_value() else float(number)


def _choice(field: CustomFieldFacts, line: str) -> str:
    """However it is spelled: ﾘﾓｰﾄ is リモート."""
    folded = fold_for_search(line)
    for choice in field.choices:
        if fold_for_search(choice) == folded:
            return choice
    shown = quotable(line)
    known = "、".join(field.choices)
    raise UnfitValue(
        ja=f"「{field.name}」に「{shown}」はありません。選べるのは、{known}です。",
        en=f"{field.name} has no {shown}; choose one of: {', '.join(field.choices)}.",
    )
