"""How many of those who were found are of which kind: what a question can be narrowed to, and what that leaves.

Only over people who were found already, so nobody is counted whom the company may not see (P08). In the company's
scope.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.candidates.models import ApplicationState
from careerrelay.candidates.rules.freshness import stale_before
from careerrelay.candidates.rules.stages import Stage, read_stage
from careerrelay.candidates.searching import HITS_MAX
from careerrelay.core.sql import sql_rows
from careerrelay.pool.rules.question import Pair

VALUES_MAX = 8
KINDS = ("state", "stage", "skill", "tag", "region", "route", "source", "owner", "is")

# kind, value, its name where only the row knows it, people
_COUNTED = """
WITH hits AS MATERIALIZED (
    SELECT id, region, source, owner_id, coalesce(confirmed_at, created_at) AS confirmed_at
    FROM candidates_candidate
    WHERE organization_id = %(organization)s AND id = ANY (%(people)s)
), applied AS MATERIALIZED (
    SELECT candidate_id, state, stage, route FROM candidates_application
    WHERE organization_id = %(organization)s AND candidate_id = ANY (%(people)s)
)
SELECT 'state', state, '', count(DISTINCT candidate_id) FROM applied GROUP BY state
UNION ALL SELECT 'route', route, route, count(DISTINCT candidate_id) FROM applied WHERE route <> '' GROUP BY route
UNION ALL SELECT 'region', region, region, count(*) FROM hits WHERE region <> '' GROUP BY region
UNION ALL SELECT 'source', source, '', count(*) FROM hits GROUP BY source
UNION ALL SELECT 'owner', coalesce(owner_id::text, 'nobody'), '', count(*) FROM hits GROUP BY owner_id
UNION ALL SELECT 'is', 'stale', '', count(*) FROM hits
    WHERE confirmed_at < %(stale_before)s
UNION ALL SELECT 'skill', key, min(name), count(DISTINCT candidate_id) FROM candidates_candidateskill
    WHERE organization_id = %(organization)s AND candidate_id = ANY (%(people)s) GROUP BY key
UNION ALL SELECT 'tag', t.id::text, t.name, count(*) FROM pool_tagging g JOIN pool_tag t ON t.id = g.tag_id
    WHERE g.organization_id = %(organization)s AND g.candidate_id = ANY (%(people)s) GROUP BY t.id
"""
# The words of stages that each of them reached, and how many have these.
_REACHED = """
SELECT stages, count(*) FROM (
    SELECT array_agg(DISTINCT stage ORDER BY stage) AS stages FROM candidates_application
    WHERE organization_id = %(organization)s AND candidate_id = ANY (%(people)s) AND stage <> ''
    GROUP BY candidate_id
) each GROUP BY stages
"""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`pair` asks for it in a question; `name` where the row has one, else it has its words in both languages."""

    pair: Pair
    name: str
    people: int


def count_facets(
    candidate_ids: Sequence[UUID], *, organization_id: UUID, at: datetime
) -> dict[str, list[FacetValue]]:
    """By kind, most people first; stages and states in their own order. A value that all of them have narrows nothing
    and is left out. Exact, and so for at most HITS_MAX people."""
    people = list(candidate_ids)
    assert len(people) <= HITS_MAX
    arguments = {"organization": organization_id, "people": people, "stale_before": stale_before(at)}
    found: dict[str, list[FacetValue]] = {}
    for kind, value, name, count in sql_rows(_COUNTED, arguments):
        found.setdefault(kind, []).append(FacetValue((kind, value), name, count))
    found["stage"] = _stages(sql_rows(_REACHED, arguments))
    shown = {kind: _shown(kind, found.get(kind, []), total=len(people)) for kind in KINDS}
    return {kind: values for kind, values in shown.items() if values}


def _stages(reached: Iterable[tuple[Sequence[str], int]]) -> list[FacetValue]:
    """Who came further also came so far: a question for a stage finds both."""
    furthest: Counter[Stage] = Counter()
    for words, people in reached:
        stages = [stage for stage in map(read_stage, words) if stage is not None]
        if stages:
            furthest[max(stages)] += people
    return [
        FacetValue(
            ("stage", stage.name.lower()), "", sum(n for other, n in furthest.items() if other >= stage)
        )
        for stage in sorted(furthest)
    ]


def _shown(kind: str, values: list[FacetValue], *, total: int) -> list[FacetValue]:
    narrowing = [value for value in values if 0 < value.people < total]
    if kind == "stage":
        return narrowing
    if kind == "state":
        order = list(ApplicationState.values)
        return sorted(narrowing, key=lambda value: order.index(value.pair[1]))
    return sorted(narrowing, key=lambda value: (-value.people, value.pair))[:VALUES_MAX]
