"""Bytes of a file to text: which encoding, tried strictly in a fixed order, and never half a character."""

import codecs
import io
import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import BinaryIO

from careerrelay.candidates.rules.euc_windows import NAME as EUC_WINDOWS
from careerrelay.candidates.rules.limits import ROW_CHARACTERS_MAX
from careerrelay.core.refusal import Refusal
from careerrelay.text.quoting import quotable

# Stands in the text where bytes could not be read. A lone surrogate: no strictly decoded text can contain it.
UNREADABLE = "\udcff"

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16 (BE)",
    "iso2022_jp_ext": "ISO-2022-JP",
    "cp932": "Shift_JIS (Windows)",
    "euc_jp": "EUC-JP",
    EUC_WINDOWS: "EUC-JP (Windows)",
    "euc_jis_2004": "EUC-JP (JIS X 0213)",
}
_ALIASES = {
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "unicode": "utf-16-le",
    "iso-2022-jp": "iso2022_jp_ext",
    "jis": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "eucjp-ms": EUC_WINDOWS,
    "cp51932": EUC_WINDOWS,
}

_EUC = ("euc_jp", EUC_WINDOWS, "euc_jis_2004")
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_BOM_LENGTH_MAX = 8
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B(]|\([BIJ])")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_UTF8_BEGINNINGS = range(0xC2, 0xF5)
_OWN_CHARACTERS = re.compile("[\ue000-\uf8ff]")
_IBM_KANJI = re.compile(rb"\x8f[\xf3\xf4]")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
# A file in which more lines than this cannot be read is not "a line in another encoding".
_FOREIGN_SHARE_MAX = 0.1


class UnknownEncoding(Refusal):
    def __init__(self, name: str) -> None:
        shown = quotable(name)
        super().__init__(
            ja=f"文字コード「{shown}」には対応していません。",
            en=f"The encoding {shown} is not one we can read.",
        )


class UndecodableFile(Refusal):
    def __init__(self, *, line_number: int, encoding: str | None) -> None:
        name = ENCODINGS.get(encoding or "", "")
        super().__init__(
            ja=f"{line_number}行目: {name or 'どの文字コード'}としても読めない文字があります。"
            "文字コードを選ぶか、UTF-8で保存し直してください。",
            en=f"Row {line_number}: some characters cannot be read as {name or 'any known encoding'}. "
            "Choose the encoding or save the file as UTF-8.",
        )


