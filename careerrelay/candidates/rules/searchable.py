"""What somebody is found by, put together the same way from the record and from the row of a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from careerrelay.candidates.rules.custom_values import CustomValue
from careerrelay.candidates.rules.lexemes import Searchable


@dataclass(frozen=True, slots=True)
class PersonTexts:
    """What stands in the record itself; `custom` by the id of its field."""

    name: str
    kana: str
    work: tuple[str, ...]
    texts: tuple[str, ...]
    custom: Mapping[str, CustomValue]


def searchable_of(
    *,
    person: PersonTexts,
    addresses: Iterable[str],
    phones: Iterable[str],
    states: Iterable[str],
    work: Iterable[str],
    texts: Iterable[str],
    inner: Iterable[str] = (),
) -> Searchable:
    """`work`, `texts`, `inner` in their order, each once; the others in their own."""
    custom = (str(person.custom[field]) for field in sorted(person.custom))
    return Searchable(
        name=person.name,
        kana=person.kana,
        addresses=tuple(sorted(set(addresses))),
        work=_each_once((*person.work, *work)),
        texts=_each_once((*person.texts, *texts, *custom)),
        states=tuple(sorted(set(states))),
        phones=tuple(sorted(set(phones))),
        inner=_each_once(inner),
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
