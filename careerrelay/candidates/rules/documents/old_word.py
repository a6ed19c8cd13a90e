"""The text of an old .doc, by its table of pieces.

Source: Microsoft, [MS-DOC] 2.4.1 (Retrieving Text), 2.5.1 (Fib), 2.8.35 (PlcPcd), 2.9.177 (Pcd).
"""

import struct

from careerrelay.candidates.rules.archives import DamagedWorkbook
from careerrelay.candidates.rules.compound_files import Container
from careerrelay.candidates.rules.documents.refusals import DamagedDocument, MacroDocument, ProtectedDocument

_WORD = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_PIECES_MAX = 100_000
# Of a paragraph, a line, a page; of a cell; fields, of which only the result is shown; pictures and notes.
_MARKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x07": "\t", "\x1e": "-", "\xa0": " "}
)
_NO_TEXT = str.maketrans(dict.fromkeys([*map(chr, range(9)), *map(chr, range(16, 19)), "\x1f"]))


def text_of_doc(content: bytes) -> str:
    """Raises: DamagedDocument, ProtectedDocument, MacroDocument."""
    try:
        container = Container(content)
        entries = {entry.name.casefold(): entry for entry in container.entries}
        if entries.keys() & {"_vba_project", "vba", "macros"}:
            raise MacroDocument
        word = container.stream(entries["worddocument"])
        identity, flags = struct.unpack_from("<H8xH", word)
        if identity != _WORD:
            raise DamagedDocument
        if flags & _ENCRYPTED:
            raise ProtectedDocument
        table = container.stream(entries["1table" if flags & _TABLE_1 else "0table"])
        at, size = struct.unpack_from("<II", word, 0x01A2)
        return _without_fields(_text(word, table[at : at + size])).translate(_MARKS).translate(_NO_TEXT)
    except (struct.error, IndexError, ValueError, KeyError, DamagedWorkbook):
        raise DamagedDocument from None


def _text(word: bytes, pieces: bytes) -> str:
    at = 0
    while pieces[at] == 1:  # how the text looks
        at += 3 + struct.unpack_from("<H", pieces, at + 1)[0]
    size = struct.unpack_from("<I", pieces, at + 1)[0]
    plan = pieces[at + 5 : at + 5 + size]
    count = min((len(plan) - 4) // 12, _PIECES_MAX)
    ends = struct.unpack_from(f"<{count + 1}I", plan)
    texts = []
    for number in range(count):
        place = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * number + 2)[0]
        length = ends[number + 1] - ends[number]
        start = (place & 0x3FFFFFFF) // 2 if place & 0x40000000 else place & 0x3FFFFFFF
        if place & 0x40000000:
            texts.append(word[start : start + length].decode("cp1252", "replace"))
        else:
            texts.append(word[start : start + 2 * length].decode("utf-16-le", "replace"))
    return "".join(texts)


def _without_fields(text: str) -> str:
    """A field is \\x13 instruction \\x14 result \\x15."""
    shown: list[str] = []
    depth = 0
    for character in text:
        if character == "\x13":
            depth += 1
        elif character in "\x14\x15":
            depth = max(depth - 1, 0) if character == "\x14" or depth else depth
        elif not depth:
            shown.append(character)
    return "".join(shown)
