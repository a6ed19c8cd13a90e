"""Write down that somebody is gone, and prove it. Both in the scope of the operator, or of a company without one."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.background import wake
from careerrelay.core.ids import new_id
from careerrelay.core.signing import is_signed, public_key_of, sign_document
from careerrelay.people.queries import address_hash
from careerrelay.privacy.models import DeletionProof, Tombstone, TombstoneCause

PURPOSE = "proof"


def operator_of(organization_id: UUID) -> UUID:
    """Who keeps what the organization may not read; a company that stands alone is its own operator."""
    with acting_for(organization_id):
        return organization_in_scope(organization_id=organization_id).operator_id or organization_id


def set_tombstone(
    *,
    operator_id: UUID,
    organization_id: UUID | None,
    person_id: UUID | None = None,
    candidate_ids: Collection[UUID] = (),
    canonicals: Collection[str] = (),
    cause: TombstoneCause,
    at: datetime,
) -> Tombstone:
    """It reaches the journal outside of the database as soon as this transaction commits (privacy.journal)."""
    with acting_for(operator_id):
        tombstone = Tombstone.objects.create(
            operator_id=operator_id,
            organization_id=organization_id,
            person_id=person_id,
            candidate_ids=sorted(candidate_ids),
            address_hashes=sorted(address_hash(canonical) for canonical in canonicals),
            cause=cause,
            at=at,
        )
    wake("privacy:write_journal")
    return tombstone


def prove_deletion(
    counts: Mapping[str, int],
    *,
    keeper_id: UUID,
    holders: int,
    cause: TombstoneCause,
    at: datetime,
) -> DeletionProof:
    """`counts`: rows by table. `holders`: how many organizations' records they stood in."""
    proof_id = new_id()
    document: dict[str, object] = {
        "proof": str(proof_id),
        "cause": cause.value,
        "deleted_at": at.isoformat(),
        "holders": holders,
        "rows": dict(sorted(Counter(counts).items())),
    }
    with acting_for(keeper_id):
        return DeletionProof.objects.create(
            id=proof_id,
            organization_id=keeper_id,
            cause=cause,
            document=document,
            signature=sign_document(document, purpose=PURPOSE, secret=settings.SECRET_KEY),
            at=at,
        )


def is_proof_genuine(proof: DeletionProof) -> bool:
    key = public_key_of(PURPOSE, secret=settings.SECRET_KEY)
    return is_signed(proof.document, signature=proof.signature, public_key=key)
