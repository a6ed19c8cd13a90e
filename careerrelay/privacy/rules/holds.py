"""What a hold may keep back from a person's own erasure, for how long, and in which words they are told."""

from datetime import date
from enum import StrEnum
from typing import Final

from careerrelay.core.calendar import months_later

# A claim ends five years after whoever has it knows of it (民法166条1項1号): nothing is held back for longer.
HOLD_MONTHS_MAX: Final = 60
GROUNDS_MAX: Final = 300


class HoldItem(StrEnum):
    """The name and how to reach the person stand with whatever is kept: without them it proves nothing."""

    SELECTION = "selection"
    JUDGEMENTS = "judgements"
    LETTERS = "letters"
    FILES = "files"


ITEM_WORDS: Final[dict[HoldItem, tuple[str, str]]] = {
    HoldItem.SELECTION: ("応募と選考の経過", "applications and how they went"),
    HoldItem.JUDGEMENTS: ("評価と社内のメモ", "evaluations and internal notes"),
    HoldItem.LETTERS: ("送った連絡の記録", "records of letters that were sent"),
    HoldItem.FILES: ("応募書類", "documents of the application"),
}


def items_in_words(items: tuple[HoldItem, ...], *, language: str) -> str:
    place, comma = (0, "、") if language == "ja" else (1, ", ")
    return comma.join(ITEM_WORDS[item][place] for item in HoldItem if item in items)


def is_fit_until(until_on: date, *, on: date) -> bool:
    """A day to come, and not beyond the longest time for which anything is kept back."""
    return on < until_on <= months_later(on, HOLD_MONTHS_MAX)


def stands_on(until_on: date, *, on: date) -> bool:
    """The last day counts."""
    return on <= until_on
