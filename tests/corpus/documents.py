"""履歴書 and 職務経歴書 as people hand them in, made by code: PDF of three makers, Word old and new, ODT, a workbook."""

import io
import struct
import zlib
from collections.abc import Mapping, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.workbooks import archive, compound_file

LINES = (
    "職務経歴書",
    "氏名 髙橋 花子",
    "2015年4月 株式会社汐見計測 入社",
    "計測器の組込みソフトウェア開発 (C++, Python)。打合せから試験まで。",
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def cv_pdf(lines: Sequence[str] = LINES, *, pages: int = 1, user_password: str | None = None) -> bytes:
    """With a font that is only named in the file, as older Japanese PDFs do. An empty `user_password` encrypts the
    file and lets everybody open it: 「印刷を禁じる」."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    out = io.BytesIO()
    locked = None if user_password is None else StandardEncryption(user_password, ownerPassword="owner")
    canvas = Canvas(out, encrypt=locked, invariant=True)
    for _ in range(pages):
        canvas.setFont("HeiseiMin-W3", 11)
        for number, line in enumerate(lines):
            canvas.drawString(50, 800 - 18 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def form_pdf(cells: Sequence[tuple[float, float, str]]) -> bytes:
    """Texts at places: a form's table has no lines of text, only places."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.setFont("HeiseiMin-W3", 11)
    for left, height, text in cells:
        canvas.drawString(left, height, text)
    canvas.save()
    return out.getvalue()


def scan_pdf() -> bytes:
    """A page without a character on it."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.save()
    return out.getvalue()


def raw_pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        body = written.encode() if isinstance(written, str) else written
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def pdf_stream(content: bytes, *, written: str = "") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>\nstream\n%b\nendstream" % (
        len(packed),
        written.encode(),
        packed,
    )


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_table(rows: Sequence[Sequence[str]]) -> str:
    return (
        "<w:tbl>"
        + "".join(
            f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
        )
        + "</w:tbl>"
    )


def text_box(text: str) -> str:
    """As Word writes it: once for itself and once more for readers of 2003."""
    box = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def docx(body: str = "", *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    body = body or "".join(paragraph(line) for line in LINES)
    inside = f"<w:document {_WORD} {_COMPATIBLE}><w:body>{body}</w:body></w:document>"
    document = f'<?xml version="1.0" encoding="UTF-8"?>{inside}'
    return archive({"[Content_Types].xml": _TYPES, "word/document.xml": document, **(parts or {})})


def odt(lines: Sequence[str] = LINES, *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
        f"<office:body><office:text>{text}<table:table><table:table-row><table:table-cell><text:p>資格</text:p>"
        "</table:table-cell><table:table-cell><text:p>簿記2級</text:p></table:table-cell></table:table-row>"
        "</table:table></office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": content, **(parts or {})})


def old_doc(
    lines: Sequence[str] = LINES, *, flags: int = 0, more: Mapping[str, bytes] | None = None
) -> bytes:
    """Half of the text in one byte a character, half in two, as Word 97 keeps it."""
    latin = "CV \x13 HYPERLINK http://example.jp \x14portfolio\x15\r".encode("cp1252")
    japanese = "".join(f"{line}\r" for line in lines).encode("utf-16-le")
    text_at = 1024
    ends = (0, len(latin), len(latin) + len(japanese) // 2)
    plan = struct.pack("<3I", *ends)
    plan += struct.pack("<HIH", 0, 0x40000000 | (text_at * 2), 0)
    plan += struct.pack("<HIH", 0, text_at + len(latin), 0)
    table = b"\x02" + struct.pack("<I", len(plan)) + plan
    head = bytearray(text_at)
    struct.pack_into("<H8xH", head, 0, 0xA5EC, 0x0200 | flags)
    struct.pack_into("<II", head, 0x01A2, 0, len(table))
    streams = {"WordDocument": bytes(head) + latin + japanese, "1Table": table, **(more or {})}
    return compound_file(streams)
