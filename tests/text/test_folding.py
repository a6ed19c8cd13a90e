import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.text.folding import fold_for_search, fold_hyphens, fold_width, without_invisible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙﨑", "高崎"),
        ("アカウント", "ｱｶｳﾝﾄ"),
        ("マネージャー", "マネ一ジャ−"),
        ("サーバー", "サ―バ－"),
        ("らーめん", "ら－めん"),
        ("Ｐｙｔｈｏｎ　３", "python 3"),
        ("東京〜大阪", "東京～大阪"),
        ("山\u200b田", "山田"),
        ("令和", "㋿"),
        ("三ヶ島", "三ケ島"),
    ],
)
def test_spellings_that_a_reader_takes_for_one_fold_to_one(one, other):
    assert fold_for_search(one) == fold_for_search(other)


def test_the_numeral_one_stays_a_numeral():
    assert fold_for_search("テスト一覧") == "テスト一覧"
    assert fold_for_search("一次面接") == "一次面接"


def test_a_long_vowel_in_a_number_is_a_hyphen():
    assert fold_hyphens("０９０ー１２３４―５６７８") == "090-1234-5678"


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text):
    for fold in (fold_for_search, fold_hyphens, fold_width, without_invisible, clean_line, clean_paragraphs):
        assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40) | st.text(alphabet="ー一-−アあ髙高々Ａa \u200b\u3099゛ｰ", max_size=12))
def test_the_quick_look_at_a_usual_text_changes_nothing(text):
    assert fold_for_search(f"{text} 髙") == f"{fold_for_search(text)} 高".strip()


def test_a_line_loses_its_breaks_and_paragraphs_keep_them():
    assert clean_line(" a\r\nb\x00\u3000c ") == "a b c"
    assert clean_paragraphs("\r\na \r\nb\x0bc\u2028d\x07\n\n") == "a\nb\nc\nd"
