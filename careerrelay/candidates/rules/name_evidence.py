"""What two names say about whether two people are one: in words for the page, and as a standing for the rule.

Japanese names are short. One letter apart is a typing error in スミス・キャサリン and another person in 佐藤 誠 and
佐藤 恵, who may well live together; so kanji that differ are never near, whatever their distance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rapidfuzz.distance import OSA

from careerrelay.text.latin import is_latin_name, latin_form, latin_forms_of_kana
from careerrelay.text.names import comparable_kana, comparable_name
from careerrelay.text.quoting import says_nothing

# Different characters that registers and forms take for one another. The folding for search keeps them apart.
_CONFUSED = str.maketrans({"斉": "斎"})
_NEAR_LATIN_LETTERS_MIN = 6
_NEAR_KANA_LETTERS_MIN = 5
_ROTATED_LETTERS_MIN, _ROTATED_LETTERS_MAX = 3, 6
_PART_LETTERS_MIN = 2


class NameStanding(StrEnum):
    """`near`: one letter apart. `given`: the family name changed. `part`: one says only a part of the other.
    `unknown`: nothing to compare, as with kanji and Latin letters without a reading."""

    SAME = "same"
    READING = "reading"
    GIVEN = "given"
    PART = "part"
    NEAR = "near"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Named:
    """A name and its reading as they are written, empty where nobody said, and the forms that compare: given if they
    are known already. 「なし」 is no name."""

    name: str = ""
    kana: str = ""
    name_key: str = ""
    kana_key: str = ""

    def __post_init__(self) -> None:
        name_key = "" if says_nothing(self.name) else self.name_key or comparable_name(self.name)
        kana_key = "" if says_nothing(self.kana) else self.kana_key or comparable_kana(self.kana)
        object.__setattr__(self, "name_key", name_key)
        object.__setattr__(self, "kana_key", kana_key)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return tuple(key for part in self.name.split() if (key := comparable_name(part)))

    @cached_property
    def kana_tokens(self) -> tuple[str, ...]:
        return tuple(key for part in self.kana.split() if (key := comparable_kana(part)))

    @cached_property
    def is_latin(self) -> bool:
        return is_latin_name(self.name_key)

    @property
    def is_known(self) -> bool:
        return bool(self.name_key or self.kana_key)


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """`codes` say what agrees. `is_reading_different` holds where both readings are known and far apart."""

    standing: NameStanding
    codes: tuple[str, ...]
    is_reading_different: bool = False


def compare_names(one: Named, other: Named) -> NameEvidence:
    """The strongest thing that the names say, with the reading beside it."""
    same = tuple(_same(one, other))
    has_readings = bool(one.kana_key and other.kana_key)
    is_same_reading = has_readings and one.kana_key == other.kana_key
    if same:
        codes = (*same, "kana") if is_same_reading else same
        is_different = has_readings and not is_same_reading and not _is_near_kana(one, other)
        return NameEvidence(NameStanding.SAME, codes, is_different)
    if is_same_reading:
        return NameEvidence(NameStanding.READING, ("kana",))
    return _weaker(one, other)


def other_name_keys(person: Named) -> frozenset[str]:
    """The keys under which the same name may stand elsewhere: in the other order, with a kanji taken for another."""
    tokens = person.tokens
    keys = {tokens[1] + tokens[0]} if len(tokens) == 2 else set(_rotations(person.name_key))
    keys |= {key.translate(_CONFUSED) for key in {person.name_key, *keys}}
    keys |= {key.replace("斎", "斉") for key in keys}
    return frozenset(keys - {person.name_key, ""})


def _rotations(name_key: str) -> Iterator[str]:
    """Of a name without a blank, if it is as short as a Japanese one: nobody knows where the family's ends."""
    if _ROTATED_LETTERS_MIN <= len(name_key) <= _ROTATED_LETTERS_MAX and not is_latin_name(name_key):
        for place in range(1, len(name_key)):
            yield name_key[place:] + name_key[:place]


