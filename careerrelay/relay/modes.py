"""In which mode a network is run on a day, and the one question that every deed of its operator asks before it is done.

The rows are public facts: none of it needs a scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careerrelay.accounts.rules import PermitFacts, is_valid_permit
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.relay.models import ModeChoice, OperatorPermit
from careerrelay.relay.rules.modes import (
    ROWS,
    Choice,
    Lock,
    Mode,
    ModeOfDay,
    OperatorDeed,
    lock_of,
    mode_of_day,
)
from careerrelay.relay.rules.permit_standing import PermitStanding, standing_of_permits


@dataclass(frozen=True, slots=True)
class NetworkMode:
    """`permits` the newest first. `current` is the one to name: valid that day, else none."""

    of_day: ModeOfDay
    choice: ModeChoice | None
    permits: tuple[OperatorPermit, ...]
    current: OperatorPermit | None
    standing: PermitStanding


def mode_of_network(*, operator_id: UUID, at: datetime) -> NetworkMode:
    """Two queries."""
    on = day_in_japan(at)
    choice = (
        ModeChoice.objects.filter(operator_id=operator_id, chosen_at__lte=at)
        .order_by("-chosen_at", "-id")
        .first()
    )
    permits = tuple(permits_of_operator(operator_id=operator_id))
    facts = [permit.facts for permit in permits]
    valid = (permit for permit in permits if is_valid_permit(permit.facts, on=on))
    return NetworkMode(
        mode_of_day(_as_choice(choice), permits=facts, on=on),
        choice,
        permits,
        next(valid, None),
        standing_of_permits(facts, on=on),
    )


def permits_of_operator(*, operator_id: UUID) -> list[OperatorPermit]:
    found = OperatorPermit.objects.filter(operator_id=operator_id)
    return list(found.order_by("-valid_from_on", "-recorded_at", "-id"))


def permit_of_operator(*, operator_id: UUID, permit_id: UUID) -> OperatorPermit | None:
    return OperatorPermit.objects.filter(operator_id=operator_id, id=permit_id).first()


def _as_choice(row: ModeChoice | None) -> Choice | None:
    return None if row is None else Choice(Mode(row.mode), day_in_japan(row.chosen_at))


class DeedLocked(Refusal):
    """`lock` says why: the mode, a permit that is missing, the law in any case, or that nobody has built it."""

    def __init__(self, deed: OperatorDeed, *, lock: Lock) -> None:
        row = ROWS[deed]
        not_built = lock is Lock.NOT_BUILT
        super().__init__(
            ja=f"「{row.ja}」機能は、まだありません。" if not_built else row.why_ja,
            en=f"There is no function for this yet: {row.en.lower()}." if not_built else row.why_en,
        )
        self.lock = lock


def check_unlocked(
    deed: OperatorDeed, *, operator_id: UUID, own_permits: Sequence[PermitFacts] = (), at: datetime
) -> None:
    """Raises: DeedLocked."""
    mode = mode_of_network(operator_id=operator_id, at=at).of_day.mode
    lock = lock_of(deed, mode=mode, on=day_in_japan(at), own_permits=own_permits)
    if lock is not None:
        raise DeedLocked(deed, lock=lock)


@dataclass(frozen=True, slots=True)
class ModeDeed:
    """One line of what was done about the mode: a choice, a permit that was recorded, or one that stopped."""

    at: datetime
    by: UUID | None
    choice: ModeChoice | None = None
    permit: OperatorPermit | None = None
    stopped: OperatorPermit | None = None


def mode_deeds(*, operator_id: UUID) -> list[ModeDeed]:
    """The newest first."""
    choices = ModeChoice.objects.filter(operator_id=operator_id).order_by("-chosen_at", "-id")
    permits = permits_of_operator(operator_id=operator_id)
    deeds = [ModeDeed(choice.chosen_at, choice.chosen_by, choice=choice) for choice in choices]
    deeds += [ModeDeed(permit.recorded_at, permit.recorded_by, permit=permit) for permit in permits]
    deeds += [
        ModeDeed(permit.stop_recorded_at, permit.stop_recorded_by, stopped=permit)
        for permit in permits
        if permit.stop_recorded_at is not None
    ]
    return sorted(deeds, key=lambda deed: deed.at, reverse=True)
