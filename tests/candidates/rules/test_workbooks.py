import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careerrelay.candidates.rules.archives import (
    DamagedWorkbook,
    MacroWorkbook,
    OversizedWorkbook,
    ProtectedWorkbook,
    UncalculatedWorkbook,
)
from careerrelay.candidates.rules.double_headings import join_heading_lines
from careerrelay.candidates.rules.file_kinds import FileKind, UnsupportedFile
from careerrelay.candidates.rules.limits import BROKEN_CELLS_MAX, WORKBOOK_BYTES_MAX
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.candidates.rules.sheet_scan import scan_part, shared_references, sheet_paths
from careerrelay.candidates.rules.workbooks import cell_text
from careerrelay.core.refusal import Refusal
from tests.corpus.hostile import ENDLESS, HOSTILE, PEOPLE
from tests.corpus.workbooks import (
    SHEET_HEAD,
    SHEET_PATH,
    Rows,
    biff_stream,
    compound_file,
    compound_file_of_one_short_stream,
    sheet_xml,
    xlsx,
)

FILES = Path(__file__).parents[2] / "corpus" / "files"
HEADINGS = ["応募ID", "氏名", "応募日", "選考ステータス"]

SECONDS_MAX = 2

REFUSED_AS = {
    OversizedWorkbook: {
        "zip bomb of 1000:1",
        "cells A1 and XFD1048576",
        "far cells under another name",
        "two gigabytes of copies",
        "100,000 entries",
        "old far cells",
        "old copies",
    },
    MacroWorkbook: {"macro", "macro sheet", "old macro"},
    ProtectedWorkbook: {"password", "old password"},
    UnsupportedFile: {
        "something before the archive",
        "archive of nothing",
        "a letter",
        "OpenDocument",
        "binary workbook",
        "EICAR",
        "EICAR below headings",
        "old container cut off",
        "old letter",
    },
}


@pytest.mark.promise("P46")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_two_seconds(name):
    content = HOSTILE[name]()
    started = time.process_time()
    with pytest.raises(Refusal) as refused:
        read_applicants(content, filename="応募者.xlsx")
    assert time.process_time() - started < SECONDS_MAX
    expected = next((kind for kind, names in REFUSED_AS.items() if name in names), DamagedWorkbook)
    assert type(refused.value) is expected
    assert refused.value.ja.endswith("。")
    assert refused.value.en.endswith(".")


@pytest.mark.promise("P46")
@pytest.mark.parametrize("name", ENDLESS)
def test_no_part_makes_a_pattern_look_twice(name):
    started = time.process_time()
    scan_part(iter([ENDLESS[name]]))
    list(shared_references(iter([ENDLESS[name]])))
    sheet_paths(ENDLESS[name], ENDLESS[name])
    assert time.process_time() - started < SECONDS_MAX


def test_a_real_old_workbook_is_read():
    reading = read_applicants((FILES / "real.xls").read_bytes())
    assert (reading.kind, reading.sheet, reading.header_line) == (FileKind.XLS, "応募者", 3)
    assert [(row.line_number, row.name, row.outcome.value, row.applied_on) for row in reading.rows] == [
        (4, "髙橋一郎", "rejected", date(2025, 4, 1)),
        (5, "山田花子", "open", date(2025, 4, 2)),
        (6, "佐藤次郎", "withdrawn", date(2025, 12, 1)),
    ]
    assert [phone.e164 for phone in reading.rows[0].phones] == ["+819012345678"]


def test_a_workbook_is_read_below_its_headings():
    rows: Rows = [
        ["応募者一覧"],
        [],
        HEADINGS,
        ["A-1", "山田太郎", 45748, "不採用"],
        ["A-2", "=1+1", "2025/04/02", "辞退"],
    ]
    reading = read_applicants(xlsx(sheet_xml(rows)))
    assert reading.header_line == 3
    assert [(row.line_number, row.name, row.outcome.value) for row in reading.rows] == [
        (4, "山田太郎", "rejected"),
        (5, "=1+1", "withdrawn"),
    ]
    assert reading.rows[0].applied_on == date(2025, 4, 1)


