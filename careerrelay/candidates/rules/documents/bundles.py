"""A ZIP of CVs: looked through as a whole before any of it is taken, then its documents one by one. In the sandbox.

Refused as a whole: more entries than a hiring round has, a password, a path that leads out of the folder, a link,
an archive in the archive, and whatever inflates beyond its bounds. Python's own limits are none: it would make an
object of each of a hundred thousand entries first.
"""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from careerrelay.candidates.rules.archives import (
    DamagedWorkbook,
    OversizedWorkbook,
    ProtectedWorkbook,
    archive_entries,
    inflated_pieces,
)
from careerrelay.candidates.rules.documents.refusals import (
    FILE_BYTES_MAX,
    DamagedDocument,
    InfectedDocument,
    ProtectedDocument,
    UnfitDocument,
)

BUNDLE_BYTES_MAX = 50_000_000
DOCUMENTS_MAX = 100
INFLATED_BYTES_MAX = 100_000_000
_ENTRIES_MAX = 1_000
_DIRECTORY_BYTES_MAX = _ENTRIES_MAX * 300
_NAME_CHARACTERS_MAX = 200
_END_RECORD = b"PK\x05\x06"
_UTF8_FLAG = 0x800
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_ARCHIVES = (".zip", ".rar", ".7z", ".lzh", ".tar", ".gz", ".tgz", ".cab")
_VIRUS_TEST = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class NoBundle(UnfitDocument):
    ja = "ZIPファイルではありません。書類を1つのZIPにまとめてください。"
    en = "This is not a ZIP file. Put the documents into one ZIP."


class OversizedBundle(UnfitDocument):
    ja = f"ZIPが{BUNDLE_BYTES_MAX // 1_000_000}MBを超えています。分けて入れてください。"
    en = f"The ZIP is larger than {BUNDLE_BYTES_MAX // 1_000_000} MB. Send it in parts."


class CrowdedBundle(UnfitDocument):
    ja = f"ZIPに入っている書類が多すぎます。{DOCUMENTS_MAX}件までに分けてください。"
    en = f"There are too many documents in the ZIP. Split it into parts of at most {DOCUMENTS_MAX}."


class SwollenBundle(UnfitDocument):
    ja = "ZIPを開くと大きくなりすぎます。1件10MB、全部で100MBまでにしてください。"
    en = "The ZIP grows too large when it is opened: at most 10 MB a document and 100 MB in all."


class NestedBundle(UnfitDocument):
    ja = "ZIPの中に、別のZIPなどの圧縮ファイルがあります。書類だけを1つのZIPにしてください。"
    en = "There is another archive inside the ZIP. Put nothing but documents into one ZIP."


class EscapingBundle(UnfitDocument):
    ja = "ZIPの中に、外のフォルダーを指す名前かリンクがあります。作り直してください。"
    en = "A name or a link inside the ZIP points out of its folder. Make it anew."


class EmptyBundle(UnfitDocument):
    ja = "ZIPに書類が入っていません。"
    en = "There is no document in the ZIP."


BUNDLE_REFUSALS: dict[str, type[UnfitDocument]] = {
    refusal.__name__: refusal
    for refusal in (
        NoBundle,
        OversizedBundle,
        CrowdedBundle,
        SwollenBundle,
        NestedBundle,
        EscapingBundle,
        EmptyBundle,
        DamagedDocument,
        ProtectedDocument,
        InfectedDocument,
    )
}


@dataclass(frozen=True, slots=True)
class BundledDocument:
    name: str
    content: bytes


def check_bundle(content: bytes) -> None:
    """What can be told without a look inside. Raises: NoBundle, OversizedBundle, CrowdedBundle."""
    if len(content) > BUNDLE_BYTES_MAX:
        raise OversizedBundle
    end = content.rfind(_END_RECORD)
    if not content.startswith((b"PK\x03\x04", _END_RECORD)) or end < 0:
        raise NoBundle
    count = int.from_bytes(content[end + 10 : end + 12], "little")
    directory_bytes = int.from_bytes(content[end + 12 : end + 16], "little")
    if count > _ENTRIES_MAX or directory_bytes > _DIRECTORY_BYTES_MAX:
        raise CrowdedBundle


def documents_of_bundle(content: bytes) -> list[BundledDocument]:
    """All or none. Raises: one of the refusals of bundles."""
    check_bundle(content)
    wanted = list(_wanted_entries(content))
    if not wanted:
        raise EmptyBundle
    if len(wanted) > DOCUMENTS_MAX:
        raise CrowdedBundle
    found: list[BundledDocument] = []
    left = INFLATED_BYTES_MAX
    for name, entry in wanted:
        inflated = _inflated(content, entry, bytes_max=min(left, FILE_BYTES_MAX))
        left -= len(inflated)
        if _is_archive(inflated):
            raise NestedBundle
        found.append(BundledDocument(name[-_NAME_CHARACTERS_MAX:], inflated))
    return found


def _wanted_entries(content: bytes) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    try:
        entries = archive_entries(content)
    except DamagedWorkbook:
        raise DamagedDocument from None
    except OversizedWorkbook:
        raise CrowdedBundle from None
    except ProtectedWorkbook:
        raise ProtectedDocument from None
    for entry in entries:
        name = _name_of(entry)
        if _escapes(name) or stat.S_ISLNK(entry.external_attr >> 16):
            raise EscapingBundle
        is_litter = any(part in name.lower() for part in _LITTER) or name.rpartition("/")[2].startswith(".")
        if name.endswith("/") or is_litter:
            continue
        if name.lower().endswith(_ARCHIVES):
            raise NestedBundle
        yield name, entry


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Windows writes names in CP932 and does not say so; Python takes them for CP437."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    is_rooted = name.startswith(("/", "\\")) or (len(parts[0]) == 2 and parts[0][1] == ":")
    return is_rooted or ".." in parts or "\0" in name


def _inflated(content: bytes, entry: zipfile.ZipInfo, *, bytes_max: int) -> bytes:
    out = bytearray()
    try:
        for piece in inflated_pieces(content, entry):
            out += piece
            if len(out) > bytes_max:
                raise SwollenBundle
    except DamagedWorkbook:
        raise DamagedDocument from None
    except OversizedWorkbook:
        raise SwollenBundle from None
    if _VIRUS_TEST in out:
        raise InfectedDocument
    return bytes(out)


def _is_archive(content: bytes) -> bool:
    """Word, Excel and OpenDocument are archives too; what is neither is one in earnest."""
    if content.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return True
    if not content.startswith(b"PK"):
        return False
    return not any(part in content for part in (b"word/document.xml", b"xl/workbook.xml", b"mimetype"))
