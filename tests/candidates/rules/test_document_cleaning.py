"""What an employer may not ask does not come in by the back door of a form's text (P20)."""

import pytest

from careerrelay.candidates.rules.documents.cleaning import LEFT_OUT, clean_document_text, holds_my_number

FORM = """履歴書\t2025年4月1日現在
氏名\t髙橋 花子
本籍 東京都
本 籍 神奈川県横浜市
本\t籍\t愛知県
1990年4月1日生(満35歳) 男・女
生年月日\t昭和60年3月3日\t電話\t090-1234-5678
性別:女
配偶者 有 扶養家族数(配偶者を除く) 2人 配偶者の扶養義務 無
家族構成
妻、長男、長女
国籍
日本
尊敬する人物：坂本龍馬
2015年4月 株式会社汐見計測 入社"""
HARMLESS = """2015年4月 株式会社汐見計測 入社 組込みソフトウェア開発
健康診断センター勤務、家族手当の計算システムを担当
家族の介護のため退職しました。
年齢層の広い顧客を担当
宗教法人の会計を支援
2003年生産管理システムの構築
平成27年4月 株式会社生田製作所 入社
2026年3月 卒業見込み 学生生活で得たもの
Age verification service (Python)"""


@pytest.mark.promise("P20")
def test_answers_of_a_form_are_left_out_and_named() -> None:
    cleaned = clean_document_text(FORM)
    assert cleaned.text == (
        "履歴書\t2025年4月1日現在\n氏名\t髙橋 花子\n電話\t090-1234-5678\n2015年4月 株式会社汐見計測 入社"
    )
    assert {item.ja for item in cleaned.left_out} == {
        "本籍・出生地",
        "生年月日・年齢・性別",
        "家族に関すること",
        "尊敬する人物",
    }
    assert all(LEFT_OUT[item.ja] == item for item in cleaned.left_out)


def test_what_somebody_did_at_work_stays() -> None:
    cleaned = clean_document_text(HARMLESS)
    assert cleaned.text == HARMLESS
    assert cleaned.left_out == ()


@pytest.mark.promise("P20")
@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("個人番号 1234 5678 9018", True),
        ("マイナンバー：\n１２３４５６７８９０１８", True),
        ("My Number: 1234-5678-9018", True),
        ("マイナンバー制度に対応した給与システムを構築", False),
        ("マイナンバー 1234 5678 9012", False),
        ("注文番号 1234 5678 9018", False),
    ],
)
def test_a_my_number_is_one_that_is_called_so_and_has_its_check_digit(text: str, is_one: bool) -> None:
    assert holds_my_number(text) is is_one


@pytest.mark.promise("P20")
def test_a_number_that_may_be_a_my_number_is_blanked_without_its_name() -> None:
    cleaned = clean_document_text("番号 1234 5678 9018 です")
    assert "9018" not in cleaned.text
    assert [item.ja for item in cleaned.left_out] == ["マイナンバー"]


def test_a_long_text_is_cleaned_in_no_time() -> None:
    cleaned = clean_document_text("本籍 東京都 生年月日 男女\t家族\n" * 5_000 + "生" * 10_000)
    assert cleaned.text == "生" * 10_000
