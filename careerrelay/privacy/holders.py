"""Who holds what about a person: the one question behind seeing, correcting, stopping and erasing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.merges import kept_id_of
from careerrelay.candidates.models import Candidate
from careerrelay.consent.queries import companies_of_person
from careerrelay.core.sql import sql_rows
from careerrelay.people.disclosing import proven_addresses
from careerrelay.text.addresses import comparable_address


@dataclass(frozen=True, slots=True)
class CompanyRecords:
    """The candidates of one company that are this person."""

    company_id: UUID
    candidate_ids: tuple[UUID, ...]


def companies_holding(*, person_id: UUID) -> list[CompanyRecords]:
    """Where the person answered, and wherever a proven address of theirs stands in a record; by id.

    A company that knows somebody only from its own applicants holds them as well, and whoever proved the address may
    know and end that, without its ever learning that another company was asked.
    """
    with acting_for_person(person_id):
        canonicals = [comparable_address(address) for address in proven_addresses(person_id=person_id)]
        found: dict[UUID, set[UUID]] = {
            link.company_id: {link.candidate_id} if link.candidate_id else set()
            for link in companies_of_person(person_id=person_id)
        }
    for company_id, candidate_id in records_of_addresses(canonicals):
        found.setdefault(company_id, set()).add(candidate_id)
    return [
        CompanyRecords(company_id, tuple(_as_they_stand(sorted(ids), company_id=company_id)))
        for company_id, ids in sorted(found.items())
    ]


def records_at_company(canonicals: Sequence[str], *, company_id: UUID) -> CompanyRecords:
    """Of one company alone, for somebody who proved these addresses."""
    ids = {candidate for company, candidate in records_of_addresses(canonicals) if company == company_id}
    return CompanyRecords(company_id, tuple(_as_they_stand(sorted(ids), company_id=company_id)))


def records_of_addresses(canonicals: Sequence[str]) -> list[tuple[UUID, UUID]]:
    """Company and candidate. Asked only for addresses that somebody proved to be theirs."""
    rows = sql_rows("SELECT * FROM privacy_records_of_addresses(%s)", [list(canonicals)])
    return [(organization_id, candidate_id) for organization_id, candidate_id in rows]


def _as_they_stand(candidate_ids: Sequence[UUID], *, company_id: UUID) -> list[UUID]:
    """After merges; without records that are gone."""
    with acting_for(company_id):
        kept = {kept_id_of(one, organization_id=company_id) or one for one in candidate_ids}
        known = Candidate.objects.filter(organization_id=company_id, id__in=kept)
        return list(known.order_by("id").values_list("id", flat=True))
