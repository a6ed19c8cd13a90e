"""How and when the application of a row ended, and how far it came."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from careerrelay.candidates.rules.stages import Stage, read_stage
from careerrelay.candidates.rules.statuses import Outcome, OutcomeSigns, judge_outcome, was_told
from careerrelay.text.folding import fold_for_search


@dataclass(frozen=True, slots=True)
class Ending:
    """`asked_word`: what leaves the end in doubt and may be decided once for all rows that say it; `""` where the
    file says nothing of an end."""

    outcome: Outcome
    day: date | None
    status: str
    stage: Stage | None
    stage_words: str
    was_told: bool | None
    asked_word: str | None


@lru_cache(maxsize=4_096)
def ending_of(
    source: str,
    is_told_at_all: bool,
    interviewed: Stage | None,
    words: tuple[str, ...],
    days: tuple[date | None, ...],
) -> Ending:
    """Thousands of rows end in a few ways. `words` and `days` in the order of row_reading."""
    status, stage_words, status_code, ended_reason, rejection_reason = words
    rejected_on, withdrawn_on, offered_on, accepted_on, hired_on, ended_on = days
    readings = (read_stage(stage_words), read_stage(status), interviewed)
    stage = next((stage for stage in readings if stage is not None), None)
    signs = OutcomeSigns(
        source=source,
        status=status,
        status_code=status_code,
        ended_reason=ended_reason,
        rejection_reason=rejection_reason,
        stage=stage,
        stage_words=stage_words,
        rejected_on=rejected_on,
        withdrawn_on=withdrawn_on,
        offered_on=offered_on,
        accepted_on=accepted_on,
        hired_on=hired_on,
        is_told_at_all=is_told_at_all,
    )
    outcome = judge_outcome(signs)
    return Ending(
        outcome=outcome,
        day=_ending_day(outcome, signs, ended_on=ended_on),
        status=status,
        stage=stage,
        stage_words=stage_words or (stage.ja if stage is not None else ""),
        was_told=was_told(status),
        asked_word=_asked_word(signs) if outcome is Outcome.UNDECIDED else None,
    )


def with_chosen_end(ending: Ending, word_ends: Mapping[str, Outcome]) -> Ending:
    """`word_ends`: what somebody said that words mean, folded for search."""
    if ending.asked_word is None:
        return ending
    outcome = word_ends.get(fold_for_search(ending.asked_word), ending.outcome)
    return replace(ending, outcome=outcome, day=None if outcome is Outcome.OPEN else ending.day)


def _asked_word(signs: OutcomeSigns) -> str | None:
    """`None` where the words mix two ends, or days contradict them: that is decided person by person."""
    if judge_outcome(replace(signs, chosen=Outcome.CLOSED)) is Outcome.UNDECIDED:
        return None
    return " / ".join(filter(None, (signs.status, signs.ended_reason))) or signs.stage_words


def _ending_day(outcome: Outcome, signs: OutcomeSigns, *, ended_on: date | None) -> date | None:
    named = {
        Outcome.REJECTED: signs.rejected_on,
        Outcome.WITHDRAWN: signs.withdrawn_on,
        Outcome.HIRED: signs.accepted_on or signs.hired_on,
    }
    return None if outcome is Outcome.OPEN else named.get(outcome) or ended_on
