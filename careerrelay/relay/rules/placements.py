"""The two years in which an agency must not move whom it placed.

Source: 平成11年労働省告示第141号 (the guideline to 職業安定法): a placement business does not solicit somebody whom it placed in a
contract without a fixed term to change jobs, for two years from the day of joining. A lawyer has to confirm the words.
"""

from datetime import date, timedelta
from enum import StrEnum

from careerrelay.core.calendar import months_later

BLOCK_MONTHS = 24
# A day that was typed wrong can be taken back for a week; a joining that falls through, until that day.
UNDO_DAYS = 7
# Nobody is recorded as placed a year before they join, or before the profile could have led there.
JOINS_WITHIN = timedelta(days=366)


class PlacementMistake(StrEnum):
    """Why the operator corrected what an agency had recorded. A code and no words: the row outlives an erasure."""

    DAY = "day"
    TERM = "term"
    NOT_JOINED = "not_joined"
    OTHER_PERSON = "other_person"


# The first two leave somebody placed; the others mean that nobody was.
CORRECTED = (PlacementMistake.DAY, PlacementMistake.TERM)


def free_on(joined_on: date) -> date:
    """The first day after the two years; from 29 February it is 1 March, because a year without that day ends with its
    month (民法143条2項)."""
    same_day = months_later(joined_on, BLOCK_MONTHS)
    return same_day if same_day.day == joined_on.day else same_day + timedelta(days=1)


def is_blocked(joined_on: date, *, on: date) -> bool:
    """From the day of joining, which is the first of the two years."""
    return joined_on <= on < free_on(joined_on)


def may_undo(joined_on: date, *, recorded_on: date, on: date) -> bool:
    return on < joined_on or on <= recorded_on + timedelta(days=UNDO_DAYS)
