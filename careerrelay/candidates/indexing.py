"""What of a candidate can be found is written down here, by whoever changed it, in the same transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, TextField
from django.db.models.functions import Cast

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, CandidateSearch, CustomField
from careerrelay.candidates.rules.lexemes import (
    TEXT_CHARACTERS_MAX,
    VERSION,
    Cut,
    Searchable,
    cut_words,
    searchable_hash,
)
from careerrelay.candidates.rules.searchable import PersonTexts, searchable_of
from careerrelay.core.ids import new_written_id
from careerrelay.core.sql import sql_count, sql_rows, sql_texts, sql_value

AT_ONCE = 500

# Begins to cut texts, and returns what waits for the words.
Cutting = Callable[[Sequence[Searchable]], Callable[[], list[Cut]]]
Changed = tuple[UUID, Searchable, bytes]

_OWN_TEXTS = (
    "name",
    "kana",
    "employer",
    "title",
    "region",
    "education",
    "background",
    "desired_work",
    "desired_regions",
    "source_detail",
)

# Rows of a candidate, what they are, and what is written there; in the order in which it weighs, the
# newest file first. OFFSET 0: asked application by application, because a planner that does not know a young table
# reads all of it for a few people.
_WRITTEN = """
SELECT candidate_id, part, written FROM (
    SELECT candidate_id, 'address' AS part, canonical AS written, 0 AS rank, id, 0::bigint AS place
        FROM candidates_candidateaddress
    UNION ALL SELECT candidate_id, 'phone', canonical, 0, id, 0 FROM candidates_candidatephone
    UNION ALL SELECT candidate_id, 'state', state, 0, id, 0 FROM candidates_application
    UNION ALL SELECT a.candidate_id, 'work', w.written, 0, a.id, w.place FROM candidates_application a,
        unnest(ARRAY[a.job_title, a.stage]) WITH ORDINALITY w (written, place)
    UNION ALL SELECT e.candidate_id, 'work', w.written, 1, e.id, w.place FROM candidates_employment e,
        unnest(ARRAY[e.employer, e.title]) WITH ORDINALITY w (written, place)
    UNION ALL SELECT candidate_id, 'text', name, 2, id, 0 FROM candidates_candidateskill
    UNION ALL SELECT candidate_id, 'text', name, 3, id, 0 FROM candidates_qualification
    UNION ALL SELECT candidate_id, 'text', language || ' ' || level, 4, id, 0 FROM candidates_languageskill
    UNION ALL SELECT candidate_id, 'text', school || ' ' || faculty || ' ' || degree, 5, id, 0
        FROM candidates_schooling
    UNION ALL SELECT candidate_id, 'text', duties, 6, id, 0 FROM candidates_employment
    UNION ALL SELECT a.candidate_id, 'text', w.written, 7, a.id, w.place FROM candidates_application a,
        unnest(ARRAY[a.route, a.route_detail, a.labels, a.status]) WITH ORDINALITY w (written, place)
    UNION ALL SELECT a.candidate_id, 'text', r.reason, 8, r.id, 0 FROM candidates_application a
        CROSS JOIN LATERAL (SELECT * FROM candidates_rejection WHERE application_id = a.id OFFSET 0) r
    UNION ALL SELECT a.candidate_id, 'text', c.name, 9, r.id, 0 FROM candidates_application a
        CROSS JOIN LATERAL (SELECT * FROM candidates_rejection WHERE application_id = a.id OFFSET 0) r
        JOIN candidates_rejectionreason c ON c.id = r.chosen_reason_id
    UNION ALL SELECT a.candidate_id, 'text', w.reason, 9, w.id, 0 FROM candidates_application a
        CROSS JOIN LATERAL (SELECT * FROM candidates_withdrawal WHERE application_id = a.id OFFSET 0) w
    UNION ALL SELECT candidate_id, 'text', left(text, %(longest)s), 10, NULL, -extract(epoch FROM uploaded_at)::bigint
        FROM candidates_candidatefile
    UNION ALL SELECT candidate_id, 'inner', left(words, %(longest)s), 0, id, 0 FROM candidates_note
    UNION ALL SELECT a.candidate_id, 'inner', w.written, 1, e.id, w.place
        FROM candidates_application a
        CROSS JOIN LATERAL (SELECT * FROM candidates_evaluation WHERE application_id = a.id OFFSET 0) e,
        unnest(ARRAY[left(e.words, %(longest)s), e.interviewer_name]) WITH ORDINALITY w (written, place)
) everything
WHERE candidate_id = ANY (%(candidates)s) AND written <> '' ORDER BY candidate_id, rank, id, place
"""
_WRITE = """
INSERT INTO candidates_candidatesearch (id, organization_id, candidate_id, words, inner_words, text_hash, version)
SELECT id, %s, candidate_id, words::tsvector, inner_words::tsvector, text_hash, %s
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bytea[])
    AS cut(id, candidate_id, words, inner_words, text_hash)
ON CONFLICT (candidate_id) DO UPDATE
SET words = excluded.words, inner_words = excluded.inner_words, text_hash = excluded.text_hash,
    version = excluded.version
"""


def let_words_wait(size: str) -> None:
    """How much may wait to be entered into the index, as PostgreSQL writes sizes, until the transaction ends."""
    sql_value("SELECT set_config('gin_pending_list_limit', %s, true)", [size])


def index_candidates(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> int:
    """How many were written: those whose text is as it was are left alone. In the organization's scope."""
    waiting = iter(sorted(set(candidate_ids)))
    written = 0
    while some := list(islice(waiting, AT_ONCE)):
        written += _index_some(some, organization_id=organization_id)
    return written