def are_clearly_different(one: Named, other: Named) -> bool:
    """Both names are known and nothing of them agrees: two people who share an address, or a new owner of it.

    One kanji more or less is not the same name: a couple has often no more between them.
    """
    if not (one.is_known and other.is_known):
        return False
    evidence = compare_names(one, other)
    if evidence.standing is NameStanding.NEAR:
        return not (one.is_latin and other.is_latin)
    return evidence.standing is NameStanding.DIFFERENT


def _same(one: Named, other: Named) -> Iterator[str]:
    if not (one.name_key and other.name_key):
        return
    if one.name_key == other.name_key:
        yield "name" if _without_blanks(one) == _without_blanks(other) else "name_variant"
    elif one.name_key.translate(_CONFUSED) == other.name_key.translate(_CONFUSED):
        yield "name_variant"
    elif _is_swapped(one.name_key, other.name_key):
        yield "name_swapped"
    elif one.is_latin != other.is_latin and _is_latin_reading(one, other):
        yield "name_latin"


def _without_blanks(person: Named) -> str:
    return "".join(person.name.split())


def _is_swapped(one: str, other: str) -> bool:
    """太郎山田 and 山田太郎, with or without a blank between."""
    return len(one) == len(other) >= _ROTATED_LETTERS_MIN and one in other + other


def _is_latin_reading(one: Named, other: Named) -> bool:
    latin, written = (one, other) if one.is_latin else (other, one)
    kana = written.kana or written.name
    form = latin_form(latin.name)
    return bool(form) and form in latin_forms_of_kana(kana)


def _weaker(one: Named, other: Named) -> NameEvidence:
    if _has_same_given_name(one, other):
        return NameEvidence(NameStanding.GIVEN, ("given_name",))
    if _is_part(one, other):
        return NameEvidence(NameStanding.PART, ("name_part",))
    if _is_near_latin(one, other):
        return NameEvidence(NameStanding.NEAR, ("name_near",))
    if _is_near_kana(one, other):
        return NameEvidence(NameStanding.NEAR, ("kana_near",))
    is_comparable = bool(one.name_key and other.name_key and one.is_latin == other.is_latin)
    has_readings = bool(one.kana_key and other.kana_key)
    standing = NameStanding.DIFFERENT if is_comparable or has_readings else NameStanding.UNKNOWN
    return NameEvidence(standing, (), has_readings)


def _has_same_given_name(one: Named, other: Named) -> bool:
    """The family name changed, by marriage or back: same given name, and same reading of it where it is known.

    Not of names in Latin letters: nobody knows which half is the family's.
    """
    if len(one.tokens) != 2 or len(other.tokens) != 2 or one.is_latin or other.is_latin:
        return False
    if len(one.kana_tokens) == len(other.kana_tokens) == 2 and one.kana_tokens[1] != other.kana_tokens[1]:
        return False
    return one.tokens[1] == other.tokens[1]


def _is_part(one: Named, other: Named) -> bool:
    """佐藤 beside 佐藤 誠: somebody wrote only the half of it."""
    short, long = sorted((one, other), key=lambda person: len(person.name_key))
    if len(short.tokens) != 1 or not short.name_key:
        return False
    if short.name_key in long.tokens:
        return True
    is_long_enough = len(short.name_key) >= _PART_LETTERS_MIN and not short.is_latin
    return is_long_enough and len(long.tokens) == 1 and long.name_key.startswith(short.name_key)


def _is_near_latin(one: Named, other: Named) -> bool:
    are_latin = one.is_latin and other.is_latin
    is_long = min(len(one.name_key), len(other.name_key)) >= _NEAR_LATIN_LETTERS_MIN
    return are_latin and is_long and _are_one_apart(one.name_key, other.name_key)


def _is_near_kana(one: Named, other: Named) -> bool:
    is_long = min(len(one.kana_key), len(other.kana_key)) >= _NEAR_KANA_LETTERS_MIN
    return is_long and _are_one_apart(one.kana_key, other.kana_key)


def _are_one_apart(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1
