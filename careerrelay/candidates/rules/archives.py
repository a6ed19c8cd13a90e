"""Is an .xlsx safe to open? Looked at before the reader opens it, because the reader believes what it finds.

A sheet of two cells, A1 and XFD1048576, would cost it hundreds of gigabytes; so would one long text that many
cells refer to. Measured with calamine 0.9: 31 bytes per cell of the bounding box, one copy per reference.
"""

import io
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from careerrelay.candidates.rules.file_kinds import UnsupportedFile
from careerrelay.candidates.rules.limits import (
    ARCHIVE_ENTRIES_MAX,
    ARCHIVE_INFLATED_BYTES_MAX,
    ARCHIVE_RATIO_MAX,
    BROKEN_CELLS_MAX,
    WORKBOOK_CELLS_MAX,
    WORKBOOK_SHARED_BYTES_MAX,
)
from careerrelay.candidates.rules.sheet_scan import scan_part, shared_references, sheet_paths
from careerrelay.core.refusal import Refusal

_CHUNK = 1 << 20
_SMALL_BYTES = 1_000_000
_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED_FLAG = 0x1
_RELATIONS = "xl/_rels/workbook.xml.rels"


class DamagedWorkbook(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="Excelブックが壊れているか、途中で切れています。保存し直してください。",
            en="The Excel workbook is damaged or cut off; save it again.",
        )


class ProtectedWorkbook(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="パスワードで保護されたファイルは読み込めません。パスワードを外して保存し直してください。",
            en="The file is protected with a password; save it again without one.",
        )


class MacroWorkbook(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="マクロを含むブックは読み込みません。.xlsxで保存し直してください。",
            en="The workbook contains macros; save it again as .xlsx.",
        )


class OversizedWorkbook(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="Excelブックが大きすぎます。CSVで保存し直してください。",
            en="The Excel workbook is too large; save it as CSV.",
        )


class UncalculatedWorkbook(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="計算結果が保存されていない数式やエラーが多すぎます。Excelで開いて保存し直してください。",
            en="Too many formulas were saved without a result or with an error; open the file in Excel and save it.",
        )


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """What the reader does not tell. `broken_cells`, per sheet: (row, column), from 1, of formulas
    without a result and of errors such as #REF!. Their value is lost, which is not the same as empty."""

    is_1904: bool = False
    broken_cells: tuple[frozenset[tuple[int, int]], ...] = ()


def inspect_archive(content: bytes) -> WorkbookFacts:
    """Raises: DamagedWorkbook, ProtectedWorkbook, MacroWorkbook, OversizedWorkbook, UnsupportedFile."""
    entries = archive_entries(content)
    _check_names([entry.filename.lower() for entry in entries])
    if sum(entry.file_size for entry in entries) > ARCHIVE_INFLATED_BYTES_MAX:
        raise OversizedWorkbook
    # Any part may be the sheet that the reader will open: the looks of its name bind nobody.
    scans = {entry.filename: scan_part(inflated_pieces(content, entry)) for entry in entries}
    if any(scan.is_deceptive for scan in scans.values()):
        raise DamagedWorkbook
    text_bytes = array("Q", chain.from_iterable(scan.text_bytes for scan in scans.values()))
    for entry in entries:
        scan = scans[entry.filename]
        if scan.rows_max * scan.columns_max > WORKBOOK_CELLS_MAX:
            raise OversizedWorkbook
        if len(scan.broken_cells) > BROKEN_CELLS_MAX:
            raise UncalculatedWorkbook
        if scan.shared_cells * max(text_bytes, default=0) > WORKBOOK_SHARED_BYTES_MAX:
            _check_copied_bytes(shared_references(inflated_pieces(content, entry)), text_bytes)
    workbook = next(scan for name, scan in scans.items() if name.lower() == "xl/workbook.xml")
    paths = sheet_paths(_whole(content, entries, "xl/workbook.xml"), _whole(content, entries, _RELATIONS))
    nothing = frozenset[tuple[int, int]]()
    return WorkbookFacts(
        is_1904=workbook.is_1904,
        broken_cells=tuple(scans[path].broken_cells if path in scans else nothing for path in paths),
    )


