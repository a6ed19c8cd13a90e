"""The words of a text, in the one form under which their spellings meet: 打合せ and 打ち合わせ, ｱｶｳﾝﾄ and アカウント.

Japanese is cut by Sudachi; Latin words, C++, C#, .NET and numbers by a pattern of our own, because the
dictionary knows some of them in one place and takes them apart in another. Pure; the dictionary is opened at
the first call and stays, a memory map that processes share.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import pairwise

from sudachipy import Dictionary, Morpheme, MorphemeList, SplitMode, Tokenizer

from careerrelay.text.folding import fold_for_search

# Sudachi refuses more than 49,149 bytes at once; a character is at most four.
CHUNK_CHARACTERS_MAX = 8000
LEXEME_CHARACTERS_MAX = 80
REMEMBERED_CHARACTERS_MAX = 24
# A forename or surname shorter than this has no typo: too many names are one letter apart.
TYPO_CHARACTERS_MIN = 3
NAME_CHARACTERS_MAX = 60
NAME_GRAM = 3
PAIR_DISTANCE_MAX = 3

_LETTERS = "a-zªµºß-öø-ɏͰ-ϿЀ-ӿ"
_LEGAL_SIGN = re.compile(r"\([株有同医社財学福]\)")
_PIECE = re.compile(
    rf"(?P<blank>\s+)|(?P<legal>{_LEGAL_SIGN.pattern})"
    rf"|(?P<dotted>\.net)(?![{_LETTERS}0-9])|(?P<latin>[{_LETTERS}]+(?:\+\+|\#(?![a-z0-9_]))?)"
    rf"|(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<japanese>[^\x00-\x7f{_LETTERS}]+)|(?P<other>.)",
    re.DOTALL,
)
_BREAKS = "。!?、"  # after folding
# 未経験 is not 経験.
_NOT = ("不", "未", "非", "無", "否")
# What names are compared by: hiragana for katakana, and 斉藤 for 斎藤, which are two words in any other text.
_IN_NAMES = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)} | {ord("斎"): "斉"}
_NO_LETTER = re.compile(r"[\W_]")
_SIGNS = ("other", "legal")
# What kind of company it is, everybody writes differently: 株式会社, (株), ㈱.
_LEGAL_FORMS = frozenset(
    "株式会社 有限会社 合同会社 一般社団法人 一般財団法人 社会福祉法人 医療法人 学校法人".split()
)
_PLAIN = ("latin", "dotted", "number")


# A unit, and the pairs that it makes with the one before and the one after it; empty where it makes none.
Link = tuple[str, tuple[str, str]]


class Run:
    """What some letters are found by, each with its place from where they begin. `units` stand one at each place: the
    parts rather than the long word that they make. `pairs` of units, see `pair_of`; `links` of all units but the first
    and the last one, of which each is there with its place and the pair on its inner side."""

    __slots__ = ("first", "last", "links", "pairs", "placed")

    def __init__(self, placed: Sequence[tuple[str, int]]) -> None:
        self.placed = placed
        units = {place: lexeme for lexeme, place in placed}
        places, names = list(units), list(units.values())
        pairs = [
            _pair_shortly(names[after - 1], names[after], distance=places[after] - places[after - 1])
            for after in range(1, len(names))
        ]
        self.pairs = [pair for pair in pairs if pair]
        self.links = [link for link in zip(names[1:], pairwise(pairs), strict=False) if any(link[1])]
        self.first = (places[0], names[0], pairs[0] if pairs else None)
        self.last = (places[-1], names[-1], pairs[-1] if pairs else None)


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
        return _is_negated(self.parts)


class _Kind(Enum):
    """Only words have a meaning of their own; the others but blanks keep their place, so that a phrase does not
    reach over them."""

    WORD = auto()
    SIGN = auto()
    JOINING = auto()
    BLANK = auto()


# する, ある, できる stand in every text.
_KINDS = {
    "助詞": _Kind.JOINING,
    "助動詞": _Kind.JOINING,
    "動詞 非自立可能": _Kind.JOINING,
    "補助記号": _Kind.SIGN,
    "空白": _Kind.BLANK,
}


class _Form:
    """A morpheme wherever it stands. `lexemes`: by what it is found, each with its place from that of the whole."""

    __slots__ = ("lexemes", "parts", "whole", "width")

    def __init__(self, whole: str, parts: tuple[str, ...], width: int) -> None:
        self.whole, self.parts, self.width = whole, parts, width
        shown = () if _is_negated(parts) else parts
        placed = [(whole, 0), *((part, place) for place, part in enumerate(shown))]
        self.lexemes = tuple((lexeme, place) for lexeme, place in placed if lexeme)


def _is_negated(parts: tuple[str, ...]) -> bool:
    return len(parts) > 1 and parts[0] in _NOT


# By the dictionary's number of a word; bounded by the words of the dictionary that people use.
_KNOWN_FORMS: dict[int, _Form] = {}
_UNKNOWN_IDS = 0xF000_0000
# A tokenizer may not serve two threads at once: as many stay as ever worked at the same time.
_IDLE: list[Tokenizer] = []


def words_of(text: str) -> Iterator[Word]:
    """The words of a text that is folded already, with their places from 1; what means nothing leaves a gap."""
    place = 1
    for piece in _PIECE.finditer(text):
        kind, start = piece.lastgroup, piece.start()
        if kind == "japanese":
            for form, begin, end in _japanese(piece.group()):
                if form.whole:
                    yield Word(form.whole, form.parts, place, start + begin, start + end)
                place += form.width
        elif kind in _PLAIN:
            yield Word(_plain_lexeme(piece.group(), kind), (), place, start, piece.end())
            place += 1
        elif kind in _SIGNS:
            place += 1


def placed_runs(text: str) -> tuple[list[tuple[int, Run]], int]:
    """What a text that is folded already is found by, in runs as they come again and again, each with its place from 0,
    and the first place after it. The same words as `words_of`, many times faster: an import cuts whole pools."""
    found: list[tuple[int, Run]] = []
    place = 0
    for piece in _PIECE.finditer(text):
        kind = piece.lastgroup
        if kind == "japanese":
            letters = piece.group()
            run, width = (
                _run_shortly(letters) if len(letters) <= REMEMBERED_CHARACTERS_MAX else _run_of(letters)
            )
            if run is not None:
                found.append((place, run))
            place += width
        elif kind in _PLAIN:
            found.append((place, _plain_run(_plain_lexeme(piece.group(), kind))))
            place += 1
        elif kind in _SIGNS:
            place += 1
    return found, place


def pairs_of(runs: Sequence[tuple[int, Run]]) -> tuple[list[str], list[Link]]:
    """The pairs in the runs and between them, and each unit of a pair with those that it stands in."""
    pairs: list[str] = []
    links: list[Link] = []
    before_at, before, before_pair = -1, "", ""
    for at, run in runs:
        (first_at, first, first_pair), (last_at, last, last_pair) = run.first, run.last
        between = _pair_shortly(before, first, distance=at + first_at - before_at) if before else ""
        if between:
            pairs.append(between)
        if between or before_pair:
            links.append((before, (before_pair, between)))
        if first_pair is not None and (between or first_pair):
            links.append((first, (between, first_pair)))
        pairs += run.pairs
        links += run.links
        before_at, before = at + last_at, last
        before_pair = between if last_pair is None else last_pair
    if before_pair:
        links.append((before, (before_pair, "")))
    return pairs, links


def crossings_of(links: Iterable[Link]) -> set[str]:
    """Units at which two phrases meet: with 品質の保証 and 保証の経験, 保証 ends a pair and begins another one though nobody
    wrote 品質の保証の経験. Of any other unit, who has the pair before it and the pair after it has them in one."""
    known: dict[str, tuple[str, str]] = {}
    found: set[str] = set()
    for unit, pairs in links:
        former = known.setdefault(unit, pairs)
        if former != pairs and (former[0] or pairs[0]) and (former[1] or pairs[1]):
            found.add(unit)
    return found


def pairs_in(units: dict[int, str]) -> Iterator[tuple[str, int]]:
    """Of units by their places: each two that follow each other, and their distance."""
    for (before_at, before), (at, unit) in pairwise(units.items()):
        yield pair_of(before, unit, distance=at - before_at), at - before_at


def pair_of(before: str, unit: str, *, distance: int) -> str:
    """What a phrase of two is found by: 品質保証, 品質の保証, 顧客との打合せ. Empty where they stand too far apart, and for how
    many years or people: numbers stand in pairs with Latin words only."""
    is_number = before[0].isdecimal() or unit[0].isdecimal()
    if distance > PAIR_DISTANCE_MAX or (is_number and not (before.isascii() and unit.isascii())):
        return ""
    return f"{distance}{before}+{unit}"


_pair_shortly = lru_cache(maxsize=16_384)(pair_of)


def is_legal_form(word: str) -> bool:
    """Of a word that is folded already."""
    return word in _LEGAL_FORMS or _LEGAL_SIGN.fullmatch(word) is not None


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
    """Each three letters that stand together in a name, hiragana for katakana, and the two and the one that it ends
    with: for parts of it. Two letters would do, but a company of Suzukis has too many of each."""
    return _grams(_letters(fold_for_search(name)))


def name_typos(name: str) -> set[str]:
    """The name and each of its parts with one letter left out. Two names that are one letter apart, or have two
    letters exchanged, share a form. A count of shared grams would not do: 三浦葵 and 三輪葵 share none."""
    return _typos(fold_for_search(name))


def name_forms(name: str) -> tuple[list[str], set[str]]:
    """Both of them at once."""
    folded = fold_for_search(name)
    return _grams(_letters(folded)), _typos(folded)


def _grams(letters: str) -> list[str]:
    return [letters[index : index + NAME_GRAM] for index in range(len(letters))]


def _typos(folded: str) -> set[str]:
    found: set[str] = set()
    for part in {folded, *folded.split(" ")}:
        letters = _letters(part)
        if len(letters) >= TYPO_CHARACTERS_MIN:
            found.add(letters)
            found.update([letters[:index] + letters[index + 1 :] for index in range(len(letters))])
    return found


def _letters(folded: str) -> str:
    return _NO_LETTER.sub("", folded)[:NAME_CHARACTERS_MAX].translate(_IN_NAMES)


def _plain_lexeme(written: str, kind: str | None) -> str:
    return (written.replace(",", "") if kind == "number" else written)[:LEXEME_CHARACTERS_MAX]


def _placed(run: str) -> tuple[list[tuple[str, int]], int]:
    found: list[tuple[str, int]] = []
    place = 0
    for _, chunk in _chunks(run):
        for morpheme in _morphemes(chunk):
            # The short way of `_form`: nearly every word is known, and it is asked for each in an import.
            form = _KNOWN_FORMS.get(morpheme.word_id()) or _form(morpheme)
            for lexeme, offset in form.lexemes:
                found.append((lexeme, place + offset))
            place += form.width
    return found, place


def _run_of(letters: str) -> tuple[Run | None, int]:
    placed, width = _placed(letters)
    return Run(placed) if placed else None, width


# Short runs come again and again: names, titles, what joins words.
_run_shortly = lru_cache(maxsize=16_384)(_run_of)


@lru_cache(maxsize=8_192)
def _plain_run(lexeme: str) -> Run:
    return Run(((lexeme, 0),))


def _japanese(run: str) -> Iterator[tuple[_Form, int, int]]:
    """Every morpheme of the run; those without meaning have an empty `whole`."""
    for offset, chunk in _chunks(run):
        for morpheme in _morphemes(chunk):
            yield _form(morpheme), offset + morpheme.begin(), offset + morpheme.end()


def _form(morpheme: Morpheme) -> _Form:
    word_id = morpheme.word_id()
    # Words that the dictionary does not know share one number: their form is that of their letters.
    if word_id >= _UNKNOWN_IDS:
        return _form_of(morpheme)
    known = _KNOWN_FORMS.get(word_id)
    if known is None:
        known = _KNOWN_FORMS[word_id] = _form_of(morpheme)
    return known


def _form_of(morpheme: Morpheme) -> _Form:
    kind = _kind_of(morpheme.part_of_speech_id())
    # Letters that the dictionary does not know count as symbols there: 𠮷.
    if kind is _Kind.SIGN and morpheme.surface()[0].isalnum():
        kind = _Kind.WORD
    if kind is not _Kind.WORD:
        return _Form("", (), 0 if kind is _Kind.BLANK else 1)
    lexeme = _lexeme(morpheme)
    if lexeme in _LEGAL_FORMS:
        return _Form("", (), 1)
    parts = tuple(_lexeme(part) for part in morpheme.split(SplitMode.A)) if lexeme else ()
    return _Form(lexeme, parts, len(parts)) if len(parts) > 1 else _Form(lexeme, (), 1)


def _lexeme(morpheme: Morpheme) -> str:
    lexeme = fold_for_search(morpheme.normalized_form())[:LEXEME_CHARACTERS_MAX]
    return lexeme if lexeme and (lexeme[0].isalnum() or lexeme == ".net") else ""


def _morphemes(text: str) -> MorphemeList:
    try:
        tokenizer = _IDLE.pop()
    except IndexError:
        tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    try:
        return tokenizer.tokenize(text)
    finally:
        _IDLE.append(tokenizer)


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


@cache
def _kind_of(number: int) -> _Kind:
    kind, detail = _dictionary().pos_of(number)[:2]
    return _KINDS.get(kind) or _KINDS.get(f"{kind} {detail}") or _Kind.WORD


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