class OverlongLine(Refusal):
    def __init__(self, *, line_number: int) -> None:
        super().__init__(
            ja=f"{line_number}行目: 1行が{ROW_CHARACTERS_MAX:,}文字を超えています。",
            en=f"Row {line_number}: the line is longer than {ROW_CHARACTERS_MAX:,} characters.",
        )


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec` is Python's name; `bom_length`, the bytes before the text."""

    codec: str
    bom_length: int

    @property
    def label(self) -> str:
        return ENCODINGS[self.codec]


def detect_encoding(stream: BinaryIO, *, forced: str | None = None) -> Encoding:
    """The encoding that reads the whole file strictly. The order: UTF-8 and UTF-16 by their byte order mark,
    UTF-16 by its pattern of zeros, ISO-2022-JP by its escapes, UTF-8, CP932, EUC-JP.

    When none does, or only by turning most lines into mojibake: the one that reads all but a few lines. These
    carry UNREADABLE then. Raises: UnknownEncoding, UndecodableFile.
    """
    head = _head(stream)
    marked_codec, bom_length = _byte_order_mark(head)
    candidates = [_forced_codec(forced, marked_codec)] if forced else _candidates(head, marked_codec)
    for codec in candidates:
        if _first_undecodable_line(stream, codec, bom_length) is None:
            if not forced and _is_mojibake(head, codec):
                break
            chosen = codec if forced else _told_apart(head, codec, stream, bom_length)
            return Encoding(chosen, bom_length)
    codec = candidates[0] if len(candidates) == 1 else _majority_codec(head)
    total, foreign = _count_lines(stream, codec, bom_length)
    if foreign > max(1, total * _FOREIGN_SHARE_MAX) or total <= 1:
        line_number = _first_undecodable_line(stream, candidates[0], bom_length) or 1
        raise UndecodableFile(line_number=line_number, encoding=codec if forced else None)
    return Encoding(codec, bom_length)


def text_lines(stream: BinaryIO, encoding: Encoding) -> Generator[str, None, None]:
    """Physical lines with their ends. Only CR, LF and CRLF end a line: U+2028, U+0085 and VT are text.

    Raises: OverlongLine.
    """
    stream.seek(encoding.bom_length)
    # Never closed: closing the wrapper would close the caller's stream.
    wrapper = io.TextIOWrapper(stream, encoding=encoding.codec, errors=_MARKING, newline="")
    try:
        for line_number in range(1, 1 << 62):
            line = wrapper.readline(ROW_CHARACTERS_MAX + 1)
            if not line:
                return
            if len(line) > ROW_CHARACTERS_MAX:
                raise OverlongLine(line_number=line_number)
            yield line.lstrip("\ufeff") if line_number == 1 else line
    finally:
        if not stream.closed:
            wrapper.detach()


def is_foreign(text: str, codec: str) -> bool:
    """Read as CP932 or EUC-JP without an error, but its bytes are Japanese in UTF-8: mojibake."""
    first = _NO_ASCII.search(text)
    if first is None or codec not in {"cp932", *_EUC}:
        return False
    try:
        # Most kana and kanji of these begin with a byte with which nothing begins in UTF-8.
        if first.group().encode(codec)[0] not in _UTF8_BEGINNINGS:
            return False
        reread = text.encode(codec).decode("utf-8")
    except UnicodeError:
        return False
    return len(_JAPANESE.findall(reread)) >= 2


def _mark_unreadable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNREADABLE, error.end


_MARKING = "careerrelay.mark"
codecs.register_error(_MARKING, _mark_unreadable)


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(_SAMPLE)


def _byte_order_mark(head: bytes) -> tuple[str | None, int]:
    """The codec that the mark names, and its length; a mark written twice counts twice."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        length = 0
        while head.startswith(mark, length) and length < _BOM_LENGTH_MAX:
            length += len(mark)
        if length:
            return codec, length
    return None, 0


def _forced_codec(name: str, marked_codec: str | None) -> str:
    folded = name.strip().lower().replace("_", "-")
    codec = _ALIASES.get(folded, _ALIASES.get(folded.replace("-", "_"), name.strip().lower()))
    if codec not in ENCODINGS:
        raise UnknownEncoding(name)
    if folded in {"utf-16", "unicode"} and marked_codec == "utf-16-be":
        return marked_codec
    return codec


def _candidates(head: bytes, marked_codec: str | None) -> list[str]:
    if marked_codec is not None:
        return [marked_codec]
    wide = _unmarked_utf16(head)
    if wide is not None and not _is_utf8_with_zeros(head):
        return [wide]
    if _JIS_ESCAPE.search(head) and head.isascii():
        return ["iso2022_jp_ext", "utf-8"]
    return ["utf-8", "cp932", *_EUC]


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark shows in its line ends, delimiters and digits: every second byte is zero."""
    pairs = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.02 * pairs and even * 10 <= odd and len(head) >= 4:
        return "utf-16-le"
    if even > 0.02 * pairs and odd * 10 <= even and len(head) >= 4:
        return "utf-16-be"
    return None


def _is_utf8_with_zeros(head: bytes) -> bool:
    """Japanese in UTF-16 hardly ever is sound UTF-8 too, and Latin letters in it are zeros every other byte."""
    if head.count(0) * 5 > len(head):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _first_undecodable_line(stream: BinaryIO, codec: str, bom_length: int) -> int | None:
    """`None` when the whole stream can be read."""
    stream.seek(bom_length)
    decoder = codecs.getincrementaldecoder(codec)("strict")
    line_number = 1
    while True:
        chunk = stream.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return line_number + _line_ends(error.object[: error.start].decode(codec, "replace"))
        if not chunk:
            return None
        line_number += _line_ends(text)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _told_apart(head: bytes, codec: str, stream: BinaryIO, bom_length: int) -> str:
    """EUC-JP often is valid CP932 too, as half-width kana. The reading with fewer of these wins."""
    if codec == EUC_WINDOWS:
        return _told_from_jis_2004(head, stream, bom_length)
    if codec != "cp932" or head.isascii():
        return codec
    kana = len(_HALF_WIDTH_KANA.findall(head.decode("cp932", "replace")))
    readable = (one for one in _EUC if _first_undecodable_line(stream, one, bom_length) is None)
    euc = next(readable, None) if kana else None
    if euc is None or len(_HALF_WIDTH_KANA.findall(head.decode(euc, "replace"))) >= kana:
        return codec
    return _told_from_jis_2004(head, stream, bom_length) if euc == EUC_WINDOWS else euc


def _told_from_jis_2004(head: bytes, stream: BinaryIO, bom_length: int) -> str:
    """A company's own characters stand where JIS X 0213 has kanji. Without IBM's kanji beside them it is the latter."""
    own = _OWN_CHARACTERS.search(head.decode(EUC_WINDOWS, "replace"))
    if own is None or _IBM_KANJI.search(head):
        return EUC_WINDOWS
    is_2004 = _first_undecodable_line(stream, "euc_jis_2004", bom_length) is None
    return "euc_jis_2004" if is_2004 else EUC_WINDOWS


def _is_mojibake(head: bytes, codec: str) -> bool:
    """It can be read as CP932 or EUC-JP, but most lines are sound UTF-8: one line has spoilt the rest."""
    return codec in {"cp932", *_EUC} and _majority_codec(head) == "utf-8"


def _majority_codec(head: bytes) -> str:
    """The encoding in which most lines, taken alone, can be read. UTF-8 counts first."""
    votes = dict.fromkeys(("utf-8", "cp932", "euc_jp", EUC_WINDOWS), 0)
    for line in re.split(rb"\r\n|\r|\n", head):
        codec = next((codec for codec in votes if _is_decodable(line, codec)), None)
        if codec is not None and not line.isascii():
            votes[codec] += 1
    return max(votes, key=lambda codec: votes[codec])


def _is_decodable(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _count_lines(stream: BinaryIO, codec: str, bom_length: int) -> tuple[int, int]:
    """How many lines there are, and how many cannot be read or are mojibake."""
    total = foreign = 0
    for line in text_lines(stream, Encoding(codec, bom_length)):
        total += 1
        foreign += UNREADABLE in line or is_foreign(line, codec)
    return total, foreign
