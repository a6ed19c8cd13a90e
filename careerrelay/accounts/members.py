"""The people of an organization, for its own pages. In the organization's scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.accounts.models import Membership
from careerrelay.accounts.rules import Role

FORMER_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ListedMember:
    user_id: UUID
    name: str
    email: str
    role: Role
    since_at: datetime
    is_active: bool
    ended_at: datetime | None


def members_in_scope(*, organization_id: UUID) -> list[ListedMember]:
    """Whose membership is open, by name."""
    found = Membership.objects.filter(organization_id=organization_id, ended_at=None).select_related("user")
    return [_listed(membership) for membership in found.order_by("user__name", "id")]


def former_members_in_scope(*, organization_id: UUID) -> list[ListedMember]:
    """Whose membership ended, the last one first."""
    found = Membership.objects.filter(organization_id=organization_id, ended_at__isnull=False)
    ended = found.select_related("user").order_by("-ended_at", "id")[:FORMER_SHOWN]
    return [_listed(membership) for membership in ended]


def _listed(membership: Membership) -> ListedMember:
    return ListedMember(
        membership.user_id,
        membership.user.name,
        membership.user.email,
        Role(membership.role),
        membership.created_at,
        membership.user.is_active,
        membership.ended_at,
    )


def names_of_members(*, organization_id: UUID) -> dict[UUID, str]:
    """Everybody who ever belonged here, by id: deeds outlast memberships."""
    return dict(
        Membership.objects.filter(organization_id=organization_id)
        .order_by("id")
        .values_list("user_id", "user__name")
    )
