"""The last letter: the proof of the deletion, mailed to the address that was proven, and then forgotten as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.core.calendar import moment_in_words
from careerrelay.core.ids import new_id
from careerrelay.outreach.actions import queue_letter
from careerrelay.outreach.models import LetterKind
from careerrelay.privacy.holding import KeptBack
from careerrelay.privacy.models import DeletionProof


@dataclass(frozen=True, slots=True)
class Farewell:
    address: str
    language: str
    company_id: UUID
    kept: Sequence[KeptBack] = ()


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
            "kept": "\n\n".join(_kept_line(one, language=farewell.language) for one in farewell.kept)
            or ("ありません。" if farewell.language == "ja" else "Nothing."),
        },
        at=at,
    )


def _kept_line(one: KeptBack, *, language: str) -> str:
    company, items = one.company(language), one.items_in(language)
    if language == "ja":
        return (
            f"{company}は、次のものを{one.until_on.isoformat()}まで残します: {items}(お名前と連絡先を含みます)。"
            f"根拠: {one.grounds}。封をして、管理者だけが、理由を残して開けます。その日が過ぎると消えます。"
        )
    return (
        f"{company} keeps the following until {one.until_on.isoformat()}: {items} (with your name and contacts). "
        f"Grounds: {one.grounds}. It is sealed; only an owner can open it, with a reason that stays. It is "
        "erased after that day."
    )
