"""Look for candidates by words, parts of names and addresses. In the company's scope.

It finds whoever the company has; a page leaves out whom it may not see (listing.visible_candidates, P08) and
counts what is left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.lexemes import Query, search_query
from careerrelay.core.sql import sql_rows
from careerrelay.text.words import marked_places

HITS_MAX = 10_000
# So many are ranked; more come newest first, because ranking reads every hit.
RANKED_MAX = 200
AROUND_CHARACTERS = 24
FRAGMENTS_MAX = 2


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`total` ends at HITS_MAX; then `is_more` holds. `is_tolerant`: only names one letter apart were found."""

    ids: tuple[UUID, ...]
    total: int
    is_more: bool
    is_tolerant: bool
    words: frozenset[str]

    @property
    def total_words(self) -> str:
        return f"{HITS_MAX:,}+" if self.is_more else f"{self.total:,}"


NOTHING = SearchResult((), 0, False, False, frozenset())


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_hit: bool


def search_candidates(
    *, organization_id: UUID, query: str, state: str = "", limit: int = HITS_MAX, offset: int = 0
) -> SearchResult:
    """The best first, if there are no more than RANKED_MAX, else the newest. Nothing for a query without a letter.

    A name that nobody bears finds those one letter apart.
    """
    wanted = search_query(query, organization_id=organization_id, state=state)
    if not wanted.exact:
        return NOTHING
    exact = _found(wanted.exact, wanted, organization_id=organization_id, limit=limit, offset=offset)
    if exact.ids or (offset and _found(wanted.exact, wanted, organization_id=organization_id, limit=1).ids):
        return exact
    return _found(
        wanted.tolerant,
        wanted,
        organization_id=organization_id,
        limit=limit,
        offset=offset,
        is_tolerant=True,
    )


def words_looked_for(query: str, *, organization_id: UUID) -> frozenset[str]:
    """For `hits_in`."""
    return search_query(query, organization_id=organization_id).words


def hits_in(candidate: Candidate, *, words: frozenset[str]) -> list[list[Piece]]:
    """Where the words stand in what is long and not shown in a list: at most two fragments, cut in pieces.

    None if a word stands in the name: who sees that needs no further reason."""
    if not words or any(marked_places(text, wanted=words) for text in (candidate.name, candidate.kana)):
        return []
    texts = (candidate.employer, candidate.title, candidate.education, candidate.background)
    fragments = (_fragment(text, marked_places(text[:4000], wanted=words)) for text in texts if text)
    return [fragment for fragment in fragments if fragment][:FRAGMENTS_MAX]


def _found(
    tsquery: str,
    wanted: Query,
    *,
    organization_id: UUID,
    limit: int,
    offset: int = 0,
    is_tolerant: bool = False,
) -> SearchResult:
    rows = sql_rows(
        "SELECT candidate_id, total FROM candidates_search(%s, %s::tsquery, %s, %s, %s, %s)",
        [organization_id, tsquery, HITS_MAX, RANKED_MAX, limit, offset],
    )
    total = rows[0][1] if rows else 0
    return SearchResult(
        tuple(row[0] for row in rows), min(total, HITS_MAX), total > HITS_MAX, is_tolerant, wanted.words
    )


def _fragment(text: str, places: Sequence[tuple[int, int]]) -> list[Piece]:
    """The first hit and those near it, with some letters around."""
    if not places:
        return []
    first = max(places[0][0] - AROUND_CHARACTERS, 0)
    last = min(places[0][1] + 2 * AROUND_CHARACTERS, len(text))
    pieces = list(_pieces(text, [place for place in places if place[1] <= last], first=first, last=last))
    before = [Piece("…", is_hit=False)] if first else []
    after = [Piece("…", is_hit=False)] if last < len(text) else []
    return [*before, *pieces, *after]


def _pieces(text: str, places: Sequence[tuple[int, int]], *, first: int, last: int) -> Iterable[Piece]:
    at = first
    for start, end in places:
        if text[at:start]:
            yield Piece(text[at:start], is_hit=False)
        yield Piece(text[start:end], is_hit=True)
        at = end
    if text[at:last]:
        yield Piece(text[at:last], is_hit=False)
