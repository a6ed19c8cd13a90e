"""The text as it stands today, and the state of consent, asked from the person's side and the company's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import PermittedAgency, permitted_agencies
from careerrelay.candidates.models import Merge
from careerrelay.consent.models import CandidateLink, StartLink, Statement
from careerrelay.consent.rules.merged import Joined, SaidOf, granted_of
from careerrelay.consent.rules.nonce import SALT_BYTES, Served, read_nonce, sign_nonce
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.consent.rules.state import State, Stated, Topic, states_of
from careerrelay.consent.rules.wording import (
    AgencyFacts,
    CompanyFacts,
    Terms,
    consent_document,
    document_bytes,
    document_hash,
    rotated,
)
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.sealing import key_for
from careerrelay.core.sql import sql_value
from careerrelay.core.tokens import new_salt


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The document to draw a page from, its exact bytes, and their SHA-256 in hex."""

    document: dict[str, object]
    content: bytes
    hash: str


def company_of_start_link(code: str) -> UUID | None:
    found: UUID | None = sql_value("SELECT consent_company_of_start_link(%s)", [code])
    return found


def start_code_in_scope(*, organization_id: UUID) -> str:
    return StartLink.objects.filter(organization_id=organization_id, ended_at=None).latest("created_at").code


def text_for(
    company: Organization, *, agency_ids: Sequence[UUID], ratio: int, language: str, at: datetime
) -> ConsentText:
    """What stands on the consent page at that moment. Agencies whose permit is not valid that day are not in it,
    and their order moves by one place a day, so the same arguments always give the same bytes."""
    on = day_in_japan(at)
    agencies = [_agency_facts(found) for found in permitted_agencies(agency_ids=list(agency_ids), on=on)]
    document = consent_document(
        company=_company_facts(company),
        agencies=rotated(agencies, on=on),
        terms=Terms(cooling=settings.RELAY_COOLING, ratio=ratio),
        language=language,
    )
    content = document_bytes(document)
    return ConsentText(document, content, document_hash(content))


def _company_facts(company: Organization) -> CompanyFacts:
    return CompanyFacts(
        id=str(company.id),
        name=company.name,
        legal_name=company.legal_name,
        name_en=company.name_en,
        postal_address=company.postal_address,
        contact_desk=company.contact_desk,
        contact_address=company.contact_address,
    )


def _agency_facts(found: PermittedAgency) -> AgencyFacts:
    return AgencyFacts(
        id=str(found.agency.organization_id),
        legal_name=found.agency.legal_name,
        name_en=found.agency.name_en,
        field=found.agency.field,
        field_en=found.agency.field_en,
        postal_address=found.agency.postal_address,
        permit_number=found.permit.number,
        permit_checked_on=found.permit.checked_on.isoformat(),
    )


def new_nonce(*, text_hash: str, language: str, link_hash: bytes, at: datetime) -> str:
    return sign_nonce(
        Served(text_hash, language, at), link_hash=link_hash, salt=new_salt(SALT_BYTES), key=_nonce_key()
    )


def served_by(nonce: str, *, link_hash: bytes) -> Served:
    """Raises: ForgedNonce."""
    return read_nonce(nonce, link_hash=link_hash, key=_nonce_key())


def _nonce_key() -> bytes:
    return key_for("nonce", secret=settings.SECRET_KEY)


def statements_of_person(*, person_id: UUID) -> list[Statement]:
    """All statements, oldest first. In the person's scope."""
    return list(Statement.objects.filter(person_id=person_id).order_by("at", "id"))


def stated(statement: Statement) -> Stated:
    return Stated(
        Purpose(statement.purpose),
        Deed(statement.deed),
        statement.company_id,
        statement.recipient_id,
        statement.at,
    )


def states_of_person(*, person_id: UUID, at: datetime) -> dict[Topic, State]:
    """In the person's scope."""
    return states_of((stated(row) for row in statements_of_person(person_id=person_id)), at=at)


def companies_of_person(*, person_id: UUID) -> list[CandidateLink]:
    """The companies whose link this person once answered, oldest first. In the person's scope."""
    return list(CandidateLink.objects.filter(person_id=person_id).order_by("linked_at", "id"))


def pool_candidate_ids(*, organization_id: UUID, at: datetime) -> set[UUID]:
    """The candidates who are in the pool of this company at that moment. In the company's scope.

    Somebody who refused, revoked, let it expire or was never asked is simply not in it. Of merged records, refusal
    wins.
    """
    rows = Statement.objects.filter(organization_id=organization_id, purpose=Purpose.POOL)
    said = [
        SaidOf(row.candidate_id, row.person_id, stated(row))
        for row in rows.exclude(candidate_id=None).order_by("at", "id")
        if row.candidate_id is not None
    ]
    merges = Merge.objects.filter(organization_id=organization_id).order_by("merged_at")
    joins = [Joined(*row) for row in merges.values_list("kept_id", "gone_id", "merged_at", "undone_at")]
    return granted_of(said, joins, topic=Topic(Purpose.POOL, organization_id), at=at)
