"""Who is in, when records of one person were merged: refusal wins, and a merge that was undone leaves no trace.

Several people may have stated something about what is one record now: one human being with two addresses. Until the
merge each of them has a last word; if one of these is a refusal, the record is out, whatever the others said. What is
said after the merge is said about the one record, and there the last word counts as it always does.

A statement keeps the record under which it was made. One that was made under the kept record while a merge stood
that was undone later goes back to the record under which the same person had stated before; if there is none, nobody
knows whose it was: a refusal counts for both, a grant for neither.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from careerrelay.consent.rules.purposes import Deed
from careerrelay.consent.rules.state import NEVER_STATED, Standing, State, Stated, Topic, states_of


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge: the record that went is part of the one that was kept, for ever or until it was undone."""

    kept_id: UUID
    gone_id: UUID
    at: datetime
    undone_at: datetime | None = None

    def stood(self, at: datetime) -> bool:
        return self.at <= at and (self.undone_at is None or at < self.undone_at)


class SaidOf(NamedTuple):
    candidate_id: UUID
    person_id: UUID
    stated: Stated


def granted_of(
    statements: Collection[SaidOf], joins: Collection[Joined], *, topic: Topic, at: datetime
) -> set[UUID]:
    """The records, after all merges that stand at that moment, for which the topic is granted then."""
    kept_of = {join.gone_id: join.kept_id for join in joins if join.stood(at)}
    joined_at: dict[UUID, datetime] = {}
    for join in joins:
        if join.stood(at):
            root = root_of(join.kept_id, kept_of)
            joined_at[root] = max(join.at, joined_at.get(root, join.at))
    undone = [join for join in joins if join.undone_at is not None and join.undone_at <= at]
    of_record: dict[UUID, list[SaidOf]] = {}
    for said in _attributed(statements, undone):
        of_record.setdefault(root_of(said.candidate_id, kept_of), []).append(said)
    return {
        record
        for record, of_this in of_record.items()
        if _is_granted(of_this, topic=topic, joined_at=joined_at.get(record), at=at)
    }


def root_of(candidate_id: UUID, kept_of: dict[UUID, UUID]) -> UUID:
    seen = set()
    while candidate_id in kept_of and candidate_id not in seen:
        seen.add(candidate_id)
        candidate_id = kept_of[candidate_id]
    return candidate_id


def _attributed(statements: Iterable[SaidOf], undone: Collection[Joined]) -> Iterator[SaidOf]:
    """Each under the record that it is about, now that some merges are undone."""
    everything = list(statements)
    for said in everything:
        join = next(
            (
                one
                for one in undone
                if one.kept_id == said.candidate_id
                and one.undone_at is not None
                and one.at <= said.stated.at < one.undone_at
            ),
            None,
        )
        if join is None:
            yield said
        else:
            yield from _parted(said, join, everything)


def _parted(said: SaidOf, join: Joined, everything: Iterable[SaidOf]) -> Iterator[SaidOf]:
    stated_before = {
        one.candidate_id for one in everything if one.person_id == said.person_id and one.stated.at < join.at
    }
    if join.gone_id in stated_before:
        yield said._replace(candidate_id=join.gone_id)
    elif join.kept_id in stated_before:
        yield said
    elif said.stated.deed is Deed.REVOKE:
        yield said
        yield said._replace(candidate_id=join.gone_id)


def _is_granted(
    of_record: Collection[SaidOf], *, topic: Topic, joined_at: datetime | None, at: datetime
) -> bool:
    if joined_at is None:
        return _state([one.stated for one in of_record], topic, at).is_granted
    since = [one.stated for one in of_record if joined_at < one.stated.at <= at]
    if since:
        return _state(since, topic, at).is_granted
    by_person: dict[UUID, list[Stated]] = {}
    for one in of_record:
        by_person.setdefault(one.person_id, []).append(one.stated)
    states = [_state(stated, topic, at) for stated in by_person.values()]
    is_refused = any(state.standing is Standing.REVOKED for state in states)
    return not is_refused and any(state.is_granted for state in states)


def _state(stated: Iterable[Stated], topic: Topic, at: datetime) -> State:
    return states_of(stated, at=at).get(topic, NEVER_STATED)
