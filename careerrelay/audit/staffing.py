"""Let staff in, change what they may do, end their access. These deeds stand above accounts, because each writes
its row into the audit trail, and the trail is the floor above accounts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Membership, Organization, User
from careerrelay.accounts.queries import memberships_of
from careerrelay.accounts.rules import Kind, Role, roles_of
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal


class RoleNotHere(Refusal):
    pass


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
    """Raises: RoleNotHere."""
    if role not in roles_of(Kind(organization.kind)):
        raise RoleNotHere(
            ja=f"「{role}」という役割は、この組織にはありません。",
            en=f"There is no role {role} in this kind of organization.",
        )
    with acting_for(organization.id):
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name, created_at=at)
        membership = Membership.objects.create(organization=organization, user=user, role=role, created_at=at)
        record_deed("admit_member", of=membership, actor=actor, at=at)
    return membership


def change_role(*, organization_id: UUID, user_id: UUID, role: Role, actor: Actor, at: datetime) -> None:
    with acting_for(organization_id):
        Membership.objects.filter(user_id=user_id).update(role=role)
        record_deed(f"change_role_to_{role}", object_kind="user", object_id=user_id, actor=actor, at=at)


def end_membership(*, organization_id: UUID, user_id: UUID, actor: Actor, at: datetime) -> None:
    with acting_for(organization_id):
        Membership.objects.filter(user_id=user_id, ended_at=None).update(ended_at=at)
        record_deed("end_membership", object_kind="user", object_id=user_id, actor=actor, at=at)


@transaction.atomic
def disable_user(user: User, *, actor: Actor, at: datetime) -> None:
    """In the trail of every organization that the user could enter."""
    for membership in memberships_of(user.id):
        with acting_for(membership.organization_id):
            record_deed("disable_user", object_kind="user", object_id=user.id, actor=actor, at=at)
    User.objects.filter(pk=user.pk).update(is_active=False)
