"""Found organizations, let people in, and end their access."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.models import Agency, Membership, Organization, Permit, User
from careerrelay.accounts.rules import Kind, Role, roles_of
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal


class RoleNotHere(Refusal):
    pass


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


def admit_member(
    organization: Organization, *, email: str, name: str, password: str, role: Role, at: datetime
) -> Membership:
    """Raises: RoleNotHere."""
    kind = Kind(organization.kind)
    if role not in roles_of(kind):
        raise RoleNotHere(
            ja=f"「{role}」という役割は、この組織にはありません。",
            en=f"There is no role {role} in this kind of organization.",
        )
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name, created_at=at)
    with acting_for(organization.id):
        return Membership.objects.create(organization=organization, user=user, role=role, created_at=at)


def change_role(*, organization_id: UUID, user_id: UUID, role: Role) -> None:
    with acting_for(organization_id):
        Membership.objects.filter(user_id=user_id).update(role=role)


def end_membership(*, organization_id: UUID, user_id: UUID, at: datetime) -> None:
    with acting_for(organization_id):
        Membership.objects.filter(user_id=user_id, ended_at=None).update(ended_at=at)


def disable_user(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
