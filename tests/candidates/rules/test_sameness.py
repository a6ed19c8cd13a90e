"""When two records are one person. 佐藤 誠 is many people, 三浦 葵 with her own address is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.name_evidence import Named, are_clearly_different, compare_names
from careerrelay.candidates.rules.sameness import Commonness, Known, Sameness, judge

A_HUNDRED_THOUSAND = Commonness(100_000)
COMMON = Commonness(100_000, of_name=60, of_kana=80, of_employer=40)


def known(
    name: str = "",
    kana: str = "",
    *,
    address: str = "",
    phone: str = "",
    employer: str = "",
    school: str = "",
) -> Known:
    return Known(
        Named(name, kana),
        frozenset({address} - {""}),
        frozenset({phone} - {""}),
        frozenset({employer} - {""}),
        frozenset({school} - {""}),
    )


MOBILE = "+819012345678"
AOI = known("三浦 葵", "ミウラ アオイ", address="aoi@example.jp", phone=MOBILE, employer="汐見計測")


@pytest.mark.parametrize(
    "other",
    [
        known("三浦 葵", address="aoi@example.jp"),
        known("三浦　葵", "ﾐｳﾗ ｱｵｲ", phone=MOBILE),
        known("葵 三浦", address="aoi@example.jp"),
        known("Miura Aoi", address="aoi@example.jp"),
        known("三浦", address="aoi@example.jp"),
        known("森 葵", "モリ アオイ", address="aoi@example.jp"),
        known("三浦 碧", "ミウラ アオイ", address="aoi@example.jp"),
        known("", address="aoi@example.jp"),
    ],
)
def test_an_own_address_and_a_number_with_the_name_are_certain(other):
    assert judge(AOI, other, commonness=A_HUNDRED_THOUSAND).sameness is Sameness.CERTAIN


@pytest.mark.parametrize(
    ("name", "kana"),
    [("三浦 健", "ミウラ ケン"), ("三浦 蒼", "ミウラ ソウ"), ("三浦 蒼", ""), ("田中 実", "")],
)
def test_an_address_that_two_people_share_is_for_a_human_being(name, kana):
    judged = judge(AOI, known(name, kana, address="aoi@example.jp"), commonness=A_HUNDRED_THOUSAND)
    assert judged.sameness is Sameness.LIKELY
    assert "shared_address" in judged.evidence
    assert "address" not in judged.evidence


@pytest.mark.parametrize(
    "other",
    [
        known("三浦 葵", "ミウラ アオイ", employer="汐見計測"),
        known("Aoi Miura", phone=MOBILE),
        known("", phone=MOBILE),
        known("森 葵", "モリ アオイ", phone=MOBILE),
        known("三浦 あおい", "ミウラ アオイ", phone=MOBILE),
        known("三浦 葵", "ミウラ アオイ", address="aoi@other.example.jp", employer="汐見計測"),
    ],
)
def test_a_second_sign_beside_the_name_is_likely_only(other):
    assert judge(AOI, other, commonness=A_HUNDRED_THOUSAND).sameness is Sameness.LIKELY


@pytest.mark.parametrize("commonness", [COMMON, A_HUNDRED_THOUSAND, Commonness(2)])
def test_the_same_name_alone_is_never_likely_however_rare(commonness):
    rare = judge(
        known("小鳥遊 琥珀", "タカナシ コハク"),
        known("小鳥遊 琥珀", "タカナシ コハク"),
        commonness=commonness,
    )
    assert rare.sameness is Sameness.NO


def test_a_common_name_needs_more_than_a_rare_one():
    one, other = (
        known("佐藤 誠", "サトウ マコト", school="東都大学", address=f"{n}@example.jp") for n in "ab"
    )
    assert judge(one, other, commonness=COMMON).sameness is Sameness.NO
    assert judge(one, other, commonness=A_HUNDRED_THOUSAND).sameness is Sameness.LIKELY


def test_a_reading_that_differs_makes_namesakes_of_one_writing():
    makoto = known("佐藤 誠", "サトウ マコト", employer="汐見計測")
    sei = known("佐藤 誠", "サトウ セイ", employer="汐見計測")
    commonness = Commonness(100_000, of_name=20, of_kana=10, of_employer=40)
    assert judge(makoto, makoto, commonness=commonness).sameness is Sameness.LIKELY
    assert judge(makoto, sei, commonness=commonness).sameness is Sameness.NO


def test_a_family_that_shares_a_number_stays_apart():
    ken = known("三浦 健", "ミウラ ケン", phone=MOBILE)
    assert judge(AOI, ken, commonness=A_HUNDRED_THOUSAND).sameness is Sameness.NO


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("髙橋 一郎", "高橋 一郎", "name_variant"),
        ("渡邉 恵", "渡邊 惠", "name_variant"),
        ("斉藤 学", "齋藤 学", "name_variant"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ", "name_variant"),
        ("山田 太郎", "太郎　山田", "name_swapped"),
        ("Taro Yamada", "YAMADA TARO", "name_swapped"),
        ("山田太郎", "山田 太郎", "name"),
        ("Jonathan Smith", "Jonathon Smith", "name_near"),
        ("佐藤", "佐藤 誠", "name_part"),
        ("佐藤 花子", "鈴木 花子", "given_name"),
    ],
)
def test_what_two_names_have_in_common_is_said_in_a_code(one, other, code):
    assert compare_names(Named(one), Named(other)).codes == (code,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Named("佐藤 誠"), Named("佐藤 恵")),
        (Named("佐藤 真", "サトウ マコト"), Named("佐藤 真子", "サトウ マコ")),
        (Named("山田 健一"), Named("山田 健二")),
        (Named("Hanako Yamada"), Named("Kenji Yamada")),
    ],
)
def test_couples_and_brothers_are_clearly_different(one, other):
    assert are_clearly_different(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Named(""), Named("佐藤 恵")),
        (Named("なし"), Named("佐藤 恵")),
        (Named("Hanako Sato"), Named("佐藤 花子")),
        (Named("佐藤 誠"), Named("", "サトウ マコト")),
        (Named("佐藤 美咲"), Named("高木 美咲")),
    ],
)
def test_what_cannot_be_compared_or_changes_with_a_marriage_is_not_clearly_different(one, other):
    assert not are_clearly_different(one, other)


words = st.text(alphabet="佐藤斎斉誠恵山田アイサトabcジョ 　.々𠮷", max_size=8)
people = st.builds(
    known,
    words,
    words,
    address=st.sampled_from(["", "a@example.jp", "satomakoto@example.jp", "satomakoto@example.com"]),
    phone=st.sampled_from(["", MOBILE, "+81312345678"]),
    employer=st.sampled_from(["", "汐見計測", "青葉台食品"]),
)


@given(people, people, st.integers(2, 1_000_000))
def test_it_makes_no_difference_who_comes_first(one, other, number):
    commonness = Commonness(number)
    there, back = judge(one, other, commonness=commonness), judge(other, one, commonness=commonness)
    assert there.sameness is back.sameness
    assert set(there.evidence) == set(back.evidence)
    assert there.likelihood == pytest.approx(back.likelihood)
    assert 0 <= there.likelihood <= 1


@given(people, people)
def test_without_an_address_or_a_number_in_common_nothing_is_certain(one, other):
    judged = judge(one, other, commonness=A_HUNDRED_THOUSAND)
    if judged.sameness is Sameness.CERTAIN:
        assert {"address", "phone"} & set(judged.evidence)
