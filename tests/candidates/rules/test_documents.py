"""What is read out of a 履歴書 or 職務経歴書, whatever program it was written with."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.documents.kinds import DocumentKind, recognise_document
from careerrelay.candidates.rules.documents.naming import NAME_CHARACTERS_MAX, safe_filename
from careerrelay.candidates.rules.documents.reading import CHARACTERS_MAX, inspect_document, read_document
from careerrelay.candidates.rules.documents.refusals import UnfitDocument
from tests.corpus.documents import (
    LINES,
    cv_pdf,
    docx,
    form_pdf,
    odt,
    old_doc,
    paragraph,
    scan_pdf,
    text_box,
    word_table,
)
from tests.corpus.workbooks import sheet_xml, xlsx

SOUND: dict[DocumentKind, Callable[[], bytes]] = {
    DocumentKind.PDF: cv_pdf,
    DocumentKind.DOCX: docx,
    DocumentKind.ODT: odt,
    DocumentKind.DOC: old_doc,
    DocumentKind.XLSX: lambda: xlsx(sheet_xml([[line] for line in LINES])),
    DocumentKind.TEXT: lambda: "\r\n".join(LINES).encode("cp932", "replace"),
}


def text_in(content: bytes) -> str:
    kind = recognise_document(content)
    inspect_document(content, kind)
    return read_document(content, kind, has_time=lambda: True).text


@pytest.mark.parametrize("kind", SOUND)
def test_every_kind_is_recognised_by_its_content_and_read(kind: DocumentKind) -> None:
    content = SOUND[kind]()
    assert recognise_document(content) is kind
    text = text_in(content)
    assert "2015年4月 株式会社汐見計測 入社" in text
    assert "打合せから試験まで。" in text


def test_a_file_that_may_not_be_printed_is_read_all_the_same() -> None:
    assert "髙橋 花子" in text_in(cv_pdf(user_password=""))


def test_characters_beyond_the_usual_plane_survive() -> None:
    assert text_in(docx(paragraph("𠮷野 太郎 髙﨑 ｶﾅ ①㈱"))) == "𠮷野 太郎 髙﨑 ｶﾅ ①㈱"


def test_cells_of_a_table_stand_side_by_side_and_a_text_box_once() -> None:
    body = word_table([["氏名", "三浦 葵"], ["資格", "簿記2級"]]) + text_box("自己PR: 粘り強い")
    assert text_in(docx(body)) == "氏名 \t三浦 葵\n資格 \t簿記2級\n自己PR: 粘り強い"


def test_fields_of_an_old_word_file_show_their_result() -> None:
    assert "CV portfolio\n" in text_in(old_doc())


def test_places_on_a_page_become_lines_and_cells() -> None:
    cells = [(50, 800, "氏名"), (150, 800, "三浦 葵"), (50, 780, "本"), (80, 780, "籍"), (150, 780, "東京都")]
    assert text_in(form_pdf(cells)) == "氏名\t三浦 葵\n本\t籍\t東京都"


def test_a_scan_has_no_text() -> None:
    assert text_in(scan_pdf()) == ""


def test_text_is_cut_where_it_grows_too_long() -> None:
    read = read_document(docx(paragraph("あ" * 99) * 1200), DocumentKind.DOCX, has_time=lambda: True)
    assert len(read.text) == CHARACTERS_MAX
    assert read.is_cut


def test_reading_stops_between_two_pages_when_the_time_is_over() -> None:
    times = iter([True, True, False])
    read = read_document(cv_pdf(["一ページ"], pages=5), DocumentKind.PDF, has_time=lambda: next(times))
    assert read.text == "一ページ\n一ページ"
    assert read.is_cut


@pytest.mark.promise("P31")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("履歴書_三浦葵.pdf", "履歴書_三浦葵.pdf"),
        ("CV.PDF", "CV.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\cv.pdf", "cv.pdf"),
        ("cv.pdf\r\nSet-Cookie: a=b", "cv.pdf Set-Cookie_ a=b.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("cv.pdf.exe", "cv.pdf.exe.pdf"),
        ("...", "書類.pdf"),
        ("", "書類.pdf"),
        ("con.pdf", "_con.pdf"),
        ('"; filename=x.html', "__ filename=x.html.pdf"),
        ("長" * 300 + ".pdf", "長" * NAME_CHARACTERS_MAX + ".pdf"),
    ],
)
def test_a_name_can_be_saved_anywhere_and_ends_in_what_the_file_is(name: str, expected: str) -> None:
    assert safe_filename(name, DocumentKind.PDF) == expected


def refused_or_read(content: bytes) -> str | UnfitDocument:
    try:
        return text_in(content)
    except UnfitDocument as refused:
        return refused


@given(st.binary(max_size=3000) | st.binary(max_size=300).map(lambda more: b"PK\x03\x04" + more))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    outcome = refused_or_read(content)
    assert isinstance(outcome, str) or (outcome.ja and outcome.en)


@given(st.data())
def test_a_broken_word_file_is_read_or_refused(data) -> None:
    whole = data.draw(st.sampled_from([docx(), odt(), old_doc()]))
    at = data.draw(st.integers(0, len(whole) - 1))
    content = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 20)) :]
    assert isinstance(refused_or_read(content), str | UnfitDocument)
