"""Whom each row of a file is: somebody known, or somebody new. Decided in the order of the file, on plain values.

Certain are: the application's id in the same system; an address that is no proxy, unless both names are known and
clearly another person's; a number together with the same name. Everything weaker is for a human being to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from careerrelay.candidates.rules.name_evidence import Named, are_clearly_different
from careerrelay.candidates.rules.staging import Contact, StagedRow
from careerrelay.text.quoting import says_nothing


class Said(NamedTuple):
    """A name and its reading, as they are written and as they compare: what a `Named` is made of, once somebody asks.
    Of thousands of rows few are compared by their names."""

    name: str
    kana: str
    name_key: str
    kana_key: str


@dataclass(slots=True)
class Known:
    """What the organization knows of the people in some rows. It grows with each row that is decided.

    `numbered`: applications by their id in the system, with their candidates. `unnumbered`: those of this system
    without an id, by candidate, job and day. `owners`: whose address it is; proxies have one too, who had it first.
    """

    numbered: dict[str, tuple[str, str]] = field(default_factory=dict)
    unnumbered: dict[tuple[str, str, date | None], str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], str] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    names: dict[str, Said] = field(default_factory=dict)
    reachable: set[str] = field(default_factory=set)

    def add(self, recalled: "Known") -> None:
        """What was decided before counts more than what stands in the tables, where nothing was written of it."""
        self.numbered = recalled.numbered | self.numbered
        self.unnumbered = recalled.unnumbered | self.unnumbered
        self.owners = recalled.owners | self.owners
        self.by_phone = recalled.by_phone | self.by_phone
        self.names = recalled.names | self.names
        self.reachable |= recalled.reachable
        for name, ids in recalled.by_name.items():
            self.by_name[name] = list(dict.fromkeys((*ids, *self.by_name.get(name, ()))))


class Decision(NamedTuple):
    """What becomes of one row. `wave`: rows of one wave touch no candidate and no application twice. `left`: whose
    application it was before. `shared_with`: whose address the row bears although it names somebody else."""

    row: StagedRow
    wave: int
    candidate_id: str
    makes_candidate: bool
    application_id: str
    makes_application: bool
    addresses: tuple[Contact, ...]
    is_reachable: bool
    left: str | None
    shared_with: tuple[str, ...]


def decide_rows(rows: Iterable[StagedRow], known: Known) -> list[Decision]:
    waves: dict[str, int] = {}
    return [_decide(row, known, waves) for row in rows]


def _decide(row: StagedRow, known: Known, waves: dict[str, int]) -> Decision:
    owners = {
        owner
        for address in row.addresses
        if not address.is_proxy and (owner := known.owners.get(address.canonical)) is not None
    }
    strangers = {owner for owner in owners if _is_somebody_else(row, known.names.get(owner))}
    numbered = known.numbered.get(row.external_id) if row.external_id else None
    candidate_id = _candidate_of(row, known, same=owners - strangers, numbered=numbered)
    makes_candidate = candidate_id is None
    candidate_id = candidate_id or row.candidate_id
    found = numbered[0] if numbered else _unnumbered(row, candidate_id, known)
    left = numbered[1] if numbered is not None and numbered[1] != candidate_id else None
    added = tuple(address for address in row.addresses if address.canonical not in known.owners)
    _learn(row, known, candidate_id, application_id=found or row.application_id, added=added)
    return Decision(
        row=row,
        wave=_next_wave(waves, candidate_id, found or row.application_id, left),
        candidate_id=candidate_id,
        makes_candidate=makes_candidate,
        application_id=found or row.application_id,
        makes_application=found is None,
        addresses=added,
        is_reachable=candidate_id in known.reachable,
        left=left,
        shared_with=tuple(sorted(strangers - {candidate_id})),
    )


def _candidate_of(
    row: StagedRow, known: Known, *, same: set[str], numbered: tuple[str, str] | None
) -> str | None:
    """By address first: an application that was 連絡先なし moves to whom its address names."""
    if same:
        return min(same)
    if numbered is not None:
        return numbered[1]
    if row.name_key and not says_nothing(row.name):
        by_phone = [
            owner
            for phone in row.phones
            if (owner := known.by_phone.get((phone.canonical, row.name_key))) is not None
        ]
        if by_phone:
            return min(by_phone)
    return None if row.external_id else _homonym(row, known)


def _homonym(row: StagedRow, known: Known) -> str | None:
    """Without an id and an address of its own, the same name for the same job on the same day is the same row."""
    if any(not address.is_proxy and address.canonical not in known.owners for address in row.addresses):
        return None
    for candidate_id in known.by_name.get((row.name, row.kana), ()):
        is_same_number = row.name or any(
            known.by_phone.get((phone.canonical, "")) == candidate_id for phone in row.phones
        )
        if is_same_number and _unnumbered(row, candidate_id, known) is not None:
            return candidate_id
    return None


def _unnumbered(row: StagedRow, candidate_id: str, known: Known) -> str | None:
    if row.external_id:
        return None
    return known.unnumbered.get((candidate_id, row.job_title, row.applied_on))


def _is_somebody_else(row: StagedRow, owner: Said | None) -> bool:
    if owner is None or owner.name_key == row.name_key != "":
        return False
    return are_clearly_different(Named(*_said(row)), Named(*owner))


def _said(row: StagedRow) -> Said:
    return Said(row.name, row.kana, row.name_key, row.kana_key)


def _learn(
    row: StagedRow, known: Known, candidate_id: str, *, application_id: str, added: Sequence[Contact]
) -> None:
    if row.external_id:
        known.numbered[row.external_id] = (application_id, candidate_id)
    else:
        known.unnumbered[candidate_id, row.job_title, row.applied_on] = application_id
        if candidate_id == row.candidate_id:
            known.by_name.setdefault((row.name, row.kana), []).append(candidate_id)
    for address in added:
        known.owners[address.canonical] = candidate_id
        known.reachable.add(candidate_id)
    for phone in row.phones:
        known.by_phone.setdefault((phone.canonical, row.name_key), candidate_id)
    before = known.names.get(candidate_id)
    if before is None or row.name:
        known.names[candidate_id] = _said(row)


def _next_wave(waves: dict[str, int], candidate_id: str, application_id: str, left: str | None) -> int:
    wave = (
        max(waves.get(candidate_id, 0), waves.get(application_id, 0), waves.get(left, 0) if left else 0) + 1
    )
    waves[candidate_id] = waves[application_id] = wave
    if left:
        waves[left] = wave
    return wave
