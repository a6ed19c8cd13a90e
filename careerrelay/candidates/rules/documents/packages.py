"""Word (.docx) and OpenDocument (.odt): an archive of XML, looked through before a part of it is believed.

Read with expat, piece by piece, and not with a library that builds a tree: text boxes and tables, of which a
履歴書 consists, come in their place, and a part of any size costs a bounded memory.
"""

import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from careerrelay.candidates.rules.archives import (
    DamagedWorkbook,
    OversizedWorkbook,
    ProtectedWorkbook,
    archive_entries,
    inflated_pieces,
)
from careerrelay.candidates.rules.documents.refusals import (
    ActiveDocument,
    DamagedDocument,
    DisguisedDocument,
    MacroDocument,
    ProtectedDocument,
    SwollenDocument,
)

_INFLATED_BYTES_MAX = 120_000_000
_PART_BYTES_MAX = 30_000_000
_PARTS = ("word/header", "word/document.xml", "word/footnotes.xml", "word/footer")
_RUNS_SOMETHING = (
    ".exe",
    ".dll",
    ".com",
    ".scr",
    ".js",
    ".vbs",
    ".hta",
    ".lnk",
    ".bat",
    ".ps1",
    ".jar",
    ".msi",
)
_PACKAGED_FILE = "Ole10Native".encode("utf-16-le")
_EMBEDDED = ("word/embeddings/", "object ", "objectreplacements/")
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def inspect_package(content: bytes) -> None:
    """Raises: DamagedDocument, ProtectedDocument, MacroDocument, ActiveDocument, DisguisedDocument, SwollenDocument."""
    for entry in _entries(content):
        name = entry.filename.lower()
        if name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")):
            raise MacroDocument
        if name.endswith(_RUNS_SOMETHING):
            raise ActiveDocument
        _inspect_part(content, entry, name)


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        entries = archive_entries(content)
    except DamagedWorkbook:
        raise DamagedDocument from None
    except OversizedWorkbook:
        raise SwollenDocument from None
    except ProtectedWorkbook:
        raise ProtectedDocument from None
    if sum(entry.file_size for entry in entries) > _INFLATED_BYTES_MAX:
        raise SwollenDocument
    return entries


def _inspect_part(content: bytes, entry: zipfile.ZipInfo, name: str) -> None:
    """Every byte is inflated once: sizes in the directory can lie."""
    is_embedded = name.startswith(_EMBEDDED)
    is_markup = name.endswith((".xml", ".rels"))
    tail = b""
    for piece in _pieces(content, entry):
        if not tail and piece.startswith((b"MZ", b"\x7fELF")):
            raise ActiveDocument
        looked_at = tail + piece
        if is_embedded and _PACKAGED_FILE in looked_at:
            raise ActiveDocument
        if is_markup and any(declaration in looked_at for declaration in _DECLARATIONS):
            raise DisguisedDocument
        if name == "meta-inf/manifest.xml" and b"encryption-data" in looked_at:
            raise ProtectedDocument
        if is_markup and b"DDEAUTO" in looked_at:
            raise ActiveDocument
        if (
            name == "word/_rels/settings.xml.rels"
            and b"attachedTemplate" in looked_at
            and b"External" in looked_at
        ):
            raise ActiveDocument
        tail = piece[-64:]


def _pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        yield from inflated_pieces(content, entry)
    except DamagedWorkbook:
        raise DamagedDocument from None
    except OversizedWorkbook:
        raise SwollenDocument from None


def text_of_docx(content: bytes, *, characters_max: int) -> str:
    entries = {entry.filename.lower(): entry for entry in _entries(content)}
    wanted = [
        name for part in _PARTS for name in sorted(entries) if name.startswith(part) and name.endswith(".xml")
    ]
    texts = [_read(_Word(), content, entries[name], characters_max=characters_max) for name in wanted]
    return "\n".join(text for text in texts if text)


def text_of_odt(content: bytes, *, characters_max: int) -> str:
    entries = {entry.filename.lower(): entry for entry in _entries(content)}
    return _read(_OpenDocument(), content, entries["content.xml"], characters_max=characters_max)


class _Writer:
    """Collects the text of a document. A cell ends in a TAB, a row and a paragraph outside of cells in a line end."""

    paragraph = row = cell = ""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.characters = 0
        self.cells = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.characters += len(text)

    def end(self, name: str) -> None:
        if name == self.paragraph:
            self.write(" " if self.cells else "\n")
        elif name == self.cell:
            self.cells -= 1
            self.write("\t")
        elif name == self.row:
            self.write("\n")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.cell:
            self.cells += 1

    def characters_in(self, text: str) -> None:
        raise NotImplementedError


_BLANKS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}


class _Word(_Writer):
    """`w:t` is text; a text box stands twice in a file, once for old readers (`mc:Fallback`)."""

    paragraph, row, cell = "w:p", "w:tr", "w:tc"

    def __init__(self) -> None:
        super().__init__()
        self._is_text = False
        self._repeated = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        self._repeated += name == "mc:Fallback"
        self._is_text = name == "w:t" and not self._repeated
        if name in _BLANKS and not self._repeated:
            self.write(" " if self.cells and _BLANKS[name] != "-" else _BLANKS[name])

    def end(self, name: str) -> None:
        self._is_text = False
        self._repeated -= name == "mc:Fallback"
        if not self._repeated:
            super().end(name)
        elif name == self.cell:
            self.cells -= 1

    def characters_in(self, text: str) -> None:
        if self._is_text:
            self.write(text)


class _OpenDocument(_Writer):
    paragraph, row, cell = "text:p", "table:table-row", "table:table-cell"

    def __init__(self) -> None:
        super().__init__()
        self._open = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        self._open += name in ("text:p", "text:h")
        if name in ("text:tab", "text:line-break", "text:s"):
            self.write("\n" if name == "text:line-break" and not self.cells else " ")

    def end(self, name: str) -> None:
        self._open -= name in ("text:p", "text:h")
        super().end("text:p" if name == "text:h" else name)

    def characters_in(self, text: str) -> None:
        if self._open:
            self.write(text)


class _Enough(Exception):
    """The text is as long as it may be."""


def _read(writer: _Writer, content: bytes, entry: zipfile.ZipInfo, *, characters_max: int) -> str:
    def start(name: str, attributes: dict[str, str]) -> None:
        if writer.characters > characters_max:
            raise _Enough
        writer.start(name, attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.characters_in
    parser.StartDoctypeDeclHandler = _refuse_declaration
    read_bytes = 0
    try:
        for piece in _pieces(content, entry):
            read_bytes += len(piece)
            if read_bytes > _PART_BYTES_MAX:
                break
            parser.Parse(piece, False)
    except _Enough:
        pass
    except expat.ExpatError:
        raise DamagedDocument from None
    return "".join(writer.parts)


def _refuse_declaration(*declared: object) -> None:
    raise DisguisedDocument
