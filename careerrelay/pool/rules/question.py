"""A question about people: one value that is the same in an address, in a saved segment and on a page.

It is written as pairs of words, `("state", "rejected")`, because that is what an address carries; whatever it holds
can be said as one pair and taken away as one pair. What is not understood is noted and asks nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

VERSION = 1
WORDS_CHARACTERS_MAX = 200
VALUES_MAX = 50
NOBODY = "nobody"
CUSTOM = "custom."

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """Empty is everybody who may be shown. Within one kind any of the values suffices, between kinds all must hold;
    `tags_all` and `tags_none` say it themselves. `stage`: reached at least this one. `owners` may hold NOBODY.
    `routes`: how an application came in, in the company's own words.

    There is no "not in the pool": it would name those who left it (P08).
    """

    search: str = ""
    states: tuple[str, ...] = ()
    tags_all: tuple[UUID, ...] = ()
    tags_any: tuple[UUID, ...] = ()
    tags_none: tuple[UUID, ...] = ()
    regions: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    segment: UUID | None = None
    stage: str = ""
    applied_from_on: date | None = None
    applied_until_on: date | None = None
    reasons: tuple[UUID, ...] = ()
    is_revisit_due: bool = False
    is_stale: bool = False
    is_in_pool: bool = False
    is_unreachable: bool = False
    custom: tuple[tuple[UUID, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Question()

    @property
    def finds_nobody_who_left(self) -> bool:
        """Whether who applied for nothing and is not in the pool cannot be among those who answer."""
        of_application = (self.states, self.stage, self.routes, self.reasons, self.applied_from_on)
        return (
            any(of_application) or self.applied_until_on is not None or self.is_revisit_due or self.is_in_pool
        )


@dataclass(frozen=True, slots=True)
class Understood:
    """`unknown` are the pairs that asked nothing: a word that is none of ours, or a value that is no such thing."""

    question: Question
    unknown: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the values of closed kinds may be."""

    states: frozenset[str]
    sources: frozenset[str]
    stages: frozenset[str]


# The key in an address, and the field it is kept in. `is=pool` and its like are flags of their own.
_MANY_WORDS = {
    "state": "states",
    "region": "regions",
    "source": "sources",
    "route": "routes",
    "skill": "skills",
}
_MANY_IDS = {"tag": "tags_all", "tag_any": "tags_any", "tag_none": "tags_none", "reason": "reasons"}
_DAYS = {"applied_from": "applied_from_on", "applied_until": "applied_until_on"}
_FLAGS = {
    "revisit": "is_revisit_due",
    "stale": "is_stale",
    "pool": "is_in_pool",
    "unreachable": "is_unreachable",
}


@dataclass(slots=True)
class _Reading:
    known: Known
    found: dict[str, Any] = field(default_factory=dict)
    unknown: list[Pair] = field(default_factory=list)

    def add(self, name: str, value: object) -> bool:
        values = self.found.setdefault(name, {})
        if len(values) >= VALUES_MAX:
            return False
        values[value] = None
        return True


def read_question(pairs: Iterable[Pair], *, known: Known) -> Understood:
    """Blank values ask nothing and are no mistake: a form sends all of its fields."""
    reading = _Reading(known)
    for key, written in pairs:
        value = written.replace("\0", "").strip()[:WORDS_CHARACTERS_MAX]
        if value and not _take(key, value, reading):
            reading.unknown.append((key[:WORDS_CHARACTERS_MAX], value))
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, dict) else value for name, value in reading.found.items()
    }
    return Understood(Question(**found), tuple(reading.unknown))


def question_pairs(question: Question) -> list[Pair]:
    """What `read_question` reads as this question, in a fixed order."""
    return list(_pairs(question))


def question_document(question: Question) -> dict[str, Any]:
    """For a row of the database."""
    return {"version": VERSION, "pairs": [list(pair) for pair in _pairs(question)]}


def question_of_document(document: Mapping[str, Any], *, known: Known) -> Understood:
    """A document of another version is read as far as its words are still ours; the rest is noted."""
    pairs = [(str(pair[0]), str(pair[1])) for pair in document.get("pairs", []) if len(pair) == 2]
    return read_question(pairs, known=known)


def without_kind(question: Question, key: str, *, known: Known) -> Question:
    left = [found for found in _pairs(question) if found[0] != key]
    return read_question(left, known=known).question


def also_in_pool(question: Question) -> Question:
    return replace(question, is_in_pool=True)


def _take(key: str, value: str, reading: _Reading) -> bool:
    """Whether the pair asked something."""
    if key == "search":
        reading.found["search"] = value
        return True
    if key == "is" and value in _FLAGS:
        reading.found[_FLAGS[value]] = True
        return True
    if key in _MANY_WORDS:
        return _is_allowed(key, value, reading.known) and reading.add(_MANY_WORDS[key], value)
    if key == "stage" and value in reading.known.stages:
        reading.found["stage"] = value
        return True
    return _take_typed(key, value, reading)


def _take_typed(key: str, value: str, reading: _Reading) -> bool:
    if key in _DAYS:
        day = _day(value)
        reading.found |= {_DAYS[key]: day} if day else {}
        return day is not None
    if key == "owner":
        return (value == NOBODY or _id(value) is not None) and reading.add("owners", value)
    if key.startswith(CUSTOM):
        field_id = _id(key.removeprefix(CUSTOM))
        return field_id is not None and reading.add("custom", (field_id, value))
    found = _id(value)
    if key == "segment" and found:
        reading.found["segment"] = found
        return True
    return key in _MANY_IDS and found is not None and reading.add(_MANY_IDS[key], found)


def _is_allowed(key: str, value: str, known: Known) -> bool:
    allowed = {"state": known.states, "source": known.sources}.get(key)
    return allowed is None or value in allowed


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _id(value: str) -> UUID | None:
    try:
        found = UUID(value)
    except ValueError:
        return None
    return found if str(found) == value.lower() else None


def _pairs(question: Question) -> Iterator[Pair]:
    keys = {name: key for key, name in (_MANY_WORDS | _MANY_IDS | _DAYS).items()} | {"owners": "owner"}
    flags = {name: word for word, name in _FLAGS.items()}
    for one in fields(question):
        value = getattr(question, one.name)
        if one.name in flags:
            yield from [("is", flags[one.name])] if value else []
        elif one.name == "custom":
            yield from ((f"{CUSTOM}{field_id}", text) for field_id, text in value)
        elif isinstance(value, tuple):
            yield from ((keys[one.name], str(item)) for item in value)
        elif value:
            yield keys.get(one.name, one.name), str(value)
