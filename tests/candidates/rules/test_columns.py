import pytest

from careerrelay.candidates.rules.aliases import SOURCES, detect_source
from careerrelay.candidates.rules.columns import NoKnownColumn, UnknownSource, check_source, map_columns
from careerrelay.candidates.rules.fields import FIELD_NAMES, Field
from tests.corpus.numbers import my_number

MY_NUMBERS = [[my_number("12345678901")], [my_number("23456789012")], [my_number("34567890123")]]


def fields_of(*headings: str, **options) -> list[Field | None]:
    return [column.field for column in map_columns(headings, samples=[], **options).columns]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("氏名", Field.NAME),
        ("氏 名（必須）", Field.NAME),
        ("【氏名】", Field.NAME),
        ("\ufeff氏名", Field.NAME),
        ("ﾒｰﾙｱﾄﾞﾚｽ", Field.ADDRESS),
        ("Ｅ－mail", Field.ADDRESS),
        ("E-Mail*", Field.ADDRESS),
        ("メールアドレス1", Field.ADDRESS),
        ("候補者一般.メールアドレス2", Field.ADDRESS),
        ("電話番号②", Field.PHONE),
        ("first_name", Field.GIVEN_NAME),
        ("Last Name", Field.FAMILY_NAME),
        ("選考ポジション名", Field.JOB_TITLE),
        ("応募者id", Field.EXTERNAL_ID),
        ("住所①", Field.REGION),
        ("候補者職歴.職歴1_会社名", Field.EMPLOYER),
        ("１次面接実施日", Field.INTERVIEW_1_ON),
    ],
)
def test_a_heading_is_known_however_it_is_dressed(heading, field):
    assert fields_of(heading, "応募ID")[0] is field


@pytest.mark.parametrize(
    "heading",
    [
        "メールアドレス（紹介者）",
        "面接官メールアドレス",
        "エージェント.メールアドレス",
        "担当者氏名",
        "1次面接評価者",
        "紹介者の電話番号",
    ],
)
def test_another_persons_data_is_never_taken_for_the_candidates(heading):
    assert fields_of(heading, "氏名")[0] is None


@pytest.mark.parametrize("heading", ["生年月日", "年齢", "性別", "顔写真", "郵便番号", "Gender"])
def test_what_is_not_needed_is_left_out(heading):
    column = map_columns([heading, "氏名"], samples=[]).columns[0]
    assert column.field is None
    assert column.barred is None
    assert column.is_known


@pytest.mark.promise("P20")
@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("本籍", "本籍・出生地"),
        ("本籍地（都道府県名）", "本籍・出生地"),
        ("出生地", "本籍・出生地"),
        ("家族構成", "家族に関すること"),
        ("扶養家族数", "家族に関すること"),
        ("配偶者の有無", "家族に関すること"),
        ("住宅状況", "住宅状況"),
        ("生活環境", "生活環境・家庭環境"),
        ("宗教", "宗教"),
        ("支持政党", "支持政党"),
        ("生活信条", "人生観・生活信条"),
        ("尊敬する人物", "尊敬する人物"),
        ("思想", "思想"),
        ("労働組合への加入", "労働組合・学生運動などの社会運動"),
        ("学生運動", "労働組合・学生運動などの社会運動"),
        ("愛読書", "購読新聞・雑誌・愛読書"),
        ("購読新聞", "購読新聞・雑誌・愛読書"),
        ("身元調査結果", "身元調査"),
        ("戸籍謄本", "本人の適性・能力に関係ない事項を含む応募書類"),
        ("健康診断結果", "健康診断"),
        ("既往歴", "健康診断"),
        ("マイナンバー", "マイナンバー"),
        ("ﾏｲﾅﾝﾊﾞｰ", "マイナンバー"),
        ("個人番号", "マイナンバー"),
        ("Religion", "宗教"),
        ("Marital status", "家族に関すること"),
    ],
)
def test_a_column_that_may_not_be_asked_for_is_dropped_with_its_reason(heading, item):
    column = map_columns([heading, "氏名"], samples=[]).columns[0]
    assert column.field is None
    assert column.barred is not None
    assert column.barred.ja == item
    assert column.barred.en


@pytest.mark.parametrize(
    "heading", ["家族手当", "住宅手当", "Family name", "宗教法人名", "発想", "組合せ", "備考（家族構成など）"]
)
def test_a_heading_that_only_sounds_like_it_is_not_dropped(heading):
    assert map_columns([heading, "氏名"], samples=[]).columns[0].barred is None


@pytest.mark.promise("P20")
def test_a_choice_cannot_bring_in_what_may_not_be_asked_for():
    for key in (0, "本籍"):
        column = map_columns(["本籍", "氏名"], samples=[], choices={key: Field.NOTES}).columns[0]
        assert column.barred is not None
        assert column.field is None


@pytest.mark.promise("P20")
@pytest.mark.parametrize("heading", ["番号2", "備考", "自由項目1", "社員コード"])
def test_a_column_of_my_numbers_is_dropped_whatever_it_is_called(heading):
    column = map_columns([heading, "氏名"], samples=MY_NUMBERS).columns[0]
    assert column.barred is not None
    assert column.barred.ja == "マイナンバー"


def test_an_application_id_of_twelve_digits_is_no_my_number_by_chance():
    assert map_columns(["応募ID", "氏名"], samples=MY_NUMBERS).columns[0].field is Field.EXTERNAL_ID


def test_a_person_may_choose_what_a_column_is():
    assert fields_of("謎", "氏名", choices={"謎": Field.ADDRESS})[0] is Field.ADDRESS
    assert fields_of("謎", "氏名", choices={0: Field.PHONE, 1: None}) == [Field.PHONE, None]


def test_values_that_look_like_addresses_are_a_suggestion_and_no_more():
    mapping = map_columns(["連絡手段", "氏名"], samples=[["a@x.jp", "山田"], ["b@x.jp", "鈴木"]])
    assert mapping.columns[0].field is None
    assert mapping.columns[0].suggested is Field.ADDRESS


def test_of_several_columns_the_surest_comes_first():
    mapping = map_columns(["メールアドレス2", "メールアドレス"], samples=[])
    assert mapping.indexes(Field.ADDRESS) == (1, 0)


def test_headings_of_which_none_names_a_person_are_refused_and_shown():
    with pytest.raises(NoKnownColumn) as refused:
        map_columns(["品名", "数量", ""], samples=[])
    assert "品名、数量" in refused.value.ja
    assert "品名, 数量" in refused.value.en


def test_an_unknown_source_is_refused_with_those_that_there_are():
    assert check_source(None) is None
    assert check_source("hrmos") == "hrmos"
    with pytest.raises(UnknownSource) as refused:
        check_source("workday")
    assert all(source in refused.value.ja for source in SOURCES)


def test_headings_of_nobody_in_particular_are_plain():
    assert detect_source(["氏名", "メールアドレス"]) == "plain"


def test_every_field_has_its_name_in_both_languages():
    assert set(FIELD_NAMES) == set(Field)
    assert all(field.ja and field.en for field in Field)
