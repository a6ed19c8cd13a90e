"""The door and the reader for every kind of document. Both run in the sandbox."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from careerrelay.candidates.rules.decoding import (
    UndecodableFile,
    UnknownEncoding,
    detect_encoding,
    text_lines,
)
from careerrelay.candidates.rules.documents.kinds import DocumentKind
from careerrelay.candidates.rules.documents.old_word import text_of_doc
from careerrelay.candidates.rules.documents.packages import inspect_package, text_of_docx, text_of_odt
from careerrelay.candidates.rules.documents.refusals import DamagedDocument
from careerrelay.candidates.rules.documents.sheets import inspect_sheets, text_of_sheets
from careerrelay.text.cleaning import clean_paragraphs

# A 職務経歴書 of ten pages has 10,000. What lies beyond is in the file, and is not searched.
CHARACTERS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class DocumentText:
    """`is_cut`: there is more in the file than was read."""

    text: str
    is_cut: bool = False


def inspect_document(content: bytes, kind: DocumentKind) -> None:
    """Raises: one of the refusals of documents."""
    if kind is DocumentKind.PDF:
        from careerrelay.candidates.rules.documents.pdf import inspect_pdf  # noqa: PLC0415 - 5 MB of bindings

        inspect_pdf(content)
    elif kind in (DocumentKind.DOCX, DocumentKind.ODT):
        inspect_package(content)
    elif kind in (DocumentKind.XLSX, DocumentKind.XLS):
        inspect_sheets(content, kind)
    elif kind is DocumentKind.DOC:
        text_of_doc(content)
    else:
        _decoded(content)


def read_document(content: bytes, kind: DocumentKind, *, has_time: Callable[[], bool]) -> DocumentText:
    """Stops between two pages when it has no time left, or text enough. Raises: one of the refusals of documents."""
    if kind is DocumentKind.PDF:
        return _read_pages(content, has_time=has_time)
    return _shortened(_TEXTS[kind](content))


def _read_pages(content: bytes, *, has_time: Callable[[], bool]) -> DocumentText:
    from careerrelay.candidates.rules.documents.pdf import pages_of_pdf  # noqa: PLC0415 - 5 MB of bindings

    texts: list[str] = []
    for read_page in pages_of_pdf(content):
        if not has_time() or sum(map(len, texts)) > CHARACTERS_MAX:
            return DocumentText(_shortened("\n".join(texts)).text, is_cut=True)
        texts.append(read_page())
    return _shortened("\n".join(texts))


def _shortened(text: str) -> DocumentText:
    cleaned = clean_paragraphs("\n".join(_worth_reading(text)))
    return DocumentText(cleaned[:CHARACTERS_MAX], is_cut=len(cleaned) > CHARACTERS_MAX)


def _worth_reading(text: str) -> Iterator[str]:
    """One empty line is a border, ten are a form that nobody filled in."""
    was_empty = True
    for line in text.split("\n"):
        is_empty = not line.strip()
        if not (is_empty and was_empty):
            yield line.strip()
        was_empty = is_empty


def _decoded(content: bytes) -> str:
    stream = io.BytesIO(content)
    try:
        encoding = detect_encoding(stream)
        return "".join(text_lines(stream, encoding))
    except (UndecodableFile, UnknownEncoding):
        raise DamagedDocument from None


_TEXTS: dict[DocumentKind, Callable[[bytes], str]] = {
    DocumentKind.DOCX: lambda content: text_of_docx(content, characters_max=CHARACTERS_MAX),
    DocumentKind.ODT: lambda content: text_of_odt(content, characters_max=CHARACTERS_MAX),
    DocumentKind.XLSX: lambda content: text_of_sheets(content, characters_max=CHARACTERS_MAX),
    DocumentKind.XLS: lambda content: text_of_sheets(content, characters_max=CHARACTERS_MAX),
    DocumentKind.DOC: text_of_doc,
    DocumentKind.TEXT: _decoded,
}
