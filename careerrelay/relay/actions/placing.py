"""An agency says that somebody joined a company by its doing. From that day it leaves them alone for two years."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.people.actions import lock_person
from careerrelay.relay.models import Placement, Relay, RelayedProfile
from careerrelay.relay.placements import is_agencys_to_undo
from careerrelay.relay.queries import readable_copies
from careerrelay.relay.rules.placements import JOINS_WITHIN, free_on
from careerrelay.relay.rules.states import CopyState


class NotPlaced(Refusal):
    """What was said about a joining cannot be."""


@dataclass(frozen=True, slots=True)
class Joining:
    """`is_permanent`: without a fixed term (期間の定めのない労働契約)."""

    joined_on: date
    is_permanent: bool


@transaction.atomic
def record_placement(
    joining: Joining,
    *,
    organization_id: UUID,
    operator_id: UUID,
    copy_id: UUID,
    actor: Actor,
    at: datetime,
) -> Placement:
    """The copy, and all that finds it, is out of the agency's sight from the day of joining. Raises: NotPlaced."""
    copy = _accepted_copy(copy_id, organization_id=organization_id, at=at)
    check_joining(joining, received_on=day_in_japan(copy.received_at), on=day_in_japan(at))
    with acting_for(operator_id):
        relay = Relay.objects.get(id=copy.relay_id)
    with acting_for_person(relay.person_id):
        lock_person(person_id=relay.person_id)
    with acting_for(organization_id):
        if Placement.objects.filter(relay_id=relay.id, undone_at=None).exists():
            raise NotPlaced(ja="就職は、もう記録されています。", en="The joining has been recorded already.")
        placement = insert_placement(joining, whom=_placed(relay), actor=actor, at=at)
        hide_copy(placement)
        record_deed("record_placement", of=placement, actor=actor, at=at)
    return placement


def _accepted_copy(copy_id: UUID, *, organization_id: UUID, at: datetime) -> RelayedProfile:
    with acting_for(organization_id):
        copy = readable_copies(organization_id=organization_id, at=at).filter(id=copy_id).first()
    if copy is None or copy.state != CopyState.ACCEPTED:
        raise NotPlaced(
            ja="受け付けた人についてだけ、就職を記録できます。",
            en="A joining can be recorded only for somebody whom you accepted.",
        )
    return copy


def check_joining(joining: Joining, *, received_on: date, on: date) -> None:
    """Raises: NotPlaced."""
    if not received_on <= joining.joined_on <= on + JOINS_WITHIN:
        raise NotPlaced(
            ja="就職した日は、紹介を受け取った日から、1年後までにしてください。",
            en="The day of joining is between the day you received the profile and a year from today.",
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """Who was placed by which agency, as the rows of the network know them."""

    agency_id: UUID
    operator_id: UUID
    person_id: UUID
    person_hash: bytes
    relay_id: UUID


def _placed(relay: Relay) -> Placed:
    return Placed(relay.agency_id, relay.operator_id, relay.person_id, bytes(relay.person_hash), relay.id)


def insert_placement(
    joining: Joining, *, whom: Placed, replaces: UUID | None = None, actor: Actor, at: datetime
) -> Placement:
    """In the agency's scope or the operator's."""
    return Placement.objects.create(
        **asdict(whom),
        **asdict(joining),
        free_on=free_on(joining.joined_on),
        replaces=replaces,
        recorded_by=actor.id,
        recorded_at=at,
    )


@transaction.atomic
def undo_placement(*, organization_id: UUID, copy_id: UUID, actor: Actor, at: datetime) -> None:
    """They did not join after all, or the day was typed wrong. Raises: NotPlaced."""
    with acting_for(organization_id):
        copy = RelayedProfile.objects.filter(organization_id=organization_id, id=copy_id).first()
        placement = (
            Placement.objects.select_for_update().filter(relay_id=copy.relay_id, undone_at=None).first()
            if copy
            else None
        )
        if placement is None:
            raise NotPlaced(ja="就職の記録はありません。", en="No joining is recorded.")
        if not is_agencys_to_undo(placement, at=at):
            raise NotPlaced(
                ja="記録から7日がたったか、運営者が訂正した記録のため、取り消せません。運営者に訂正を頼んでください。",
                en="It is older than seven days, or the operator corrected it. Only the operator can change it.",
            )
        placement.undone_at, placement.undone_by = at, actor.id
        placement.save(update_fields=["undone_at", "undone_by"])
        show_copy_again(placement)
        record_deed("undo_placement", of=placement, actor=actor, at=at)


def hide_copy(placement: Placement) -> None:
    """From the day of joining, for the two years; a fixed term hides nothing. In the agency's scope."""
    if placement.is_permanent:
        RelayedProfile.objects.filter(relay_id=placement.relay_id).update(
            placed_on=placement.joined_on, placed_free_on=placement.free_on
        )


def show_copy_again(placement: Placement) -> None:
    """In the agency's scope."""
    RelayedProfile.objects.filter(relay_id=placement.relay_id).update(placed_on=None, placed_free_on=None)
