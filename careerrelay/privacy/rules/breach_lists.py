"""A list of those concerned as somebody has it in a hurry: ids, addresses of pages, mail addresses, numbers."""

import re
from dataclasses import dataclass
from uuid import UUID

from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import comparable_address
from careerrelay.text.folding import fold_width

LINES_MAX = 1_000_000
LETTERS_MAX = 400

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ADDRESS = re.compile(r"[^\s@,;<>\"']+@[^\s@,;<>\"']+\.[^\s@,;<>\"']+")


class TooLongAList(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"一覧は{LINES_MAX:,}行までです。分けて記録してください。",
            en=f"A list has at most {LINES_MAX:,} lines. Record it in parts.",
        )


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line, counted from 1, and the one thing in it by which somebody can be found."""

    number: int
    id: UUID | None = None
    address: str = ""
    external: str = ""


def read_list(text: str) -> list[ListedLine]:
    """Empty lines are none. A line is an id, else a mail address, else a number of another system.

    Raises: TooLongAList.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > LINES_MAX:
        raise TooLongAList
    return [
        _read(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip(" \t\u3000,;\"'")
    ]


def _read(number: int, line: str) -> ListedLine:
    line = fold_width(line[:LETTERS_MAX])
    found = _ID.search(line.lower())
    if found:
        return ListedLine(number, id=UUID(found.group()))
    address = _ADDRESS.search(line)
    if address:
        return ListedLine(number, address=comparable_address(address.group()) or address.group())
    return ListedLine(number, external=line.strip(" ,;\"'"))
