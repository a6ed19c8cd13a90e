"""Two records of one person become one: one invitation at most waits for them. In the company's scope."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from careerrelay.candidates.models import CandidateAddress
from careerrelay.core.sql import sql_value
from careerrelay.outreach.models import Invitee
from careerrelay.people.queries import address_hash


def join_invitations(*, organization_id: UUID, kept_id: UUID, gone_id: UUID, at: datetime) -> list[str]:
    """Before the addresses move. Which rows moved: what parting the two takes."""
    both = {"organization_id": organization_id, "candidate_id__in": [kept_id, gone_id]}
    canonicals = CandidateAddress.objects.filter(**both, is_proxy=False).values_list("canonical", flat=True)
    hashes = " ".join(sorted(address_hash(canonical).hex() for canonical in canonicals))
    sql_value(
        "SELECT outreach_join_invitations(%s, %s, %s, %s, %s)",
        [organization_id, kept_id, gone_id, hashes, at],
    )
    of_company = Invitee.objects.filter(organization_id=organization_id)
    taken = of_company.filter(candidate_id=kept_id).values_list("invitation_id", flat=True)
    of_company.filter(candidate_id=gone_id, invitation_id__in=list(taken)).delete()
    moved = [str(row_id) for row_id in of_company.filter(candidate_id=gone_id).values_list("id", flat=True)]
    of_company.filter(id__in=moved).update(candidate_id=kept_id)
    return moved


def part_invitations(moved: Collection[str], *, kept_id: UUID, gone_id: UUID) -> None:
    """The places on lists go back; a letter that waits stays with the record under which it will be looked at."""
    Invitee.objects.filter(id__in=moved, candidate_id=kept_id).update(candidate_id=gone_id)
