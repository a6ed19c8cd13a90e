"""The facts of a person as one company writes them down: read from what was typed, written as it is typed again."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from careerrelay.candidates.rules.fair_hiring import refuse_barred_answers
from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import MailAddress, parse_addresses
from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.text.dates import parse_day
from careerrelay.text.names import clean_name, widen_kana
from careerrelay.text.phones import PhoneNumber, parse_phones
from careerrelay.text.regions import PREFECTURES, REMOTE, as_region
from careerrelay.text.salaries import parse_salary

LINE_CHARACTERS_MAX = 300
PARAGRAPHS_CHARACTERS_MAX = 20_000
CONTACTS_MAX = 10
REGION_CHARACTERS_MAX = 20
_MARK_BYTES = 8
_BETWEEN = re.compile(r"[\s,、，・/]+")

# In the order of the page.
FACTS = (
    "name",
    "kana",
    "addresses",
    "phones",
    "region",
    "employer",
    "title",
    "education",
    "background",
    "desired_work",
    "desired_regions",
    "desired_salary",
    "available_from_on",
    "source",
    "source_detail",
    "owner",
)
PARAGRAPHS = frozenset({"education", "background"})
# These two say whose task the person is and where the record comes from; they grow neither right nor wrong.
UNCONFIRMED = frozenset({"owner", "source_detail"})


class TooLong(Refusal):
    def __init__(self, *, characters: int, characters_max: int) -> None:
        super().__init__(
            ja=f"{characters_max:,}文字までで書いてください。いまは{characters:,}文字です。",
            en=f"It takes {characters_max:,} characters; there are {characters:,}.",
        )


class TooManyContacts(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"連絡先は、それぞれ{CONTACTS_MAX}件までです。", en=f"There can be {CONTACTS_MAX} of each."
        )


class UnknownRegion(Refusal):
    def __init__(self, written: str) -> None:
        super().__init__(
            ja=f"「{written[:30]}」という都道府県はありません。「東京、神奈川」のように書いてください。",
            en=f"There is no prefecture {written[:30]}; write them like 東京、神奈川, or 在宅.",
        )


def read_fact(field: str, typed: str) -> Any:
    """A text, a tuple of MailAddress, PhoneNumber or regions, a SalaryBand, a day; `None` or empty for nothing.

    Raises: a Refusal whose sentence can stand beside the field.
    """
    return _READERS[field](typed)


def mark_of(text: str) -> str:
    """A short sign of what stood in a field, so that a form can tell whether it still does."""
    plain = text.replace("\r\n", "\n").strip()
    return hashlib.blake2s(plain.encode("utf-8", "surrogatepass"), digest_size=_MARK_BYTES).hexdigest()


def is_same_text(first: str, second: str) -> bool:
    return mark_of(first) == mark_of(second)


def read_line(typed: str, *, characters_max: int = LINE_CHARACTERS_MAX) -> str:
    """Raises: TooLong, BarredAnswer."""
    line = clean_line(typed)
    if len(line) > characters_max:
        raise TooLong(characters=len(line), characters_max=characters_max)
    refuse_barred_answers(line)
    return line


def read_paragraphs(typed: str) -> str:
    """Raises: TooLong, BarredAnswer."""
    text = clean_paragraphs(typed)
    if len(text) > PARAGRAPHS_CHARACTERS_MAX:
        raise TooLong(characters=len(text), characters_max=PARAGRAPHS_CHARACTERS_MAX)
    refuse_barred_answers(text)
    return text


def written_day(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""


def changed_facts(
    typed: Mapping[str, str], *, now: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields that somebody changed, and of these the ones that somebody else has changed since the form was
    opened. `now`: what stands there; `seen`: the marks of what stood there then. A field that was left as it was
    seen changes nothing, even if it is something else now."""
    touched = tuple(
        field
        for field, text in typed.items()
        if mark_of(text) != seen.get(field, "") and not is_same_text(text, now[field])
    )
    return touched, tuple(field for field in touched if mark_of(now[field]) != seen.get(field, ""))


def _read_name(typed: str) -> str:
    name = clean_name(typed)
    refuse_barred_answers(name)
    return name


def _read_kana(typed: str) -> str:
    return widen_kana(_read_name(typed))


def _read_addresses(typed: str) -> tuple[MailAddress, ...]:
    """One a line, the main one first."""
    found = [address for line in typed.splitlines() for address in parse_addresses(line)]
    return _each_once((address.comparable, address) for address in found)


def _read_phones(typed: str) -> tuple[PhoneNumber, ...]:
    found = [phone for line in typed.splitlines() for phone in parse_phones(line)]
    return _each_once((phone.e164, phone) for phone in found)


def _each_once(found: Iterable[tuple[str, Any]]) -> tuple[Any, ...]:
    kept: dict[str, Any] = {}
    for comparable, contact in found:
        kept.setdefault(comparable, contact)
    if len(kept) > CONTACTS_MAX:
        raise TooManyContacts
    return tuple(kept.values())


def _read_region(typed: str) -> str:
    """A prefecture where one is named; else the words, because people live abroad too."""
    line = read_line(typed)
    return as_region(line) or read_line(line, characters_max=REGION_CHARACTERS_MAX)


def _read_desired_regions(typed: str) -> tuple[str, ...]:
    """In the order of the map."""
    found = set()
    for part in _BETWEEN.split(typed.strip()):
        if part:
            region = as_region(part)
            if not region:
                raise UnknownRegion(part)
            found.add(region)
    return tuple(region for region in (REMOTE, *PREFECTURES) if region in found)


_READERS: dict[str, Callable[[str], Any]] = {
    "name": _read_name,
    "kana": _read_kana,
    "addresses": _read_addresses,
    "phones": _read_phones,
    "region": _read_region,
    "employer": read_line,
    "title": read_line,
    "education": read_paragraphs,
    "background": read_paragraphs,
    "desired_work": read_line,
    "desired_regions": _read_desired_regions,
    "desired_salary": parse_salary,
    "available_from_on": parse_day,
    "source_detail": read_line,
    "source": clean_line,
    "owner": clean_line,
}
