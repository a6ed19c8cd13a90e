"""The profile: a draft until the person confirms it, and then their own words."""

from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate
from careerrelay.core import clock
from careerrelay.people.models import Profile
from careerrelay.people.rules import ProfilePart
from careerrelay.text.regions import PREFECTURES, REMOTE
from careerrelay.web.candidate.forms import SKILLS_MAX, skills_in
from careerrelay.web.candidate.profile import confirmed_at
from careerrelay.web.candidate.regions import AREAS
from tests.make import NOW, answer, make_candidate, make_link, make_token
from tests.web.candidate.rows import person_with

AOI = "aoi@example.jp"
TYPED = {
    "name": "三浦 葵",
    "kana": "みうら あおい",
    "phone": "０９０ー１２３４ー５６７８",
    "occupation": "組込みソフト開発",
    "skills": "C++、RTOS,CAN通信\nc++",
    "experience": "計測器の組込みソフトを6年。\n\n小さな組をまとめた。",
    "wishes": "在宅と併用できること",
}


@pytest.fixture
def link(network):
    """Aoi came by a personal link of the company that imported her, and agreed to one agency."""
    found = make_link(network.company, candidate=make_candidate(network.company))
    answer(found, agencies=network.agencies[:1])
    return f"/c/{make_token(network.company)}"


def stored():
    with acting_for_person(person_with(AOI)):
        return Profile.objects.get()


def send(reader, link, part, typed=None, *, ticks=(), word="保存"):
    form = reader.open(f"{link}/profile/{part}").form(word)
    return reader.press(form, word, typed=typed or {}, ticks=list(ticks))


PARTS = {
    "name": ("name", "kana", "phone"),
    "work": ("occupation", "experience"),
    "skills": ("skills",),
    "regions": (),
    "wishes": ("wishes",),
}


def save(reader, link, typed=None, *, regions=("東京", "在宅")):
    """Every part, then the press that confirms. The answer to the last one."""
    words = TYPED | (typed or {})
    for part, columns in PARTS.items():
        ticks = [("regions", region) for region in regions] if part == "regions" else []
        sent = send(reader, link, part, {column: words[column] for column in columns}, ticks=ticks)
        assert sent.status == 303, sent.text
    return reader.press(reader.open(f"{link}/profile").form("この内容"), "この内容")


def test_a_draft_from_the_application_is_shown_as_a_draft(reader, link):
    page = reader.open(f"{link}/profile")
    assert "渡すプロフィールを書いてください" in page.text
    assert "あと必要なもの: 職種かスキル、希望の勤務地" in page.text
    assert "三浦 葵" in page.text
    assert stored().confirmed_at is None
    assert "あなたが確かめるまで、だれにも渡しません。" in reader.open(link).text


def test_parts_lead_from_one_to_the_next_and_stay_a_draft_until_they_are_confirmed(reader, link):
    page = reader.follow(send(reader, link, "name", {"name": "三浦 葵"}))
    assert "5つのうち2つめ どんな仕事をしてきましたか" in page.text
    reader.press(page.form("保存"), "保存", typed={"occupation": "購買"})
    assert stored().confirmed_at is None
    # Somebody who comes back to put one part right is not led through the others.
    page = reader.open(f"{link}/profile/regions?then=check")
    page = reader.follow(reader.press(page.form("保存する"), "保存する", ticks=[("regions", "東京")]))
    assert "下書きに保存しました。まだ、だれにも渡しません。" in page.text
    assert "渡すプロフィールを確かめてください" in page.text
    page = reader.follow(reader.press(page.form("この内容"), "この内容"))
    assert "プロフィールを確かめました。" in page.text
    assert stored().confirmed_at is not None


def test_what_the_person_saves_is_the_profile(reader, link):
    page = reader.follow(save(reader, link))
    profile = stored()
    assert profile.confirmed_at == profile.updated_at
    assert (profile.name, profile.kana, profile.phone) == ("三浦 葵", "みうら あおい", "090-1234-5678")
    assert profile.skills == ["C++", "RTOS", "CAN通信"]
    assert profile.regions == ["在宅", "東京"]
    assert profile.experience == "計測器の組込みソフトを6年。\n\n小さな組をまとめた。"
    assert "確認した日 2026年11月19日(木)" in page.text
    assert "三浦 葵(みうら あおい)" in page.text
    assert "a•••••@example.jp" in page.text