def _check_copied_bytes(references: Iterator[int], text_bytes: "array[int]") -> None:
    """The reader makes a copy of the shared text for each cell that refers to it."""
    copied_bytes = 0
    for at in references:
        copied_bytes += text_bytes[at] if at < len(text_bytes) else 0
        if copied_bytes > WORKBOOK_SHARED_BYTES_MAX:
            raise OversizedWorkbook


def _whole(content: bytes, entries: list[zipfile.ZipInfo], path: str) -> bytes:
    entry = next((entry for entry in entries if entry.filename.lower() == path), None)
    return b"" if entry is None else b"".join(inflated_pieces(content, entry))


def archive_entries(content: bytes) -> list[zipfile.ZipInfo]:
    """Nothing before, between or after: a file that is two things at once is no workbook."""
    end = content.rfind(_END_RECORD)
    if end < 0 or end + _END_RECORD_BYTES > len(content):
        raise DamagedWorkbook
    count = int.from_bytes(content[end + 10 : end + 12], "little")
    if count > ARCHIVE_ENTRIES_MAX:
        raise OversizedWorkbook
    comment_bytes = int.from_bytes(content[end + 20 : end + 22], "little")
    directory_bytes = int.from_bytes(content[end + 12 : end + 16], "little")
    directory_at = int.from_bytes(content[end + 16 : end + 20], "little")
    if end + _END_RECORD_BYTES + comment_bytes != len(content) or directory_at + directory_bytes != end:
        raise DamagedWorkbook
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError):
        raise DamagedWorkbook from None
    if (
        len({entry.filename.lower() for entry in entries}) != len(entries)
        or len(entries) > ARCHIVE_ENTRIES_MAX
    ):
        raise DamagedWorkbook
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise ProtectedWorkbook
    return entries


def _check_names(names: list[str]) -> None:
    if any(name.endswith(("vbaproject.bin", ".exe", ".dll")) or "/macrosheets/" in name for name in names):
        raise MacroWorkbook
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise UnsupportedFile(ja=".xlsbは読み込めません", en="An .xlsb workbook cannot be read")
    if "content.xml" in names and "mimetype" in names:
        raise UnsupportedFile(ja=".odsは読み込めません", en="An .ods file cannot be read")
    raise UnsupportedFile(ja="これはExcelブックではありません", en="This is not an Excel workbook")


def inflated_pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry in pieces. The sizes in the directory can lie: they are measured.

    Raises: DamagedWorkbook, OversizedWorkbook.
    """
    name_bytes = int.from_bytes(content[entry.header_offset + 26 : entry.header_offset + 28], "little")
    extra_bytes = int.from_bytes(content[entry.header_offset + 28 : entry.header_offset + 30], "little")
    start = entry.header_offset + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        if entry.file_size != len(packed):
            raise DamagedWorkbook
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED or len(packed) != entry.compress_size:
        raise DamagedWorkbook
    if entry.file_size > _SMALL_BYTES and entry.file_size > ARCHIVE_RATIO_MAX * len(packed):
        raise OversizedWorkbook
    inflated_bytes = 0
    for piece in _deflate_pieces(packed):
        inflated_bytes += len(piece)
        if inflated_bytes > entry.file_size:
            raise DamagedWorkbook
        yield piece
    if inflated_bytes != entry.file_size:
        raise DamagedWorkbook


def _deflate_pieces(packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), 1 << 16):
            waiting: bytes | memoryview = packed[at : at + (1 << 16)]
            while waiting:
                yield engine.decompress(waiting, _CHUNK)
                waiting = engine.unconsumed_tail
            if engine.unused_data:
                raise DamagedWorkbook
    except zlib.error:
        raise DamagedWorkbook from None
