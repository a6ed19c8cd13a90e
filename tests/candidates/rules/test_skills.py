"""Skills: one key for their spellings, and the known ones found in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.fair_hiring import barred_by_header
from careerrelay.candidates.rules.skill_names_it import IT_SKILLS
from careerrelay.candidates.rules.skill_names_work import WORK_SKILLS
from careerrelay.candidates.rules.skills import known_skills, skill_key, skill_of_key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Python3とC++11、C#8、.NET、JavaScriptで開発", "python cpp csharp dotnet javascript"),
        ("ＪＡＶＡ８、ｱﾝﾄﾞﾛｲﾄﾞｱﾌﾟﾘ", "java android"),
        ("Googleで検索し、DjangoとMongoDBを使用", "django mongodb"),
        ("Go言語。Python, Go and Rust", "go python rust"),
        ("Go to market strategy. We go home, he excels", ""),
        ("C、R。Cで開発", "c r"),
        ("ビタミンC、C社、Aランク、R社", ""),
        ("C/C++", "cpp"),
        ("excelでの集計", "excel"),
        ("法人営業を3年、営業時間は9時から、営業所に勤務", "corporate_sales"),
        ("経理未経験可、未経理", "accounting"),
        ("プロジェクトマネジメント", "project_management"),
        ("ASP.NET Core と Next.js/Node.js", "aspnet nextjs nodejs"),
        ("ruby@example.jp www.php.net", ""),
        ("R&D部門、ISO9001の内部監査", "rnd iso9001 audit"),
        ("日商簿記2級 TOEIC 800点 普通自動車免許", "boki_2 toeic drivers_license"),
        ("要件定義から結合テストまで", "requirements testing"),
        ("ルビーの指輪", ""),
        ("", ""),
    ],
)
def test_a_text_gives_the_skills_that_it_speaks_of(text, keys):
    assert known_skills(text) == tuple(keys.split())


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Python", "python"),
        ("python 3.11", "python"),
        ("ﾊﾟｲｿﾝ", "python"),
        ("ＰＯＷＥＲ　ＢＩ", "power_bi"),
        ("PM", "project_management"),
        ("Mechanical design", "mechanical_design"),
        ("簿記２級", "boki_2"),
        ("C", "c"),
        ("ISO 9001", "iso9001"),
        ("秘伝のタレ", "秘伝のタレ"),
        ("髙級寿司", "高級寿司"),
        ("　", ""),
    ],
)
def test_spellings_of_a_skill_meet_in_one_key(words, key):
    assert skill_key(words) == key


def entries() -> list[list[str]]:
    lines = f"{IT_SKILLS.strip()}\n{WORK_SKILLS.strip()}".splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines]


def test_the_taxonomy_is_whole():
    skills = [entry for entry in entries() if entry[0] != "-"]
    keys = [entry[0] for entry in skills]
    assert len(keys) == len(set(keys)) > 400
    for key, ja, en, _ in skills:
        known = skill_of_key(key)
        assert known is not None
        assert known.ja
        assert known.en.isascii(), key
        assert skill_key(ja.lstrip("!=")) == key
        assert skill_key((en or ja).lstrip("!=")) == key
        assert barred_by_header(known.ja) is None


def test_no_spelling_belongs_to_two_skills():
    owner: dict[str, str] = {}
    for key, ja, en, more in entries():
        for spelling in {name.strip().lstrip("!=").casefold() for name in (ja, en, *more.split(";"))} - {""}:
            assert owner.setdefault(spelling, key) == key, spelling


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text):
    assert all(skill_of_key(key) for key in known_skills(text))
    assert len(skill_key(text)) <= 100


def test_a_letter_that_grows_when_lowered_shifts_nothing():
    assert known_skills("İİİ Python") == ("python",)
