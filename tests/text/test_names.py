import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.names import HostileName, clean_name, comparable_kana, comparable_name, widen_kana


@pytest.mark.parametrize(
    "name",
    [
        "髙橋 一郎",
        "𠮷野家",
        "葛\U000e0100城",
        "山﨑",
        "ゔぁん",
        "é",
        "か\u3099",
        "ﾔﾏﾀﾞ ﾀﾛｳ",
        "👨\u200d👩\u200d👧",
        "O'Brien",
        "Null",
        "なし",
        "李",
        "Madonna",
        "x" * 300,
    ],
)
def test_a_name_is_kept_as_it_is_written(name):
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("　山田　太郎 ", "山田 太郎"),
        ("山田\n太郎", "山田 太郎"),
        ("山\u200b田\ufeff", "山田"),
        ("山田\u00a0\u00a0太郎", "山田 太郎"),
        ("　", ""),
        ("", ""),
    ],
)
def test_only_blanks_and_what_nobody_sees_is_taken_from_a_name(written, kept):
    assert clean_name(written) == kept


@pytest.mark.parametrize(
    "name",
    [
        "山田\r\nBcc: evil@example.com",
        "山田\nSubject： x",
        "山田\x00太郎",
        "山田\x1b[31m",
        "\u202eorat adamay",
        "a" + "\u0301" * 500,
        "x" * 301,
        "\udcff",
    ],
)
def test_a_hostile_name_is_refused_with_its_reason(name):
    with pytest.raises(HostileName) as refused:
        clean_name(name)
    assert refused.value.ja.startswith("氏名に")
    assert refused.value.en.startswith("The name ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋　一郎", "高橋一郎"),
        ("山﨑", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("葛\U000e0100城", "葛城"),
        ("𠮷田", "吉田"),
        ("O'Brien", "OBRIEN"),
        ("ガブリエル", "カ\u3099ブリエル"),
        ("ＹＡＭＡＤＡ", "yamada"),
    ],
)
def test_spellings_of_one_name_compare_as_one(one, other):
    assert comparable_name(one) == comparable_name(other)


def test_different_names_stay_different():
    assert len({comparable_name(name) for name in ("斎藤", "斉藤", "佐藤", "齋木")}) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだたろう"), ("ショウ", "シヨウ"), ("オオヤ ミチヅ", "ｵｵﾔ･ﾐﾁｽﾞ"), ("ゔ", "ヴ")],
)
def test_spellings_of_one_reading_compare_as_one(one, other):
    assert comparable_kana(one) == comparable_kana(other)


def test_half_width_kana_are_widened_and_nothing_else():
    assert widen_kana("ﾔﾏﾀﾞ ﾀﾛｳ ABC 髙") == "ヤマダ タロウ ABC 髙"


@given(st.text(max_size=60))
def test_no_name_is_anything_but_cleaned_or_refused(text):
    try:
        name = clean_name(text)
    except Refusal:
        return
    assert clean_name(name) == name
    assert "\n" not in name
    assert comparable_name(comparable_name(name)) == comparable_name(name)
