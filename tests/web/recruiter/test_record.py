"""The facts half of a candidate's page, and the pages on which facts are changed."""

from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, CustomField, Source
from careerrelay.core import clock
from tests.make import NOW, answer, make_candidate, make_link
from tests.web.recruiter.desk import heading, recruiter_of, words


@pytest.fixture
def candidate(network):
    return make_candidate(network.company)


def form_of(page) -> dict[str, str]:
    """What a browser would send back of a form of ours, as it was shown."""
    context = page.context
    fields = {field["name"]: field["value"] for field in context["fields"]}
    return {**fields, "seen": context.get("seen", "")}


def fresh(company, candidate) -> Candidate:
    with acting_for(company.id):
        return Candidate.objects.get(id=candidate.id)


def test_facts_are_changed_and_the_page_says_when_and_by_whom(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/"
    form = form_of(client.get(f"{path}facts/"))
    done = client.post(f"{path}facts/", {**form, "employer": "架空計測", "desired_salary": "600〜700万"})
    assert done.headers["Location"] == path
    page = words(client.get(path))
    for text in (
        "2項目を保存しました。",
        "架空計測",
        "600〜700万円",
        "2026/11/19 Bob",
        "わかっていることを直しました",
    ):
        assert text in page
    with clock.moved_to(NOW + timedelta(days=366)):
        old = words(client.get(path))
    assert '<span class="stale">架空計測</span>' in old
    assert "1年以上前" in old


def test_a_stale_fact_is_confirmed_with_one_press(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/"
    client.post(f"{path}facts/", {**form_of(client.get(f"{path}facts/")), "employer": "架空計測"})
    with clock.moved_to(NOW + timedelta(days=366)):
        assert client.post(f"{path}confirmation/", {"field": "employer"}).status_code == 302
        page = words(client.get(path))
        assert '<span class="stale">架空計測</span>' not in page
        assert "1項目を、いまも正しいと記録しました。" in page
        assert client.post(f"{path}confirmation/", {"field": "title"}).status_code == 404
        assert client.post(f"{path}confirmation/", {"field": "all"}).status_code == 302


def test_what_cannot_be_read_stays_in_the_form_with_its_reason(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/facts/"
    form = form_of(client.get(path))
    answered = client.post(path, {**form, "desired_salary": "たくさん", "title": "設計"})
    assert answered.status_code == 422
    page = words(answered)
    assert "<title>エラー: " in page
    assert 'href="#desired_salary"' in page
    assert 'value="たくさん"' in page
    assert 'value="設計"' in page
    assert fresh(network.company, candidate).title == ""


def test_the_later_of_two_recruiters_sees_what_the_other_wrote(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/facts/"
    form = form_of(client.get(path))
    client.post(path, {**form, "employer": "甲社", "region": "東京都"})
    later = client.post(path, {**form, "employer": "乙社", "title": "設計"})
    assert later.status_code == 422
    page = words(later)
    assert "この間に、ほかの人がここを変えました。" in page
    assert "いまの内容: 甲社" in page
    shown = form_of(later)
    assert (shown["employer"], shown["region"], shown["title"]) == ("乙社", "東京", "設計")
    assert client.post(path, shown).status_code == 302
    found = fresh(network.company, candidate)
    assert (found.employer, found.region, found.title) == ("乙社", "東京", "設計")


def test_an_address_that_is_taken_leads_to_whose_it_is(client, network, candidate):
    other = make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp")
    path = f"/app/candidates/{candidate.id}/facts/"
    answered = client.post(path, {**form_of(client.get(path)), "addresses": "naoki@example.jp"})
    assert answered.status_code == 422
    assert f'<a href="/app/candidates/{other.id}/">その候補者を見る</a>' in words(answered)


@pytest.mark.promise("P31")
def test_hostile_texts_are_shown_as_texts(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/"
    hostile = "<img src=x onerror=alert(1)>{{7*7}}{% now 'Y' %}"
    form = {**form_of(client.get(f"{path}facts/")), "name": hostile, "background": hostile}
    assert client.post(f"{path}facts/", form).status_code == 302
    for page in (client.get(path), client.get(f"{path}facts/"), client.get(f"{path}employments/")):
        assert b"<img" not in page.content
        assert "{{7*7}}{% now 'Y' %}" in words(page)


def test_a_broken_form_overwrites_nothing(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/facts/"
    for seen in ("", "[", "[]", '{"employer": 1}', "[" * 9000):
        answered = client.post(path, {"name": "別の名前", "seen": seen})
        assert answered.status_code == 422
    assert fresh(network.company, candidate).name == "三浦 葵"


def test_histories_are_written_and_skills_found_in_them_are_offered(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/"
    rows = {
        "employer": ["甲社", "乙社", ""],
        "title": ["", "主任", ""],
        "started_on": ["2012/4", "平成30年4月", ""],
        "ended_on": ["2018/3", "", ""],
        "duties": ["法人営業", "C++とPython3", ""],
        "seen": client.get(f"{path}employments/").context["seen"],
    }
    assert client.post(f"{path}employments/", rows).headers["Location"] == path
    page = words(client.get(path))
    assert page.index("乙社") < page.index("甲社")
    assert "見つかったスキル" in page
    skills = client.get(f"{path}skills/")
    sent = {"name": [""], "years": [""], "found": ["python", "nonsense"], "seen": skills.context["seen"]}
    client.post(f"{path}skills/", sent)
    with acting_for(network.company.id):
        assert [skill.key for skill in candidate.skills.all()] == ["python"]
    answered = client.post(f"{path}schoolings/", {"faculty": ["工学部"], "seen": rows["seen"]})
    assert answered.status_code == 422
    assert 'href="#school-0"' in words(answered)
    more = client.post(
        f"{path}languages/", {"language": ["英語"], "level": [""], "more": "1", "seen": rows["seen"]}
    )
    assert more.status_code == 302
    assert more.headers["Location"] == f"{path}languages/"


def test_rows_of_two_recruiters_stand_in_one_form(client, network, candidate):
    path = f"/app/candidates/{candidate.id}/languages/"
    seen = client.get(path).context["seen"]
    client.post(path, {"language": ["英語"], "level": ["日常会話"], "seen": seen})
    later = client.post(path, {"language": ["中国語"], "level": [""], "seen": seen})
    assert later.status_code == 422
    shown = [row["cells"][0]["value"] for row in later.context["rows"]]
    assert shown[:2] == ["中国語", "英語"]


def test_somebody_met_at_an_event_is_added_without_any_consent(client, network):
    assert heading(client.get("/app/candidates/new/")) == "候補者を追加"
    typed = {"source": "event", "source_detail": "技術の夕べ", "name": "李 美蘭", "addresses": "m@example.jp"}
    done = client.post("/app/candidates/new/", typed)
    page = words(client.get(done.headers["Location"]))
    assert "李 美蘭さんを追加しました。プールにはまだ入っていません。" in page
    assert "催しへの参加" in page
    assert "まだ本人の同意はありません。" in page
    assert "李 美蘭" not in words(client.get("/app/pool/"))
    again = client.post("/app/candidates/new/", typed)
    assert again.status_code == 422
    assert f'href="{done.headers["Location"]}">その候補者を見る' in words(again)
    assert 'value="技術の夕べ"' in words(again)


@pytest.mark.promise("P08")
def test_who_entered_the_pool_by_themself_cannot_be_kept_by_another_source(client, network):
    answer(make_link(network.company, address="aoi@example.jp"), pool=True)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
    path = f"/app/candidates/{candidate.id}/"
    assert "本人の登録" in words(client.get(path))
    page = client.get(f"{path}facts/")
    assert "source" not in form_of(page)
    assert client.post(f"{path}facts/", {**form_of(page), "source": "event"}).status_code == 422
    assert fresh(network.company, candidate).source == Source.SELF_DECLARED


def test_own_fields_are_made_filled_in_and_ended(client, network, candidate):
    settings = "/app/settings/fields/"
    assert client.post(settings, {"name": "本籍地", "form": "text"}).status_code == 422
    made = client.post(settings, {"name": "働き方", "form": "choice", "choices": "在宅\r\n出社"})
    assert made.status_code == 302
    with acting_for(network.company.id):
        field = CustomField.objects.get()
    path = f"/app/candidates/{candidate.id}/"
    form = form_of(client.get(f"{path}facts/"))
    assert client.post(f"{path}facts/", {**form, f"custom:{field.id}": "在宅"}).status_code == 302
    assert "働き方" in words(client.get(path))
    renamed = {"name": "希望の働き方", "choices": "在宅\r\n出社\r\nどちらでも"}
    assert client.post(f"{settings}{field.id}/", renamed).status_code == 302
    assert "希望の働き方" in words(client.get(path))
    assert client.post(f"{settings}{field.id}/end/").status_code == 302
    client.get(settings)  # shows what was done
    assert "希望の働き方" not in words(client.get(path))
    assert client.post(f"{settings}{field.id}/reopening/").status_code == 302
    assert "在宅" in words(client.get(path))


def test_only_who_may_edit_candidates_finds_the_pages(network, candidate):
    for role in (Role.INTERVIEWER, Role.EXECUTIVE, Role.PR):
        other = recruiter_of(network.company, role=role, email=f"{role}@shiomi.example.jp")
        for path in (
            f"/app/candidates/{candidate.id}/facts/",
            "/app/candidates/new/",
            "/app/settings/fields/",
        ):
            assert other.get(path).status_code == 404


def test_the_pages_ask_the_database_a_bounded_number_of_times(
    client, network, candidate, django_assert_max_num_queries
):
    path = f"/app/candidates/{candidate.id}/"
    rows = {"name": [f"スキル{n}" for n in range(30)], "seen": client.get(f"{path}skills/").context["seen"]}
    client.post(f"{path}skills/", rows)
    client.get(path)  # the line that says what was done is shown once
    with django_assert_max_num_queries(48):
        client.get(path)
    for page in ("facts/", "skills/"):
        with django_assert_max_num_queries(24):
            client.get(f"{path}{page}")


def test_a_list_of_people_is_looked_through_and_then_written_down(client, network, candidate):
    table = (
        "氏名\tメール\t本籍\t会社\n"
        "李 美蘭\tmeiran@example.jp\t鳥取\t甲社\n"
        "三浦 葵\tAOI@example.jp\t島根\t\n"
        "李 美蘭\tＭeiran@example.jp\t\t\n"
        "久保 拓\tなし@@\t\t\n"
        "髙橋 𠮷男\tyoshio@example.jp\t\t\n"
    )
    sent = {"source": "event", "source_detail": "技術の夕べ", "pasted": table}
    checked = client.post("/app/candidates/new/list/", {**sent, "check": "1"})
    page = words(checked)
    for text in (
        "2人を追加できます",
        "本籍",
        f"/app/candidates/{candidate.id}/",
        "2行目と同じ方です",
        "5行目: ",
    ):
        assert text in page
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 1
    start = {"start": "1", "checked": checked.context["checked"]}
    changed = client.post("/app/candidates/new/list/", {**sent, **start, "source": "referral"})
    assert "2人を追加できます" in words(changed)
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 1
    assert client.post("/app/candidates/new/list/", {**sent, **start}).status_code == 302
    with acting_for(network.company.id):
        met = list(Candidate.objects.filter(source=Source.EVENT).order_by("name"))
    assert [(one.name, one.source_detail) for one in met] == [
        ("李 美蘭", "技術の夕べ"),
        ("髙橋 𠮷男", "技術の夕べ"),
    ]
    assert "鳥取" not in words(client.get(f"/app/candidates/{met[0].id}/"))
    assert not client.post("/app/candidates/new/list/", sent).context["listed"].new
    for wrong in ({"pasted": ""}, {"source": "import"}, {"source_detail": "本籍: 鳥取"}):
        assert client.post("/app/candidates/new/list/", {**sent, **wrong}).status_code == 422
