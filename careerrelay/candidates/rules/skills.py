"""Skills by one name each: the taxonomy's key for what somebody calls a skill, and the known skills in a text.

Running text is looked through without cutting it into words: cheap enough to do it for every row of an import.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from careerrelay.candidates.rules.skill_names_it import IT_SKILLS
from careerrelay.candidates.rules.skill_names_work import WORK_SKILLS
from careerrelay.text.folding import fold_for_search

KEY_CHARACTERS_MAX = 100
TEXT_CHARACTERS_MAX = 60_000

_NO_SKILL = "-"
_WORDY = "!"
_NAMED_ONLY = "="
_VERSION = re.compile(r"\s*(?:ver\.?|v)?\s*[0-9]+(?:\.[0-9]+)*\Z")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_LATIN_OR_DIGIT = _LATIN | frozenset("0123456789")
_KATAKANA = frozenset(chr(code) for code in range(0x30A1, 0x30FB)) | {"ー"}
# 未経験, 非営業: the opposite of what follows.
_NOT = frozenset("未非無不")
_LINKS = frozenset({"and", "or", "for", "in", "with", "on", "to"})
_NEXT_WORD = re.compile(r"[ -]([A-Za-z]+)")
_WORD_BEFORE = re.compile(r"([A-Za-z]+) \Z")
# A single letter is a language only in a list or before a particle: C、R。Cで。 never C社 or ビタミンC.
_ALONE_BEFORE = frozenset(" \n\t、,/・(（:はでとや")
_ALONE_BEHIND = frozenset(" \n\t、,/・)）。をでとやに")


@dataclass(frozen=True, slots=True)
class KnownSkill:
    key: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    """`folded` as it stands in a text; `exact` where it is an English word as well."""

    folded: str
    key: str
    exact: str = ""


@dataclass(frozen=True, slots=True)
class _Taxonomy:
    skills: dict[str, KnownSkill]
    key_of: dict[str, str]
    by_start: dict[str, tuple[_Spelling, ...]]
    starts: re.Pattern[str]


def skill_key(words: str) -> str:
    """The taxonomy's key for what somebody calls a skill (Python3 and パイソン are `python`), or the folded words
    where it has none; "" for a blank."""
    folded = fold_for_search(words)
    keys = _taxonomy().key_of
    known = keys.get(folded) or keys.get(_VERSION.sub("", folded)) or keys.get(folded.replace(" ", ""))
    return known or folded[:KEY_CHARACTERS_MAX].strip()


def skill_of_key(key: str) -> KnownSkill | None:
    """None for a key that is only folded words."""
    return _taxonomy().skills.get(key)


def skills_like(words: str, *, at_most: int) -> tuple[str, ...]:
    """The keys of skills one of whose names holds these words, or is held by them; names that begin so come first."""
    folded = fold_for_search(words)
    if not folded:
        return ()
    keys = _taxonomy().key_of
    near = sorted(
        (not name.startswith(folded), len(name), name)
        for name in keys
        if folded in name or (len(name) > 1 and name in folded and not name.isascii())
    )
    return tuple(dict.fromkeys(keys[name] for _later, _length, name in near if keys[name] != _NO_SKILL))[
        :at_most
    ]


def known_skills(text: str) -> tuple[str, ...]:
    """The keys of the taxonomy's skills that a text speaks of, in their order. Java is not in JavaScript, Go is the
    language and not the verb, 営業 is not in 営業時間, 経験 is not in 未経験."""
    written = unicodedata.normalize("NFKC", text[:TEXT_CHARACTERS_MAX])
    lowered = written.lower()
    if len(lowered) != len(written):  # İ becomes two letters
        written = lowered
    return tuple(dict.fromkeys(_found(written, lowered)))


def _found(written: str, lowered: str) -> Iterator[str]:
    by_start, starts = _taxonomy().by_start, _taxonomy().starts
    end = 0
    for start in starts.finditer(lowered):
        place = start.start()
        if place < end:
            continue
        two = by_start.get(lowered[place : place + 2])
        for spelling in two or by_start.get(lowered[place], ()):
            if lowered.startswith(spelling.folded, place) and _stands_alone(
                spelling, written, lowered, place
            ):
                end = place + len(spelling.folded)
                if spelling.key != _NO_SKILL:
                    yield spelling.key
                break


def _stands_alone(spelling: _Spelling, written: str, lowered: str, place: int) -> bool:
    end = place + len(spelling.folded)
    before = lowered[place - 1] if place else ""
    behind = lowered[end] if end < len(lowered) else ""
    first, last = spelling.folded[0], spelling.folded[-1]
    if before in _NOT:
        return False
    if (first in _KATAKANA and before in _KATAKANA) or (last in _KATAKANA and behind in _KATAKANA):
        return False
    if (first in _LATIN_OR_DIGIT or first == ".") and (
        before in _LATIN_OR_DIGIT or (before in "@._" and before)
    ):
        return False
    if last in _LATIN_OR_DIGIT or last in "+#":
        behind = behind if last.isdigit() else _behind_version(lowered, end)
        if behind in _LATIN_OR_DIGIT or (behind in "+#_@" and behind):
            return False
    if not spelling.exact:
        return True
    if len(spelling.exact) == 1:
        return _is_single_letter(spelling, written, place)
    return _is_no_english_word(spelling, written, place, end)


def _behind_version(lowered: str, end: int) -> str:
    """The character behind Python3 or Java 8: what follows a version that is written close to its name."""
    while end < len(lowered) and lowered[end] in "0123456789":
        end += 1
    return lowered[end] if end < len(lowered) else ""


def _is_single_letter(spelling: _Spelling, written: str, place: int) -> bool:
    before = written[place - 1] if place else " "
    behind = written[place + 1] if place + 1 < len(written) else " "
    return written[place] == spelling.exact and before in _ALONE_BEFORE and behind in _ALONE_BEHIND


def _is_no_english_word(spelling: _Spelling, written: str, place: int, end: int) -> bool:
    """Go in a list is the language; in `Go to market` it is a verb. Small letters count where no English stands."""
    seen = written[place:end]
    following = _NEXT_WORD.match(written, end)
    leading = _WORD_BEFORE.search(written, max(place - 40, 0), place)
    if seen in (spelling.exact, spelling.exact.upper()):
        word = following[1] if following else ""
        return not word or not word[0].islower() or (word in _LINKS - {"to", "on"} and written[end] == " ")
    return following is None and leading is None


@cache
def _taxonomy() -> _Taxonomy:
    skills: dict[str, KnownSkill] = {}
    key_of: dict[str, str] = {}
    spellings: dict[str, _Spelling] = {}
    for line in (*IT_SKILLS.strip().splitlines(), *WORK_SKILLS.strip().splitlines()):
        key, ja, en, more = (part.strip() for part in line.split("|"))
        names = [ja, en, *(part.strip() for part in more.split(";"))]
        if key != _NO_SKILL:
            skills[key] = KnownSkill(key, _bare(ja), _bare(en or ja))
        for name in names:
            if not name:
                continue
            _add_spelling(name, key, key_of=key_of, spellings=spellings)
    starts = defaultdict(list)
    for spelling in sorted(spellings.values(), key=lambda one: -len(one.folded)):
        starts[spelling.folded[:2]].append(spelling)
    letters = "".join({re.escape(start[0]) for start in starts if start[0] not in _LATIN_OR_DIGIT})
    return _Taxonomy(
        skills,
        key_of,
        {start: tuple(found) for start, found in starts.items()},
        re.compile(rf"(?<![a-z0-9])[a-z0-9]|[{letters}]"),
    )


def _add_spelling(name: str, key: str, *, key_of: dict[str, str], spellings: dict[str, _Spelling]) -> None:
    bare = _bare(name)
    folded = unicodedata.normalize("NFKC", bare).lower()
    if key != _NO_SKILL:
        key_of.setdefault(fold_for_search(bare), key)
        key_of.setdefault(fold_for_search(bare).replace(" ", ""), key)
        key_of.setdefault(key, key)
    if not name.startswith(_NAMED_ONLY) and (len(folded) > 1 or name.startswith(_WORDY)):
        exact = bare if name.startswith(_WORDY) else ""
        spellings.setdefault(folded, _Spelling(folded, key, exact))


def _bare(name: str) -> str:
    return name.removeprefix(_WORDY).removeprefix(_NAMED_ONLY)
