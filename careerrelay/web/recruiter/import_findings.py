"""What would come of a whole file, in counts and in the rows that somebody must look at."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from careerrelay.candidates.dry_running import DryRun, dry_run
from careerrelay.candidates.importing import open_import
from careerrelay.candidates.models import ApplicationState, Import
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow, SkippedRow
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.web.recruiter.words import APPLICATION_STATES
from careerrelay.web.shared.templatetags.words import count, is_japanese

LISTED_MAX = 100


@dataclass(slots=True)
class Findings:
    """`counts` are against the people who are there. The rest is what stands in the file alone: `undecided` are the
    first rows of which it does not say how they ended, `told` and `untold` count rejections of which it says so."""

    counts: DryRun
    undecided: list[ApplicantRow] = field(default_factory=list)
    skipped: int = 0
    told: int = 0
    untold: int = 0
    ends: Counter[Outcome] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def taken(self) -> int:
        return self.counts.rows - self.counts.refused

    @property
    def to_look_at(self) -> int:
        return self.counts.refused + self.counts.to_decide

    @property
    def refused(self) -> list[RefusedRow]:
        return self.counts.refused_rows[:LISTED_MAX]

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        return [
            {"state": APPLICATION_STATES[ApplicationState(outcome.value)], "count": self.ends[outcome]}
            for outcome in Outcome
            if self.ends[outcome]
        ]

    @property
    def remarks(self) -> list[str]:
        """What was left out of cells, each sentence once with its number of rows."""
        return [
            _("%(sentence)s(%(n)s行)") % {"sentence": sentence, "n": count(n)}
            for sentence, n in sorted(self.left_out.items())
        ]


def findings_of(found: Import, *, at: datetime) -> Findings:
    """Reads the whole file, twice, in flat memory. Raises: what `iterate_applicants` raises."""
    findings = Findings(counts=dry_run(found, at=at))
    for entry in open_import(found):
        if isinstance(entry, ApplicantRow):
            _note(entry, findings)
        findings.skipped += isinstance(entry, SkippedRow)
    return findings


def _note(row: ApplicantRow, findings: Findings) -> None:
    findings.ends[row.outcome] += 1
    findings.left_out.update(remark.ja if is_japanese() else remark.en for remark in row.remarks)
    if row.outcome is Outcome.UNDECIDED and len(findings.undecided) < LISTED_MAX:
        findings.undecided.append(row)
    if row.outcome is Outcome.REJECTED:
        findings.told += row.was_told is True
        findings.untold += row.was_told is False