LIST_OF_AN_AGENCY: Rows = [
    ["推薦者一覧"],
    [],
    ["No.", "候補者名", "", "生年月日", "連絡先", "", "選考", "", "選考結果", "備考"],
    ["", "姓", "名", "", "携帯電話", "メールアドレス", "一次面接日", "年数", "", ""],
    [1, "長谷川", "真理", "S45.11.7", 9025443432, "mari@example.jp", "R7.6.12", 3, "お見送り", ""],
    [2, "柳", "翔", "", "", "sho@example.jp", "", "", "ご辞退", "転居可"],
]


@pytest.mark.parametrize("chosen", [None, 3, 4])
def test_headings_on_two_lines_are_read_together_whichever_of_them_is_chosen(chosen):
    reading = read_applicants(xlsx(sheet_xml(LIST_OF_AN_AGENCY)), header_line=chosen)
    assert reading.header_line == 4
    assert reading.headings[1:7] == (
        "姓",
        "名",
        "生年月日",
        "携帯電話",
        "連絡先 メールアドレス",
        "一次面接日",
    )
    assert [(row.name, row.addresses[0].written, row.outcome.value, row.notes) for row in reading.rows] == [
        ("長谷川 真理", "mari@example.jp", "rejected", ""),
        ("柳 翔", "sho@example.jp", "withdrawn", "転居可"),
    ]
    assert reading.rows[0].phones[0].e164 == "+819025443432"


def test_an_address_below_a_heading_of_somebody_else_is_not_the_candidates():
    upper = ["候補者", "", "紹介会社", "", "選考結果"]
    lower = ["姓", "名", "会社名", "メールアドレス", ""]
    reading = read_applicants(
        xlsx(sheet_xml([upper, lower, ["柳", "翔", "㈱丸三", "sato@agency.example", "不採用"]]))
    )
    assert reading.headings[3] == "紹介会社 メールアドレス"
    assert reading.rows[0].addresses == ()


def test_a_row_of_values_below_blank_headings_is_no_second_line_of_headings():
    assert join_heading_lines(["氏名", "", "選考結果"], ["山田", "備考", "不採用"]) is None
    assert join_heading_lines(["氏名", "選考結果"], ["", "お見送り"]) is None
    assert join_heading_lines(["氏名", "連絡先", ""], ["", "電話", "メール"]) == ["氏名", "電話", "メール"]


def test_a_workbook_of_the_old_macintosh_counts_from_1904():
    rows: Rows = [HEADINGS, ["A-1", "山田太郎", 45748 - 1462, "不採用"]]
    (row,) = read_applicants(xlsx(sheet_xml(rows), is_1904=True)).rows
    assert row.applied_on == date(2025, 4, 1)


def test_a_formula_counts_by_its_result():
    cell = '<c r="B2" t="str"><f>A2&amp;"様"</f><v>山田太郎</v></c>'
    (row,) = read_applicants(
        xlsx(sheet_xml([HEADINGS, ["A-1", "", "", "不採用"]], raw_cells={"B2": cell}))
    ).rows
    assert row.name == "山田太郎"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2"><f>VLOOKUP(A2,X,2)</f></c>',
        '<c r="D2"><f>1+1</f><v></v></c>',
        '<c r="D2"><f t="shared" si="0"/></c>',
        '<c r="D2" t="e"><f>NA()</f><v>#N/A</v></c>',
        '<c r="D2" t="e"><v>#REF!</v></c>',
    ],
)
def test_a_formula_without_its_result_refuses_its_row(cell):
    rows = [HEADINGS, ["A-1", "山田太郎", "", "不採用"], ["A-2", "山田花子", "", "不採用"]]
    reading = read_applicants(xlsx(sheet_xml(rows, raw_cells={"D2": cell})))
    assert [row.name for row in reading.rows] == ["山田花子"]
    assert [row.ja for row in reading.refused] == [
        "2行目: 列「選考ステータス」に計算結果が保存されていない数式かエラーがあります。"
    ]


