"""Look for candidates by words, parts of names and addresses. In the company's scope.

It finds whoever the company has; a page leaves out whom it may not see (pool.showing, P08) and
counts what is left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.lexemes import SAMPLE_EACH, VERSION, Query, search_query
from careerrelay.core.sql import sql_rows
from careerrelay.text.words import marked_places

HITS_MAX = 10_000
# From so many people on frequent words are counted among some of them.
SAMPLED_FROM = 200_000
# So many are ranked; more come newest first, because ranking reads every hit.
RANKED_MAX = 200
Statement = tuple[str, tuple[object, ...]]
AROUND_CHARACTERS = 24
FRAGMENTS_MAX = 2
MARKED_CHARACTERS_MAX = 4000

# More people than a database holds.
EVERYBODY = 2**31 - 2
_SEARCH = """
SELECT found.candidate_id, found.total, found.is_tolerant FROM (SELECT EXISTS (
    SELECT FROM candidates_candidatesearch WHERE organization_id = %s AND version < %s
) AS is_needed) former, candidates_search(%s,
    (CASE WHEN former.is_needed THEN %s ELSE %s END)::tsquery[],
    (CASE WHEN former.is_needed THEN %s ELSE %s END)::tsquery[],
    %s, %s::uuid[], %s, %s, %s, %s, %s, %s
) found
"""
_ALL_HITS = f"SELECT hit.candidate_id FROM ({_SEARCH}) hit"  # noqa: S608 - nobody's words are in it
_FURTHER = """
SELECT candidate_id, written FROM (
    SELECT e.candidate_id, w.written, 0 AS rank, e.id FROM candidates_employment e,
        LATERAL (VALUES (e.employer), (e.title), (e.duties)) w (written) WHERE e.organization_id = %(organization)s
    UNION ALL SELECT candidate_id, left(text, %(longest)s), 1, id FROM candidates_candidatefile
        WHERE organization_id = %(organization)s
    UNION ALL SELECT candidate_id, left(words, %(longest)s), 2, id FROM candidates_note
        WHERE %(inner)s AND organization_id = %(organization)s
    UNION ALL SELECT a.candidate_id, left(e.words, %(longest)s), 3, e.id
        FROM candidates_evaluation e JOIN candidates_application a ON a.id = e.application_id
        WHERE %(inner)s AND e.organization_id = %(organization)s
) everything WHERE candidate_id = ANY (%(candidates)s) AND written <> '' ORDER BY candidate_id, rank, id
"""


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
    *,
    organization_id: UUID,
    query: str,
    state: str = "",
    sees_inner: bool = False,
    leave_out: Collection[UUID] = (),
    limit: int = HITS_MAX,
    offset: int = 0,
) -> SearchResult:
    """The best first, if there are no more than RANKED_MAX, else the newest. Nothing for a query without a letter,
    or with nothing but words to leave out.

    A name that nobody bears finds those one letter apart. `sees_inner`: notes and evaluations are searched too.
    Those to `leave_out` are in no count either: whom a company may not see.
    """
    wanted = search_query(query, state=state)
    if not wanted.exact:
        return NOTHING
    ways = _ways(query, wanted, state=state)
    reach = [sees_inner, list(leave_out), SAMPLED_FROM, SAMPLE_EACH, HITS_MAX, RANKED_MAX, limit, offset]
    rows = sql_rows(_SEARCH, [organization_id, VERSION, organization_id, *ways, *reach])
    if not rows:
        return replace(NOTHING, words=wanted.words)
    total, is_tolerant = rows[0][1:]
    return SearchResult(
        tuple(row[0] for row in rows), min(total, HITS_MAX), total > HITS_MAX, is_tolerant, wanted.words
    )


def all_hits(
    *, organization_id: UUID, query: str, sees_inner: bool = False, leave_out: Collection[UUID] = ()
) -> Statement | None:
    """All who are found, however many, as a statement to ask further of within the database; None where there is
    nothing to look for. Those to `leave_out` keep nobody whose name is one letter apart from being found."""
    wanted = search_query(query)
    if not wanted.exact:
        return None
    ways = _ways(query, wanted, state="")
    reach = [sees_inner, list(leave_out), EVERYBODY, SAMPLE_EACH, EVERYBODY, 0, EVERYBODY, 0]
    return _ALL_HITS, (organization_id, VERSION, organization_id, *ways, *reach)


def _ways(query: str, wanted: Query, *, state: str) -> list[list[str]]:
    """Who was written by a former rule is in no pair of words: until they are written anew, places are read."""
    former = search_query(query, state=state, has_pairs=False) if "'+" in wanted.exact[0] else wanted
    return [list(one) for one in (former.exact, wanted.exact, former.tolerant, wanted.tolerant)]


def has_something_to_find(query: str) -> bool:
    """Whether there is a word, a name, a number or an address in it that people can be found by."""
    return bool(search_query(query).exact)


def words_looked_for(query: str) -> frozenset[str]:
    """For `hits_in`."""
    return search_query(query).words


def hits_in(candidate: Candidate, *, words: frozenset[str], further: Iterable[str] = ()) -> list[list[Piece]]:
    """Where the words stand in what is long and not shown in a list: at most two fragments, cut in pieces. `further`:
    texts beside the record, see `further_texts`.

    None if a word stands in the name: who sees that needs no further reason."""
    if not words or any(marked_places(text, wanted=words) for text in (candidate.name, candidate.kana)):
        return []
    texts = (candidate.employer, candidate.title, candidate.education, candidate.background, *further)
    fragments: list[list[Piece]] = []
    for text in texts:
        marked = _fragment(text, marked_places(text[:MARKED_CHARACTERS_MAX], wanted=words)) if text else []
        fragments += [marked] if marked else []
        if len(fragments) == FRAGMENTS_MAX:
            break
    return fragments


def further_texts(
    *, organization_id: UUID, candidate_ids: Collection[UUID], sees_inner: bool
) -> dict[UUID, list[str]]:
    """What of these people can be found beside their own record: work history, files, and, for who may see it, notes
    and evaluations. For one page of a list. In the organization's scope."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for candidate_id, text in sql_rows(
        _FURTHER,
        {
            "organization": organization_id,
            "candidates": list(candidate_ids),
            "longest": MARKED_CHARACTERS_MAX,
            "inner": sees_inner,
        },
    ):
        found[candidate_id].append(text)
    return found


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
