"""Whom an agency placed, and so must leave alone. In the scope of the operator, the agency, or the person."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from careerrelay.relay.models import Placement
from careerrelay.relay.rules.placements import is_blocked


def blocking_placements(*, on: date) -> QuerySet[Placement]:
    """The two years run that day. A fixed term has none."""
    return Placement.objects.filter(undone_at=None, is_permanent=True, joined_on__lte=on, free_on__gt=on)


def is_left_alone(*, agency_id: UUID, person_id: UUID, person_hash: bytes, on: date) -> bool:
    """By the person, or by their address where they came back as somebody new after an erasure. In the operator's
    scope."""
    same = Q(person_id=person_id) | Q(person_hash=person_hash)
    return blocking_placements(on=on).filter(same, agency_id=agency_id).exists()


def leaves_alone(placement: Placement, *, on: date) -> bool:
    return placement.is_permanent and is_blocked(placement.joined_on, on=on)


def placements_of_person(*, person_id: UUID) -> dict[UUID, Placement]:
    """The newest of each agency. In the person's scope."""
    found = Placement.objects.filter(person_id=person_id, undone_at=None).order_by("joined_on", "id")
    return {one.agency_id: one for one in found}


def placement_of_relay(relay_id: UUID, *, agency_id: UUID) -> Placement | None:
    """In the agency's scope."""
    return Placement.objects.filter(relay_id=relay_id, agency_id=agency_id, undone_at=None).first()
