"""Show one statement as it was: the bytes of its text, its recipient and permit that day, and its place in
the chain (P06)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.accounts.models import Organization, Permit
from careerrelay.accounts.rules import is_valid_permit
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.chaining import Opened, opened
from careerrelay.audit.rules.chain import NETWORK, commitment, link_hash
from careerrelay.candidates.models import Merge
from careerrelay.consent.chaining import chain_owner_of, payload_of_statement
from careerrelay.consent.expiry import OF_COMPANY
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.queries import pool_now
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.receipts import Said, agency_in, purpose_in_words, receipt_document
from careerrelay.consent.rules.wording import document_hash
from careerrelay.core.calendar import day_in_japan


@dataclass(frozen=True, slots=True)
class Proof:
    """`is_text_whole`: its bytes give its hash. `is_unchanged`: the statement gives its commitment, and the
    link follows from the one before. `was_permitted`: the permit that the statement names was valid that day;
    None where none is needed."""

    statement: Statement
    document: dict[str, Any]
    purpose: str
    is_text_whole: bool
    is_unchanged: bool
    was_permitted: bool | None
    agency: dict[str, Any] | None
    opened: Opened | None

    @property
    def holds(self) -> bool:
        return self.is_text_whole and self.is_unchanged and self.was_permitted is not False

    @property
    def commitment(self) -> str:
        return self.opened.link.commitment.hex() if self.opened else ""

    @property
    def link(self) -> str:
        return self.opened.link.hash.hex() if self.opened else ""


def prove_statement(statement: Statement) -> Proof:
    """Of a grant. In the scope of the person or of the company whose row it is; enters the keeper's."""
    text = ServedText.objects.get(hash=statement.text_id)
    content = bytes(text.document)
    is_text_whole = document_hash(content) == text.hash
    document: dict[str, Any] = json.loads(content) if is_text_whole else {}
    found = opened(statement.id, keeper_id=_keeper_of(statement))
    is_relay = statement.purpose == Purpose.RELAY
    return Proof(
        statement=statement,
        document=document,
        purpose=purpose_in_words(Purpose(statement.purpose), document=document) if document else "",
        is_text_whole=is_text_whole,
        is_unchanged=found is not None and _follows(statement, found),
        was_permitted=_was_permitted(statement) if is_relay else None,
        agency=agency_in(document, agency_id=statement.recipient_id) if is_relay and document else None,
        opened=found,
    )


def _keeper_of(statement: Statement) -> UUID:
    owner_id = chain_owner_of(statement)
    if owner_id == NETWORK:
        return owner_id
    with acting_for(owner_id):
        owner = Organization.objects.get(id=owner_id)
    return owner.operator_id or owner_id


def _follows(statement: Statement, found: Opened) -> bool:
    link = found.link
    expected = commitment(payload_of_statement(statement), salt=found.salt)
    following = link_hash(found.previous, seq=link.seq, kind=link.kind, commitment=expected)
    return (link.commitment, link.hash) == (expected, following)


def _was_permitted(statement: Statement) -> bool:
    """What is known of the permits today about that day: a suspension ends no past."""
    on = day_in_japan(statement.at)
    permits = Permit.objects.filter(agency_id=statement.recipient_id, number=statement.permit_number)
    return any(is_valid_permit(permit.facts, on=on) for permit in permits.order_by("valid_from_on", "id"))


@dataclass(frozen=True, slots=True)
class Receipt:
    """One answer: what was granted by one press, each with its proof. `ended` says when something was taken
    back."""

    id: UUID
    at: datetime
    proofs: tuple[Proof, ...]
    ended: dict[UUID, datetime]

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)


def receipts_of_person(*, person_id: UUID) -> list[tuple[UUID, datetime, list[Statement]]]:
    """Every answer that granted something, the newest first: the id of its receipt, when, what. In the
    person's scope."""
    answers: dict[tuple[datetime, str | None], list[Statement]] = {}
    rows = Statement.objects.filter(person_id=person_id, deed=Deed.GRANT).order_by("-at", "id")
    for row in rows:
        answers.setdefault((row.at, row.text_id), []).append(row)
    return [(said[0].id, at, said) for (at, _), said in answers.items()]


def receipt_of(receipt_id: UUID, *, person_id: UUID) -> Receipt | None:
    """None for somebody else's, for a revocation, for what does not exist. In the person's scope."""
    found = [one for one in receipts_of_person(person_id=person_id) if one[0] == receipt_id]
    if not found:
        return None
    [(_, at, said)] = found
    return Receipt(
        receipt_id,
        at,
        tuple(prove_statement(statement) for statement in said),
        {one.id: ended for one in said if (ended := _ended_at(one)) is not None},
    )


def _ended_at(statement: Statement) -> datetime | None:
    """When it was taken back; what was granted anew later does not bring this one back."""
    revoked = Statement.objects.filter(
        person_id=statement.person_id,
        purpose=statement.purpose,
        recipient_id=statement.recipient_id,
        deed=Deed.REVOKE,
        at__gte=statement.at,
    )
    first = revoked.order_by("at", "id").first()
    return first.at if first else None


def receipt_as_document(receipt: Receipt, *, withdrawal_url: str) -> dict[str, Any]:
    """With the fields of ISO/IEC TS 27560. Every text must be whole (`Receipt.holds`)."""
    first = receipt.proofs[0]
    return receipt_document(
        [_said(proof, ended=receipt.ended) for proof in receipt.proofs],
        principal_id=first.statement.person_id,
        text_hash=first.statement.text_id or "",
        document=first.document,
        withdrawal_url=withdrawal_url,
    )


def _said(proof: Proof, *, ended: dict[UUID, datetime]) -> Said:
    statement = proof.statement
    categories: Sequence[str] = statement.categories
    return Said(
        id=statement.id,
        purpose=Purpose(statement.purpose),
        deed=Deed(statement.deed),
        recipient_id=statement.recipient_id,
        categories=tuple(categories),
        permit_number=statement.permit_number,
        channel=statement.channel,
        at=statement.at,
        ended_at=ended.get(statement.id),
        commitment=proof.commitment,
        salt=proof.opened.salt.hex() if proof.opened else "",
        link=proof.link,
    )


def company_grants(*, organization_id: UUID, candidate_id: UUID, at: datetime) -> list[Proof]:
    """What this candidate consents to now towards the company. Empty for everybody else, whatever the cause: a
    revoked one looks like one that never was (P08). In the company's scope."""
    merged = Merge.objects.filter(organization_id=organization_id, kept_id=candidate_id, undone_at=None)
    records = [candidate_id, *merged.values_list("gone_id", flat=True)]
    proofs = []
    for purpose in OF_COMPANY:
        now = pool_now(organization_id=organization_id, at=at, purpose=purpose)
        if candidate_id in now.merged_ids or now.grants.filter(candidate_id=candidate_id).exists():
            grants = Statement.objects.filter(
                organization_id=organization_id,
                candidate_id__in=records,
                purpose=purpose,
                deed=Deed.GRANT,
                at__lte=at,
            )
            proofs.append(prove_statement(grants.latest("at", "id")))
    return proofs
