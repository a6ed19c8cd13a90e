"""By what somebody is recognised in text that no column describes: a file that waits, a line that was refused."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Shorter names stand by chance in other words; they count only as a whole cell.
NAME_CHARACTERS_MIN = 3


@dataclass(frozen=True, slots=True)
class Traces:
    """Folded as by `folded_trace`; `names` are whole names."""

    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.addresses or self.phones or self.names)


def folded_trace(text: str) -> str:
    """Without blanks, width and case: ａｏｉ＠Example.jp is aoi@example.jp, 三浦　葵 is 三浦葵."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def traces_of(*, addresses: Iterable[str], phones: Iterable[str], names: Iterable[str]) -> Traces:
    return Traces(
        frozenset(filter(None, map(folded_trace, addresses))),
        frozenset(filter(None, (digits_of(phone) for phone in phones))),
        frozenset(filter(None, map(folded_trace, names))),
    )


def digits_of(phone: str) -> str:
    """`+81 90-1234-5678` and `090-1234-5678` are 9012345678: how a number is written differs at its beginning only."""
    digits = "".join(mark for mark in unicodedata.normalize("NFKC", phone) if mark in "0123456789")
    return digits.removeprefix("81").lstrip("0")


def names_somebody(cells: Iterable[str], traces: Traces) -> bool:
    """Whether a line is about whom the traces are of: by any of their addresses, numbers or names."""
    folded = [folded_trace(cell) for cell in cells]
    whole = "\n".join(folded)
    return (
        any(address in whole for address in traces.addresses)
        or any(
            name in folded or (len(name) >= NAME_CHARACTERS_MIN and name in whole) for name in traces.names
        )
        or any(digits_of(cell) in traces.phones for cell in cells)
    )


def mentions_address(text: str, traces: Traces) -> bool:
    folded = folded_trace(text)
    return any(address in folded for address in traces.addresses)
