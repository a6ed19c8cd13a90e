"""What of a candidate can be found is written down here, by whoever changed it, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from uuid import UUID

from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateAddress,
    CandidateFile,
    CandidateSearch,
)
from careerrelay.candidates.rules.lexemes import Searchable, search_vector, searchable_hash

AT_ONCE = 500
DOCUMENT_CHARACTERS_MAX = 100_000


def index_candidates(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> int:
    """How many were written: those whose text is as it was are left alone. In the organization's scope."""
    waiting = iter(sorted(set(candidate_ids)))
    written = 0
    while some := list(islice(waiting, AT_ONCE)):
        written += _index_some(some, organization_id=organization_id)
    return written


def index_organization(*, organization_id: UUID) -> int:
    """Everybody there is. In the organization's scope."""
    everybody = Candidate.objects.filter(organization_id=organization_id).values_list("id", flat=True)
    return index_candidates(organization_id=organization_id, candidate_ids=list(everybody))


def _index_some(candidate_ids: Sequence[UUID], *, organization_id: UUID) -> int:
    known = dict(
        CandidateSearch.objects.filter(candidate_id__in=candidate_ids).values_list(
            "candidate_id", "text_hash"
        )
    )
    changed = [
        CandidateSearch(
            organization_id=organization_id,
            candidate_id=candidate_id,
            words=search_vector(found, organization_id=organization_id),
            text_hash=text_hash,
        )
        for candidate_id, found in _searchables(candidate_ids).items()
        if (text_hash := searchable_hash(found)) != bytes(known.get(candidate_id, b""))
    ]
    CandidateSearch.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["candidate"], update_fields=["words", "text_hash"]
    )
    return len(changed)


def _searchables(candidate_ids: Sequence[UUID]) -> dict[UUID, Searchable]:
    addresses: dict[UUID, list[str]] = defaultdict(list)
    for candidate_id, address in (
        CandidateAddress.objects.filter(candidate_id__in=candidate_ids)
        .order_by("canonical")
        .values_list("candidate_id", "canonical")
    ):
        addresses[candidate_id].append(address)
    applications: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    for candidate_id, *application in (
        Application.objects.filter(candidate_id__in=candidate_ids)
        .order_by("id")
        .values_list("candidate_id", "job_title", "stage", "state")
    ):
        applications[candidate_id].append((application[0], application[1], application[2]))
    documents = _document_texts(candidate_ids)
    return {
        candidate.id: _searchable(
            candidate, addresses[candidate.id], applications[candidate.id], documents.get(candidate.id, [])
        )
        for candidate in Candidate.objects.filter(id__in=candidate_ids)
    }


def _document_texts(candidate_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Newest first, as much of one candidate's as one row of an index can hold."""
    texts: dict[UUID, list[str]] = defaultdict(list)
    room: dict[UUID, int] = defaultdict(lambda: DOCUMENT_CHARACTERS_MAX)
    for candidate_id, text in (
        CandidateFile.objects.filter(candidate_id__in=candidate_ids)
        .exclude(text="")
        .order_by("-uploaded_at", "-id")
        .values_list("candidate_id", "text")
    ):
        if room[candidate_id] > 0:
            texts[candidate_id].append(text[: room[candidate_id]])
            room[candidate_id] -= len(text)
    return texts


def _searchable(
    candidate: Candidate, addresses: list[str], applications: list[tuple[str, str, str]], documents: list[str]
) -> Searchable:
    work = [candidate.employer, candidate.title]
    work += [word for job_title, stage, _ in applications for word in (job_title, stage)]
    return Searchable(
        name=candidate.name,
        kana=candidate.kana,
        addresses=tuple(addresses),
        work=tuple(dict.fromkeys(word for word in work if word)),
        texts=tuple(
            text for text in (candidate.region, candidate.education, candidate.background, *documents) if text
        ),
        states=tuple(sorted({state for _, _, state in applications})),
    )
