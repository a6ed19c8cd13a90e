"""What a file is by its content. Its name is never trusted: a TAB file is often called .xls."""

import re
from enum import StrEnum

from careerrelay.core.refusal import Refusal

_HEAD = 4096
_TAIL = 66_000  # a ZIP's end record and the longest comment after it

_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"  # of UTF-8 and UTF-16, byte by byte
_ARCHIVE = b"PK\x03\x04"
_ARCHIVE_END = b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*<(?:!doctype|!--|\?xml|html|head|meta|table|body|script|style|div|svg|workbook)\b", re.IGNORECASE
)
_VIRUS_TEST = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))

_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"MZ", "Windows"),
    (b"\x7fELF", "Linux"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"PK\x05\x06", "ZIP"),
    (b"PK\x07\x08", "ZIP"),
)


class FileKind(StrEnum):
    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"


class EmptyFile(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="ファイルが空です。", en="The file is empty.")


class UnsupportedFile(Refusal):
    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(
            ja=f"{ja}。CSVか、Excelブック(.xlsx)で保存し直してください。",
            en=f"{en}; save it as CSV or as an Excel workbook (.xlsx).",
        )


def recognise_kind(head: bytes, *, tail: bytes) -> FileKind:
    """`head` and `tail`: the first and last 66,000 bytes; of a short file they are the same.

    Raises: EmptyFile, UnsupportedFile.
    """
    if not head.strip(_BYTE_ORDER_MARKS + b"\x00 \t\r\n"):
        raise EmptyFile
    if head.startswith(_ARCHIVE):
        return FileKind.XLSX
    if head.startswith(_COMPOUND):
        return FileKind.XLS
    for magic, name in _OTHER_KINDS:
        if head.startswith(magic):
            raise UnsupportedFile(
                ja=f"これは表ではなく{name}のファイルです", en=f"This is no table but a {name} file"
            )
    _check_text(head[:_HEAD], everything=head + tail, tail=tail)
    return FileKind.TEXT


def _check_text(head: bytes, *, everything: bytes, tail: bytes) -> None:
    without_zeros = head.lstrip(_BYTE_ORDER_MARKS).replace(b"\0", b"")
    if _HTML.match(without_zeros):
        raise UnsupportedFile(
            ja="これはExcelやCSVではなく、HTMLかXMLのファイルです",
            en="This is an HTML or XML file, neither Excel nor CSV",
        )
    if _ARCHIVE_END in tail or _VIRUS_TEST in everything:
        raise UnsupportedFile(
            ja="表のほかに別のデータが隠れているため読み込みません",
            en="The file hides something else behind its table",
        )
    # Half of a kanji in UTF-16 may be any byte.
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or len(without_zeros) < 0.98 * len(head)
    if not is_wide and len(head.translate(None, _CONTROLS)) < 0.95 * len(head):
        raise UnsupportedFile(ja="これは表のファイルではありません", en="This is not a table")
