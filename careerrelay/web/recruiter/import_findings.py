"""What would come of a whole file, in words: counts, rows that somebody must look at, and who may be known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from careerrelay.candidates.dry_running import dry_run
from careerrelay.candidates.forecasting import forecast_of, is_counted_at_once, kept_findings
from careerrelay.candidates.models import ApplicationState, Candidate, Import, ImportForecast
from careerrelay.candidates.rules.findings import AlikeRow, Findings
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.core.refusal import Refusal
from careerrelay.pool.showing import left_ids, shown_among
from careerrelay.text.folding import fold_for_search
from careerrelay.web.recruiter.comparing import Comparison, compared_rows, compared_with_row
from careerrelay.web.recruiter.import_progress import Progress, forecast_progress
from careerrelay.web.recruiter.words import APPLICATION_STATES
from careerrelay.web.shared.templatetags.words import count, is_japanese

PAIRS_SHOWN_MAX = 20
ENDS_OF_WORDS = {
    end.value: APPLICATION_STATES[end].word
    for end in (
        ApplicationState.REJECTED,
        ApplicationState.WITHDRAWN,
        ApplicationState.HIRED,
        ApplicationState.OPEN,
        ApplicationState.CLOSED,
    )
}


class ForecastFailed(Refusal):
    """The file broke while a worker counted it; said where the counts would stand."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the file beside a record, or beside an earlier row: then there is no `candidate`."""

    alike: AlikeRow
    candidate: Candidate | None
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class AskedWord:
    """`end`: what was chosen for it, or nothing."""

    word: str
    rows: int
    end: str
    ends: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forecast:
    """`findings` where it was counted; else `progress` while a worker counts, or nothing if nobody asked."""

    findings: Findings | None
    asked: ImportForecast | None = None
    progress: Progress | None = None


def forecast_for(found: Import, *, at: datetime) -> Forecast:
    """A small file is counted at once. Raises: what `iterate_applicants` raises; ForecastFailed."""
    if is_counted_at_once(found):
        left = left_ids(organization_id=found.organization_id, at=at)
        return Forecast(dry_run(found, leave_out=left, at=at))
    asked = forecast_of(found)
    if asked is None:
        return Forecast(None)
    if asked.failure_ja:
        raise ForecastFailed(ja=asked.failure_ja, en=asked.failure_en)
    findings = kept_findings(asked)
    return Forecast(findings, asked, None if findings else forecast_progress(asked, at=at))


def outcomes_in(findings: Findings) -> list[dict[str, Any]]:
    return [
        {"state": APPLICATION_STATES[ApplicationState(outcome.value)], "count": n}
        for outcome, n in findings.outcomes
    ]


def asked_words_in(findings: Findings, *, chosen: Mapping[str, Outcome]) -> list[AskedWord]:
    """The words that leave an end in doubt, the most frequent first."""
    return [
        AskedWord(word, rows, chosen.get(fold_for_search(word), ""), ENDS_OF_WORDS)
        for word, rows in sorted(findings.open_words.items(), key=lambda one: (-one[1], one[0]))
    ]


def remarks_in(findings: Findings) -> list[str]:
    """What was left out of cells, each sentence once with its number of rows."""
    return [
        _("%(sentence)s(%(n)s行)") % {"sentence": ja if is_japanese() else en, "n": count(n)}
        for (ja, en), n in sorted(findings.left_out.items())
    ]


def alike_pairs(findings: Findings, *, organization_id: UUID, at: datetime) -> list[Pair]:
    """The records as they are now; who went since, or may not be shown, leaves their pair out."""
    listed = findings.alike
    if not listed:
        return []
    wanted = {UUID(one.candidate_id) for one in listed if one.candidate_id}
    wanted = shown_among(wanted, organization_id=organization_id, at=at)
    people = list(Candidate.objects.filter(organization_id=organization_id, id__in=wanted))
    prefetch_related_objects(people, "addresses", "phones")
    by_id = {str(person.id): person for person in people}
    pairs = [pair for one in listed if (pair := _pair(one, by_id)) is not None]
    return pairs[:PAIRS_SHOWN_MAX]


def _pair(alike: AlikeRow, people: dict[str, Candidate]) -> Pair | None:
    if alike.other is not None:
        return Pair(alike, None, compared_rows(alike))
    candidate = people.get(alike.candidate_id)
    return None if candidate is None else Pair(alike, candidate, compared_with_row(candidate, alike))
