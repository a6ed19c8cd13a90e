"""EUC-JP as Windows and its converters write it, which Python's codecs do not know: ㈱ and ① of row 13, 髙 and 﨑
of IBM's rows, and a company's own characters (外字). Read as JIS X 0213 these become other kanji without an error.

Source: eucJP-ms and CP51932, Open Group Japanese Vendors Council (1996) and Microsoft; checked against glibc's iconv.
"""

import codecs
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

NAME: Final = "euc_jp_ms"
# What stands at 8F F3 F3 to 8F F4 FE, in order; the rest of IBM's characters is in JIS X 0212.
_IBM = (
    "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ＇＂炻仼僴凬匇匤﨎咊坙﨏塚增寬峵嵓﨑德悅愠敎昻晥晴朗栁﨓﨔橫櫢淸淲瀨凞猪甁皂皞"
    "益礰礼神祥福竧靖精綠緖羽荢﨟薰蘒﨡蠇諸譿賴赶﨣﨤逸郞都鄕﨧﨨閒隆﨩霻靍靑飯飼館馞髙魲鶴黑"
)  # fmt: skip
_IBM_BYTES = (*range(0xF3F3, 0xF3FD), 0xF4A9, 0xF4AA, *range(0xF4AE, 0xF4FF))
_IBM_BY_BYTES = dict(zip(_IBM_BYTES, _IBM, strict=True))
_ROW = 94
_OWN_ROWS = range(0xF5, 0xFF)
_OWN_FIRST, _OWN_FIRST_OF_THREE = 0xE000, 0xE3AC


def _vendor_character(sequence: bytes) -> str | None:
    """`sequence`: two bytes, or three that begin with 8F."""
    first, second = sequence[-2], sequence[-1]
    if min(first, second) < 0xA1 or max(first, second) > 0xFE:
        return None
    place = (first - _OWN_ROWS.start) * _ROW + second - 0xA1
    if len(sequence) == 3:
        own = chr(_OWN_FIRST_OF_THREE + place) if first in _OWN_ROWS else None
        return _IBM_BY_BYTES.get(first << 8 | second, own)
    try:
        return _as_shift_jis(first - 0xA1, second - 0xA1).decode("cp932")
    except UnicodeDecodeError:
        return chr(_OWN_FIRST + place) if first in _OWN_ROWS else None


def _as_shift_jis(row: int, cell: int) -> bytes:
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x41 if cell >= 63 else 0x40)
    return bytes((lead, trail))


def _read_vendor_character(error: UnicodeError, *, errors: str) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        length = 3 if error.object[error.start] == 0x8F else 2
        sequence = error.object[error.start : error.start + length]
        character = _vendor_character(sequence) if len(sequence) == length else None
        if character is not None:
            return character, error.start + length
    return codecs.lookup_error(errors)(error)


def _with_vendor_characters(errors: str) -> str:
    name = f"careerrelay.{NAME}.{errors}"
    try:
        codecs.lookup_error(name)
    except LookupError:
        codecs.register_error(name, lambda error: _read_vendor_character(error, errors=errors))
    return name


def _decode(content: "ReadableBuffer", errors: str = "strict") -> tuple[str, int]:
    read = bytes(content)
    return codecs.decode(read, "euc_jp", _with_vendor_characters(errors)), len(read)


def _incremental_decoder(errors: str = "strict") -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("euc_jp")(_with_vendor_characters(errors))


def _find_codec(name: str) -> codecs.CodecInfo | None:
    """Only read: nothing is ever written in it."""
    if name != NAME:
        return None
    plain = codecs.lookup("euc_jp")
    return codecs.CodecInfo(
        plain.encode,
        _decode,
        incrementalencoder=plain.incrementalencoder,
        incrementaldecoder=_incremental_decoder,
        name=NAME,
    )


codecs.register(_find_codec)
