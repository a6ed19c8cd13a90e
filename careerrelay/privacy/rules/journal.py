"""A line of the journal: what a restored backup has to do again. Ids, keyed hashes, moments and public facts; what has
words in it, a company that somebody hides from or the grounds of a hold, is sealed under a key that goes with whom it
is about.

Each line carries a seal over itself and the line before it, so that a changed, removed or inserted line is seen.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final, get_type_hints
from uuid import UUID, uuid5

from careerrelay.privacy.rules.proven import (
    Corrected,
    Granted,
    ProfileConfirmed,
    Proven,
    Provided,
    TextServed,
)

FIRST = "0" * 32


class BrokenJournal(ValueError):
    """`line`: the first that does not fit, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the journal was changed, or one before it is missing")
        self.line = line


@dataclass(frozen=True, slots=True)
class Gone:
    """A tombstone: from one organization, or from everywhere where it is None."""

    id: UUID
    operator_id: UUID
    organization_id: UUID | None
    person_id: UUID | None
    candidate_ids: tuple[UUID, ...]
    address_hashes: tuple[bytes, ...]
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A revocation."""

    id: UUID
    person_id: UUID
    candidate_id: UUID | None
    purpose: str
    company_id: UUID
    recipient_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """The mark of an address that a company invited: once for ever, in an older copy too."""

    id: UUID
    organization_id: UUID
    address_hash: bytes
    invitation_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Wished:
    """When a person wants to be asked again."""

    id: UUID
    person_id: UUID
    when: str
    from_on: date | None
    holds_relays: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Rested:
    """A pause that began at `started_at`; `ended_at`: until then, if it ended."""

    id: UUID
    person_id: UUID
    pause_id: UUID
    started_at: datetime
    ended_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Hidden:
    """A company that must not see the person, or may again. `sealed`: which one; only who still knows the person's
    address can read it."""

    id: UUID
    person_id: UUID
    sealed: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkEnded:
    """A link to a person's page that a newer one replaced: no copy opens the page by it again."""

    id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffChanged:
    """An access that ended, a user who was disabled, another role. `deed`: as in the audit trail."""

    id: UUID
    organization_id: UUID
    user_id: UUID
    deed: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PermitStood:
    """An agency's permit as it stood after somebody recorded, suspended or released it. Public facts, all of them."""

    id: UUID
    operator_id: UUID
    agency_id: UUID
    permit_id: UUID
    number: str
    valid_from_on: date
    valid_until_on: date
    checked_on: date
    suspended_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A hold on somebody's record, or (`lifted_at`) its end. `sealed`: reason and grounds; only who still knows the
    record's address can read them."""

    id: UUID
    organization_id: UUID
    candidate_id: UUID
    hold_id: UUID
    items: tuple[str, ...]
    until_on: date | None
    placed_by: UUID | None
    placed_at: datetime
    lifted_by: UUID | None
    lifted_at: datetime | None
    sealed: bytes
    at: datetime


ByName = Wished | Rested | Hidden | LinkEnded | StaffChanged | PermitStood | Held | Proven
Remembered = Gone | TakenBack | Invited | ByName

# The kinds whose lines hold their fields by name.
_BY_NAME: Final[dict[str, type[ByName]]] = {
    "wished": Wished,
    "rested": Rested,
    "hidden": Hidden,
    "link_ended": LinkEnded,
    "staff_changed": StaffChanged,
    "permit_stood": PermitStood,
    "held": Held,
    "text_served": TextServed,
    "granted": Granted,
    "provided": Provided,
    "corrected": Corrected,
    "profile_confirmed": ProfileConfirmed,
}
_KINDS: Final = {kind: name for name, kind in _BY_NAME.items()}


def id_of_state(row_id: UUID, *, at: datetime) -> UUID:
    """One line for each state of a row that is changed in place."""
    return uuid5(row_id, at.isoformat())


