"""Everything that is held about a person, holder by holder, with what was handed over and who looked.

Written anew at every call and stored nowhere.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.accounts.models import Agency
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.audit.disclosing import disclose_accesses_of_company, disclose_accesses_of_person
from careerrelay.candidates.disclosing import disclose_record
from careerrelay.consent.disclosing import disclose_consent
from careerrelay.core.actor import Actor
from careerrelay.core.disclosure import DisclosedPart
from careerrelay.outreach.disclosing import disclose_letters_of_company, disclose_letters_of_person
from careerrelay.people.disclosing import disclose_person
from careerrelay.pool.disclosing import disclose_kept_words
from careerrelay.privacy.holders import CompanyRecords, companies_holding
from careerrelay.relay.disclosing import disclose_copies, disclose_provisions

OWN_PAGE = "own_page"


@dataclass(frozen=True, slots=True)
class Holding:
    """One holder and everything there. `kind`: company, agency, or `own_page` for what the person keeps here."""

    kind: str
    organization_id: UUID | None
    name: str
    name_en: str
    contact: str
    parts: tuple[DisclosedPart, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`names`: of every organization that a row names by its id, as (Japanese, English)."""

    person_id: UUID
    made_at: datetime
    holdings: tuple[Holding, ...]
    names: dict[str, tuple[str, str]]


def disclosure_of(person_id: UUID, *, at: datetime) -> Disclosure:
    """Enters every scope that it needs, one after the other; call it outside of any or in the person's."""
    own = _own_page(person_id)
    companies = [_company(found) for found in companies_holding(person_id=person_id)]
    agencies = [
        _agency(agency_id, parts=parts) for agency_id, parts in disclose_copies(person_id=person_id).items()
    ]
    holdings = (own, *companies, *agencies)
    return Disclosure(person_id, at, holdings, _names(holdings))


def record_disclosure(person_id: UUID, *, form: str, actor: Actor, at: datetime) -> None:
    """That a disclosure was handed out: in the person's own trail, where they see it."""
    with acting_for_person(person_id):
        record_deed(f"disclose_{form}", object_kind="person", object_id=person_id, actor=actor, at=at)


def company_disclosure(*, company_id: UUID, candidate_ids: tuple[UUID, ...], at: datetime) -> Disclosure:
    """What one company holds: for a request that came by letter, and nothing of the person's own (P08)."""
    holding = _company(CompanyRecords(company_id, candidate_ids))
    return Disclosure(candidate_ids[0], at, (holding,), _names((holding,)))


def _own_page(person_id: UUID) -> Holding:
    with acting_for_person(person_id):
        parts = (
            *disclose_person(person_id=person_id),
            *disclose_consent(person_id=person_id),
            *disclose_letters_of_person(person_id=person_id),
            *disclose_accesses_of_person(person_id=person_id),
        )
    parts = (*parts, *disclose_provisions(person_id=person_id))
    return Holding(OWN_PAGE, None, "ご自身のページ", "Your own page", "", parts)


def _company(found: CompanyRecords) -> Holding:
    company_id, ids = found.company_id, found.candidate_ids
    with acting_for(company_id):
        company = organization_in_scope(organization_id=company_id)
        parts = (
            *disclose_record(organization_id=company_id, candidate_ids=ids),
            *disclose_kept_words(organization_id=company_id, candidate_ids=ids),
            *disclose_letters_of_company(organization_id=company_id, candidate_ids=ids),
            *disclose_accesses_of_company(organization_id=company_id, object_ids=ids),
        )
    return Holding(
        Kind.COMPANY, company.id, company.legal_name, company.name_en, company.contact_address, parts
    )


def _agency(agency_id: UUID, *, parts: list[DisclosedPart]) -> Holding:
    with acting_for(agency_id):
        agency = organization_in_scope(organization_id=agency_id)
    return Holding(
        Kind.AGENCY, agency_id, agency.legal_name, agency.name_en, agency.contact_address, tuple(parts)
    )


def _names(holdings: tuple[Holding, ...]) -> dict[str, tuple[str, str]]:
    """A company may be named in a row although it holds nothing any more."""
    names = {str(one.organization_id): (one.name, one.name_en) for one in holdings if one.organization_id}
    named = {
        str(value)
        for holding in holdings
        for part in holding.parts
        for row in part.rows
        for field, value in row.items()
        if field.endswith("_id")
    }
    for organization_id in sorted(named - names.keys()):
        names[organization_id] = _name_of(UUID(organization_id))
    return names


def _name_of(organization_id: UUID) -> tuple[str, str]:
    agency = Agency.objects.filter(organization_id=organization_id).first()
    if agency is not None:
        return agency.legal_name, agency.name_en
    with acting_for(organization_id):
        found = organization_in_scope(organization_id=organization_id)
    return found.legal_name, found.name_en
