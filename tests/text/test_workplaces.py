import pytest

from careerrelay.text.workplaces import comparable_employer, comparable_schools


@pytest.mark.parametrize(
    "written",
    ["㈱汐見計測", "汐見計測 株式会社", "汐見計測（株）", "株式会社　汐見計測", "汐見計測株式会社(在籍中)"],
)
def test_an_employer_is_one_whatever_its_legal_form_is_written_like(written):
    assert comparable_employer(written) == "汐見計測"


@pytest.mark.parametrize("written", ["無職", "学生", "なし", "-", "フリーランス", "", "株式会社"])
def test_no_employer_is_nobodys_employer(written):
    assert comparable_employer(written) == ""


def test_english_legal_forms_go_too():
    assert comparable_employer("Shiomi Keisoku Co., Ltd.") == comparable_employer("SHIOMI KEISOKU, Inc.")


@pytest.mark.parametrize(
    ("written", "schools"),
    [
        ("東都大学 経済学部 経営学科 2015年3月卒業", {"東都大学"}),
        ("2011/3 県立港高校、2015/3 東都大学工学部", {"県立港高校", "東都大学"}),
        ("University of Leeds, BA", {"universityofleeds"}),
        ("独学", set()),
    ],
)
def test_a_text_names_its_schools(written, schools):
    assert comparable_schools(written) == schools
