"""What of consent goes with a person at once. Statements stay for a while, as ids, a purpose and a moment, no word
about anybody: they prove that what was handed over was handed over lawfully, and go as `privacy.keeping` says."""

from collections import Counter
from uuid import UUID

from careerrelay.consent.models import CandidateLink


def erase_links_to_candidates(*, person_id: UUID, company_id: UUID | None = None) -> Counter[str]:
    """Which candidate of which company this person was; of one company, or of all. In the person's scope."""
    links = CandidateLink.objects.filter(person_id=person_id)
    if company_id is not None:
        links = links.filter(company_id=company_id)
    gone, _ = links.delete()
    return +Counter(consent_candidatelink=gone)
