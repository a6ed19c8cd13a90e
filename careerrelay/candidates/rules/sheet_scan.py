"""One look over the XML of a workbook's part, in pieces: how far its cells reach, and what they refer to."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from careerrelay.candidates.rules.limits import BROKEN_CELLS_MAX

_CARRIED_BYTES_MAX = 4_000_000

_NAME = rb"(?:[^\s<>/:!?=\"']+:)?"
_OPENING = re.compile(rb"<" + _NAME + rb"c(?=[\s/>])")
# The whole grammar of a cell's tag as spreadsheets write it. A tag outside of it (blanks, > or = in a value)
# could show a pattern another address than it shows an XML reader. Possessive: nothing makes it look twice.
_VALUE = rb"(?:\"[^\"'\s<>=]*+\"|'[^\"'\s<>=]*+')"
_CELL = re.compile(
    rb"<" + _NAME + rb"c(?=(?:\s+[a-z]++=" + _VALUE + rb")*?\s+r=[\"']([A-Za-z]+)([0-9]+)[\"']|)"
    rb"(?:\s++[A-Za-z:]++=" + _VALUE + rb")*+\s*+(/?)>"
)
# What nearly all spreadsheets write, found five times as fast.
_USUAL_CELL = re.compile(rb"<c r=\"([A-Z]{1,3})([0-9]{1,7})\"(?: [st]=\"[0-9A-Za-z]++\")*+(/?)>")
_UNUSUAL_OPENING = re.compile(rb":c[\s/>]|<c[\t\r\n/>]")
_WITHOUT_RESULT = re.compile(
    rb"<" + _NAME + rb"c\s([^<>]*+)(?<!/)>\s*+"
    rb"<" + _NAME + rb"f\b[^<>]*+(?:(?<=/)>|>[^<]*+</" + _NAME + rb"f>)\s*+"
    rb"(?:<" + _NAME + rb"v\s*/>|<" + _NAME + rb"v>\s*+</" + _NAME + rb"v>)?+\s*+</" + _NAME + rb"c>"
)
_ERROR = re.compile(rb"<" + _NAME + rb"c\s(?=[^<>]*?\bt=[\"']e[\"'])([^<>]*+)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_EMPTY_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_SHARED_CELL = re.compile(
    rb"<" + _NAME + rb"c\s(?=[^<>]*?\bt=[\"']s[\"'])[^<>]*+>\s*+<" + _NAME + rb"v>([0-9]{1,9})<"
)
_SHARED_TEXT_END = re.compile(rb"</" + _NAME + rb"si\s*+>")
_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']", re.IGNORECASE)
_OTHER_ENCODING = re.compile(rb"\s*+<\?xml[^<>]*?encoding=[\"'](?!utf-?8|us-ascii)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")

_SHEET = re.compile(rb"<" + _NAME + rb"sheet\s([^<>]*+)>")
_SHEET_ID = re.compile(rb":id\s*=\s*[\"']([^\"']*)[\"']")
_RELATION = re.compile(rb"<" + _NAME + rb"Relationship\s([^<>]*+)>")
_ID = re.compile(rb"\bId\s*=\s*[\"']([^\"']*)[\"']")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(slots=True)
class PartScan:
    """`shared_cells`: how many cells name a shared text. `text_bytes`: the length of each shared text.

    `is_deceptive`: a reader of XML could see another document than this look did.
    """

    rows_max: int = 0
    columns_max: int = 0
    is_1904: bool = False
    is_deceptive: bool = False
    broken_cells: frozenset[tuple[int, int]] = frozenset()
    shared_cells: int = 0
    text_bytes: "array[int]" = field(default_factory=lambda: array("Q"))


def scan_part(pieces: Iterator[bytes]) -> PartScan:
    scan = PartScan()
    for place, part in enumerate(_whole_cells(pieces)):
        if place == 0:
            _look_at_head(scan, part)
        _look(scan, part)
    return scan


def shared_references(pieces: Iterator[bytes]) -> Iterator[int]:
    """Which shared text each cell of the part names; slower than counting them."""
    for part in _whole_cells(pieces):
        yield from (int(index) for index in _SHARED_CELL.findall(part))


def _whole_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut behind a whole cell or a whole shared text instead of anywhere."""
    rest = b""
    for piece in pieces:
        rest += piece
        cut = max(rest.rfind(b"c>") + 2, rest.rfind(b"si>") + 3)
        if cut < 4:
            if len(rest) < _CARRIED_BYTES_MAX:
                continue
            # In front of a tag: one that is cut in two would be seen by neither look.
            cut = last if (last := rest.rfind(b"<")) > 0 else len(rest)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def sheet_paths(workbook: bytes, relations: bytes) -> list[str]:
    """The parts that the sheets are in, in the order of the workbook's tabs; `""` for one that is nowhere."""
    targets: dict[bytes, str] = {}
    for attributes in _RELATION.findall(relations):
        name, target = _ID.search(attributes), _TARGET.search(attributes)
        if name is not None and target is not None:
            path = target.group(1).decode("utf-8", "replace")
            targets[name.group(1)] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    names = (_SHEET_ID.search(attributes) for attributes in _SHEET.findall(workbook))
    return [targets.get(name.group(1), "") if name is not None else "" for name in names]


def _look_at_head(scan: PartScan, head: bytes) -> None:
    scan.is_1904 = _1904.search(head) is not None
    scan.is_deceptive = (
        b"<!DOCTYPE" in head
        or b"<!ENTITY" in head
        or head.startswith(_WIDE)
        or _OTHER_ENCODING.match(head) is not None
    )


def _look(scan: PartScan, part: bytes) -> None:
    if b"si>" in part:
        scan.text_bytes.extend(len(text) for text in _SHARED_TEXT_END.split(part)[:-1])
    cells = _cells(scan, part)
    if not cells:
        return
    # A cell that has a format but no value (`<c …/>`) costs the reader nothing.
    columns = {letters for letters, _, is_bare in cells if not is_bare}
    rows = {digits for _, digits, is_bare in cells if not is_bare}
    scan.columns_max = max(scan.columns_max, *map(_column_number, columns), 0)
    scan.rows_max = max(scan.rows_max, *(int(digits[:12] or 0) for digits in rows), 0)
    scan.shared_cells += part.count(b't="s"') + part.count(b"t='s'")
    if len(scan.broken_cells) <= BROKEN_CELLS_MAX and (
        b"<f" in part or b":f" in part or b'"e"' in part or b"'e'" in part
    ):
        scan.broken_cells |= frozenset(islice(_broken_cells(part), BROKEN_CELLS_MAX + 1))


def _cells(scan: PartScan, part: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Column, row and `/` when it is bare, of each cell."""
    usual = _USUAL_CELL.findall(part)
    if len(usual) == part.count(b"<c ") and _UNUSUAL_OPENING.search(part) is None:
        return usual
    cells = _CELL.findall(part)
    if len(cells) != len(_OPENING.findall(part)):
        scan.is_deceptive = True
    return cells


def _broken_cells(part: bytes) -> Iterator[tuple[int, int]]:
    """A formula that gives an empty text (`t="str"`) has its result: it is empty."""
    places = (
        _REFERENCE.search(attributes)
        for attributes in chain(_WITHOUT_RESULT.findall(part), _ERROR.findall(part))
        if _EMPTY_TEXT.search(attributes) is None
    )
    return ((int(place[2]), _column_number(place[1])) for place in places if place is not None)


def _column_number(letters: bytes) -> int:
    """A is 1, XFD is 16,384."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number
