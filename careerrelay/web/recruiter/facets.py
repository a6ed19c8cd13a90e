"""Where the hits of a search stand, and what a question can be narrowed to, each with how many it leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.candidates.searching import (
    HITS_MAX,
    further_texts,
    has_something_to_find,
    words_looked_for,
)
from careerrelay.pool.answering import Answering
from careerrelay.pool.facets import count_facets
from careerrelay.pool.rules.question import Pair
from careerrelay.web.recruiter.asked import Choices, kind_word, list_url, pair_word


def facets_section(
    found: Answering,
    *,
    pairs: Sequence[Pair],
    page_pairs: Sequence[Pair],
    choices: Choices,
    organization_id: UUID,
    at: datetime,
) -> dict[str, Any]:
    """Only for who was asked for: of everybody, the list of a large pool would count at each look. `are_too_many` to
    be counted: then it is said."""
    if not pairs or found.count() < 2:
        return {"facets": []}
    if found.is_more or found.count() > HITS_MAX:
        return {"facets": [], "are_too_many": True}
    asked = set(pairs)
    counted = count_facets(found.all_ids(), organization_id=organization_id, at=at)
    facets = []
    for kind, values in counted.items():
        shown = [
            {
                "word": value.name or pair_word(value.pair, choices=choices),
                "people": value.people,
                "url": list_url([*pairs, value.pair], page_pairs),
            }
            for value in values
            if value.pair not in asked
        ]
        if shown:
            facets.append({"word": kind_word(kind, choices=choices), "values": shown})
    return {"facets": facets}


def search_section(
    search: str, *, candidate_ids: Sequence[UUID], organization_id: UUID, sees_inner: bool
) -> dict[str, Any]:
    """What shows where the hits of a page stand: the words, and the texts beside the records themselves."""
    if not search:
        return {"looked_for": frozenset(), "further": {}}
    further = further_texts(
        organization_id=organization_id, candidate_ids=candidate_ids, sees_inner=sees_inner
    )
    return {
        "looked_for": words_looked_for(search),
        "further": further,
        "has_nothing_to_find": not has_something_to_find(search),
    }
