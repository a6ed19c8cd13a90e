"""Where a company can be asked and written to: its desk and its postal address, in both languages."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Contact:
    """The English may be empty: the Japanese then stands in its place."""

    contact_desk: str
    postal_address: str
    contact_desk_en: str
    postal_address_en: str


def contact_of(company: Organization) -> Contact:
    return Contact(
        company.contact_desk, company.postal_address, company.contact_desk_en, company.postal_address_en
    )


def change_contact(contact: Contact, *, organization_id: UUID, actor: Actor, at: datetime) -> None:
    """Pages and mails say it from now on; a consent text that was answered keeps what stood in it."""
    with acting_for(organization_id):
        company = Organization.objects.select_for_update().get(id=organization_id)
        if contact_of(company) == contact:
            return
        Organization.objects.filter(id=organization_id).update(**asdict(contact))
        record_deed("change_contact", of=company, actor=actor, at=at)