def test_a_last_row_of_nothing_but_lost_results_is_refused_and_not_passed_over():
    rows: Rows = [HEADINGS, ["A-1", "山田太郎", "", "不採用"], ["", ""]]
    cells = {"A3": '<c r="A3"><f>A2</f></c>', "B3": '<c r="B3"><f>B2</f><v></v></c>'}
    reading = read_applicants(xlsx(sheet_xml(rows, raw_cells=cells)))
    assert [row.line_number for row in reading.rows] == [2]
    assert [row.line_number for row in reading.refused] == [3]


def test_a_formula_without_its_result_in_a_column_that_nobody_reads_is_nothing():
    rows = [[*HEADINGS, "計算"], ["A-1", "山田太郎", "", "不採用", ""]]
    reading = read_applicants(xlsx(sheet_xml(rows, raw_cells={"E2": '<c r="E2"><f>1+1</f></c>'})))
    assert len(reading.rows) == 1


def test_a_formula_that_gives_an_empty_text_is_empty():
    cell = '<c r="D2" t="str"><f>IF(A2="","","")</f><v></v></c>'
    (row,) = read_applicants(
        xlsx(sheet_xml([HEADINGS, ["A-1", "山田太郎", "", ""]], raw_cells={"D2": cell}))
    ).rows
    assert row.status == ""


def test_errors_of_another_sheet_are_not_this_sheets():
    workbook = (
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="集計" sheetId="2" r:id="rId2"/><sheet name="応募者" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
    )
    totals = sheet_xml([["集計"], ["", ""]], raw_cells={"B2": '<c r="B2" t="e"><v>#REF!</v></c>'})
    parts = {
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet2.xml": totals,
    }
    reading = read_applicants(xlsx(sheet_xml(PEOPLE), parts=parts))
    assert reading.sheet == "応募者"
    assert [row.name for row in reading.rows] == ["山田太郎"]
    assert reading.refused == []


def test_too_many_formulas_without_a_result_refuse_the_workbook():
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><f>1</f></c></row>' for row in range(1, BROKEN_CELLS_MAX + 3)
    )
    with pytest.raises(UncalculatedWorkbook):
        read_applicants(xlsx(f"{SHEET_HEAD}<sheetData>{cells}</sheetData></worksheet>"))


def test_formats_without_values_and_a_wide_dimension_cost_nothing():
    sheet = sheet_xml(PEOPLE).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    sheet = sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')
    assert len(read_applicants(xlsx(sheet)).rows) == 1


def test_names_with_marks_of_xml_are_read_as_they_are():
    rows = [["氏名", "備考"], ["<img onerror>", 'a & b c> " r=\'Z9\' <c r="XFD1048576">']]
    (row,) = read_applicants(xlsx(sheet_xml(rows))).rows
    assert (row.name, row.notes) == ("<img onerror>", 'a & b c> " r=\'Z9\' <c r="XFD1048576">')


@pytest.mark.promise("P46")
def test_many_parts_none_of_which_grows_much_are_too_large_together(monkeypatch):
    """Each of them is below what a single one may grow by."""
    monkeypatch.setattr("careerrelay.candidates.rules.archives.ARCHIVE_INFLATED_BYTES_MAX", 3_000_000)

    def with_parts(number):
        parts = {f"xl/media/{place}.txt": b" " * 999_999 for place in range(number)}
        return xlsx(sheet_xml([HEADINGS, ["A-1", "三浦 葵", "2026-10-01", "不採用"]]), parts=parts)

    assert read_applicants(with_parts(2)).header_line == 1
    with pytest.raises(OversizedWorkbook):
        read_applicants(with_parts(3))


def test_a_workbook_that_is_too_large_is_refused_unopened():
    content = xlsx(sheet_xml(PEOPLE), parts={"xl/media/x.bin": b"x"})
    with pytest.raises(OversizedWorkbook):
        read_applicants(content + bytes(WORKBOOK_BYTES_MAX))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9012345678.0, "9012345678"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (3, "3"),
        ("=1", "=1"),
        (datetime.fromisoformat("2025-04-01T10:30:00"), "2025-04-01 10:30:00"),
        (date(2025, 4, 1), "2025-04-01"),
        (1e300, "1e+300"),
    ],
)
def test_a_value_is_written_as_a_spreadsheet_shows_it(value, text):
    assert cell_text(value) == text


