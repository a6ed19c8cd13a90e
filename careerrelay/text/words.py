"""The words of a text, in the one form under which their spellings meet: 打合せ and 打ち合わせ, ｱｶｳﾝﾄ and アカウント.

Japanese is cut by Sudachi; Latin words, C++, C#, .NET and numbers by a pattern of our own, because the
dictionary knows some of them in one place and takes them apart in another. Pure; the dictionary is opened at
the first call and stays, a memory map that processes share.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sudachipy import Dictionary, Morpheme, SplitMode

from careerrelay.text.folding import fold_for_search

# Sudachi refuses more than 49,149 bytes at once; a character is at most four.
CHUNK_CHARACTERS_MAX = 8000
LEXEME_CHARACTERS_MAX = 80
# A forename or surname shorter than this has no typo: too many names are one letter apart.
TYPO_CHARACTERS_MIN = 3
NAME_CHARACTERS_MAX = 60

_LETTERS = "a-zªµºß-öø-ɏͰ-ϿЀ-ӿ"
_PIECE = re.compile(
    rf"(?P<blank>\s+)|(?P<dotted>\.net)(?![{_LETTERS}0-9])|(?P<latin>[{_LETTERS}]+(?:\+\+|\#(?![a-z0-9_]))?)"
    rf"|(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<japanese>[^\x00-\x7f{_LETTERS}]+)|(?P<other>.)",
    re.DOTALL,
)
_BREAKS = "。!?、"  # after folding
# Without meaning of their own; they keep their place, so that a phrase does not reach over them.
_EMPTY = ("助詞", "助動詞", "補助記号", "空白")
# 未経験 is not 経験.
_NOT = ("不", "未", "非", "無", "否")
_KATAKANA = re.compile("[ァ-ヶ]")


@dataclass(frozen=True, slots=True)
class Word:
    """`parts` are the short words that a long one is made of, one place each; none for one that has no parts.
    `start` and `end` are characters of the text as it was given."""

    whole: str
    parts: tuple[str, ...]
    place: int
    start: int
    end: int

    @property
    def width(self) -> int:
        return max(len(self.parts), 1)

    @property
    def is_negated(self) -> bool:
        return len(self.parts) > 1 and self.parts[0] in _NOT


def words_of(text: str) -> Iterator[Word]:
    """The words of a text that is folded already, with their places from 1; what means nothing leaves a gap."""
    place = 1
    for piece in _PIECE.finditer(text):
        kind, written = piece.lastgroup, piece.group()
        if kind == "japanese":
            for word in _japanese(written, place=place, start=piece.start()):
                place = word.place + word.width
                if word.whole:
                    yield word
        elif kind in ("latin", "dotted", "number"):
            lexeme = written.replace(",", "") if kind == "number" else written
            yield Word(lexeme[:LEXEME_CHARACTERS_MAX], (), place, piece.start(), piece.end())
            place += 1
        elif kind == "other":
            place += 1


def search_words(text: str) -> list[str]:
    """The words by which a text is found, in their order, long ones before their parts."""
    found: list[str] = []
    for word in words_of(fold_for_search(text)):
        found.append(word.whole)
        if not word.is_negated:
            found += [part for part in word.parts if part]
    return found


def marked_places(text: str, *, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Where one of the wanted words stands, in characters of the text as it is."""
    folded = fold_for_search(text)
    # Folding may change the length; then the text itself is cut, which finds nearly the same words.
    readable = folded if len(folded) == len(text) else text.casefold()
    readable = readable if len(readable) == len(text) else text
    return [
        (word.start, word.end)
        for word in words_of(readable)
        if wanted & {fold_for_search(form) for form in (word.whole, *word.parts)}
    ]


def name_grams(name: str) -> list[str]:
    """Each two letters that stand together in a name, hiragana for katakana, and its last letter: for parts of it."""
    letters = _letters(name)
    return [letters[index : index + 2] for index in range(len(letters))]


def name_typos(name: str) -> set[str]:
    """The name and each of its parts with one letter left out. Two names that are one letter apart, or have two
    letters exchanged, share a form. A count of shared grams would not do: 三浦葵 and 三輪葵 share none."""
    parts = {_letters(part) for part in fold_for_search(name).split(" ")} | {_letters(name)}
    return {
        form
        for part in parts
        if len(part) >= TYPO_CHARACTERS_MIN
        for form in (part, *(part[:index] + part[index + 1 :] for index in range(len(part))))
    }


def _letters(name: str) -> str:
    folded = re.sub(r"[\W_]", "", fold_for_search(name))[:NAME_CHARACTERS_MAX]
    return _KATAKANA.sub(lambda kana: chr(ord(kana.group()) - 0x60), folded)


def _japanese(run: str, *, place: int, start: int) -> Iterator[Word]:
    """Every morpheme of the run; those without meaning have an empty `whole`."""
    tokenizer = _dictionary().tokenizer(mode=SplitMode.C)  # one may not serve two threads at once
    for offset, chunk in _chunks(run):
        for morpheme in tokenizer.tokenize(chunk):
            kind = _part_of_speech(morpheme)
            begin, end = (start + offset + at for at in (morpheme.begin(), morpheme.end()))
            if kind == "空白":
                continue
            lexeme = "" if kind in _EMPTY and not _is_rare_letter(morpheme, kind) else _lexeme(morpheme)
            parts = tuple(_lexeme(part) for part in morpheme.split(SplitMode.A)) if lexeme else ()
            word = Word(lexeme, parts if len(parts) > 1 else (), place, begin, end)
            yield word
            place += word.width


def _lexeme(morpheme: Morpheme) -> str:
    lexeme = fold_for_search(morpheme.normalized_form())[:LEXEME_CHARACTERS_MAX]
    return lexeme if lexeme and (lexeme[0].isalnum() or lexeme == ".net") else ""


def _is_rare_letter(morpheme: Morpheme, kind: str) -> bool:
    """Letters that the dictionary does not know count as symbols there: 𠮷."""
    return kind == "補助記号" and morpheme.surface()[0].isalnum()


def _part_of_speech(morpheme: Morpheme) -> str:
    return _kinds()[morpheme.part_of_speech_id()]


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


@cache
def _kinds() -> dict[int, str]:
    return _Kinds()


class _Kinds(dict[int, str]):
    def __missing__(self, number: int) -> str:
        self[number] = _dictionary().pos_of(number)[0]
        return self[number]


def _chunks(run: str) -> Iterator[tuple[int, str]]:
    """The run in pieces that Sudachi takes, cut after a sentence where there is one; with their offsets."""
    offset = 0
    while len(run) - offset > CHUNK_CHARACTERS_MAX:
        piece = run[offset : offset + CHUNK_CHARACTERS_MAX]
        broken = max(piece.rfind(sign) for sign in _BREAKS)
        piece = piece[: broken + 1] if broken >= 0 else piece
        yield offset, piece
        offset += len(piece)
    yield offset, run[offset:]
