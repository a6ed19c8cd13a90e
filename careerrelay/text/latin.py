"""Japanese names in Latin letters: one form for SATO Makoto, Satou Makoto, Satoh Makoto and サトウ マコト."""

import re
from functools import lru_cache

from careerrelay.text.names import comparable_kana, comparable_name

_LATIN = re.compile(r"[a-z]+")
_ROWS = {
    "アイウエオ": "a i u e o",
    "カキクケコ": "ka ki ku ke ko",
    "サシスセソ": "sa si su se so",
    "タチツテト": "ta ti tu te to",
    "ナニヌネノ": "na ni nu ne no",
    "ハヒフヘホ": "ha hi hu he ho",
    "マミムメモ": "ma mi mu me mo",
    "ヤユヨ": "ya yu yo",
    "ラリルレロ": "ra ri ru re ro",
    "ワンー": "wa n -",
    "ガギグゲゴ": "ga gi gu ge go",
    "ザジズゼゾ": "za zi zu ze zo",
    "ダヂヅデド": "da zi zu de do",
    "バビブベボ": "ba bi bu be bo",
    "パピプペポ": "pa pi pu pe po",
    "ヴヲヂヅ": "bu o zi zu",
}
_SOUNDS = {
    ord(kana): sound for row, sounds in _ROWS.items() for kana, sound in zip(row, sounds.split(), strict=True)
}
# The small kana are large in a comparable reading: シヨウ is read as ショウ, as it is in nearly all names.
_CONTRACTED = re.compile(r"(?<=[kstnhmrgzbp])i(?=y[auo])")
# Hepburn and what people invent, made into the letters above; the longer spelling first.
_SPELLINGS = (
    ("tch", "tty"),
    ("sch", "sy"),
    ("sh", "sy"),
    ("ch", "ty"),
    ("ts", "t"),
    ("j", "zy"),
    ("f", "h"),
    ("l", "r"),
    ("v", "b"),
    ("dz", "z"),
    ("c", "k"),
)
# After these letters a y is only how Hepburn's sh, ch and j came out: syi and si are the same sound.
_SOFT = re.compile(r"(?<=[stz])y(?=[ie])")
_LONG = re.compile(r"([aiueo])(?:\1|-)+")
_LONG_O = re.compile(r"o[uh](?![aiueoy])")
_LONG_VOWEL_H = re.compile(r"(?<=[aiueo])h(?![aiueoy])")
_LABIAL_M = re.compile(r"m(?=[bmp])")
_DOUBLED = re.compile(r"([bcdfghjkmprstz])\1+")
_BIG_TU = re.compile(r"tu(?=([kstp]))")


def is_latin_name(name_key: str) -> bool:
    """Of a comparable name."""
    return _LATIN.fullmatch(name_key) is not None


def latin_form(name: str) -> str:
    """The comparable letters of a name in Latin letters; empty for any other name."""
    parts = [comparable_name(part) for part in name.split()]
    return _joined([_spelled(part) for part in parts]) if is_latin_name("".join(parts)) else ""


def latin_forms_of_kana(kana: str) -> frozenset[str]:
    """Of a reading, family name first and given name first, as far as a blank tells them apart."""
    sounds = [_sounds(part) for part in kana.split()]
    if not (sounds and all(sounds)):
        return frozenset()
    return frozenset({_joined(sounds), _joined(sounds[::-1])})


def _joined(parts: list[str]) -> str:
    """Each folded by itself: the o and u of リョウ イトウ are one vowel, those of イノウエ are not."""
    joined = ""
    for part in parts:
        folded = _folded_part(part)
        joined += folded[1:] if joined[-1:] == folded[:1] != "n" else folded
    return joined


@lru_cache(maxsize=20_000)
def _folded_part(letters: str) -> str:
    return _folded(letters)


# A hundred thousand people have a few thousand names between them.
@lru_cache(maxsize=20_000)
def _sounds(kana: str) -> str:
    """Empty for what is not kana."""
    reading = comparable_kana(kana)
    return _CONTRACTED.sub("", reading.translate(_SOUNDS)) if _SOUNDS.keys() >= set(map(ord, reading)) else ""


def _spelled(letters: str) -> str:
    for written, meant in _SPELLINGS:
        letters = letters.replace(written, meant)
    return _SOFT.sub("", letters)


def _folded(letters: str) -> str:
    """Long vowels short, doubled consonants single: nobody agrees on how to write them."""
    letters = _SOFT.sub("", letters)
    letters = _LONG_O.sub("o", letters)
    letters = _LONG_VOWEL_H.sub("", letters)
    letters = _LONG.sub(r"\1", letters)
    letters = _LABIAL_M.sub("n", letters)
    letters = _BIG_TU.sub("", letters)
    return _DOUBLED.sub(r"\1", letters)
