"""The people who answer a question, in an order and with their number, for a list and for whoever takes them all.

Words are looked for within the database, and what else is asked joins there: ten thousand ids would take longer on
their way here and back than they take to be found.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from careerrelay.candidates.listing import list_order
from careerrelay.candidates.searching import RANKED_MAX, SearchResult, all_hits, search_candidates
from careerrelay.core.sql import sql_rows
from careerrelay.pool.asking import conditions_of, shown_for
from careerrelay.pool.rules.question import Question
from careerrelay.pool.showing import hidden_ids, is_one_of

# So many are read when they are counted: what the first page shows.
FIRST = 50
_NEWEST_HITS = """
WITH answering AS MATERIALIZED (SELECT one.id FROM ({hits}) hit JOIN ({people}) one ON one.id = hit.candidate_id)
SELECT count(*), ARRAY(SELECT id FROM answering ORDER BY id DESC LIMIT %s OFFSET %s) FROM answering
"""


@dataclass(frozen=True, slots=True)
class _OfHits:
    """Of those who have the words: how many answer, the first of them, and, where they are more than anybody counts,
    who must not be among them."""

    total: int
    first: list[UUID]
    is_more: bool = False
    hidden: frozenset[UUID] = frozenset()


class Answering:
    """The people who answer, in an order, for a paginator: counts once, and reads from the nearer end."""

    def __init__(
        self, question: Question, *, sort: str, organization_id: UUID, sees_inner: bool = False, at: datetime
    ) -> None:
        """`sees_inner`: notes and evaluations are searched too."""
        self._question = question
        self._organization_id, self._sees_inner, self._at = organization_id, sees_inner, at
        self._is_ranked = bool(question.search) and not sort
        unsearched = question if sort else replace(question, search="")
        self._conditions = conditions_of(
            unsearched, organization_id=organization_id, sees_inner=sees_inner, at=at
        )
        self._sort = sort or "-applied"
        self._shown = shown_for(question, organization_id=organization_id, at=at)
        self.found = self._shown.people.filter(*self._conditions).order_by(*list_order(self._sort))

    @property
    def is_tolerant(self) -> bool:
        """Nobody bears the name that was asked for; these are one letter apart."""
        return bool(self._question.search) and self._hits.is_tolerant

    @property
    def is_more(self) -> bool:
        """So many found words alone that nobody counted further than HITS_MAX."""
        return self._is_ranked and self._of_hits.is_more

    def count(self) -> int:
        return self._total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, wanted: slice) -> list[UUID]:
        start, stop = wanted.start or 0, min(wanted.stop, self._total)
        if self._is_ranked:
            return self._ranked(start, stop)
        if start <= self._total // 2:
            return self._from_the_front(start, stop)
        backwards = self.found.reverse().values_list("id", flat=True)
        return list(backwards[self._total - stop : self._total - start])[::-1]

    def all_ids(self) -> list[UUID]:
        """Of more than HITS_MAX too."""
        if not self._is_ranked:
            return list(self.found.values_list("id", flat=True))
        if self._hits.total <= RANKED_MAX:
            return self._best
        return self._newest_hits(0, None)[1]

    def _from_the_front(self, start: int, stop: int) -> list[UUID]:
        found = self.found.values_list("id", flat=True)
        if self._sort == "applied":
            # Who has no day stands behind; the index has them in front. As long as there are others, it is read.
            with_day = list(found.filter(last_applied_on__isnull=False)[start:stop])
            if len(with_day) == stop - start:
                return with_day
        return list(found[start:stop])

    @cached_property
    def _total(self) -> int:
        if self._is_ranked:
            return self._of_hits.total
        return self._shown.count(self._conditions)

    @property
    def _hits(self) -> SearchResult:
        """The first of all who have the words, also of those who do not answer."""
        return self._looked_for[0]

    @property
    def _best(self) -> list[UUID]:
        """Where no more than RANKED_MAX have the words: who answers, the best first."""
        return self._looked_for[1]

    @cached_property
    def _looked_for(self) -> tuple[SearchResult, list[UUID]]:
        """Who is hidden is left out where that could be seen: in whether a name one letter apart is found, or in the
        order of as many as are ranked (P08)."""
        found = self._searched(limit=RANKED_MAX)
        best = self._answering_among(found)
        if best or found.is_more or not found.total:
            return found, best
        hidden = hidden_ids(organization_id=self._organization_id, at=self._at)
        if not hidden or found.total - len(hidden) > RANKED_MAX:
            return found, best
        found = self._searched(limit=RANKED_MAX, leave_out=hidden)
        return found, self._answering_among(found)

    def _answering_among(self, found: SearchResult) -> list[UUID]:
        if found.total > RANKED_MAX:
            return []
        answering = set(self.found.filter(is_one_of(found.ids)).order_by().values_list("id", flat=True))
        return [one for one in found.ids if one in answering]

    @cached_property
    def _of_hits(self) -> _OfHits:
        if self._hits.total <= RANKED_MAX:
            return _OfHits(len(self._best), self._best[:FIRST])
        if self._hits.is_more and not self._conditions:
            hidden = hidden_ids(organization_id=self._organization_id, at=self._at)
            found = self._searched(limit=FIRST, leave_out=hidden)
            if found.is_more:
                return _OfHits(found.total, list(found.ids), is_more=True, hidden=hidden)
        return _OfHits(*self._newest_hits(0, FIRST))

    def _ranked(self, start: int, stop: int) -> list[UUID]:
        found = self._of_hits
        if stop <= len(found.first):
            return found.first[start:stop]
        if self._hits.total <= RANKED_MAX:
            return self._best[start:stop]
        if found.is_more:
            return list(self._searched(limit=stop - start, offset=start, leave_out=found.hidden).ids)
        return self._newest_hits(start, stop - start)[1]

    def _newest_hits(self, start: int, number: int | None) -> tuple[int, list[UUID]]:
        """How many have the words and answer, and so many of them from there on, newest first."""
        hits = all_hits(
            organization_id=self._organization_id, query=self._question.search, sees_inner=self._sees_inner
        )
        if hits is None:
            return 0, []
        people = self.found.order_by().values("id").query.sql_with_params()
        statement = _NEWEST_HITS.format(hits=hits[0], people=people[0])
        ((total, ids),) = sql_rows(statement, [*hits[1], *people[1], number, start])
        return total, ids

    def _searched(self, *, limit: int, offset: int = 0, leave_out: Collection[UUID] = ()) -> SearchResult:
        return search_candidates(
            organization_id=self._organization_id,
            query=self._question.search,
            sees_inner=self._sees_inner,
            leave_out=leave_out,
            limit=limit,
            offset=offset,
        )
