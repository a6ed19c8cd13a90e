"""Whom an agency placed, and so must leave alone. In the scope of the operator, the agency, or the person."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from careerrelay.accounts.models import Agency
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.models import Placement, Relay, RelayedProfile
from careerrelay.relay.rules.placements import is_blocked, may_undo
from careerrelay.relay.rules.states import RelayState
from careerrelay.text.folding import fold_hyphens


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


def is_agencys_to_undo(placement: Placement, *, at: datetime) -> bool:
    """Its own record, within its days. A correction of the operator would otherwise open the two years anew."""
    recorded_on = day_in_japan(placement.recorded_at)
    return placement.replaces is None and may_undo(
        placement.joined_on, recorded_on=recorded_on, on=day_in_japan(at)
    )


def placements_of_relay(relay_id: UUID, *, agency_id: UUID) -> list[Placement]:
    """The newest first: at most one stands, the others were taken back. In the scope of the agency or its operator."""
    found = Placement.objects.filter(relay_id=relay_id, agency_id=agency_id)
    return list(found.order_by("-recorded_at", "-id"))


# --- as the operator sees them: by the number of the copy and the agency, without a name ---


def placements_of_network(*, operator_id: UUID, receipt: str = "") -> QuerySet[Placement]:
    """Those that stand, and those that the operator corrected; the newest first. `receipt` finds one by the number that
    an agency reads out. In the operator's scope, which it leaves for each agency's in turn."""
    found = Placement.objects.filter(operator_id=operator_id).filter(Q(undone_at=None) | ~Q(undone_reason=""))
    if receipt:
        found = found.filter(relay_id__in=_relays_by_receipt(receipt, operator_id=operator_id))
    return found.order_by("-recorded_at", "-id")


def _relays_by_receipt(receipt: str, *, operator_id: UUID) -> set[UUID]:
    end = re.sub(r"[\s-]", "", fold_hyphens(receipt)).lower()
    if not re.fullmatch(r"[0-9a-f]{8}", end):
        return set()
    found: set[UUID] = set()
    agencies = Agency.objects.filter(operator_id=operator_id).order_by("organization_id")
    for agency_id in agencies.values_list("organization_id", flat=True):
        with acting_for(agency_id):
            copies = RelayedProfile.objects.annotate(written=Cast("id", CharField()))
            found |= set(copies.filter(written__endswith=end).values_list("relay_id", flat=True))
    return found


def copies_of_placements(placements: Collection[Placement]) -> dict[UUID, UUID]:
    """Relay to copy; without those whose copy has gone. One query an agency."""
    by_agency: dict[UUID, list[UUID]] = {}
    for placement in placements:
        by_agency.setdefault(placement.agency_id, []).append(placement.relay_id)
    found: dict[UUID, UUID] = {}
    for agency_id, relay_ids in by_agency.items():
        with acting_for(agency_id):
            copies = RelayedProfile.objects.filter(organization_id=agency_id, relay_id__in=relay_ids)
            found |= dict(copies.values_list("relay_id", "id"))
    return found


def placement_of_network(*, operator_id: UUID, placement_id: UUID) -> Placement | None:
    return placements_of_network(operator_id=operator_id).filter(id=placement_id).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Relays of the same person that would go to the same agency: how many, and whether the two years hold them back
    after a correction."""

    count: int
    will_be_held: bool


def waiting_behind(
    placement: Placement, *, right_on: date | None, right_is_permanent: bool, on: date
) -> Waiting:
    """`right_on`: the day of joining as it will stand; None where nobody was placed. In the operator's scope."""
    same = Q(person_id=placement.person_id) | Q(person_hash=placement.person_hash)
    at_agency = Q(operator_id=placement.operator_id, agency_id=placement.agency_id)
    waiting = Relay.objects.filter(same, at_agency, state__in=[RelayState.COOLING, RelayState.WAITING])
    blocking = blocking_placements(on=on).filter(same, at_agency)
    others = blocking.exclude(id=placement.id).exists()
    stays = right_on is not None and right_is_permanent and is_blocked(right_on, on=on)
    return Waiting(waiting.count(), others or stays)
