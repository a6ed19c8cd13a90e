"""Is an old .xls safe to open? Reads just enough of its container and its records to know.

Source: Microsoft, [MS-CFB] 2.2–2.6 and [MS-XLS] 2.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from careerrelay.candidates.rules.archives import (
    DamagedWorkbook,
    MacroWorkbook,
    OversizedWorkbook,
    ProtectedWorkbook,
    WorkbookFacts,
)
from careerrelay.candidates.rules.file_kinds import UnsupportedFile
from careerrelay.candidates.rules.limits import WORKBOOK_CELLS_MAX, WORKBOOK_SHARED_BYTES_MAX

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_LAST_SECTOR = 0xFFFFFFFA

_BOF = 0x0809
_FILEPASS = 0x002F
_DATE_MODE = 0x0022
_DIMENSIONS = 0x0200
_SHARED_TEXTS = 0x00FC
_CONTINUE = 0x003C
_SHARED_CELL = 0x00FD
_MANY_NUMBERS = 0x00BD
_ROWS_MAX, _COLUMNS_MAX = 65_536, 256
_CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, _SHARED_CELL, _MANY_NUMBERS})


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    start: int
    size: int


def inspect_compound_file(content: bytes) -> WorkbookFacts:
    """Raises: DamagedWorkbook, ProtectedWorkbook, MacroWorkbook, OversizedWorkbook, UnsupportedFile."""
    try:
        container = Container(content)
        names = {entry.name.casefold() for entry in container.entries}
        _check_names(names)
        workbook = next(entry for entry in container.entries if entry.name.casefold() in {"workbook", "book"})
        return _inspect_records(container.stream(workbook))
    except (struct.error, IndexError, ValueError):
        raise DamagedWorkbook from None


def _check_names(names: set[str]) -> None:
    if "encryptedpackage" in names:
        raise ProtectedWorkbook
    if names & {"_vba_project_cur", "_vba_project", "vba"}:
        raise MacroWorkbook
    if not names & {"workbook", "book"}:
        raise UnsupportedFile(ja="これはExcelブックではありません", en="This is not an Excel workbook")


class Container:
    def __init__(self, content: bytes) -> None:
        self._content = content
        sector_shift, mini_shift = struct.unpack_from("<HH", content, 0x1E)
        if sector_shift not in {9, 12} or mini_shift != 6:
            raise DamagedWorkbook
        self._sector_bytes = 1 << sector_shift
        self._mini_cutoff = struct.unpack_from("<I", content, 0x38)[0]
        self._fat = self._read_fat()
        directory = self._chain_bytes(struct.unpack_from("<I", content, 0x30)[0])
        self.entries = [
            self._entry(directory, at) for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
        ]

    def stream(self, entry: _Entry) -> bytes:
        if entry.size >= self._mini_cutoff:
            return self._chain_bytes(entry.start)[: entry.size]
        mini_fat_bytes = self._chain_bytes(struct.unpack_from("<I", self._content, 0x3C)[0])
        mini_fat = struct.unpack(f"<{len(mini_fat_bytes) // 4}I", mini_fat_bytes)
        mini_stream = self._chain_bytes(self.entries[0].start)
        sectors = _chain(entry.start, mini_fat)
        return b"".join(mini_stream[at * 64 : at * 64 + 64] for at in sectors)[: entry.size]

    def _read_fat(self) -> tuple[int, ...]:
        """The follower of each sector. Where this list stands, the header says; beyond 109 sectors, a chain."""
        per_sector = self._sector_bytes // 4
        fat_sectors = list(struct.unpack_from("<109I", self._content, 0x4C))
        following = struct.unpack_from("<I", self._content, 0x44)[0]
        for _ in range(len(self._content) // self._sector_bytes):
            if following >= _LAST_SECTOR:
                break
            *more, following = struct.unpack(f"<{per_sector}I", self._sector(following))
            fat_sectors.extend(more)
        fat = b"".join(self._sector(at) for at in fat_sectors if at < _LAST_SECTOR)
        return struct.unpack(f"<{len(fat) // 4}I", fat)

    def _sector(self, at: int) -> bytes:
        start = (at + 1) * self._sector_bytes
        sector = self._content[start : start + self._sector_bytes]
        return sector.ljust(self._sector_bytes, b"\0") if sector else sector

    def _chain_bytes(self, start: int) -> bytes:
        return b"".join(self._sector(at) for at in _chain(start, self._fat))

    @staticmethod
    def _entry(directory: bytes, at: int) -> _Entry:
        name_bytes = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        name = directory[at : at + max(name_bytes - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        return _Entry(name=name, start=start, size=size)


def _chain(start: int, followers: tuple[int, ...]) -> Iterator[int]:
    at = start
    for _ in range(len(followers)):
        if at >= _LAST_SECTOR:
            return
        yield at
        at = followers[at]
    if at < _LAST_SECTOR and followers:
        raise DamagedWorkbook


@dataclass(slots=True)
class _Extent:
    rows: int = 0
    columns: int = 0
    is_1904: bool = False
    references: list[int] = field(default_factory=list)
    text_parts: list[bytes] = field(default_factory=list)

    def note_cell(self, kind: int, payload: bytes) -> None:
        row, column = struct.unpack_from("<HH", payload)
        if kind == _MANY_NUMBERS:
            column = struct.unpack_from("<H", payload, len(payload) - 2)[0]
        elif kind == _SHARED_CELL:
            self.references.append(struct.unpack_from("<I", payload, 6)[0])
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def _inspect_records(stream: bytes) -> WorkbookFacts:
    extent = _Extent()
    previous = 0
    for kind, payload in _records(stream):
        if kind == _FILEPASS:
            raise ProtectedWorkbook
        if kind in _CELLS:
            extent.note_cell(kind, payload)
        elif kind == _DIMENSIONS:
            _check_dimensions(payload)
        elif kind == _DATE_MODE:
            extent.is_1904 = payload[:1] == b"\x01"
        elif kind == _SHARED_TEXTS or (kind == _CONTINUE and previous == _SHARED_TEXTS):
            extent.text_parts.append(payload)
        previous = previous if kind == _CONTINUE else kind
        if extent.rows * extent.columns > WORKBOOK_CELLS_MAX:
            raise OversizedWorkbook
    if _shared_bytes(extent) > WORKBOOK_SHARED_BYTES_MAX:
        raise OversizedWorkbook
    return WorkbookFacts(is_1904=extent.is_1904)


def _check_dimensions(payload: bytes) -> None:
    """The reader makes room for all cells that a sheet claims to have, and dies where there is no such room.

    Source: [MS-XLS] 2.4.90; rows of two bytes in the older Excel 5.
    """
    if len(payload) not in {10, 14}:
        return
    first_row, row_end, first_column, column_end = struct.unpack_from(
        "<IIHH" if len(payload) == 14 else "<HHHH", payload
    )
    if not row_end or not column_end:
        return
    if not first_row < row_end <= _ROWS_MAX or not first_column < column_end <= _COLUMNS_MAX:
        raise DamagedWorkbook


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _shared_bytes(extent: _Extent) -> int:
    """What the texts take that cells refer to, one copy per cell. No text is longer than all parts."""
    longest = min(sum(len(part) for part in extent.text_parts), 0xFFFF * 3)
    if longest * len(extent.references) <= WORKBOOK_SHARED_BYTES_MAX:
        return longest * len(extent.references)
    lengths = list(_text_lengths(extent.text_parts))
    return sum(lengths[at] for at in extent.references if at < len(lengths))


def _text_lengths(parts: list[bytes]) -> Iterator[int]:
    """Bytes of each shared text. One may run over into the next part, which repeats the flag of its width."""
    part, at = 0, 8
    while part < len(parts):
        if at >= len(parts[part]):
            part, at = part + 1, at - len(parts[part])
            continue
        characters, flags = struct.unpack_from("<HB", parts[part], at)
        at += 3
        runs = struct.unpack_from("<H", parts[part], at)[0] if flags & 8 else 0
        at += 2 if flags & 8 else 0
        phonetic_bytes = struct.unpack_from("<I", parts[part], at)[0] if flags & 4 else 0
        at += 4 if flags & 4 else 0
        yield characters * 3
        width = 1 + (flags & 1)
        while characters > 0 and part < len(parts):
            here = min(characters, max((len(parts[part]) - at) // width, 0))
            characters -= here
            at += here * width
            if characters:
                part, at = part + 1, 1
                width = 1 + (parts[part][0] & 1) if part < len(parts) and parts[part] else width
        at += runs * 4 + phonetic_bytes
