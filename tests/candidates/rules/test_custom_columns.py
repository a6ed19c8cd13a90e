import pytest

from careerrelay.candidates.rules.custom_columns import CustomColumn, read_custom_cell
from careerrelay.candidates.rules.reading import read_applicants
from tests.corpus.numbers import my_number
from tests.corpus.tables import separated

TEXT = CustomColumn("1", "志望動機", "text")
NUMBER = CustomColumn("2", "希望年収", "number")
DAY = CustomColumn("3", "入社可能日", "day")
CHOICE = CustomColumn("4", "勤務形態", "choice", ("出社", "リモート"))


@pytest.mark.parametrize(
    ("cell", "column", "kept"),
    [
        ("計測を\r\n続けたい", TEXT, "計測を\n続けたい"),
        ("１，０００円", NUMBER, 1000),
        ("￥1,000", NUMBER, 1000),
        ("500万円", NUMBER, 5_000_000),
        ("−5", NUMBER, -5),
        ("0.50", NUMBER, 0.5),
        ("令和7年4月1日", DAY, "2025-04-01"),
        ("45992", DAY, "2025-12-01"),
        ("なし", DAY, None),
        ("ﾘﾓｰﾄ", CHOICE, "リモート"),
        ("　", TEXT, None),
    ],
)
def test_a_cell_is_kept_in_the_form_of_its_field(cell, column, kept):
    assert read_custom_cell(cell, column) == kept


@pytest.mark.parametrize(
    ("cell", "column", "name"),
    [
        ("応相談", NUMBER, "希望年収"),
        ("600〜700万円", NUMBER, "希望年収"),
        ("令和7年2月29日", DAY, "令和7年2月29日"),
        ("週3", CHOICE, "勤務形態"),
        ("長" * 2_001, TEXT, "志望動機"),
    ],
)
def test_a_cell_that_does_not_fit_refuses_its_row_by_its_line(cell, column, name):
    content = separated(("三浦 葵", ""), ("髙橋 直樹", cell), headings=("氏名", "列")).encode()
    reading = read_applicants(content, columns={1: column})
    assert [(row.line_number, name in row.ja) for row in reading.refused] == [(3, True)]
    assert [row.custom for row in reading.rows] == [()]


@pytest.mark.promise("P20")
def test_nothing_barred_is_kept_in_a_field_of_the_company():
    number = my_number("12345678901")
    content = separated(
        ("山田太郎", f"本籍：東京都\n{number} 計測", "母"),
        headings=("氏名", "動機", "家族構成"),
    ).encode()
    reading = read_applicants(content, columns={1: TEXT, 2: TEXT})
    assert reading.rows[0].custom == (("1", "＊＊＊ 計測"),)
    assert [column.heading for column in reading.dropped_columns] == ["家族構成"]
    assert len(reading.rows[0].remarks) == 2
