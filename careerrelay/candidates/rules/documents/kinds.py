"""What a file that somebody handed in is, by its content. Its name is never believed."""

import io
import re
import zipfile
from enum import StrEnum

from careerrelay.candidates.rules.documents.refusals import (
    FILE_BYTES_MAX,
    DamagedDocument,
    DisguisedDocument,
    EmptyDocument,
    InfectedDocument,
    MacroDocument,
    OversizedDocument,
    PictureDocument,
    ProtectedDocument,
    SwollenDocument,
    UnsupportedDocument,
)
from careerrelay.candidates.rules.limits import ARCHIVE_ENTRIES_MAX

_VIRUS_TEST = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = b"PK\x03\x04"
_ARCHIVE_END = b"PK\x05\x06"
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"8BPS",
    b"\0\0\0\x18ftyphei",
    b"\0\0\0\x1cftyphei",
    b"\0\0\0\x24ftyphei",
)
_OTHERS = (
    b"MZ",
    b"\x7fELF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"BZh",
    b"\xfd7zXZ",
    b"SQLite format 3",
    b"{\\rtf",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"%!PS",
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|!--|\?xml|html|head|meta|body|script|svg|\?php)\b", re.IGNORECASE)
_MARKUP_ANYWHERE = re.compile(rb"<(?:html|script|svg|\?php)\b", re.IGNORECASE)
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_TAIL = 66_000  # a ZIP's end record and the longest comment after it
_AFTER_PDF_MAX = 2_000  # what a mail server or a signature may leave behind the last %%EOF


class DocumentKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "txt"


def recognise_document(content: bytes) -> DocumentKind:
    """Raises: one of the refusals: empty, too large, a picture, an executable, two things at once, a known virus."""
    if len(content) > FILE_BYTES_MAX:
        raise OversizedDocument
    if not content.strip(_BYTE_ORDER_MARKS + b"\x00 \t\r\n"):
        raise EmptyDocument
    if _VIRUS_TEST in content:
        raise InfectedDocument
    if content.startswith(_ARCHIVE):
        return _kind_of_archive(content)
    if content.startswith(_COMPOUND):
        return _kind_of_compound_file(content)
    if content[:32].lstrip(_BYTE_ORDER_MARKS + b" \t\r\n").startswith(b"%PDF-"):
        _check_pdf(content)
        return DocumentKind.PDF
    if content.startswith(_PICTURES) or content[8:12] == b"WEBP":
        raise PictureDocument
    if content.startswith(_OTHERS) or _is_no_text(content):
        raise UnsupportedDocument
    if _hides_archive(content):
        raise DisguisedDocument
    return DocumentKind.TEXT


def _check_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise DamagedDocument
    behind = content[end + 5 :].strip(b"\0 \t\r\n")
    if len(behind) > _AFTER_PDF_MAX or _MARKUP_ANYWHERE.search(behind):
        raise DisguisedDocument
    if _hides_archive(content) or _MARKUP_ANYWHERE.search(content[:1024]):
        raise DisguisedDocument


def _hides_archive(content: bytes) -> bool:
    """An end record near the end that points to a directory: whoever unpacks the file finds an archive."""
    end = content.rfind(_ARCHIVE_END, max(len(content) - _TAIL, 0))
    if end < 0 or end + 22 > len(content):
        return False
    return b"PK\x01\x02" in content[:end]


def _kind_of_archive(content: bytes) -> DocumentKind:
    end = content.rfind(_ARCHIVE_END, max(len(content) - _TAIL, 0))
    if end < 0 or end + 22 > len(content):
        raise DamagedDocument
    # Before Python reads the directory: a hundred thousand entries are a hundred thousand objects.
    if int.from_bytes(content[end + 10 : end + 12], "little") > ARCHIVE_ENTRIES_MAX:
        raise SwollenDocument
    if int.from_bytes(content[end + 12 : end + 16], "little") > ARCHIVE_ENTRIES_MAX * 300:
        raise SwollenDocument
    try:
        names = {entry.filename.lower() for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError):
        raise DamagedDocument from None
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise MacroDocument
    if "word/document.xml" in names:
        return DocumentKind.DOCX
    if "xl/workbook.xml" in names:
        return DocumentKind.XLSX
    if "content.xml" in names and "mimetype" in names:
        return DocumentKind.ODT
    raise UnsupportedDocument


def _kind_of_compound_file(content: bytes) -> DocumentKind:
    """By the names in its directory, which stand there in UTF-16; the sandbox reads it properly."""

    def holds(name: str) -> bool:
        return (name.encode("utf-16-le") + b"\0\0") in content

    if holds("EncryptedPackage"):
        raise ProtectedDocument
    if holds("_VBA_PROJECT") or holds("_VBA_PROJECT_CUR"):
        raise MacroDocument
    if holds("WordDocument"):
        return DocumentKind.DOC
    if holds("Workbook") or holds("Book"):
        return DocumentKind.XLS
    raise UnsupportedDocument


def _is_no_text(content: bytes) -> bool:
    head = content[:4096]
    without_zeros = head.lstrip(_BYTE_ORDER_MARKS).replace(b"\0", b"")
    if _MARKUP.match(without_zeros):
        return True
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or len(without_zeros) < 0.98 * len(head)
    return not is_wide and len(head.translate(None, _CONTROLS)) < 0.95 * len(head)
