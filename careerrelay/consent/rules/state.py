"""What holds now: a pure function of the statements. Default is no; the last word counts; a tie is a no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.core.calendar import same_hour_months_later

VALID_MONTHS = 12


class Stated(NamedTuple):
    """One statement, as far as the state depends on it."""

    purpose: Purpose
    deed: Deed
    company_id: UUID
    recipient_id: UUID
    at: datetime


class Topic(NamedTuple):
    """What a statement is about. A relay to one agency is one topic, whichever company's mail led to it."""

    purpose: Purpose
    recipient_id: UUID


class Standing(StrEnum):
    NEVER = "never"
    GRANTED = "granted"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class State:
    standing: Standing
    since_at: datetime | None = None
    until_at: datetime | None = None

    @property
    def is_granted(self) -> bool:
        return self.standing is Standing.GRANTED


NEVER_STATED = State(Standing.NEVER)


def topic_of(stated: Stated) -> Topic:
    return Topic(stated.purpose, stated.recipient_id)


def states_of(statements: Iterable[Stated], *, at: datetime) -> dict[Topic, State]:
    """The state of every topic that was ever stated, at the moment `at`; later statements do not count yet."""
    last: dict[Topic, Stated] = {}
    for stated in statements:
        if stated.at > at:
            continue
        topic = topic_of(stated)
        found = last.get(topic)
        if found is None or _outweighs(stated, found):
            last[topic] = stated
    return {topic: _state_after(stated, at=at) for topic, stated in last.items()}


def state_of(statements: Iterable[Stated], *, topic: Topic, at: datetime) -> State:
    return states_of(statements, at=at).get(topic, NEVER_STATED)


def expires_at(granted_at: datetime) -> datetime:
    return same_hour_months_later(granted_at, VALID_MONTHS)


def _outweighs(stated: Stated, found: Stated) -> bool:
    """Grant and revoke in the same instant: the revocation wins."""
    return (stated.at, stated.deed is Deed.REVOKE) > (found.at, found.deed is Deed.REVOKE)


def _state_after(stated: Stated, *, at: datetime) -> State:
    if stated.deed is Deed.REVOKE:
        return State(Standing.REVOKED, since_at=stated.at)
    until_at = expires_at(stated.at)
    standing = Standing.GRANTED if at < until_at else Standing.EXPIRED
    return State(standing, since_at=stated.at, until_at=until_at)
