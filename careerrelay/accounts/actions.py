"""Found organizations and make known what the public may know of agencies."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.models import Agency, Organization, Permit
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.ids import new_id


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    kind: Kind
    slug: str
    name: str
    legal_name: str
    name_en: str
    postal_address: str
    contact_desk: str
    contact_address: str
    postal_address_en: str = ""
    contact_desk_en: str = ""


def found_organization(facts: OrganizationFacts, *, operator_id: UUID | None, at: datetime) -> Organization:
    organization_id = new_id()
    with acting_for(organization_id):
        return Organization.objects.create(
            id=organization_id, operator_id=operator_id, created_at=at, **asdict(facts)
        )


def list_agency(
    organization: Organization, *, representative: str, field: str, field_en: str, at: datetime
) -> Agency:
    """Make the public facts of an agency known: they are copied from the organization, not shared with it."""
    assert organization.operator_id is not None, "an agency belongs to a network"
    return Agency.objects.create(
        organization=organization,
        operator_id=organization.operator_id,
        name=organization.name,
        legal_name=organization.legal_name,
        name_en=organization.name_en,
        representative=representative,
        postal_address=organization.postal_address,
        field=field,
        field_en=field_en,
    )


def record_permit(
    agency: Agency, *, number: str, valid_from_on: date, valid_until_on: date, checked_on: date
) -> Permit:
    return Permit.objects.create(
        agency=agency,
        number=number,
        valid_from_on=valid_from_on,
        valid_until_on=valid_until_on,
        checked_on=checked_on,
    )


def suspend_permit(permit: Permit, *, on: date) -> None:
    Permit.objects.filter(pk=permit.pk).update(suspended_on=on)
