import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.exporting import (
    export_csv,
    export_workbook,
    neutralise_cell,
    restore_cell,
)
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.candidates.rules.tables import split_records
from careerrelay.text.cleaning import clean_line, clean_paragraphs

RUNNABLE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000=1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.promise("P30")
@pytest.mark.parametrize("cell", RUNNABLE)
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised_and_comes_back(cell):
    assert neutralise_cell(cell) == f"'{cell}"
    assert restore_cell(neutralise_cell(cell)) == cell


@pytest.mark.parametrize("cell", ["山田太郎", "O'Brien", "'quoted'", "1-2", "a=b", "", "090-1234-5678"])
def test_an_ordinary_cell_leaves_as_it_is(cell):
    assert neutralise_cell(cell) == cell
    assert restore_cell(cell) == cell


@pytest.mark.parametrize(
    ("cell", "restored"), [("'", ""), ("'\n", ""), ("'\r\n", ""), ("'+81 90-1234-5678", "+81 90-1234-5678")]
)
def test_what_other_systems_put_before_a_cell_is_taken_away(cell, restored):
    assert restore_cell(cell).strip() == restored


@pytest.mark.promise("P30")
@given(st.text(max_size=20) | st.text(alphabet="'=+-@＝ \t\r\na", max_size=8))
def test_restoring_is_the_exact_inverse_of_neutralising(cell):
    written = neutralise_cell(cell)
    assert restore_cell(written) == cell
    assert not written.lstrip()[:1] or written.lstrip()[0] not in "=+-@＝＋－＠"


ROWS = st.lists(
    st.lists(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=10
        ),
        min_size=2,
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.promise("P30")
@given(ROWS)
def test_a_table_that_was_exported_is_imported_as_it_was(rows):
    text = export_csv(rows, encoding="utf-8-sig").content.decode("utf-8-sig")
    read = split_records(io.StringIO(text, newline=""), ",")
    assert [[restore_cell(cell) for cell in record.cells] for record in read] == rows


def test_an_export_in_cp932_lists_what_cannot_be_written():
    table = export_csv(
        [["氏名"], ["𠮷野 髙﨑"], ["葛\U000e0100城"], ["か\u3099"], ["〜−é👨"]], encoding="cp932"
    )
    assert table.content.decode("cp932").split("\r\n") == ["氏名", "〓野 髙﨑", "葛城", "が", "～－〓〓", ""]
    assert [(missing.row, missing.column, missing.character) for missing in table.unwritable] == [
        (2, 1, "𠮷"),
        (3, 1, "葛\U000e0100"),
        (5, 1, "é"),
        (5, 1, "👨"),
    ]
    assert b"?" not in table.content


def test_everything_can_be_written_in_utf8():
    table = export_csv([["𠮷野", "葛\U000e0100城", "👨\u200d👩\u200d👧"]], encoding="utf-8-sig")
    assert table.unwritable == ()
    assert table.content.decode("utf-8-sig") == "𠮷野,葛\U000e0100城,👨\u200d👩\u200d👧\r\n"


# What people write, and what a spreadsheet would run, at the front of it and within.
CELLS = st.text(alphabet="=+-@＝＋－＠﹦'\t\r\n 0aあ髙𠮷é\u3000\",;", max_size=8)


@pytest.mark.promise("P30")
@pytest.mark.parametrize("write", [lambda rows: export_csv(rows, encoding="utf-8-sig"), export_workbook])
@given(cells=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_a_file_that_was_exported_is_read_as_it_was_written(write, cells):
    """Through the whole door of an import: the file is recognised, its rows are split and understood."""
    rows = [[f"候補 {number}", *pair] for number, pair in enumerate(cells)]
    exported = write([["氏名", "現所属", "備考"], *rows])
    reading = read_applicants(exported.content, filename="候補者")
    assert [(row.name, row.employer, row.notes) for row in reading.rows] == [
        (name, clean_line(employer), clean_paragraphs(notes)) for name, employer, notes in rows
    ]


def test_what_excel_cannot_hold_in_one_cell_is_cut_and_listed():
    table = export_workbook([["経歴"], ["あ" * 40_000]])
    assert [(one.row, one.column, one.character) for one in table.unwritable] == [(2, 1, "…")]
