"""What somebody holds about a person, as it is told to that person: plain words of the glossary and plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

Told = str | int | float | bool | tuple[str, ...]
Rows = tuple[Mapping[str, Told], ...]


@dataclass(frozen=True, slots=True)
class DisclosedPart:
    """One kind of thing that is held. `word`: its glossary word. `rows`: each by field, without what is empty.

    `withheld`: how many more of the kind are held and not shown here; the person is told that they exist, and whom to
    ask (個人情報保護法33条2項, 3項).
    """

    word: str
    rows: Rows = ()
    withheld: int = 0


def told_row(**fields: object) -> dict[str, Told]:
    """Fields that hold something, as they are written: moments in ISO 8601, UTC."""
    return {field: told for field, value in fields.items() if (told := _told(value)) not in ("", (), None)}


def _told(value: object) -> Told | None:
    match value:
        case None:
            return None
        case bool() | int() | float() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Iterable():
            return tuple(str(one) for one in value)
    raise TypeError(f"{type(value).__name__} is not told")
