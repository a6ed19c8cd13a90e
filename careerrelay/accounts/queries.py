"""Who may enter where, which organizations there are, and which agencies may receive anybody on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careerrelay.accounts.models import Agency, Organization, Permit
from careerrelay.accounts.rules import Kind, Role, is_valid_permit
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_rows


@dataclass(frozen=True, slots=True)
class OpenMembership:
    organization_id: UUID
    organization_name: str
    organization_name_en: str
    kind: Kind
    role: Role


def memberships_of(user_id: UUID) -> list[OpenMembership]:
    """The memberships that are open now, by name of the organization; none for a disabled user.

    Asked on every request: whoever lost a role has lost it with the next page (P37).
    """
    rows = sql_rows(
        "SELECT organization_id, organization_name, organization_name_en, kind, role"
        " FROM accounts_memberships_of(%s)"
        " ORDER BY organization_name, organization_id",
        [user_id],
    )
    return [
        OpenMembership(organization_id, name, name_en, Kind(kind), Role(role))
        for organization_id, name, name_en, kind, role in rows
    ]


@dataclass(frozen=True, slots=True)
class PermittedAgency:
    """An agency with the permit that is valid on the day that was asked about."""

    agency: Agency
    permit: Permit


def permitted_agencies(*, agency_ids: Collection[UUID], on: date) -> list[PermittedAgency]:
    """Those of the agencies that hold a valid permit that day, by id; two queries (P10)."""
    agencies = Agency.objects.filter(organization_id__in=agency_ids).order_by("organization_id")
    valid: dict[UUID, Permit] = {}
    for permit in Permit.objects.filter(agency_id__in=agency_ids).order_by("valid_from_on", "id"):
        if is_valid_permit(permit.facts, on=on):
            valid[permit.agency_id] = permit
    return [PermittedAgency(agency, valid[agency.pk]) for agency in agencies if agency.pk in valid]


def organization_in_scope(*, organization_id: UUID) -> Organization:
    return Organization.objects.get(id=organization_id)


def organization_by_slug(slug: str) -> tuple[UUID, Kind] | None:
    rows = sql_rows("SELECT id, kind FROM accounts_organization_by_slug(%s)", [slug])
    return (rows[0][0], Kind(rows[0][1])) if rows else None


class NoSuchOrganization(Refusal):
    def __init__(self, slug: str, *, kind: str = "organization") -> None:
        super().__init__(ja=f"組織「{slug}」は見つかりません。", en=f"There is no {kind} called {slug!r}.")


def organization_of(slug: str) -> tuple[UUID, Kind]:
    """Raises: NoSuchOrganization."""
    found = organization_by_slug(slug)
    if found is None:
        raise NoSuchOrganization(slug)
    return found


def organization_id_of(slug: str, *, kind: Kind) -> UUID:
    """Raises: NoSuchOrganization."""
    organization_id, found_kind = organization_of(slug)
    if found_kind is not kind:
        raise NoSuchOrganization(slug, kind=kind)
    return organization_id


def organizations_of_kind(kind: Kind) -> list[UUID]:
    """By id. For what the program does for every tenant in turn."""
    return [row[0] for row in sql_rows("SELECT accounts_organizations_of_kind(%s)", [kind])]
