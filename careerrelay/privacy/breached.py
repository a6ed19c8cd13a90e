"""Whom a breach is about, and what of them: found from a list that somebody has in a hurry. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from careerrelay.accounts.rules import Kind
from careerrelay.candidates.breached import candidates_meant, items_held
from careerrelay.core.calendar import day_in_japan
from careerrelay.pool.showing import left_ids
from careerrelay.privacy.models import Breach
from careerrelay.privacy.rules.breach_lists import ListedLine, read_list
from careerrelay.privacy.rules.breaches import Answer, Circumstances, Duty, Item, duty_of
from careerrelay.relay.breached import (
    Picked,
    copies_meant,
    items_in_copies,
    items_provided,
    people_meant,
    people_picked,
)


@dataclass(frozen=True, slots=True)
class Concerned:
    """`record_ids` in the order of the list, each once; `items` counts people; by `unknown` nobody is found."""

    record_ids: list[UUID]
    items: dict[Item, int]
    unknown: list[ListedLine] = field(default_factory=list)


NOT_PICKED: Final = Picked()


def concerned_by(
    text: str, *, picked: Picked = NOT_PICKED, organization_id: UUID, kind: Kind, at: datetime
) -> Concerned:
    """In the organization's scope. Raises: TooLongAList.

    A company finds whom its list shows and nobody else: an address that is found would tell that its owner once came
    by themself and left (P08). Of those the operator keeps account. Only an operator picks from what was handed over.
    """
    lines = read_list(text)
    found = _meant(lines, organization_id=organization_id, kind=kind)
    if kind is Kind.COMPANY:
        left = left_ids(organization_id=organization_id, at=at)
        found = {written: record_id for written, record_id in found.items() if record_id not in left}
    from_records = people_picked(picked, operator_id=organization_id) if kind is Kind.OPERATOR else []
    record_ids = dict.fromkeys(from_records)
    unknown = []
    for line in lines:
        record_id = found.get(line.id or line.address or line.external)
        if record_id is None:
            unknown.append(line)
        else:
            record_ids[record_id] = None
    items = items_of(list(record_ids), organization_id=organization_id, kind=kind)
    return Concerned(list(record_ids), items, unknown)


def _meant(lines: Collection[ListedLine], *, organization_id: UUID, kind: Kind) -> dict[UUID | str, UUID]:
    ids = [line.id for line in lines if line.id]
    addresses = [line.address for line in lines if line.address]
    numbers = [line.external for line in lines if line.external]
    match kind:
        case Kind.COMPANY:
            return candidates_meant(
                organization_id=organization_id, ids=ids, addresses=addresses, externals=numbers
            )
        case Kind.AGENCY:
            return copies_meant(
                organization_id=organization_id, ids=ids, addresses=addresses, numbers=numbers
            )
        case Kind.OPERATOR:
            return people_meant(operator_id=organization_id, ids=ids, addresses=addresses, numbers=numbers)


def items_of(record_ids: Collection[UUID], *, organization_id: UUID, kind: Kind) -> dict[Item, int]:
    """How many of them there is each kind of data about, in the order of a report."""
    counts = _counts(record_ids, organization_id=organization_id, kind=kind)
    return {item: counts[item] for item in Item if counts.get(item)}


def _counts(record_ids: Collection[UUID], *, organization_id: UUID, kind: Kind) -> dict[str, int]:
    match kind:
        case Kind.COMPANY:
            return items_held(organization_id=organization_id, candidate_ids=record_ids)
        case Kind.AGENCY:
            return items_in_copies(organization_id=organization_id, copy_ids=record_ids)
        case Kind.OPERATOR:
            return items_provided(operator_id=organization_id, person_ids=record_ids)


def circumstances_of(breach: Breach) -> Circumstances:
    return Circumstances(
        noticed_on=day_in_japan(breach.noticed_at),
        people=breach.concerned,
        items={Item(item): count for item, count in breach.items.items()},
        is_malicious=breach.is_malicious,
        holds_sensitive=Answer(breach.holds_sensitive),
        endangers_money=breach.endangers_money,
        is_encrypted=breach.is_encrypted,
    )


def duty_under(breach: Breach) -> Duty:
    return duty_of(circumstances_of(breach))


def breaches_of(*, organization_id: UUID) -> list[Breach]:
    """The newest first; what is not closed before what is."""
    rows = Breach.objects.filter(organization_id=organization_id).order_by("-noticed_at", "-id")
    return sorted(rows, key=lambda breach: breach.closed_at is not None)