def sealed_lines(remembered: Iterable[Remembered], *, after: str, key: bytes) -> Iterator[str]:
    """`after`: the seal of the last line that is there, or FIRST."""
    for one in remembered:
        said = json.dumps(_written(one), sort_keys=True, separators=(",", ":"))
        after = _seal(said, after=after, key=key)
        yield f"{after} {said}\n"


def read_journal(lines: Iterable[str], *, key: bytes) -> list[Remembered]:
    """Raises: BrokenJournal. A last line without its end was being written when the machine stopped: it is left out."""
    found: list[Remembered] = []
    after = FIRST
    for number, line in enumerate(lines, start=1):
        if not line.endswith("\n"):
            break
        seal, _, said = line.rstrip("\n").partition(" ")
        if not hmac.compare_digest(seal, _seal(said, after=after, key=key)):
            raise BrokenJournal(number)
        found.append(_read(json.loads(said)))
        after = seal
    return found


def _seal(said: str, *, after: str, key: bytes) -> str:
    return hmac.new(key, f"{after} {said}".encode(), hashlib.sha256).hexdigest()[:32]


def _written(one: Remembered) -> dict[str, Any]:
    if isinstance(one, ByName):
        said = {field.name: _plain(getattr(one, field.name)) for field in fields(one)}
        return {**said, "kind": _KINDS[type(one)]}
    if isinstance(one, Invited):
        return {
            "id": str(one.id),
            "at": one.at.isoformat(),
            "kind": "invited",
            "organization": str(one.organization_id),
            "address": one.address_hash.hex(),
            "invitation": str(one.invitation_id),
        }
    common = {"id": str(one.id), "at": one.at.isoformat(), "person": _text(one.person_id)}
    if isinstance(one, Gone):
        return {
            **common,
            "kind": "gone",
            "operator": str(one.operator_id),
            "organization": _text(one.organization_id),
            "candidates": [str(candidate) for candidate in one.candidate_ids],
            "addresses": [hashed.hex() for hashed in one.address_hashes],
            "cause": one.cause,
        }
    return {
        **common,
        "kind": "taken_back",
        "candidate": _text(one.candidate_id),
        "purpose": one.purpose,
        "company": str(one.company_id),
        "recipient": str(one.recipient_id),
    }


def _read(said: dict[str, Any]) -> Remembered:
    if kind := _BY_NAME.get(said["kind"]):
        types = get_type_hints(kind)
        return kind(**{field.name: _back(said[field.name], types[field.name]) for field in fields(kind)})
    at = datetime.fromisoformat(said["at"])
    if said["kind"] == "invited":
        return Invited(
            UUID(said["id"]),
            UUID(said["organization"]),
            bytes.fromhex(said["address"]),
            UUID(said["invitation"]),
            at,
        )
    if said["kind"] == "gone":
        return Gone(
            UUID(said["id"]),
            UUID(said["operator"]),
            _uuid(said["organization"]),
            _uuid(said["person"]),
            tuple(map(UUID, said["candidates"])),
            tuple(map(bytes.fromhex, said["addresses"])),
            said["cause"],
            at,
        )
    return TakenBack(
        UUID(said["id"]),
        UUID(said["person"]),
        _uuid(said["candidate"]),
        said["purpose"],
        UUID(said["company"]),
        UUID(said["recipient"]),
        at,
    )


def _text(one: UUID | None) -> str | None:
    return str(one) if one else None


def _uuid(written: str | None) -> UUID | None:
    return UUID(written) if written else None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value if value is None or isinstance(value, bool | str) else str(value)


def _back(written: Any, type_: Any) -> Any:
    """`type_`: the field's, perhaps with None."""
    if written is None or type_ in (str, bool):
        return written
    if type_ in (UUID, UUID | None):
        return UUID(written)
    if type_ == tuple[str, ...]:
        return tuple(written)
    if type_ in (datetime, datetime | None):
        return datetime.fromisoformat(written)
    if type_ in (date, date | None):
        return date.fromisoformat(written)
    return bytes.fromhex(written)
