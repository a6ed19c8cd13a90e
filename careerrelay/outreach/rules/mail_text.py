"""The words of a mail with places for what differs from person to person.

A place is a `Slot` object and nothing else: braces, percent signs or tags in a name or in a company's text
mean nothing, and what was filled in is never looked at again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from careerrelay.core.refusal import Refusal

SlotKind: TypeAlias = Literal["line", "lines", "link"]
Filler: TypeAlias = Callable[[str], str]

_PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one person's value: a single line (a name), several lines, or a link."""

    name: str
    kind: SlotKind = "line"


MailText: TypeAlias = tuple[str | Slot, ...]


class UnknownPlaceholder(Refusal):
    def __init__(self, *, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            ja=f"文面の差し込み「{{{name}}}」は使えません。使えるのは「{'」「'.join(known)}」です。",
            en=f"The text asks for {{{name}}}, which does not exist. Known are: {', '.join(known)}.",
        )


def mail_text(wording: str, /, **values: str | Slot | MailText) -> MailText:
    """Our own wording with its `{placeholders}` replaced, once, by words or by places for them.

    The values are not searched for placeholders. Raises: UnknownPlaceholder.
    """
    parts: list[str | Slot] = []
    for index, part in enumerate(_PLACEHOLDER.split(wording)):
        if index % 2 == 0:
            parts.append(part)
            continue
        if part not in values:
            raise UnknownPlaceholder(name=part, known=tuple(values))
        value = values[part]
        parts.extend(value if isinstance(value, tuple) else (value,))
    return joined(tuple(parts))


def joined(text: MailText | str) -> MailText:
    """The same text with neighbouring words as one piece, so that a blank line is seen across them."""
    parts: list[str | Slot] = []
    for part in (text,) if isinstance(text, str) else text:
        if part == "":
            continue
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return tuple(parts)


class Splice:
    """A text made ready once, so that filling its places is one join."""

    def __init__(self, text: MailText, *, literal: Filler, fillers: Mapping[SlotKind, Filler]) -> None:
        self._pieces = [literal(part) if isinstance(part, str) else "" for part in text]
        self._places = [
            (index, part.name, fillers[part.kind])
            for index, part in enumerate(text)
            if isinstance(part, Slot)
        ]
        self.is_fixed = not self._places

    @property
    def fixed_words(self) -> str:
        return "".join(self._pieces)

    def filled(self, values: Mapping[str, str]) -> str:
        pieces = self._pieces.copy()
        for index, name, fill in self._places:
            pieces[index] = fill(values[name])
        return "".join(pieces)