def test_what_is_saved_comes_back_as_it_was_and_only_its_part_is_confirmed_anew(reader, link):
    save(reader, link)
    before = stored()
    form = reader.open(f"{link}/profile/skills").form("保存する")
    assert [value for name, value in form.ticked if name == "skill"] == ["C++", "RTOS", "CAN通信"]
    later = NOW + timedelta(days=1)
    with clock.moved_to(later):
        page = reader.follow(reader.press(form, "保存する"))
    after = stored()
    columns = ("name", "kana", "phone", "occupation", "skills", "experience", "regions", "wishes")
    assert [getattr(after, c) for c in columns] == [getattr(before, c) for c in columns]
    moments = [confirmed_at(after, part) for part in (ProfilePart.SKILLS, ProfilePart.WORK)]
    assert [moment and moment.date() for moment in moments] == [later.date(), NOW.date()]
    assert "プロフィールを保存しました。" in page.text


@pytest.mark.parametrize(
    ("part", "typed", "refused"),
    [
        ("name", {"name": ""}, ([], "氏名を入力してください。")),
        ("name", {"name": "　"}, ([], "氏名を入力してください。")),
        ("name", {"name": "あ" * 301}, ([], "300文字までで書いてください。いまは301文字です。")),
        ("name", {"name": "三浦\nBcc: x@example.jp"}, ([], "氏名に改行とメールのヘッダーのような文字列")),
        ("name", {"name": "a" + "\u0301" * 250}, ([], "氏名に")),
        ("name", {"name": "\u202e三浦"}, ([], "氏名に文字の向きを変える制御文字が入っています。")),
        ("name", {"phone": "12"}, ([], "電話番号「12」は使えません。")),
        ("name", {"phone": "090-1234-5678 / 090-1111-2222"}, ([], "電話番号を1つだけ入力してください")),
        ("skills", {"skills": "あ" * 101}, ([], "ひとつのスキルは100文字までです。")),
        ("skills", {"skills": ",".join(map(str, range(SKILLS_MAX + 1)))}, ([], "スキルは50個までです。")),
        ("work", {"experience": "あ" * 4001}, ([], "4000文字までで書いてください。")),
        ("regions", {}, ([], "希望の勤務地を、1つは選んでください。")),
        ("regions", {}, ([("regions", "火星")], "「火星」という勤務地は選べません。")),
    ],
)
def test_what_needs_another_look_is_said_at_its_place_and_what_was_typed_stays(
    reader, link, part, typed, refused
):
    ticks, said = refused
    before = stored()
    page = send(reader, link, part, typed, ticks=ticks)
    assert page.status == 422
    assert "まだ保存していません。" in page.text
    assert page.text.count(said) >= 2
    assert "<title>エラー: " in page.body
    targets = [tag["href"] for tag in page.tags("a") if (tag.get("href") or "").startswith("#id_")]
    ids = {tag.get("id") for name in ("input", "textarea", "h2") for tag in page.tags(name)}
    assert targets
    assert all(target[1:] in ids for target in targets)
    form = page.form("保存")
    assert all(form.fields[column] == [value] for column, value in typed.items() if column != "name")
    assert stored().updated_at == before.updated_at


def test_an_occupation_or_a_skill_is_enough_and_a_confirmed_profile_keeps_one(reader, link):
    only = {"kana": "", "phone": "", "experience": "", "wishes": "", "occupation": ""}
    assert save(reader, link, only).status == 303
    form = reader.open(f"{link}/profile/skills").form("保存する")
    form.ticked = []
    page = reader.press(form, "保存する")
    assert page.status == 422
    assert "職種かスキルを、1つは入力してください。" in page.text
    assert stored().skills


