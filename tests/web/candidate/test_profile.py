"""The profile: a draft until the person confirms it, and then their own words."""

from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate
from careerrelay.core import clock
from careerrelay.people.models import Profile
from careerrelay.text.regions import PREFECTURES, REMOTE
from careerrelay.web.candidate.forms import SKILLS_MAX, skills_in
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


def save(reader, link, typed=None, *, regions=("東京", "在宅")):
    form = reader.open(f"{link}/profile").form("この内容")
    return reader.press(
        form, "この内容", typed=TYPED | (typed or {}), ticks=[("regions", region) for region in regions]
    )


def test_a_draft_from_the_application_is_shown_as_a_draft(reader, link):
    page = reader.open(f"{link}/profile")
    assert "渡すプロフィールを確かめてください" in page.text
    assert "応募のときの内容から作った下書きです。" in page.text
    assert page.form("この内容").fields["name"] == ["三浦 葵"]
    assert stored().confirmed_at is None
    assert "あなたが確かめるまで、だれにも渡しません。" in reader.open(link).text


def test_what_the_person_saves_is_the_profile(reader, link):
    page = reader.follow(save(reader, link))
    assert "プロフィールを保存しました。" in page.text
    profile = stored()
    assert profile.confirmed_at == profile.updated_at
    assert (profile.name, profile.kana, profile.phone) == ("三浦 葵", "みうら あおい", "090-1234-5678")
    assert profile.skills == ["C++", "RTOS", "CAN通信"]
    assert profile.regions == ["在宅", "東京"]
    assert profile.experience == "計測器の組込みソフトを6年。\n\n小さな組をまとめた。"
    assert "2026年11月19日(木)に確認" in page.text
    assert "三浦 葵(みうら あおい)" in page.text
    assert "a•••••@example.jp" in page.text


def test_what_is_saved_comes_back_as_it_was(reader, link):
    save(reader, link)
    form = reader.open(f"{link}/profile").form("この内容")
    assert form.fields["skills"] == ["C++、RTOS、CAN通信"]
    assert {value for name, value in form.ticked} == {"東京", "在宅"}
    before = stored()
    with clock.moved_to(NOW + timedelta(days=1)):
        reader.press(form, "この内容")
    after = stored()
    columns = ("name", "kana", "phone", "occupation", "skills", "experience", "regions", "wishes")
    assert [getattr(after, c) for c in columns] == [getattr(before, c) for c in columns]
    assert after.confirmed_at - before.confirmed_at > timedelta(hours=23)


@pytest.mark.parametrize(
    ("typed", "regions", "said"),
    [
        ({"name": ""}, ["東京"], "氏名を入力してください。"),
        ({"name": "　"}, ["東京"], "氏名を入力してください。"),
        ({"name": "あ" * 301}, ["東京"], "300文字までで書いてください。いまは301文字です。"),
        (
            {"name": "三浦\nBcc: x@example.jp"},
            ["東京"],
            "氏名に改行とメールのヘッダーのような文字列が入っています。",
        ),
        ({"name": "a" + "\u0301" * 250}, ["東京"], "氏名に"),
        ({"name": "\u202e三浦"}, ["東京"], "氏名に文字の向きを変える制御文字が入っています。"),
        ({"name": "三\x00浦"}, ["東京"], "氏名"),
        ({"phone": "12"}, ["東京"], "電話番号「12」は使えません。"),
        ({"phone": "090-1234-5678 / 090-1111-2222"}, ["東京"], "電話番号を1つだけ入力してください"),
        ({"occupation": "", "skills": "、 ,\n"}, ["東京"], "職種かスキルを、1つは入力してください。"),
        ({"skills": "あ" * 101}, ["東京"], "ひとつのスキルは100文字までです。"),
        ({"skills": ",".join(map(str, range(SKILLS_MAX + 1)))}, ["東京"], "スキルは50個までです。"),
        ({"experience": "あ" * 4001}, ["東京"], "4000文字までで書いてください。"),
        ({}, [], "希望の勤務地を、1つは選んでください。"),
        ({}, ["火星"], "「火星」という勤務地は選べません。"),
    ],
)
def test_what_needs_another_look_is_said_at_its_place_and_what_was_typed_stays(
    reader, link, typed, regions, said
):
    page = save(reader, link, typed, regions=regions)
    assert page.status == 422
    assert "まだ保存していません。" in page.text
    assert page.text.count(said) >= 2 or said == "氏名"
    assert "<title>エラー: " in page.body
    targets = [tag["href"] for tag in page.tags("a") if (tag.get("href") or "").startswith("#id_")]
    ids = {tag.get("id") for name in ("input", "textarea", "h2") for tag in page.tags(name)}
    assert targets
    assert all(target[1:] in ids for target in targets)
    form = page.form("この内容")
    kept = TYPED | {name: value for name, value in typed.items() if name != "name"}
    assert form.fields["wishes"] == [kept["wishes"]]
    assert form.fields["skills"] == [kept["skills"]]
    assert {value for _name, value in form.ticked} == set(regions) - {"火星"}
    assert stored().confirmed_at is None


@pytest.mark.parametrize("only", [{"occupation": ""}, {"skills": ""}])
def test_an_occupation_or_a_skill_is_enough(reader, link, only):
    assert save(reader, link, only | {"kana": "", "phone": "", "experience": "", "wishes": ""}).status == 303


@pytest.mark.promise("P29")
@pytest.mark.parametrize("name", ["𠮷田 髙﨑", "Zoë O'Brien", "葛󠄀城", "ヴぁ か゚", "👩‍💻", "なし", "Null"])
def test_a_name_is_kept_as_it_is_written(reader, link, name):
    page = reader.follow(save(reader, link, {"name": name}))
    assert stored().name == name
    assert name in page.text


def test_a_double_click_saves_once_and_says_saved(reader, link):
    form = reader.open(f"{link}/profile").form("この内容")
    for _press in range(2):
        page = reader.press(form, "この内容", typed=TYPED, ticks=[("regions", "東京")])
        assert "プロフィールを保存しました。" in reader.follow(page).text


def test_who_goes_back_and_changes_a_word_hears_that_it_is_not_saved_yet(reader, link):
    form = reader.open(f"{link}/profile").form("この内容")
    reader.press(form, "この内容", typed=TYPED, ticks=[("regions", "東京")])
    page = reader.press(form, "この内容", typed=TYPED | {"wishes": "在宅だけ"}, ticks=[("regions", "東京")])
    assert page.status == 422
    assert "直したところも残すには、もう一度保存してください。" in page.text
    assert stored().wishes == TYPED["wishes"]
    reader.press(page.form("この内容"), "この内容")
    assert stored().wishes == "在宅だけ"


def test_a_forged_form_saves_nothing_and_keeps_what_was_typed(reader, link):
    form = reader.open(f"{link}/profile").form("この内容")
    form.fields["nonce"] = ["forged"]
    page = reader.press(form, "この内容", typed=TYPED, ticks=[("regions", "東京")])
    assert page.status == 422
    assert "まだ保存していません。もう一度保存してください。" in page.text
    assert page.form("この内容").fields["occupation"] == ["組込みソフト開発"]
    assert stored().confirmed_at is None


def test_a_form_three_days_old_is_saved(reader, link):
    form = reader.open(f"{link}/profile").form("この内容")
    with clock.moved_to(NOW + timedelta(days=3)):
        assert reader.press(form, "この内容", typed=TYPED, ticks=[("regions", "東京")]).status == 303


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
