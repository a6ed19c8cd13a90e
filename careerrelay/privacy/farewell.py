"""The last letter: the proof of the deletion, mailed to the address that was proven, and then forgotten as well."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.core.calendar import moment_in_words
from careerrelay.core.ids import new_id
from careerrelay.outreach.actions import queue_letter
from careerrelay.outreach.models import LetterKind
from careerrelay.privacy.models import DeletionProof


@dataclass(frozen=True, slots=True)
class Farewell:
    address: str
    language: str
    company_id: UUID


def queue_farewell(farewell: Farewell, *, proof: DeletionProof, at: datetime) -> UUID:
    """It belongs to an owner of its own, whom nothing ties to the person. The row, and with it the address, goes
    when the letter ends (the function outreach_end)."""
    return queue_letter(
        LetterKind.ERASED,
        person_id=new_id(),
        company_id=farewell.company_id,
        candidate_id=None,
        address=farewell.address,
        language=farewell.language,
        values={
            "when": moment_in_words(at, language=farewell.language),
            "rows": str(sum(proof.document["rows"].values())),
            "proof": str(proof.id),
            "signature": proof.signature,
        },
        at=at,
    )
