"""The operator corrects what an agency recorded of a joining after its own days for that are over.

The books do not move: an introduction counts when the agency receives or accepts, never by a joining.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.people.actions import lock_person
from careerrelay.relay.actions.placing import (
    Joining,
    Placed,
    check_joining,
    hide_copy,
    insert_placement,
    show_copy_again,
)
from careerrelay.relay.models import Placement, Relay
from careerrelay.relay.rules.placements import CORRECTED, PlacementMistake


class NotCorrected(Refusal):
    """The record stays as it is."""


@transaction.atomic
def correct_placement(
    placement_id: UUID,
    *,
    operator_id: UUID,
    right: Joining | None,
    mistake: PlacementMistake,
    actor: Actor,
    at: datetime,
) -> Placement | None:
    """The wrong row stays, taken back, with the reason; `right` is a new one, and None where nobody was placed. What
    waited for the two years is looked at again. Raises: NotCorrected, NotPlaced."""
    assert (right is not None) == (mistake in CORRECTED), "who was placed has a day, who was not has none"
    wrong = _standing(placement_id, operator_id=operator_id)
    if right is not None:
        check_right(right, wrong=wrong, at=at)
    wrong.undone_at, wrong.undone_by, wrong.undone_reason = at, actor.id, mistake
    with acting_for(operator_id):
        wrong.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        placement = (
            insert_placement(right, whom=_placed(wrong), replaces=wrong.id, actor=actor, at=at)
            if right
            else None
        )
        record_deed("correct_placement" if placement else "void_placement", of=wrong, actor=actor, at=at)
    with acting_for(wrong.agency_id):
        show_copy_again(wrong)
        if placement is not None:
            hide_copy(placement)
        # The agency's own trail says it too: what it sees of the person changed.
        record_deed("have_placement_corrected", of=wrong, actor=actor, at=at)
    wake("relay:provide_due_relays")
    return placement


def _standing(placement_id: UUID, *, operator_id: UUID) -> Placement:
    """The person's lock first, as whoever hands over does."""
    with acting_for(operator_id):
        found = Placement.objects.filter(operator_id=operator_id, id=placement_id, undone_at=None)
        person_id = found.values_list("person_id", flat=True).first()
    if person_id is not None:
        with acting_for_person(person_id):
            lock_person(person_id=person_id)
    with acting_for(operator_id):
        placement = found.select_for_update().first()
    if placement is None:
        raise NotCorrected(
            ja="この記録は、もう訂正されたか、取り消されています。",
            en="This record has been corrected or taken back already.",
        )
    return placement


def check_right(right: Joining, *, wrong: Placement, at: datetime) -> None:
    """Raises: NotCorrected, NotPlaced."""
    if (right.joined_on, right.is_permanent) == (wrong.joined_on, wrong.is_permanent):
        raise NotCorrected(
            ja="いまの記録と同じです。直すところを変えてください。",
            en="This is what the record says already. Change what is wrong.",
        )
    check_joining(right, received_on=_received_on(wrong), on=day_in_japan(at))


def _received_on(placement: Placement) -> date:
    """A record of provision can be gone before the placement is: then no earlier day than the one on file."""
    with acting_for(placement.operator_id):
        relay = Relay.objects.filter(id=placement.relay_id).first()
    if relay is None or relay.provided_at is None:
        return placement.joined_on
    return day_in_japan(relay.provided_at)


def _placed(placement: Placement) -> Placed:
    return Placed(
        placement.agency_id,
        placement.operator_id,
        placement.person_id,
        bytes(placement.person_hash),
        placement.relay_id,
    )