def test_skills_are_suggested_from_the_persons_own_words_and_looked_up_without_script(reader, link):
    send(reader, link, "work", {"occupation": "生産管理", "experience": "機械設計とPythonを少し。"})
    page = reader.open(f"{link}/profile/skills")
    offered = {value for name, value in page.form("保存").boxes if name == "skill"}
    assert {"機械設計", "Python", "生産管理"} <= offered
    page = reader.press(page.form("保存"), "書いた言葉から候補を探す", typed={"skills": "回路、竹細工"})
    assert page.status == 200
    offered = {value for name, value in page.form("保存").boxes if name == "skill"}
    assert {"回路設計", "回路", "竹細工"} <= offered
    assert page.form("保存").fields["skills"] == [""]
    reader.press(page.form("保存"), "保存", ticks=[("skill", "回路設計"), ("skill", "竹細工")])
    assert stored().skills == ["回路設計", "竹細工"]


@pytest.mark.promise("P29")
@pytest.mark.parametrize("name", ["𠮷田 髙﨑", "Zoë O'Brien", "葛󠄀城", "ヴぁ か゚", "👩‍💻", "なし", "Null"])
def test_a_name_is_kept_as_it_is_written(reader, link, name):
    send(reader, link, "name", {"name": name})
    assert stored().name == name
    assert name in reader.open(f"{link}/profile").text


def test_a_double_click_saves_once_and_who_changed_a_word_hears_that_it_is_not_saved_yet(reader, link):
    form = reader.open(f"{link}/profile/wishes").form("保存")
    for _press in range(2):
        assert reader.press(form, "保存", typed={"wishes": "在宅"}).status == 303
    page = reader.press(form, "保存", typed={"wishes": "在宅だけ"})
    assert page.status == 422
    assert "直したところも残すには、もう一度保存してください。" in page.text
    assert stored().wishes == "在宅"
    reader.press(page.form("保存"), "保存")
    assert stored().wishes == "在宅だけ"


def test_a_forged_form_saves_nothing_and_keeps_what_was_typed(reader, link):
    form = reader.open(f"{link}/profile/work").form("保存")
    form.fields["nonce"] = ["forged"]
    page = reader.press(form, "保存", typed={"occupation": "購買"})
    assert page.status == 422
    assert "まだ保存していません。もう一度保存してください。" in page.text
    assert page.form("保存").fields["occupation"] == ["購買"]
    assert stored().occupation == ""


def test_a_form_three_days_old_is_saved(reader, link):
    form = reader.open(f"{link}/profile/work").form("保存")
    with clock.moved_to(NOW + timedelta(days=3)):
        assert reader.press(form, "保存", typed={"occupation": "購買"}).status == 303


def test_a_part_that_does_not_exist_is_not_there(reader, link):
    assert reader.open(f"{link}/profile/salary").status == 404


def self_declared(network):
    """Aoi came by the start link: the company has her address and no name."""
    answer(make_link(network.company), pool=True)
    return f"/c/{make_token(network.company)}"


def names_at(company):
    with acting_for(company.id):
        return list(Candidate.objects.values_list("name", flat=True))


def test_a_company_that_may_keep_somebody_learns_the_name(reader, network):
    save(reader, self_declared(network))
    assert names_at(network.company) == ["三浦 葵"]


@pytest.mark.promise("P02", "P08")
def test_a_company_that_may_not_any_more_learns_nothing(reader, network):
    link = self_declared(network)
    page = reader.open(link)
    reader.press(page.form("やめる"), "やめる")
    save(reader, link)
    assert names_at(network.company) == []


def test_an_old_item_is_marked_with_its_day(reader, network, link):
    save(reader, link)
    later = NOW + timedelta(days=370)
    with clock.moved_to(later):
        page = reader.open(f"/c/{make_token(network.company, at=later)}")
    assert {"class": "stale"} in page.tags("span")


def test_every_region_that_may_be_stored_is_offered_once():
    offered = [region for _area, prefectures in AREAS for region in prefectures]
    assert offered == PREFECTURES
    assert REMOTE not in offered


def test_skills_are_split_where_people_split_them():
    assert skills_in("C、C++ ，RTOS;CAN\tＣ＋＋\r\n英語 読み書き") == (
        "C",
        "C++",
        "RTOS",
        "CAN",
        "英語 読み書き",
    )
    assert skills_in(" 、,\n") == ()
