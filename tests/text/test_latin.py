import pytest

from careerrelay.text.latin import latin_form, latin_forms_of_kana


@pytest.mark.parametrize(
    ("latin", "kana"),
    [
        ("SATO Makoto", "サトウ マコト"),
        ("Satoh Makoto", "さとう まこと"),
        ("Makoto Satou", "サトウ マコト"),
        ("Junichi Ohno", "オオノ ジュンイチ"),
        ("Yuuko Homma", "ホンマ ユウコ"),
        ("Yuko Honma", "ﾎﾝﾏ ﾕｳｺ"),
        ("Kenta Hattori", "ハットリ ケンタ"),
        ("Shota Fujii", "フジイ シヨウタ"),
        ("Syouta Huzii", "フジイ ショウタ"),
        ("Ryo Ito", "イトウ リョウ"),
        ("Joji Inoue", "イノウエ ジョウジ"),
        ("Jun'ya Endo", "エンドウ ジュンヤ"),
        ("Masatsugu Kato", "カトウ マサツグ"),
    ],
)
def test_a_name_in_latin_letters_is_its_reading_however_it_is_spelled(latin, kana):
    assert latin_form(latin) in latin_forms_of_kana(kana)


@pytest.mark.parametrize(
    ("latin", "kana"),
    [("Sato Makoto", "サトウ マコ"), ("Ono Kei", "オノ ケイコ"), ("Inoue Joji", "イノ ジョウジ")],
)
def test_another_name_has_other_letters(latin, kana):
    assert latin_form(latin) not in latin_forms_of_kana(kana)


@pytest.mark.parametrize("name", ["佐藤 誠", "サトウ マコト", "", "X Æ A-12"])
def test_only_latin_letters_have_a_latin_form(name):
    assert latin_form(name) == ""


@pytest.mark.parametrize("kana", ["", "佐藤 誠", "Sato"])
def test_only_a_reading_is_spelled_in_latin_letters(kana):
    assert latin_forms_of_kana(kana) == frozenset()
