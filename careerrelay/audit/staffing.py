"""Let staff in, change what they may do, end their access. These deeds stand above accounts, because each writes
its row into the audit trail, and the trail is the floor above accounts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from careerrelay.accounts.models import Membership, Organization, User
from careerrelay.accounts.queries import memberships_of
from careerrelay.accounts.rules import Kind, Role, roles_of
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal


class RoleNotHere(Refusal):
    pass


class AlreadyMember(Refusal):
    pass


def role_not_here(role: str) -> RoleNotHere:
    return RoleNotHere(
        ja=f"「{role}」という役割は、この組織にはありません。",
        en=f"There is no role {role} in this kind of organization.",
    )


def admit_member(
    organization: Organization,
    *,
    email: str,
    name: str,
    password: str,
    role: Role,
    actor: Actor,
    at: datetime,
) -> Membership:
    """Whoever has a password keeps it; whose access ended is let in again. Raises: RoleNotHere, AlreadyMember."""
    if role not in roles_of(Kind(organization.kind)):
        raise role_not_here(role)
    with acting_for(organization.id):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name, created_at=at)
        membership = _opened(organization, user=user, role=role, at=at)
        record_deed("admit_member", of=membership, actor=actor, at=at)
    return membership


def _opened(organization: Organization, *, user: User, role: Role, at: datetime) -> Membership:
    """Raises: AlreadyMember."""
    former = Membership.objects.filter(organization=organization, user=user).first()
    if former is None:
        return Membership.objects.create(organization=organization, user=user, role=role, created_at=at)
    if former.ended_at is None:
        raise AlreadyMember(
            ja=f"{user.email} は、すでにこの組織のメンバーです。",
            en=f"{user.email} is a member of this organization already.",
        )
    former.role, former.ended_at = role, None
    former.save(update_fields=["role", "ended_at"])
    return former


class NoSuchMember(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="このメンバーのアクセスは、すでに終わっています。",
            en="This member's access has ended already.",
        )


class LastOwner(Refusal):
    """Nobody would be left who could let anybody in."""

    def __init__(self) -> None:
        super().__init__(
            ja="管理者が1人もいなくなります。先に、ほかのメンバーを管理者にしてください。",
            en="No owner would be left. Make another member an owner first.",
        )


def reassign_member(*, organization_id: UUID, user_id: UUID, role: str, actor: Actor, at: datetime) -> None:
    """The same role again changes nothing. Raises: NoSuchMember, RoleNotHere, LastOwner."""
    with acting_for(organization_id):
        member, kind = _locked_member(organization_id, user_id=user_id)
        if role not in roles_of(kind):
            raise role_not_here(role)
        if member.role == role:
            return
        if member.role == Role.OWNER:
            _check_another_owner(user_id)
        change_role(organization_id=organization_id, user_id=user_id, role=Role(role), actor=actor, at=at)


def dismiss_member(*, organization_id: UUID, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Raises: NoSuchMember, LastOwner."""
    with acting_for(organization_id):
        member, _ = _locked_member(organization_id, user_id=user_id)
        if member.role == Role.OWNER:
            _check_another_owner(user_id)
        end_membership(organization_id=organization_id, user_id=user_id, actor=actor, at=at)


def _locked_member(organization_id: UUID, *, user_id: UUID) -> tuple[Membership, Kind]:
    """The organization is locked, not the member: two owners who dismiss each other wait for one another. Raises:
    NoSuchMember."""
    organization = Organization.objects.select_for_update(no_key=True).get(id=organization_id)
    member = Membership.objects.filter(user_id=user_id, ended_at=None).first()
    if member is None:
        raise NoSuchMember
    return member, Kind(organization.kind)


def _check_another_owner(user_id: UUID) -> None:
    owners = Membership.objects.filter(role=Role.OWNER, ended_at=None, user__is_active=True)
    if not owners.exclude(user_id=user_id).exists():
        raise LastOwner


def change_role(*, organization_id: UUID, user_id: UUID, role: Role, actor: Actor, at: datetime) -> None:
    with acting_for(organization_id):
        Membership.objects.filter(user_id=user_id).update(role=role)
        record_deed(f"change_role_to_{role}", object_kind="user", object_id=user_id, actor=actor, at=at)


def end_membership(*, organization_id: UUID, user_id: UUID, actor: Actor, at: datetime) -> None:
    """All sessions of the user end too, also those in other organizations: there they sign in again."""
    with acting_for(organization_id):
        User.objects.filter(pk=user_id).update(sessions_ended=F("sessions_ended") + 1)
        Membership.objects.filter(user_id=user_id, ended_at=None).update(ended_at=at)
        record_deed("end_membership", object_kind="user", object_id=user_id, actor=actor, at=at)


@transaction.atomic
def disable_user(user: User, *, actor: Actor, at: datetime) -> None:
    """In the trail of every organization that the user could enter."""
    for membership in memberships_of(user.id):
        with acting_for(membership.organization_id):
            record_deed("disable_user", object_kind="user", object_id=user.id, actor=actor, at=at)
    User.objects.filter(pk=user.pk).update(is_active=False)
