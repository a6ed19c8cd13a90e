"""The person's own page: the truth about who holds what, and one press to take it back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Permit
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate, CandidateAddress
from careerrelay.consent.models import Statement
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.outreach.models import Delivery
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.recalling import confirm_deletion
from careerrelay.relay.actions.replying import accept_copy, decline_copy, record_sight
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.rules.states import DeclineReason
from tests.make import (
    NOW,
    TESTER,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_member,
    make_token,
)
from tests.web.candidate.rows import letters_to, person_with, statements_of, visible_to

AOI = "aoi@example.jp"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONSULTANT = "consultant@mikazuki.example.jp"


@pytest.fixture
def link(network):
    return f"/c/{make_token(network.company)}"


@pytest.fixture
def agency(network):
    return network.agencies[0]


def relayed(network, *agencies, at=NOW):
    """Aoi agrees, confirms the profile, and it is handed over a day later."""
    found = make_link(network.company, at=at)
    answer(found, agencies=agencies, at=at)
    confirm_own_profile(found, at=at)
    provide_due(operator_id=network.operator.id, at=at + DAY)


def copy_at(agency):
    with acting_for(agency.id):
        return RelayedProfile.objects.get()


def accept(network, agency, *, at):
    accept_copy(
        organization_id=agency.id,
        operator_id=network.operator.id,
        copy_id=copy_at(agency).id,
        actor=TESTER,
        at=at,
    )


def press_for(page, word, what):
    (form,) = [
        form for form, button in page.presses(word) if button.word.removeprefix(word).startswith(f":{what}")
    ]
    return form


def holders_at(reader, link, moment):
    with clock.moved_to(moment):
        return reader.open(link)


def test_each_company_and_agency_is_said_with_its_state(reader, link, network):
    answer(make_link(network.company), pool=True, agencies=network.agencies[:1])
    text = reader.open(link).text
    assert "あなたの情報を持っているのは1社です" in text
    assert "汐見計測株式会社 2026年11月19日(木)から 求人の連絡を受け取る 2027年11月19日(金)まで" in text
    assert "ニュースは受け取らない" in text
    assert "三日月キャリア株式会社 許可 13-ユ-999101 まだ渡していません" in text
    assert text.count("渡していません 紹介を頼む") == 2


@pytest.mark.promise("P23")
def test_a_relay_is_counted_down_with_its_day_and_hour(reader, link, network, agency):
    answer(found := make_link(network.company), agencies=(agency,))
    confirm_own_profile(found)
    page = holders_at(reader, link, NOW + 6 * HOUR)
    assert (
        "11月20日(金)10:15に、三日月キャリア株式会社へ渡す予定があります。それまでは取り消せます。"
        in page.text
    )
    assert "まだ渡していません 11月20日(金)10:15に渡します あと17時間" in page.text
    assert "同意にもとづいてあなたの情報を持つ会社は、いまはありません" in page.text
    assert "まもなく渡します" in holders_at(reader, link, NOW + DAY + HOUR).text
    english = holders_at(reader, link + "?lang=en", NOW + 6 * HOUR)
    assert "Not passed on yet Goes out on Fri 20 Nov at 10:15 17 hours left" in english.text


def test_an_unconfirmed_profile_is_what_everything_waits_for(reader, link, network, agency):
    make_candidate(network.company)
    answer(make_link(network.company), agencies=(agency,))
    page = reader.open(link)
    assert "プロフィールを確かめるまで、紹介会社には渡しません。" in page.text
    assert "プロフィールを確かめると、11月20日(金)10:15に渡します" in page.text
    assert [tag["href"] for tag in page.tags("a") if tag.get("class") == "btn btn-primary"] == [
        f"{link}/profile"
    ]


def test_a_suspended_permit_is_said_before_the_countdown(reader, link, network, agency):
    answer(found := make_link(network.company), agencies=(agency,))
    confirm_own_profile(found)
    suspend_permit(Permit.objects.get(agency_id=agency.id), on=NOW.date())
    assert "許可が有効だと確認できるまで、渡しません" in reader.open(link).text


@pytest.mark.promise("P23")
def test_what_was_passed_on_to_whom_and_when_is_open_to_the_person(reader, link, network, agency):
    relayed(network, agency)
    page = holders_at(reader, link, NOW + 2 * DAY)
    assert "あなたの情報を持っているのは1社です" in page.text
    assert "渡しました 11月20日(金)に渡しました。受付を待っています" in page.text
    assert "渡した日時 2026年11月20日(金) 10:15" in page.text
    assert "渡した項目 氏名、連絡先、職歴、スキル、希望条件、応募した会社の名前" in page.text
    assert "許可番号 13-ユ-999101" in page.text
    assert "記録の保管 2029年11月20日(火)まで" in page.text
    accept(network, agency, at=NOW + 3 * DAY)
    assert "11月20日(金)に渡し、11月22日(日)に受付" in holders_at(reader, link, NOW + 4 * DAY).text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (DeclineReason.DUPLICATE, "この会社に、すでに登録があるためです。"),
        (DeclineReason.UNREACHABLE, "この会社から、連絡がつかなかったためです。"),
        (DeclineReason.OUT_OF_SCOPE, "この会社が扱う仕事と、合わなかったためです。"),
    ],
)
def test_an_agency_that_declined_holds_nothing(reader, link, network, reason, said):
    agency = network.agencies[0]
    relayed(network, agency)
    decline_copy(
        organization_id=agency.id,
        operator_id=network.operator.id,
        copy_id=copy_at(agency).id,
        reason=reason,
        actor=TESTER,
        at=NOW + 2 * DAY,
    )
    page = holders_at(reader, link, NOW + 3 * DAY)
    assert f"受け付けられませんでした {said} 渡したプロフィールは、消えています。" in page.text
    assert "持つ会社は、いまはありません" in page.text


@pytest.mark.promise("P23", "P03")
def test_two_taps_take_back_what_has_not_left(reader, link, network, agency):
    """One opens the link of the receipt, one presses."""
    answer(found := make_link(network.company), agencies=(agency,))
    confirm_own_profile(found)
    page = reader.open(link)
    after = reader.follow(reader.press(press_for(page, "取り消す", "三日月キャリア株式会社"), "取り消す"))
    assert "取り消しました。プロフィールは渡しません。" in after.text
    assert "渡していません 2026年11月19日(木)に取り消しました" in after.text
    assert statements_of(AOI) == [("grant", "relay"), ("revoke", "relay")]
    provide_due(operator_id=network.operator.id, at=NOW + 2 * DAY)
    with acting_for(agency.id):
        assert not RelayedProfile.objects.exists()


@pytest.mark.promise("P23", "P24")
def test_two_taps_call_back_what_has_left_and_the_deletion_is_followed(reader, link, network, agency):
    relayed(network, agency)
    revoked_at = NOW + 2 * DAY
    with clock.moved_to(revoked_at):
        page = reader.open(link)
        after = reader.follow(reader.press(press_for(page, "取り消す", "三日月キャリア株式会社"), "取り消す"))
    assert "取り消しました。渡した会社に、削除を求めています。" in after.text
    assert "削除の確認を、11月24日(火)10:15までに求めています。" in after.text
    assert "持つ会社は、いまはありません" in after.text
    assert copy_at(agency).name == ""
    late = holders_at(reader, link, revoked_at + timedelta(hours=73)).text
    assert "三日月キャリア株式会社から、削除の確認がまだ届いていません。運営者が確かめています。" in late
    with acting_for(agency.id):
        confirm_deletion(
            organization_id=agency.id, copy_id=copy_at(agency).id, actor=TESTER, at=revoked_at + 4 * DAY
        )
    assert (
        "削除されました 11月25日(水)に、削除の確認が届きました"
        in holders_at(reader, link, NOW + 9 * DAY).text
    )


@pytest.mark.promise("P23")
def test_jobs_and_news_are_stopped_one_by_one(reader, link, network):
    answer(make_link(network.company), pool=True, news=True)
    page = reader.open(link)
    after = reader.follow(reader.press(press_for(page, "やめる", "汐見計測株式会社のニュース"), "やめる"))
    assert "取り消しました。" in after.text
    assert "求人の連絡を受け取る" in after.text
    assert "ニュースは受け取らない" in after.text
    assert statements_of(AOI) == [("grant", "pool"), ("grant", "news"), ("revoke", "news")]


def test_granting_again_always_passes_the_full_text(reader, link, network):
    answer(make_link(network.company), pool=True)
    page = reader.open(link)
    asked = [tag["href"] for tag in page.tags("a") if (tag.get("href") or "").endswith("/consent")]
    assert asked == [f"{link}/consent"] * 4
    assert not list(page.presses("受け取る"))
    assert "10件ごとに1名" in reader.open(asked[0]).text


def test_a_revocation_pressed_twice_counts_once_and_shows_how_things_stand(reader, link, network):
    answer(make_link(network.company), pool=True)
    one, two = (press_for(reader.open(link), "やめる", "汐見計測") for _tab in range(2))
    reader.press(one, "やめる")
    assert "もう受け付けています" in reader.follow(reader.press(one, "やめる")).text
    assert (
        "もう取り消されています。いまの状態はこのとおりです。"
        in reader.follow(reader.press(two, "やめる")).text
    )
    assert statements_of(AOI) == [("grant", "pool"), ("revoke", "pool")]


@pytest.mark.promise("P04")
@pytest.mark.parametrize("purpose", ["pool", "news", "relay"])
def test_nobody_writes_a_revocation_into_the_books_of_a_stranger(reader, link, network, purpose):
    answer(make_link(network.company), pool=True)
    for recipient in (network.other_company.id, network.agencies[0].id, new_id()):
        form = press_for(reader.open(link), "やめる", "汐見計測")
        form.fields |= {"purpose": [purpose], "recipient": [str(recipient)]}
        assert "もう取り消されています" in reader.follow(reader.press(form, "やめる")).text
    with acting_for(network.other_company.id):
        assert not Statement.objects.exists()
    assert statements_of(AOI) == [("grant", "pool")]


@pytest.mark.parametrize(
    "broken", [{"nonce": ["x"]}, {"purpose": ["everything"]}, {"recipient": ["me"]}, {"recipient": ["\x00"]}]
)
def test_a_broken_revocation_changes_nothing_and_says_so(reader, link, network, broken):
    answer(make_link(network.company), pool=True)
    form = press_for(reader.open(link), "やめる", "汐見計測")
    form.fields |= broken
    assert "このページは古くなっていました" in reader.follow(reader.press(form, "やめる")).text
    assert statements_of(AOI) == [("grant", "pool")]


def test_an_address_that_only_forms_lead_to_brings_back_to_the_page(reader, link, network):
    answer(make_link(network.company), pool=True)
    for name in ("revocation", "link"):
        page = reader.open(f"{link}/{name}?lang=en")
        assert page.response["Location"] == f"{link}?lang=en"


def test_before_any_answer_every_page_is_the_question(reader, link):
    for name in ("profile", "link", "revocation"):
        assert reader.open(f"{link}/{name}").response["Location"] == link
    form = reader.open(link).forms[0]
    form.action, form.fields["purpose"] = f"{link}/link", ["pool"]
    assert reader.press(form, "選んだもの").response["Location"].startswith(link)
    assert letters_to(AOI) == []


@pytest.mark.promise("P35")
def test_who_looked_is_said_by_organization_and_never_by_member(reader, link, network, agency):
    relayed(network, agency)
    user = make_member(agency, email=CONSULTANT, role=Role.CONSULTANT)
    for days in range(12):
        record_sight(
            organization_id=agency.id,
            operator_id=network.operator.id,
            copy=copy_at(agency),
            actor=Actor.member(user.id, organization_id=agency.id),
            at=NOW + (2 + days) * DAY,
        )
    page = holders_at(reader, link, NOW + 20 * DAY)
    assert "三日月キャリア株式会社 プロフィールを開きました" in page.text
    assert page.text.count("プロフィールを開きました") == 10
    assert "ほかの2件も見る" in page.text
    every = holders_at(reader, f"{link}?seen=all", NOW + 20 * DAY)
    assert every.text.count("プロフィールを開きました") == 12
    assert user.name not in every.body
    assert str(user.id) not in every.body


def test_a_new_link_goes_to_the_proven_address_and_twice_a_day_at_most(reader, link, network):
    answer(make_link(network.company), pool=True)
    for hours, said in (
        (0, "新しいリンクをメールで送りました"),
        (1, "新しいリンクを"),
        (2, "もう2通送りました"),
        (26, "新しいリンクを"),
    ):
        with clock.moved_to(NOW + hours * HOUR):
            form = reader.open(link).form("新しい")
            assert said in reader.follow(reader.press(form, "新しい")).text
    links = [letter for letter in letters_to(AOI) if letter.kind == "link"]
    assert [letter.address for letter in links] == [AOI] * 3


def test_a_new_link_pressed_twice_is_one_mail(reader, link, network):
    answer(make_link(network.company), pool=True)
    form = reader.open(link).form("新しい")
    for _press in range(2):
        reader.press(form, "新しい")
    assert [letter.kind for letter in letters_to(AOI)] == ["receipt", "link"]


def test_mail_that_is_late_is_said(reader, link, network):
    answer(make_link(network.company), pool=True)
    with acting_for_person(person_with(AOI)):
        Delivery.objects.update(attempts=2)
    page = reader.open(f"{link}?done=granted")
    assert "あなた宛のメールの送信が遅れています" in page.text
    assert "控えをメールで送りました" not in page.text


def test_a_second_company_is_asked_about_first_and_the_first_is_still_there(reader, network):
    answer(make_link(network.company), pool=True, agencies=network.agencies[:1])
    link = f"/c/{make_token(network.other_company)}"
    page = reader.open(link)
    assert "青葉台食品株式会社からの連絡は、まだ決めていません。" in page.text
    assert page.text.index("青葉台食品株式会社 求人の連絡は受け取らない") < page.text.index(
        "汐見計測株式会社 2026年"
    )
    assert "汐見計測株式会社からの紹介" in page.text
    assert "受け取るには、この会社から届いたメールのリンクを開いてください。" in page.text
    reader.press(press_for(page, "やめる", "汐見計測株式会社からの求人の連絡"), "やめる")
    with acting_for(network.company.id):
        assert [row.deed for row in Statement.objects.order_by("at", "id")] == ["grant", "revoke"]


@pytest.mark.promise("P08")
def test_a_company_sees_no_difference_between_silence_none_relay_and_its_revocation(reader, network, agency):
    candidate = make_candidate(network.company)
    link = f"/c/{make_token(network.company, candidate=candidate)}"
    before = visible_to(network.company.id)
    reader.press(reader.open(link).forms[0], "どれも")
    assert visible_to(network.company.id) == before
    form = reader.open(link).forms[0]
    reader.press(form, "選んだもの", ticks=[("relay", str(agency.id))])
    assert visible_to(network.company.id) == before
    confirm_own_profile(make_link(network.company, candidate=candidate))
    provide_due(operator_id=network.operator.id, at=NOW + DAY + HOUR)
    accept(network, agency, at=NOW + DAY + HOUR)
    with clock.moved_to(NOW + 2 * DAY):
        page = reader.open(link)
        reader.press(press_for(page, "取り消す", "三日月"), "取り消す")
    assert visible_to(network.company.id) == before


@pytest.mark.promise("P08")
def test_a_relay_alone_makes_nobody_at_the_company(reader, link, network, agency):
    form = reader.open(link).forms[0]
    reader.press(form, "選んだもの", ticks=[("relay", str(agency.id))])
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
        assert not CandidateAddress.objects.exists()


@pytest.mark.promise("P48")
def test_nothing_that_a_company_reads_opens_the_page(reader, link, network):
    answer(make_link(network.company), pool=True, agencies=network.agencies)
    form = reader.open(link).form("新しい")
    reader.press(form, "新しい")
    token = link.removeprefix("/c/")
    rows = [str(row) for table in visible_to(network.company.id).values() for row in table]
    assert not [row for row in rows if token in row]
    with acting_for(network.company.id):
        assert not Delivery.objects.exists()
    hashes = [word for row in rows for word in row.replace(",", " ").split() if len(word) >= 20]
    assert all(reader.client.get(f"/c/{word}").status_code == 404 for word in hashes[:50])


def test_an_expired_consent_can_still_be_taken_back(reader, network, agency):
    relayed(network, agency)
    later = NOW + timedelta(days=366)
    link = f"/c/{make_token(network.company, at=later)}"
    with clock.moved_to(later):
        page = reader.open(link)
        assert "同意の期限が切れました" in page.text
        after = reader.follow(reader.press(press_for(page, "削除を求める", "三日月"), "削除を求める"))
    assert "渡した会社に、削除を求めています" in after.text
    assert copy_at(agency).state == "recalled"


def test_the_page_asks_a_bounded_number_of_questions(reader, link, network):
    relayed(network, *network.agencies)
    person_id = person_with(AOI)
    with CaptureQueriesContext(connection) as few:
        reader.open(link)
    with acting_for_person(person_id):
        assert Relay.objects.count() == 3
    user = make_member(network.agencies[0], email=CONSULTANT, role=Role.CONSULTANT)
    for agency in network.agencies:
        for _look in range(10):
            record_sight(
                organization_id=agency.id,
                operator_id=network.operator.id,
                copy=copy_at(agency),
                actor=Actor.member(user.id, organization_id=agency.id),
                at=NOW + DAY,
            )
    with CaptureQueriesContext(connection) as many:
        reader.open(link)
    assert len(many) <= len(few) + 1
    assert len(many) < 60


@pytest.mark.parametrize(
    "name",
    ["<img src=x onerror=alert(1)>", "{{ 7*7 }}{% now 'Y' %}", "O'Brien", "𠮷田 髙﨑 👩‍💻", "Null", "なし"],
)
@pytest.mark.promise("P31", "P29")
def test_a_hostile_name_is_only_a_name(reader, link, network, name):
    answer(make_link(network.company), agencies=network.agencies[:1])
    for part, typed in (("name", {"name": name}), ("wishes", {"wishes": name})):
        reader.press(reader.open(f"{link}/profile/{part}").form("保存"), "保存", typed=typed)
    page = reader.open(link)
    # The page itself says なし of what there is none of.
    assert page.text.count(name) == (3 if name == "なし" else 2)
    assert page.tags("img") == []
    assert "49" not in page.text
