"""What of a candidate can be found is written down here, by whoever changed it, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from uuid import UUID

from careerrelay.candidates.models import Application, Candidate, CandidateAddress, CandidateSearch
from careerrelay.candidates.rules.lexemes import Searchable, search_vector, searchable_hash

AT_ONCE = 500


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
    return {
        candidate.id: _searchable(candidate, addresses[candidate.id], applications[candidate.id])
        for candidate in Candidate.objects.filter(id__in=candidate_ids)
    }


def _searchable(
    candidate: Candidate, addresses: list[str], applications: list[tuple[str, str, str]]
) -> Searchable:
    work = [candidate.employer, candidate.title]
    work += [word for job_title, stage, _ in applications for word in (job_title, stage)]
    return Searchable(
        name=candidate.name,
        kana=candidate.kana,
        addresses=tuple(addresses),
        work=tuple(dict.fromkeys(word for word in work if word)),
        texts=tuple(text for text in (candidate.region, candidate.education, candidate.background) if text),
        states=tuple(sorted({state for _, _, state in applications})),
    )
