"""What would come of a whole file, in counts and in the rows that somebody must look at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from careerrelay.candidates.importing import look_at
from careerrelay.candidates.models import ApplicationState, Import
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.web.recruiter.words import APPLICATION_STATES, StateWord
from careerrelay.web.shared.templatetags.words import count, is_japanese


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """`total` are the rows that are somebody: those that come in and those that are refused."""

    total: int
    taken: int
    outcomes: list[dict[str, Any]]
    refused: list[RefusedRow]
    undecided: list[ApplicantRow]
    skipped: int
    unreachable: int
    told: int
    untold: int
    rejected: int
    remarks: list[str]

    @property
    def to_look_at(self) -> int:
        return len(self.refused) + len(self.undecided)


def findings_of(found: Import, *, at: datetime) -> Findings:
    """Reads the whole file. Raises: what `look_at` raises."""
    reading = look_at(found)
    outcomes = Counter(row.outcome for row in reading.rows)
    rejected = [row for row in reading.rows if row.outcome is Outcome.REJECTED]
    return Findings(
        total=len(reading.rows) + len(reading.refused),
        taken=len(reading.rows),
        outcomes=[
            {"state": _state(outcome), "count": outcomes[outcome]} for outcome in Outcome if outcomes[outcome]
        ],
        refused=reading.refused,
        undecided=[row for row in reading.rows if row.outcome is Outcome.UNDECIDED],
        skipped=len(reading.skipped),
        unreachable=sum(not row.addresses for row in reading.rows),
        told=sum(row.was_told is True for row in rejected),
        untold=sum(row.was_told is False for row in rejected),
        rejected=len(rejected),
        remarks=remarks_of(reading.rows),
    )


def _state(outcome: Outcome) -> StateWord:
    return APPLICATION_STATES[ApplicationState(outcome.value)]


def remarks_of(rows: Iterable[ApplicantRow]) -> list[str]:
    """What was left out of cells, each sentence once with its number of rows."""
    sentences = Counter(remark.ja if is_japanese() else remark.en for row in rows for remark in row.remarks)
    return [
        _("%(sentence)s(%(n)s行)") % {"sentence": sentence, "n": count(n)}
        for sentence, n in sorted(sentences.items())
    ]