def begin_indexing(
    *, organization_id: UUID, candidate_ids: Collection[UUID], cutting: Cutting
) -> Callable[[], int]:
    """The same in two steps: what they are found by is read and given to be cut now, and written when what is returned
    is called, in the same transaction."""
    changed = _changed(sorted(set(candidate_ids)), organization_id=organization_id)
    cuts = cutting([found for _, found, _ in changed])

    def write() -> int:
        return _write(changed, cuts(), organization_id=organization_id)

    return write


def index_in_parts(candidate_ids: Collection[UUID], *, organization_id: UUID) -> int:
    """Some at a time, each in a transaction of its own. How many there were."""
    waiting = iter(sorted(set(candidate_ids)))
    while some := list(islice(waiting, AT_ONCE)):
        with acting_for(organization_id):
            _index_some(some, organization_id=organization_id)
    return len(set(candidate_ids))


def index_organization(*, organization_id: UUID) -> int:
    """Everybody there is. In the organization's scope."""
    everybody = Candidate.objects.filter(organization_id=organization_id).values_list("id", flat=True)
    return index_candidates(organization_id=organization_id, candidate_ids=list(everybody))


def renew_some(*, organization_id: UUID, at_most: int = AT_ONCE) -> int:
    """Write anew some of those who were written by a former version of the rule, the newest first, and say how many
    they were. In the organization's scope.

    Their rows are locked before their texts are read, so that nobody's newer words are written over.
    """
    former = CandidateSearch.objects.filter(organization_id=organization_id, version__lt=VERSION)
    locked = former.select_for_update(skip_locked=True, no_key=True).order_by("-candidate_id")[:at_most]
    return index_candidates(
        organization_id=organization_id, candidate_ids=list(locked.values_list("candidate_id", flat=True))
    )


def renew_organization(*, organization_id: UUID) -> int:
    """Everybody written by a former version, some in each transaction: who is killed leaves little undone. How many."""
    renewed = 0
    while True:
        with acting_for(organization_id):
            some = renew_some(organization_id=organization_id)
        if not some:
            return renewed
        renewed += some


def count_former(*, organization_id: UUID) -> int:
    """How many are to be written anew. In the organization's scope."""
    return CandidateSearch.objects.filter(organization_id=organization_id, version__lt=VERSION).count()


def _index_some(candidate_ids: Sequence[UUID], *, organization_id: UUID) -> int:
    changed = _changed(candidate_ids, organization_id=organization_id)
    cuts = [cut_words(found, organization_id=organization_id) for _, found, _ in changed]
    return _write(changed, cuts, organization_id=organization_id)


def _changed(candidate_ids: Sequence[UUID], *, organization_id: UUID) -> list[Changed]:
    """Who was written by a former rule is written anew, whatever the hash says."""
    known = dict(
        CandidateSearch.objects.filter(candidate_id__in=candidate_ids, version=VERSION).values_list(
            "candidate_id", "text_hash"
        )
    )
    return [
        (candidate_id, found, text_hash)
        for candidate_id, found in _searchables(candidate_ids, organization_id=organization_id).items()
        if (text_hash := searchable_hash(found)) != bytes(known.get(candidate_id, b""))
    ]


def _write(changed: Sequence[Changed], cuts: Sequence[Cut], *, organization_id: UUID) -> int:
    rows = [
        (new_written_id(), str(candidate_id), words, inner_words, f"\\x{text_hash.hex()}")
        for (candidate_id, _, text_hash), (words, inner_words) in zip(changed, cuts, strict=True)
    ]
    if not rows:
        return 0
    columns = [sql_texts(column) for column in zip(*rows, strict=True)]
    return sql_count(_WRITE, [organization_id, VERSION, *columns])


def _searchables(candidate_ids: Sequence[UUID], *, organization_id: UUID) -> dict[UUID, Searchable]:
    written: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for candidate_id, part, text in sql_rows(
        _WRITTEN, {"candidates": list(candidate_ids), "longest": TEXT_CHARACTERS_MAX}
    ):
        written[candidate_id][part].append(text)
    found = Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids)
    found = found.only(*_OWN_TEXTS).annotate(open_custom=_open_custom(organization_id=organization_id))
    return {candidate.id: _searchable(candidate, written[candidate.id]) for candidate in found}


def _open_custom(*, organization_id: UUID) -> Func:
    """What stands in a field that was ended is shown nowhere, and so it is not found either."""
    ended = CustomField.objects.filter(organization_id=organization_id).exclude(ended_at=None)
    ids = ArraySubquery(ended.values_list(Cast("id", TextField())))
    return Func("custom", ids, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())


def _searchable(candidate: Any, written: dict[str, list[str]]) -> Searchable:
    texts = (candidate.region, candidate.education, candidate.background)
    desired = (candidate.desired_work, *candidate.desired_regions, candidate.source_detail)
    return searchable_of(
        person=PersonTexts(
            name=candidate.name,
            kana=candidate.kana,
            work=(candidate.employer, candidate.title),
            texts=(*texts, *desired),
            custom=candidate.open_custom,
        ),
        addresses=written["address"],
        phones=written["phone"],
        states=written["state"],
        work=written["work"],
        texts=written["text"],
        inner=written["inner"],
    )
