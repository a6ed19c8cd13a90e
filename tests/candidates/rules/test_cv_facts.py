"""What a CV says of who wrote it is proposed: under whatever label it stands, and nothing that could not be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.documents.cleaning import clean_document_text
from careerrelay.candidates.rules.documents.cv_facts import facts_in_cv
from careerrelay.candidates.rules.documents.kinds import recognise_document
from careerrelay.candidates.rules.documents.reading import read_document
from careerrelay.candidates.rules.facts import read_fact
from tests.corpus.documents import docx, form_pdf, word_table

RIREKISHO = [
    ["履 歴 書", "2026年11月1日現在"],
    ["ふりがな", "みうら あおい"],
    ["氏　名", "三浦 葵　㊞"],
    ["生年月日", "1990年5月1日生 (満36歳)", "性別 女"],
    ["ふりがな", "かながわけん よこはまし"],
    ["現住所", "〒231-0002 神奈川県横浜市中区海岸通9-99"],
    ["電話", "０９０−１２３４−５６７８", "FAX 045-111-2222"],
    ["E-mail", "ａｏｉ@example.jp"],
    ["学歴・職歴"],
    ["平成25年3月", "みなと大学 理工学部 卒業"],
    ["平成25年4月", "架空精機株式会社 入社"],
    ["平成30年3月", "架空精機株式会社 退社"],
    ["平成30年4月", "株式会社汐見計測 入社 品質保証部に配属"],
    ["", "現在に至る"],
]
SHOKUMU = """職務経歴書
2026年10月1日
氏名：髙橋 花子(タカハシ ハナコ)
携帯：080-1111-2222 / hanako.t+job@example.com
■職務要約
計測器の組込みソフトを10年。
2015年4月～現在　青葉計器株式会社
・要件定義から結合テストまで
■資格
基本情報技術者
以上"""


def facts_of(text: str) -> dict[str, str]:
    return facts_in_cv(clean_document_text(text).text)


def test_a_form_of_cells_gives_name_reading_contacts_region_school_and_employer() -> None:
    content = docx(word_table(RIREKISHO))
    text = read_document(content, recognise_document(content), has_time=lambda: True).text
    assert facts_of(text) == {
        "name": "三浦 葵",
        "kana": "みうら あおい",
        "addresses": "aoi@example.jp",
        "phones": "090-1234-5678",
        "region": "神奈川",
        "employer": "株式会社汐見計測",
        "education": "みなと大学 理工学部 卒業",
    }


def test_a_career_in_prose_gives_the_words_of_the_career_and_where_somebody_is_now() -> None:
    assert facts_of(SHOKUMU) == {
        "name": "髙橋 花子",
        "kana": "タカハシ ハナコ",
        "addresses": "hanako.t+job@example.com",
        "phones": "080-1111-2222",
        "employer": "青葉計器株式会社",
        "background": "計測器の組込みソフトを10年。\n2015年4月〜現在 青葉計器株式会社\n・要件定義から結合テストまで".replace(
            "〜", "~"
        ),
    }


def test_labels_set_wide_apart_in_a_pdf_are_labels() -> None:
    cells = [
        (50, 800, "氏"),
        (80, 800, "名"),
        (150, 800, "李 美蘭"),
        (50, 780, "住"),
        (80, 780, "所"),
        (150, 780, "愛知県名古屋市"),
    ]
    content = form_pdf(cells)
    text = read_document(content, recognise_document(content), has_time=lambda: True).text
    assert facts_of(text) == {"name": "李 美蘭", "region": "愛知"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name: Anna O'Brien\nPhone 03-1234-5678", "Anna O'Brien"),
        ("𠮷野 太郎\n職務経歴書", ""),
        ("三浦 葵\n職務経歴書", "三浦 葵"),
        ("氏名\n佐藤 健一", "佐藤 健一"),
        ("氏名: (印)", ""),
        ("氏名 株式会社汐見計測", ""),
        ("会社名 三浦", ""),
    ],
)
def test_a_name_is_what_looks_like_one(text: str, name: str) -> None:
    assert facts_of(text).get("name", "") == name


@pytest.mark.promise("P20")
def test_what_may_not_be_asked_is_in_no_proposal() -> None:
    text = "氏名 三浦 葵\n本籍 神奈川県\n■職務経歴\n配偶者 有\n計測器の校正"
    assert facts_of(text) == {"name": "三浦 葵", "background": "計測器の校正"}


@given(
    st.lists(
        st.sampled_from(
            ["氏名", "ふりがな", "住所", "電話", "職歴", "\t", "\n", ":", "2020年4月", "入社", "大学 卒業"]
        )
        | st.text(max_size=8),
        max_size=20,
    )
)
def test_whatever_is_proposed_could_have_been_typed(parts: list[str]) -> None:
    for field, written in facts_in_cv("".join(parts)).items():
        assert read_fact(field, written)
