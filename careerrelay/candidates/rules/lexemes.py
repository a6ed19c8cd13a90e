"""What of a candidate can be found, and what somebody looks for, as PostgreSQL's tsvector and tsquery.

Both are written here word by word, so that the server needs no dictionary. Beside the words stand marked
lexemes, which nobody can type, because no word begins with such a sign:
`=` the organization, the states of applications and who is of the sample, `~` three neighbouring letters of a name,
`?` a name with a letter left out, `@` an address from each of its parts on, `#` a telephone number without its first
0 or +81, `+` two words that follow each other: a phrase of two is answered by the index alone, because reading the
places of thousands of people takes a hundred times as long; `*` a word at which two phrases meet: of a longer phrase
only the places of those people are read who have one of its inner words so marked.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from uuid import UUID
from zlib import crc32

from careerrelay.text.folding import fold_for_search
from careerrelay.text.words import (
    NAME_GRAM,
    Link,
    Run,
    Word,
    crossings_of,
    is_legal_form,
    name_forms,
    name_grams,
    name_typos,
    pairs_in,
    pairs_of,
    placed_runs,
    words_of,
)

# Words under which each state is looked for, in both languages (and those of the systems that are imported).
STATE_WORDS = {
    "open": ("選考中", "open"),
    "rejected": ("お見送り", "見送り", "不採用", "不合格", "rejected"),
    "withdrawn": ("辞退", "withdrawn"),
    "hired": ("採用", "内定", "入社", "hired"),
    "closed": ("終了", "closed"),
    "undecided": ("判断待ち", "undecided"),
}
_STATES = {word: state for state, words in STATE_WORDS.items() for word in words}
# Goes up when the same text would be cut differently: then everything is written anew.
VERSION = 6
QUERY_CHARACTERS_MAX = 200
TERMS_MAX = 16
# Of all texts of somebody together; of what comes later less is found. PostgreSQL ends a tsvector at 1 MB.
TEXT_CHARACTERS_MAX = 60_000
PHONE_DIGITS_MIN = 6
GRAMS_CHARACTERS_MAX = 14
# PostgreSQL keeps no more: 255 places of one lexeme, and the highest of them.
PLACES_CHARACTERS_MAX = 1800
SHORT_CHARACTERS_MAX = 40
LONG_CHARACTERS_MIN = 4_000
PLACE_MAX = 16_383
SAMPLE_EACH = 16
SAMPLE_MARK = "=%"
FIELD_GAP = 8
FIELD_STEP = 16
KANA_PLACE = 200

# A minus before a word or a phrase leaves out who has it.
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_PHONE = re.compile(r"\+?[0-9()\- ]+")
_ADDRESS = re.compile(r"[a-z0-9._%+@-]{3,}")
# From each part on, but for the last: everybody has .jp.
_ADDRESS_PART = re.compile(r"(?:^|(?<=[.@+_-]))(?=[^.@+_-]+[.@+_-])")
_VERSION = re.compile(r"[0-9]{1,2}(?:\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Searchable:
    """`work` are employers, titles and stages, `texts` all that is longer, the weightiest first; `phones` in E.164.
    `inner`: notes and evaluations, which only some may find."""

    name: str
    kana: str
    addresses: tuple[str, ...]
    work: tuple[str, ...]
    texts: tuple[str, ...]
    states: tuple[str, ...]
    phones: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """`exact` and `tolerant` are each one tsquery, or two of which either may hold; none where the query holds nothing
    that can be looked for: no word, or only words to leave out."""

    exact: tuple[str, ...]
    tolerant: tuple[str, ...]
    words: frozenset[str]


Cut = tuple[str, str | None]

NO_QUERY = Query((), (), frozenset())


class _Phrases(Enum):
    """How a phrase is looked for: by the places of its words, which finds who was written by a former rule too; by the
    pairs in it; or by both, for people in whose texts two phrases meet."""

    PLACES = auto()
    PAIRS = auto()
    BOTH = auto()


@dataclass(frozen=True, slots=True)
class _Asking:
    """`crossings`: within the phrases that were looked for by their pairs, where two phrases may meet."""

    phrases: _Phrases
    crossings: set[str] = field(default_factory=set)


def searchable_hash(found: Searchable) -> bytes:
    """Tells whether somebody has to be cut into words anew."""
    several = (found.addresses, found.work, found.texts, found.states, found.phones, found.inner)
    said = "\x1d".join([str(VERSION), found.name, found.kana, *map("\x1e".join, several)])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


def search_vector(found: Searchable, *, organization_id: UUID) -> str:
    """The tsvector, as text, of what everybody finds who may search."""
    return _vector(found, found.texts, organization_id=organization_id)


def inner_vector(found: Searchable, *, organization_id: UUID) -> str | None:
    """The same with the inner words, so that one question may ask for both; None where there are none."""
    if not found.inner:
        return None
    return _vector(found, (*found.inner, *found.texts), organization_id=organization_id)


def cut_words(found: Searchable, *, organization_id: UUID) -> Cut:
    words = search_vector(found, organization_id=organization_id)
    return words, inner_vector(found, organization_id=organization_id)


def is_of_sample(found: Searchable) -> bool:
    """One of SAMPLE_EACH, whoever it is: among them frequent words are counted. The inner words change nothing, so that
    both vectors of somebody say the same."""
    said = "".join((found.name, found.kana, *found.addresses, *found.work, *found.texts))
    return crc32(said.encode("utf-8", "surrogatepass")) % SAMPLE_EACH == 0


def _vector(found: Searchable, texts: Sequence[str], *, organization_id: UUID) -> str:
    lexemes: list[str] = []
    links: list[Link] = []
    place, left = 1, TEXT_CHARACTERS_MAX
    for weight, written in (("A", (found.name, found.kana)), ("B", found.work), ("", texts)):
        for text in written:
            kept = text[:left]
            write = _written_shortly if len(kept) <= SHORT_CHARACTERS_MAX else _written
            words, width, linked = write(kept, weight, place)
            lexemes.append(words)
            links += linked
            place += width
            left -= len(kept)
    lexemes.append(_name_lexemes(found.name, 1))
    lexemes.append(_name_lexemes(found.kana, KANA_PLACE))
    lexemes += [_quoted(f"*{unit}") for unit in crossings_of(links)]
    lexemes += [_quoted(mark) for mark in _marks(found, organization_id=organization_id)]
    return " ".join(lexemes)


def search_query(typed: str, *, state: str = "", has_pairs: bool = True) -> Query:
    """Terms between blanks must all be found, each as words, part of a name, begin of an address or a telephone
    number; what stands in double quotes as a phrase; what follows a minus must not. `tolerant` also takes names that
    are one letter apart. Without `has_pairs` it also finds who was written by a former rule, more slowly.

    Two tsqueries rather than one: as soon as one row has to be read, PostgreSQL reads all further hits of the same
    index condition."""
    if not has_pairs:
        exact, tolerant, words = _asked(typed, state=state, asking=_Asking(_Phrases.PLACES))
        return Query((exact,), (tolerant,), words) if exact else NO_QUERY
    asking = _Asking(_Phrases.PAIRS)
    exact, tolerant, words = _asked(typed, state=state, asking=asking)
    if not exact:
        return NO_QUERY
    if not asking.crossings:
        return Query((exact,), (tolerant,), words)
    marks = [_quoted(f"*{unit}") for unit in sorted(asking.crossings)]
    read_exact, read_tolerant, _ = _asked(typed, state=state, asking=_Asking(_Phrases.BOTH))
    without = [f"!{mark}" for mark in marks]
    return Query(
        (_all([exact, *without]), _all([read_exact, _any(marks)])),
        (_all([tolerant, *without]), _all([read_tolerant, _any(marks)])),
        words,
    )


def _asked(typed: str, *, state: str, asking: _Asking) -> tuple[str, str, frozenset[str]]:
    """Both tsqueries, and the words that are looked for."""
    folded = fold_for_search(typed.replace("\0", " ")[:QUERY_CHARACTERS_MAX])
    if _PHONE.fullmatch(folded):
        folded = folded.replace(" ", "-")
    exact, tolerant, without = [], [], []
    words: set[str] = set()
    for minus, phrase, term in _TERM.findall(folded)[:TERMS_MAX]:
        if is_legal_form(phrase or term):
            continue
        found = _without_version(list(words_of(phrase or term)))
        words_found = _phrase(found, asking=asking) if phrase else _all_words(found, asking=asking)
        ways = [words_found] if phrase else [words_found, _name_part(term), *_contact(term)]
        ways.append(_state(phrase or term))
        if minus and any(ways):
            without.append(f"!{_any(ways)}")
        elif any(ways):
            words.update(form for word in found for form in _forms(word))
            exact.append(_any(ways))
            tolerant.append(_any([*ways, "" if phrase else _typos(term)]))
    if not exact:
        return "", "", frozenset()
    walls = [*([_quoted(f"={state}")] if state else []), *without]
    # Joined, so that a surname alone, without a typo, is not enough.
    whole_name = "" if '"' in folded or without else _typos(folded.replace(" ", ""))
    return _all([*walls, *exact]), _all([*walls, _any([_all(tolerant), whole_name])]), frozenset(words)


def _written(text: str, weight: str, place: int) -> tuple[str, int, list[Link]]:
    """Its words and pairs as they are written from this place on, how far from there the next text begins, and which
    pairs its words stand in."""
    runs, width = placed_runs(fold_for_search(text))
    width = (width + FIELD_GAP + FIELD_STEP - 1) // FIELD_STEP * FIELD_STEP
    pairs, links = pairs_of(runs)
    if len(text) <= LONG_CHARACTERS_MIN and place + width <= PLACE_MAX:
        words = [f"'{word}':{place + at + offset}{weight}" for at, run in runs for word, offset in run.placed]
        words += [f"'+{pair}'" for pair in pairs]
        written = " ".join(words)
        # Names of bands and books may hold a quote.
        if written.count("'") == 2 * len(words) and "\\" not in written:
            return written, width, links
    several = [_written_once(runs, weight, place), *[_quoted(f"+{pair}") for pair in dict.fromkeys(pairs)]]
    return " ".join(several), width, links


def _written_once(runs: Sequence[tuple[int, Run]], weight: str, place: int) -> str:
    """Each lexeme with all of its places: PostgreSQL takes no more than a megabyte at once."""
    lexemes: dict[str, str] = {}
    for lexeme, at in (
        (lexeme, place + start + offset) for start, run in runs for lexeme, offset in run.placed
    ):
        written = lexemes.get(lexeme)
        if written is None:
            lexemes[lexeme] = _quoted(lexeme) if at > PLACE_MAX else f"{_quoted(lexeme)}:{at}{weight}"
        elif at <= PLACE_MAX and len(written) < PLACES_CHARACTERS_MAX:
            lexemes[lexeme] = f"{written},{at}{weight}"
    return " ".join(lexemes.values())


# Titles, stages, employers and places stand in thousands of rows, and fields begin at few places.
_written_shortly = lru_cache(maxsize=8_192)(_written)


@lru_cache(maxsize=4_096)
def _name_lexemes(name: str, place: int) -> str:
    """The same gram or form may come twice, from the name and its kana: PostgreSQL makes them one. They are letters
    alone, so that none has to be escaped."""
    grams, typos = name_forms(name)
    placed = [f"'~{gram}':{at}A" for at, gram in enumerate(grams, start=place)]
    return " ".join([*placed, *[f"'?{form}'" for form in typos]])


def _marks(found: Searchable, *, organization_id: UUID) -> Iterator[str]:
    yield f"={organization_id.hex}"
    if is_of_sample(found):
        yield SAMPLE_MARK
    yield from (f"={state}" for state in found.states)
    for address in found.addresses:
        yield from (f"@{address[cut.start() :]}" for cut in _ADDRESS_PART.finditer(address))
    yield from (f"#{number.removeprefix('+81').removeprefix('+')}" for number in found.phones)


def _forms(word: Word) -> tuple[str, ...]:
    return (word.whole,) if word.is_negated else (word.whole, *word.parts)


def _without_version(words: list[Word]) -> list[Word]:
    """Python3 looks for Python; ISO9001 for both."""
    return [
        word
        for before, word in zip([None, *words], words, strict=False)
        if not (
            before
            and before.end == word.start
            and len(before.whole) >= 3
            and before.whole.isascii()
            and before.whole.isalpha()
            and _VERSION.fullmatch(word.whole)
        )
    ]


def _all_words(words: Sequence[Word], *, asking: _Asking) -> str:
    """Latin words and numbers that touch each other belong together: ISO9001, node.js."""
    together: list[list[Word]] = []
    for word in words:
        touches = together and together[-1][-1].end >= word.start - 1
        if touches and _is_plain(word) and _is_plain(together[-1][-1]):
            together[-1].append(word)
        else:
            together.append([word])
    return _all(_phrase(group, asking=asking) for group in together)


def _is_plain(word: Word) -> bool:
    return word.whole.isascii()


def _word(word: Word, *, asking: _Asking) -> str:
    parts = _in_order([word], asking=asking) if word.parts and not word.is_negated else ""
    return _any([_quoted(word.whole), _state(word.whole), parts if all(word.parts) else ""])


def _state(word: str) -> str:
    """Applications say their state by a mark, not by all of its words: every row would hold them."""
    return _quoted(f"={_STATES[word]}") if word in _STATES else ""


def _phrase(words: Sequence[Word], *, asking: _Asking) -> str:
    if len(words) == 1:
        return _word(words[0], asking=asking)
    return _in_order(words, asking=asking)


def _in_order(words: Sequence[Word], *, asking: _Asking) -> str:
    """These words in this order. Who has each pair of three words need not have all three in their order, if two
    phrases meet at the second one."""
    units = {place: unit for word in words for place, unit in _units(word)}
    if not units:
        return ""
    pairs = list(pairs_in(units))
    first, *others = units.values()
    phrase = _quoted(first) + "".join(
        f" <{distance}> {_quoted(unit)}" for unit, (_, distance) in zip(others, pairs, strict=True)
    )
    known = [_quoted(f"+{pair}") for pair, _ in pairs if pair and asking.phrases is not _Phrases.PLACES]
    if not known or len(known) < len(pairs):
        return f"({_all([*known, phrase])})"
    asking.crossings.update(others[:-1])
    is_read = others[:-1] and asking.phrases is _Phrases.BOTH
    return f"({_all([*known, phrase] if is_read else known)})"


def _units(word: Word) -> Iterator[tuple[int, str]]:
    """At its places as a text has them, the parts over the whole."""
    yield word.place, word.whole
    if not word.is_negated:
        yield from ((place, part) for place, part in enumerate(word.parts, start=word.place) if part)


def _name_part(term: str) -> str:
    grams = name_grams(term)
    if not grams or len(grams) > GRAMS_CHARACTERS_MAX or term.isnumeric():
        return ""
    if len(grams) < NAME_GRAM:
        return _quoted(f"~{grams[0]}") + ":*"
    return "(" + " <-> ".join(_quoted(f"~{gram}") for gram in grams[: 1 - NAME_GRAM]) + ")"


def _typos(term: str) -> str:
    return (
        ""
        if len(term) > GRAMS_CHARACTERS_MAX
        else _any(_quoted(f"?{form}") for form in sorted(name_typos(term)))
    )


def _contact(term: str) -> tuple[str, ...]:
    part = term.lstrip("@.+_-")
    address = _quoted(f"@{part}") + ":*" if _ADDRESS.fullmatch(part) else ""
    digits = re.sub(r"[^0-9]", "", term)
    if not _PHONE.fullmatch(term) or len(digits) < PHONE_DIGITS_MIN:
        return (address,)
    # As it is dialled at home, from abroad, or in another country.
    numbers = dict.fromkeys([digits.removeprefix("0"), digits, digits.removeprefix("81").removeprefix("0")])
    return (address, *(_quoted(f"#{number}") + ":*" for number in numbers))


def _all(parts: Sequence[str] | Iterator[str]) -> str:
    return " & ".join(part for part in parts if part)


def _any(parts: Sequence[str] | Iterator[str]) -> str:
    ways = [f"({part})" for part in parts if part]
    return f"({' | '.join(ways)})" if ways else ""


def _quoted(lexeme: str) -> str:
    if "'" in lexeme or "\\" in lexeme:
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}'"
