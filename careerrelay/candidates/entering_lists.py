"""People who did not apply, as a table: looked through first, then written down. In the organization's scope."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.editing import UnknownChoice
from careerrelay.candidates.entering import WAYS_IN, AlreadyKnown, enter_values, known_candidate
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.rules.applicants import ApplicantRow, RefusedRow
from careerrelay.candidates.rules.columns import Column
from careerrelay.candidates.rules.facts import read_line
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.text.regions import as_region

ROWS_MAX = 300
CHARACTERS_MAX = 1_000_000


class LongList(Refusal):
    def __init__(self, rows: int) -> None:
        super().__init__(
            ja=f"一度に加えられるのは{ROWS_MAX}人までです。いまは{rows:,}人です。分けて貼り付けてください。",
            en=f"A list takes {ROWS_MAX} people; there are {rows:,}. Paste it in parts.",
        )


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """`known_id`: who of the candidates it is; of two rows about one person the second names the first's line."""

    line_number: int
    values: dict[str, Any]
    known_id: UUID | None = None
    same_as_line: int | None = None

    @property
    def is_new(self) -> bool:
        return self.known_id is None and self.same_as_line is None


@dataclass(frozen=True, slots=True)
class PeopleList:
    people: tuple[ListedPerson, ...]
    refused: tuple[RefusedRow, ...]
    barred: tuple[Column, ...]

    @property
    def new(self) -> tuple[ListedPerson, ...]:
        return tuple(person for person in self.people if person.is_new)


def look_through_list(
    pasted: str, *, organization_id: UUID, source: str, source_detail: str, leave_out: Collection[UUID]
) -> PeopleList:
    """Writes nothing. Raises: UnknownChoice, LongList, BarredAnswer, and the refusals of read_applicants."""
    if source not in WAYS_IN:
        raise UnknownChoice
    detail = read_line(source_detail)
    if len(pasted) > CHARACTERS_MAX:
        raise LongList(pasted.count("\n"))
    reading = read_applicants(pasted.encode("utf-8", "replace"))
    if len(reading.rows) > ROWS_MAX:
        raise LongList(len(reading.rows))
    people = _people(
        reading.rows, organization_id=organization_id, source=source, detail=detail, leave_out=leave_out
    )
    return PeopleList(tuple(people), tuple(reading.refused), tuple(reading.mapping.barred))


def enter_list(
    listed: PeopleList, *, organization_id: UUID, leave_out: Collection[UUID], actor: Actor, at: datetime
) -> int:
    """How many are new; whoever became known meanwhile is left as they are."""
    entered = []
    for person in listed.new:
        try:
            candidate = enter_values(
                person.values, organization_id=organization_id, leave_out=leave_out, actor=actor, at=at
            )
        except AlreadyKnown:
            continue
        entered.append(candidate.id)
    index_candidates(organization_id=organization_id, candidate_ids=entered)
    suggest_pairs(organization_id=organization_id, candidate_ids=entered, at=at)
    return len(entered)


def _people(
    rows: Collection[ApplicantRow],
    *,
    organization_id: UUID,
    source: str,
    detail: str,
    leave_out: Collection[UUID],
) -> Iterator[ListedPerson]:
    lines: dict[str, int] = {}
    for row in rows:
        values = {**_values(row), "source": source, "source_detail": detail}
        known = known_candidate(values, organization_id=organization_id, leave_out=leave_out)
        first = next(
            (lines[address.comparable] for address in row.addresses if address.comparable in lines), None
        )
        for address in row.addresses:
            if not address.is_proxy:
                lines.setdefault(address.comparable, row.line_number)
        yield ListedPerson(row.line_number, values, known_id=known, same_as_line=first)


def _values(row: ApplicantRow) -> dict[str, Any]:
    """What the table says; what it leaves empty is not said to be so."""
    found = {
        "name": row.name,
        "kana": row.kana,
        "addresses": row.addresses,
        "phones": row.phones,
        "region": as_region(row.region) or row.region[:20],
        "employer": row.employer,
        "title": row.title,
        "education": row.education,
        "background": "\n\n".join(part for part in (row.resume, row.notes) if part),
    }
    return {field: value for field, value in found.items() if value}
