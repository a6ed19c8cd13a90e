import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.fair_hiring import BARRED_WORDS, holds_my_numbers, without_barred_items
from tests.corpus.numbers import my_number

NUMBER = my_number("12345678901")


@pytest.mark.promise("P20")
@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("本籍：東京都", "本籍・出生地"),
        ("・家族構成: 父、母、妹", "家族に関すること"),
        ("【宗教】: 仏教", "宗教"),
        ("支持政党＝なし", "支持政党"),
        ("■尊敬する人物：坂本龍馬", "尊敬する人物"),
        ("健康状態: 良好", "健康診断"),
        ("ご家族: 4人", "家族に関すること"),
    ],
)
def test_a_line_that_answers_a_barred_question_is_not_kept(line, item):
    text, items = without_barred_items(f"明るい方\n{line}\nPython3年")
    assert text == "明るい方\nPython3年"
    assert [found.ja for found in items] == [item]


@pytest.mark.promise("P20")
@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("本籍は大阪府です。", "本籍・出生地"),
        ("私の支持政党はありません。", "支持政党"),
        ("宗教は仏教、", "宗教"),
        ("血液型はAB型だそうです!", "健康診断"),
        ("家族構成は父と母と妹です。", "家族に関すること"),
    ],
)
def test_a_sentence_that_answers_a_barred_question_is_not_kept(said, item):
    text, items = without_barred_items(f"説明が分かりやすい。{said}\nPython3年")
    assert text == "説明が分かりやすい。\nPython3年"
    assert [found.ja for found in items] == [item]
    assert without_barred_items(f"前の行\n{said}\n次の行")[0] == "前の行\n次の行"


@pytest.mark.promise("P20")
@given(
    st.sampled_from([words for _, words in BARRED_WORDS]).flatmap(
        lambda words: st.from_regex(words, fullmatch=True)
    )
)
def test_no_way_to_ask_it_is_passed_over_in_a_long_text(asked):
    text, items = without_barred_items(f"{'自動車の工場で設計を担当しました。' * 4}\n{asked}：はい")
    assert (len(items), text.count("\n")) == (1, 0)


@pytest.mark.promise("P20")
@pytest.mark.parametrize(
    "written",
    [NUMBER, f"{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}", f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}"],
)
def test_a_my_number_in_a_text_is_blanked_out(written):
    text, items = without_barred_items(f"番号は {written} です")
    assert text == "番号は ＊＊＊ です"
    assert [found.en for found in items] == ["My Number"]


@pytest.mark.promise("P20")
def test_a_my_number_in_full_width_is_blanked_out():
    full_width = NUMBER.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    text, _ = without_barred_items(f"番号は{full_width}です")
    assert NUMBER not in text
    assert full_width not in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "家族の事情で大阪へ転居",
        "宗教学を専攻",
        f"電話 09012345678 番号 {NUMBER[:11]}",
        "住宅業界の経験",
        "国籍は問わず採用していました。宗教法人の経理も担当",
        "宗教は聞かない方針の会社で採用を担当",
        "注文番号 123456789012345678",
    ],
)
def test_other_texts_are_kept_to_the_letter(text):
    assert without_barred_items(text) == (text, ())


def test_one_number_of_twelve_digits_may_be_chance():
    assert not holds_my_numbers([NUMBER], values_min=3)
    assert not holds_my_numbers([NUMBER, NUMBER, "123456789012"], values_min=3)
    assert holds_my_numbers([NUMBER, "", NUMBER, NUMBER], values_min=3)


@pytest.mark.promise("P20")
@given(st.from_regex(r"[0-9]{11}", fullmatch=True), st.text(alphabet="あいう、。 \n", max_size=10))
def test_no_my_number_survives_in_a_text(digits, around):
    number = my_number(digits)
    assert number not in without_barred_items(f"{around}{number}{around}")[0]


@given(st.text(max_size=80))
def test_looking_twice_finds_nothing_more(text):
    once = without_barred_items(text)[0]
    assert without_barred_items(once) == (once, ())
