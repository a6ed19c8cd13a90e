import pytest

from careerrelay.candidates.rules.custom_columns import CustomColumn, read_custom_value
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.core.refusal import Refusal
from tests.corpus.numbers import my_number
from tests.corpus.tables import separated

TEXT = CustomColumn("1", "志望動機", "text")
NUMBER = CustomColumn("2", "希望年収", "number")
DAY = CustomColumn("3", "入社可能日", "day")
CHOICE = CustomColumn("4", "勤務形態", "choice", ("出社", "リモート"))


@pytest.mark.parametrize(
    ("cell", "column", "kept"),
    [
        ("計測を\r\n続けたい", TEXT, "計測を 続けたい"),
        ("１，０００円", NUMBER, "1000"),
        ("500万円", NUMBER, "5000000"),
        ("−5", NUMBER, "-5"),
        ("0.50", NUMBER, "0.5"),
        ("令和7年4月1日", DAY, "2025-04-01"),
        ("45992", DAY, "2025-12-01"),
        ("なし", DAY, ""),
        ("ﾘﾓｰﾄ", CHOICE, "リモート"),
        ("　", TEXT, ""),
    ],
)
def test_a_value_is_kept_in_the_form_of_its_field(cell, column, kept):
    assert read_custom_value(cell, column) == kept


@pytest.mark.parametrize(
    ("cell", "column", "ja"),
    [
        ("応相談", NUMBER, "「希望年収」の値「応相談」は数字ではありません。"),
        ("600〜700万円", NUMBER, "「希望年収」の値「600〜700万円」は数字ではありません。"),
        ("令和7年2月29日", DAY, "日付「令和7年2月29日」はありません。"),
        ("週3", CHOICE, "「勤務形態」の値「週3」は選択肢にありません。選べるのは出社、リモートです。"),
        ("長" * 2_001, TEXT, "文字を超えています。"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_one_sentence(cell, column, ja):
    with pytest.raises(Refusal) as refused:
        read_custom_value(cell, column)
    assert refused.value.ja.endswith(ja)
    assert refused.value.en


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
