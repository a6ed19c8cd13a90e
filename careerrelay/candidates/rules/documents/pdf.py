"""PDF through PDFium, which Chrome opens strangers' files with: is it safe to hand on, and what is written in it."""

import ctypes
import io
import re
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from careerrelay.candidates.rules.documents.page_layout import Glyph, text_of_page
from careerrelay.candidates.rules.documents.refusals import (
    ActiveDocument,
    DamagedDocument,
    ProtectedDocument,
)

# What a reader may run, open or fetch by itself, and files inside the file. A link that a human being clicks (/URI)
# and a form without scripts stay.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Sound|Movie|3D)"
    rb"(?=[\s/<>\[\]()%]|$)"
)
_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)


def inspect_pdf(content: bytes) -> None:
    """Raises: ProtectedDocument, DamagedDocument, ActiveDocument."""
    document = _opened(content)
    if len(document) == 0:
        raise DamagedDocument
    if document.count_attachments() or pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        raise ActiveDocument
    # Written out anew nothing is hidden: not in compressed objects, not by encryption, not by /J#61vaScript.
    plain = io.BytesIO()
    document.save(plain, flags=pdfium.FPDF_REMOVE_SECURITY)
    dictionaries = _STRING.sub(b"()", _STREAM.sub(b" ", plain.getvalue()))
    if _ACTIVE.search(dictionaries):
        raise ActiveDocument


def pages_of_pdf(content: bytes) -> Iterator[Callable[[], str]]:
    """A function for each page, so that whoever reads can stop in between. Raises: like `inspect_pdf`."""
    document = _opened(content)
    for number in range(len(document)):
        yield lambda number=number: _page_text(document, number)  # type: ignore[misc]


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        # PDFium leaves its last error as it was for a file without pages: only a file that says so is locked.
        if error.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in content:
            raise ProtectedDocument from None
        raise DamagedDocument from None


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        return text_of_page(_glyphs(text_page.raw))
    finally:
        text_page.close()
        page.close()


def _glyphs(text_page: object) -> Iterator[Glyph]:
    """Characters that PDFium invents between lines are left out. Beyond the BMP it gives two halves."""
    box = pdfium.FS_RECTF()
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0, 0xFFFE, 0xFFFF) or code > 0x10FFFF:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            continue
        yield Glyph(chr(code), box.left, box.right, box.bottom, box.top)


def warm_up() -> None:
    """What PDFium looks up once in the machine's files, it looks up before files are out of reach."""
    pypdfium2.PdfDocument.new().close()
