"""Where a profile stands between a person and one agency, in the terms that the person is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from careerrelay.consent.rules.state import NEVER_STATED, State
from careerrelay.relay.rules.states import CopyState, RelayState

ON_THE_WAY = (RelayState.COOLING, RelayState.WAITING)
HANDED_OVER = (RelayState.PROVIDED, RelayState.ACCEPTED)


class Situation(StrEnum):
    NEVER_ASKED = "never_asked"
    COOLING = "cooling"
    DUE = "due"
    WAITS_FOR_PROFILE = "waits_for_profile"
    WAITS_FOR_PERMIT = "waits_for_permit"
    WAITS_FOR_AGREEMENT = "waits_for_agreement"
    WAITS_FOR_WISH = "waits_for_wish"
    PAUSED = "paused"
    HIDDEN = "hidden"
    WAITS_AFTER_PLACEMENT = "waits_after_placement"
    PROVIDED = "provided"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    DECLINED = "declined"
    STOPPED = "stopped"
    RAN_OUT = "ran_out"
    RECALLED = "recalled"
    DELETION_LATE = "deletion_late"
    DELETED = "deleted"
    KEPT_BY_LAW = "kept_by_law"


@dataclass(frozen=True, slots=True)
class RelayFacts:
    """One relay as it is now. `copy_state` and `delete_by_at` are the agency's copy after a recall."""

    state: RelayState
    leaves_at: datetime
    copy_state: CopyState | None = None
    delete_by_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hindrances:
    """What stands in the way of a hand-over at this moment, whatever the queue has noticed of it yet."""

    is_profile_missing: bool = False
    is_permit_missing: bool = False
    is_agreement_missing: bool = False
    is_paused: bool = False
    is_hidden: bool = False
    is_too_early: bool = False
    is_left_alone: bool = False


def situation_of(
    relay: RelayFacts | None, *, consent: State = NEVER_STATED, hindrances: Hindrances, at: datetime
) -> Situation:
    if relay is None:
        return Situation.STOPPED if consent.since_at and not consent.is_granted else Situation.NEVER_ASKED
    if relay.state in ON_THE_WAY:
        return _before(relay, consent=consent, hindrances=hindrances, at=at)
    if relay.state is RelayState.RECALLED:
        return _after_recall(relay, at=at)
    if relay.state in HANDED_OVER and not consent.is_granted:
        return Situation.LAPSED
    return {
        RelayState.PROVIDED: Situation.PROVIDED,
        RelayState.ACCEPTED: Situation.ACCEPTED,
        RelayState.DECLINED: Situation.DECLINED,
        RelayState.CANCELLED: Situation.STOPPED,
        RelayState.EXPIRED: Situation.RAN_OUT,
    }[relay.state]


def _before(relay: RelayFacts, *, consent: State, hindrances: Hindrances, at: datetime) -> Situation:
    """What the person said themself, then what they cannot change, then what only they can do, then time."""
    if not consent.is_granted:
        return Situation.RAN_OUT
    if hindrances.is_hidden:
        return Situation.HIDDEN
    if hindrances.is_paused:
        return Situation.PAUSED
    if hindrances.is_left_alone:
        return Situation.WAITS_AFTER_PLACEMENT
    if hindrances.is_permit_missing:
        return Situation.WAITS_FOR_PERMIT
    if hindrances.is_agreement_missing:
        return Situation.WAITS_FOR_AGREEMENT
    if hindrances.is_profile_missing:
        return Situation.WAITS_FOR_PROFILE
    if at < relay.leaves_at and not hindrances.is_too_early:
        return Situation.COOLING
    return Situation.WAITS_FOR_WISH if hindrances.is_too_early else Situation.DUE


def _after_recall(relay: RelayFacts, *, at: datetime) -> Situation:
    if relay.copy_state is CopyState.DELETED:
        return Situation.DELETED
    if relay.copy_state is CopyState.KEPT:
        return Situation.KEPT_BY_LAW
    if relay.delete_by_at is not None and at >= relay.delete_by_at:
        return Situation.DELETION_LATE
    return Situation.RECALLED


def holds_profile(state: RelayState | None) -> bool:
    """Handed over, and neither declined nor taken back."""
    return state in HANDED_OVER


def is_revocable(situation: Situation, *, consent: State) -> bool:
    """There is something left to take back: a consent, a hand-over to come, or a copy out there."""
    return consent.is_granted or situation in (Situation.LAPSED, Situation.PROVIDED, Situation.ACCEPTED)
