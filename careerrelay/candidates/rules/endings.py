"""How and when the application of a row ended, and how far it came."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from careerrelay.candidates.rules.stages import Stage, read_stage
from careerrelay.candidates.rules.statuses import Outcome, OutcomeSigns, judge_outcome, was_told


@dataclass(frozen=True, slots=True)
class Ending:
    outcome: Outcome
    day: date | None
    status: str
    stage: Stage | None
    stage_words: str
    was_told: bool | None


@lru_cache(maxsize=4_096)
def ending_of(
    source: str,
    is_told_at_all: bool,
    interviewed: Stage | None,
    words: tuple[str, ...],
    days: tuple[date | None, ...],
) -> Ending:
    """Thousands of rows end in a few ways. `words` and `days` in the order above, the status in front."""
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
    )


def _ending_day(outcome: Outcome, signs: OutcomeSigns, *, ended_on: date | None) -> date | None:
    named = {
        Outcome.REJECTED: signs.rejected_on,
        Outcome.WITHDRAWN: signs.withdrawn_on,
        Outcome.HIRED: signs.accepted_on or signs.hired_on,
    }
    return None if outcome is Outcome.OPEN else named.get(outcome) or ended_on
