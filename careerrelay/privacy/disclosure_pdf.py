"""A disclosure as a PDF: the same words as the printed page, to hand over on paper or to keep.

The font is one of Adobe's Japanese standard fonts, which the file names and the reader's program brings along: the
server needs no font, a page stays a few kilobytes, and the text can be searched and copied. Such a font has no rare
letters and no emoji; what it lacks stands as 〓 and is named at the end, never as a `?` (P29).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from careerrelay.core.calendar import moment_in_words
from careerrelay.privacy.disclosing import Disclosure
from careerrelay.privacy.disclosure_forms import (
    PrintedPart,
    disclosure_csv,
    disclosure_json,
    printed_holdings,
)
from careerrelay.privacy.rules.disclosure_words import PDF_WORDS

FONT = "HeiseiKakuGo-W5"
MISSING = "〓"
_INK, _SOFT = HexColor("#1a2129"), HexColor("#5e666e")
_BASE = {"fontName": FONT, "wordWrap": "CJK", "textColor": _INK}
_TITLE = ParagraphStyle("title", **_BASE, fontSize=16, leading=24, spaceAfter=6)
_HOLDER = ParagraphStyle("holder", **_BASE, fontSize=13, leading=20, spaceBefore=16, keepWithNext=True)
_PART = ParagraphStyle("part", **_BASE, fontSize=11, leading=17, spaceBefore=10, keepWithNext=True)
_LINE = ParagraphStyle("line", **_BASE, fontSize=9.5, leading=15)
_FIRST = ParagraphStyle("first", parent=_LINE, spaceBefore=6)
_SMALL = ParagraphStyle("small", parent=_LINE, textColor=_SOFT)


@dataclass(slots=True)
class _Letters:
    """What was left out, in the order in which it was met."""

    missing: dict[str, None] = field(default_factory=dict)

    def written(self, text: str) -> str:
        """With its line breaks, without letters that the font does not have, and never read as markup."""
        for letter in text:
            if not _is_in_font(letter):
                self.missing.setdefault(letter)
        kept = "".join(MISSING if letter in self.missing else letter for letter in text)
        return escape(kept).replace("\n", "<br/>")


def _is_in_font(letter: str) -> bool:
    """Adobe-Japan1-2, which these fonts hold, is close to Windows-31J with the accents of Latin-1."""
    for encoding in ("cp932", "latin-1"):
        try:
            letter.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def disclosure_pdf(disclosure: Disclosure, *, language: str) -> bytes:
    """Nothing in it runs, opens or asks for anything."""
    registerFont(UnicodeCIDFont(FONT))
    words = {key: pair[0 if language == "ja" else 1] for key, pair in PDF_WORDS.items()}
    letters = _Letters()
    made_at = moment_in_words(disclosure.made_at, language=language)
    story = list(_story(disclosure, words=words, letters=letters, language=language))
    if letters.missing:
        named = " ".join(f"U+{ord(letter):04X}" for letter in letters.missing)
        story.append(Paragraph(escape(words["missing"].format(mark=MISSING, letters=named)), _SMALL))
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=22 * mm,
        title=words["title"],
        author="",
        lang=language,
    )

    def foot(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(_SOFT)
        canvas.drawString(20 * mm, 12 * mm, words["made"].format(when=made_at))
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, str(page.page))

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return written.getvalue()


def _story(
    disclosure: Disclosure, *, words: dict[str, str], letters: _Letters, language: str
) -> Iterator[Flowable]:
    yield Paragraph(words["title"], _TITLE)
    yield Paragraph(words["lede"], _SMALL)
    for holding in printed_holdings(disclosure, language=language):
        yield Paragraph(letters.written(holding.name), _HOLDER)
        about = " · ".join(word for word in (holding.kind, holding.contact) if word)
        yield Paragraph(letters.written(about), _SMALL)
        for part in holding.parts:
            yield from _part(part, letters=letters)
        if not holding.parts:
            yield Paragraph(words["nothing"], _FIRST)


def _part(part: PrintedPart, *, letters: _Letters) -> Iterator[Flowable]:
    yield Paragraph(f"{letters.written(part.title)} ({len(part.rows)})", _PART)
    for row in part.rows:
        for number, (name, value) in enumerate(row):
            said = f'<font color="#5e666e">{letters.written(name)}:</font> {letters.written(value)}'
            yield Paragraph(said, _LINE if number else _FIRST)
    if part.withheld:
        yield Paragraph(letters.written(part.withheld), _SMALL)


def disclosure_file(disclosure: Disclosure, *, form: str, language: str) -> bytes:
    """`form`: json, csv or pdf."""
    if form == "pdf":
        return disclosure_pdf(disclosure, language=language)
    return disclosure_csv(disclosure, language=language) if form == "csv" else disclosure_json(disclosure)