SOUND = [xlsx(sheet_xml(PEOPLE)), (FILES / "real.xls").read_bytes()]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SOUND),
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=5000), st.integers(min_value=0, max_value=255)),
        max_size=6,
    ),
    st.integers(min_value=0, max_value=6000),
)
def test_no_damaged_workbook_is_anything_but_read_or_refused(content, changes, length):
    damaged = bytearray(content[: len(content) - length] if length < 100 else content)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        read_applicants(bytes(damaged))
    except Refusal:
        return


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>c r=\"'A1/sitvfe0XFD:x ", max_size=200))
def test_no_damaged_sheet_is_anything_but_read_or_refused(rubbish):
    sheet = sheet_xml(PEOPLE).replace("</sheetData>", f"{rubbish}</sheetData>")
    try:
        read_applicants(xlsx(sheet, parts={SHEET_PATH: sheet}))
    except Refusal:
        return


@pytest.mark.promise("P46")
def test_a_far_cell_behind_a_long_text_is_seen_wherever_the_pieces_end():
    text = b"<t>" + b"x" * 4_100_000
    far = b'<c r="XFD1048576"><v>1</v></c>'
    whole = text + far
    for split in range(len(text) - 3, len(whole)):
        scan = scan_part(iter([whole[:split], whole[split:]]))
        assert scan.is_deceptive or (scan.columns_max, scan.rows_max) == (16_384, 1_048_576)


def test_parts_that_are_stored_unpacked_are_read():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND[0])) as packed, zipfile.ZipFile(content, "w") as stored:
        for path in packed.namelist():
            stored.writestr(path, packed.read(path))
    assert len(read_applicants(content.getvalue()).rows) == 1


def test_many_references_to_short_texts_are_read_although_one_text_is_long():
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}" t="s"><v>1</v></c></row>'
        for row in range(2, 2002)
    )
    headings = '<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v>3</v></c><c r="C1" t="s"><v>4</v></c></row>'
    texts = "".join(f"<si><t>{text}</t></si>" for text in ("山田", "A-1", "氏名", "応募ID", "x" * 100_000))
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = {
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{texts}</sst>',
        "xl/_rels/workbook.xml.rels": relations,
    }
    content = xlsx(f"{SHEET_HEAD}<sheetData>{headings}{cells}</sheetData></worksheet>", parts=parts)
    assert len(read_applicants(content).rows) == 2000


def test_an_old_workbook_in_the_mini_stream_is_looked_at_too():
    content = compound_file({"Workbook": b""})
    short = compound_file_of_one_short_stream(biff_stream((0x0809, bytes(16)), (0x002F, bytes(6))))
    for damaged in (content, short):
        with pytest.raises(Refusal):
            read_applicants(damaged)
    with pytest.raises(ProtectedWorkbook):
        read_applicants(short)


@pytest.mark.parametrize("flag", [b"\x01\x08", b"\x01\x00"])
def test_an_archive_with_a_password_is_refused(flag):
    content = bytearray(SOUND[0])
    at = content.find(b"PK\x01\x02")
    content[at + 8 : at + 10] = flag
    with pytest.raises(ProtectedWorkbook):
        read_applicants(bytes(content))


def test_a_packing_that_excel_does_not_use_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(DamagedWorkbook):
        read_applicants(content.getvalue())


@pytest.mark.parametrize(
    ("failure", "refusal"), [("PanicException", DamagedWorkbook), ("KeyboardInterrupt", KeyboardInterrupt)]
)
def test_a_panic_of_the_reader_is_a_refusal_and_an_interrupt_is_not(monkeypatch, failure, refusal):
    class Reader:
        @staticmethod
        def from_filelike(_file):
            raise {"KeyboardInterrupt": KeyboardInterrupt}.get(failure, type(failure, (BaseException,), {}))

    monkeypatch.setattr("careerrelay.candidates.rules.workbooks.CalamineWorkbook", Reader)
    with pytest.raises(refusal):
        read_applicants(SOUND[0])
