"""Workbooks made by hand, sound and hostile: every part of the archive can be replaced."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

SHEET_PATH = "xl/worksheets/sheet1.xml"
SHEET_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}">'

Rows = Sequence[Sequence[str | float]]


def column_letters(index: int) -> str:
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_xml(rows: Rows, *, raw_cells: Mapping[str, str] | None = None) -> str:
    """Texts and numbers; `raw_cells` replaces a whole `<c>` by its address."""
    raw_cells = raw_cells or {}
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for index, value in enumerate(row):
            place = f"{column_letters(index)}{number}"
            if place in raw_cells:
                cells.append(raw_cells[place])
            elif isinstance(value, str):
                cells.append(
                    f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
                )
            else:
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"{SHEET_HEAD}<sheetData>{''.join(lines)}</sheetData></worksheet>"


def xlsx(
    sheet: str | bytes, *, parts: Mapping[str, str | bytes] | None = None, is_1904: bool = False
) -> bytes:
    """A workbook of one sheet; `parts` adds to the archive or replaces a part of it."""
    properties = '<workbookPr date1904="1"/>' if is_1904 else ""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
        '<sheets><sheet name="応募者" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET_PATH: sheet,
        **(parts or {}),
    }
    return archive(content)


def archive(content: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, part in content.items():
            packed.writestr(path, part)
    return buffer.getvalue()


def crowded_archive(entries: int, *, last: str, said: int | None = None) -> bytes:
    """That many empty entries and `last`, in a fraction of the time in which zipfile writes them. The end record says
    so, or `said` of them."""
    local, directory = bytearray(), bytearray()
    for number in range(entries + 1):
        name = (last if number == entries else f"{number:06}").encode()
        facts = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + facts
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + name
        local += b"PK\x03\x04" + facts + name
    count = min(entries + 1, 0xFFFF) if said is None else said
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(local), 0)
    return bytes(local + directory + b"PK\x05\x06" + end)


def lying_archive(path: str, part: bytes, *, declared_bytes: int) -> bytes:
    """An archive whose directory says that a part is smaller than what it inflates to."""
    sound = bytearray(archive({"xl/workbook.xml": "<workbook/>", path: part}))
    true_size = struct.pack("<I", len(part))
    lie = struct.pack("<I", declared_bytes)
    checksum, false_checksum = (
        struct.pack("<I", zlib.crc32(part)),
        struct.pack("<I", zlib.crc32(part[:declared_bytes])),
    )
    return bytes(sound).replace(true_size, lie).replace(checksum, false_checksum)


_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A container as old Excel and encrypted new Excel use it ([MS-CFB]), its streams padded beyond the mini stream."""
    padded = {
        name: stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
        for name, stream in streams.items()
    }
    entries = [_entry("Root Entry", kind=5, child=1 if streams else _FREE, start=_END, size=0)]
    sectors: list[bytes] = []
    fat: list[int] = []
    for place, (name, stream) in enumerate(padded.items(), start=1):
        right = place + 1 if place < len(padded) else _FREE
        entries.append(_entry(name, kind=2, right=right, start=len(sectors), size=len(stream)))
        count = len(stream) // _SECTOR
        fat += [len(sectors) + at + 1 for at in range(count - 1)] + [_END]
        sectors += [stream[at * _SECTOR : (at + 1) * _SECTOR] for at in range(count)]
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    directory_start, count = len(sectors), len(directory) // _SECTOR
    fat += [directory_start + at + 1 for at in range(count - 1)] + [_END]
    sectors += [directory[at * _SECTOR : (at + 1) * _SECTOR] for at in range(count)]
    fat_start = len(sectors)
    fat_sectors = 1
    while (fat_start + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    fat += [_FAT] * fat_sectors
    fat += [_FREE] * (fat_sectors * _SECTOR // 4 - len(fat))
    packed = struct.pack(f"<{len(fat)}I", *fat)
    sectors += [packed[at * _SECTOR : (at + 1) * _SECTOR] for at in range(fat_sectors)]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_start, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fat_start, fat_start + fat_sectors), *[_FREE] * (109 - fat_sectors))
    return header + b"".join(sectors)


def compound_file_of_one_short_stream(stream: bytes) -> bytes:
    """A stream below 4,096 bytes lies in a stream of its own kind, in pieces of 64 bytes."""
    count = -(-len(stream) // 64)
    mini = stream.ljust(_SECTOR, b"\0")
    mini_fat = struct.pack("<128I", *range(1, count), _END, *[_FREE] * (128 - count))
    directory = _entry("Root Entry", kind=5, child=1, start=1, size=_SECTOR)
    directory += _entry("Workbook", kind=2, start=0, size=len(stream))
    fat = struct.pack("<128I", _FAT, _END, _END, _END, *[_FREE] * 124)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 2, 0, 4096, 3, 1, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + fat + mini + directory.ljust(_SECTOR, b"\0") + mini_fat


def _entry(name: str, *, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
    return head + bytes(16) + struct.pack("<I", 0) + bytes(16) + struct.pack("<IQ", start, size)


def biff_stream(*records: tuple[int, bytes]) -> bytes:
    """The records of an old workbook: (kind, payload)."""
    return b"".join(struct.pack("<HH", kind, len(payload)) + payload for kind, payload in records)


def biff_number(row: int, column: int, value: float = 1.0) -> tuple[int, bytes]:
    return 0x0203, struct.pack("<HHHd", row, column, 0, value)
