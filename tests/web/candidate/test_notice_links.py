"""The link in a rejection notice. Whoever answers the notice quotes it, so its company may read it (P48)."""

from datetime import timedelta

import pytest
from django.test import Client

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import Chosen
from careerrelay.consent.models import ConsumedNonce
from careerrelay.consent.queries import new_nonce
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core import clock
from careerrelay.people.actions import ProfileFacts, WantedLink, issue_links
from careerrelay.people.models import LinkKind, Profile
from careerrelay.people.queries import open_link, person_of
from careerrelay.people.rules import ContactWhen, ProfilePart
from careerrelay.relay.actions.answering import answer_consent, revoke, save_profile
from careerrelay.relay.actions.profiling import confirm_draft, save_part
from careerrelay.relay.actions.rating import rate_selection
from careerrelay.relay.actions.renewing import renew_link
from careerrelay.relay.actions.wishing import hide_from_company, pause_everything, state_contact_wish
from careerrelay.relay.openness import LinkOpensLess
from tests.make import (
    NOW,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_network,
    make_token,
    nonce_for,
)
from tests.web.candidate.rows import everything, letters_to, person_with, statements_of

AOI = "aoi@example.jp"
NAME = "三浦 葵"
LATER = NOW + timedelta(minutes=30)
# The clock goes on while a test presses its buttons.
AFTER_THE_HOUR = NOW + timedelta(hours=1, minutes=1)
MOVED_ON = "このリンクでは、もう開けません。 控えのメールにあるリンクをお使いください。"
PAGES = [
    *("", "/consent", "/profile", "/profile/work", "/revocation", "/link"),
    *("/contact", "/pause", "/companies", "/companies/shown", "/holdings"),
]
PARTS = {"work": {"occupation": "組込み", "experience": ""}, "regions": {"regions": "東京"}}

pytestmark = pytest.mark.promise("P48")


@pytest.fixture
def link(network):
    """In a notice to somebody whom the company imported."""
    candidate = make_candidate(network.company, name=NAME)
    return f"/c/{make_token(network.company, candidate=candidate, kind=LinkKind.NOTICE)}"


@pytest.fixture
def known_elsewhere(network):
    """Another company and two agencies know the person already, by their own words."""
    own = make_link(network.other_company)
    answer(own, pool=True, agencies=network.agencies[:2])
    confirm_own_profile(own)


def found_at(link, *, at=NOW):
    found = open_link(link.removeprefix("/c/"), at=at)
    assert found is not None
    return found


def answer_by(reader, link, *ticks):
    return reader.press(reader.open(link).forms[0], "選んだもの", ticks=list(ticks))


def all_text(reader, link):
    """What every page behind the link says, the ways between them followed."""
    pages = [reader.open(link + page) for page in PAGES]
    return [reader.follow(page) if page.status == 303 else page for page in pages]


def says_nothing_about_anybody(page, network):
    assert page.status == 200
    for word in (
        NAME,
        AOI,
        "090",
        "組込み",
        "青葉台",
        "同意しています",
        "いまの設定",
        "プロフィールを見ました",
    ):
        assert word not in page.body, word


def test_before_the_answer_every_page_is_the_question_of_its_company(reader, link, network, known_elsewhere):
    for page in all_text(reader, link):
        says_nothing_about_anybody(page, network)
        assert "汐見計測" in page.text
        assert {name for name, _value in page.forms[0].boxes} == {"pool", "news", "relay", "sixteen"}
        assert len([1 for name, _value in page.forms[0].boxes if name == "relay"]) == 3
        assert "a•••••@example.jp 宛にお送りしたリンクです。" in page.text
        assert [form.action for form in page.forms] == [f"{link}/consent"]


def test_the_question_reads_the_same_whether_the_person_is_known_elsewhere(reader, link, network):
    def read():
        page = reader.open(link)
        return page.body.replace(page.forms[0].fields["nonce"][0], "")

    before = read()
    answer(own := make_link(network.other_company), pool=True, agencies=network.agencies)
    confirm_own_profile(own)
    assert read() == before


def test_none_is_taken_as_from_anybody_whoever_knows_the_person(reader, link, network, known_elsewhere):
    page = reader.follow(reader.press(reader.open(link).forms[0], "どれも"))
    assert "承知しました。この件で、もう連絡しません。" in page.text
    says_nothing_about_anybody(page, network)
    assert statements_of(AOI) == [("grant", "pool"), ("grant", "relay"), ("grant", "relay")]


def test_who_answers_by_it_confirms_their_profile_without_a_second_mail(reader, link, network):
    page = answer_by(reader, link, ("pool", "on"), ("relay", str(network.agencies[0].id)))
    profile = reader.follow(page)
    assert "あと必要なもの: 職種かスキル、希望の勤務地" in profile.text
    with clock.moved_to(LATER):
        for part, typed in PARTS.items():
            reader.press(reader.open(f"{link}/profile/{part}").form("保存"), "保存", typed=typed)
        after = reader.follow(reader.press(reader.open(f"{link}/profile").form("この内容"), "この内容"))
        assert "プロフィールを確かめました。" in after.text
        assert "あなたの情報を持っているのは1社です" in after.text


def test_after_an_hour_every_page_leads_to_the_receipt_and_says_nothing_else(reader, link, network):
    answer_by(reader, link, ("pool", "on"), ("relay", str(network.agencies[0].id)))
    with clock.moved_to(AFTER_THE_HOUR - timedelta(minutes=2)):
        assert "会社ごとの設定" in reader.open(link).text
    with clock.moved_to(AFTER_THE_HOUR):
        for page in all_text(reader, link):
            says_nothing_about_anybody(page, network)
            assert MOVED_ON in page.text
            assert "汐見計測" not in page.text
            assert [form.action for form in page.forms] == [f"{link}/link"]
        assert "This link no longer opens your page." in reader.open(f"{link}?lang=en").text


def test_the_link_of_the_receipt_goes_on_opening_the_page(reader, link, network):
    answer_by(reader, link, ("pool", "on"))
    personal = f"/c/{make_token(network.company)}"
    with clock.moved_to(AFTER_THE_HOUR):
        assert "会社ごとの設定" in reader.open(personal).text


def test_an_answer_by_another_link_opens_nothing_behind_the_notice(reader, link, network):
    answer(make_link(network.company), pool=True)
    for page in all_text(reader, link):
        assert MOVED_ON in page.text
        says_nothing_about_anybody(page, network)


def test_somebody_known_elsewhere_goes_on_by_their_receipt_at_once(reader, link, network, known_elsewhere):
    """A company that pressed the button in their place must not read who else knows them."""
    page = reader.follow(answer_by(reader, link, ("pool", "on")))
    assert "控えをメールで送りました。" in page.text
    assert MOVED_ON in page.text
    says_nothing_about_anybody(page, network)
    assert [letter.kind for letter in letters_to(AOI)] == ["receipt", "receipt"]
    assert statements_of(AOI)[-1] == ("grant", "pool")


def test_the_hour_ends_when_another_company_is_answered(reader, link, network):
    answer_by(reader, link, ("pool", "on"))
    assert "会社ごとの設定" in reader.open(link).text
    answer(make_link(network.other_company), pool=True)
    assert MOVED_ON in reader.open(link).text


def test_answering_again_does_not_make_the_hour_longer(reader, link, network):
    answer_by(reader, link, ("pool", "on"))
    with clock.moved_to(LATER):
        assert answer_by(reader, f"{link}/consent", ("news", "on")).status == 303
    with clock.moved_to(AFTER_THE_HOUR):
        assert MOVED_ON in reader.open(link).text


def test_after_the_hour_forms_that_were_open_store_nothing(reader, link, network):
    answer_by(reader, link, ("pool", "on"), ("relay", str(network.agencies[0].id)))
    consent = reader.open(f"{link}/consent").form("選んだもの")
    work = reader.open(f"{link}/profile/work").form("保存")
    revocation = reader.open(link).form("やめる")
    before = statements_of(AOI)
    with clock.moved_to(AFTER_THE_HOUR):
        pressed = [
            reader.press(consent, "選んだもの", ticks=[("news", "on")]),
            reader.press(consent, "どれも"),
            reader.press(work, "保存", typed=PARTS["work"]),
            reader.press(revocation, "やめる"),
        ]
    for page in pressed:
        assert page.status == 200
        assert MOVED_ON in page.text
    assert statements_of(AOI) == before
    with acting_for_person(person_with(AOI)):
        assert Profile.objects.get().occupation == ""
        assert ConsumedNonce.objects.count() == 1


def test_before_the_answer_only_the_question_takes_a_form(reader, link, network, known_elsewhere):
    before = statements_of(AOI)
    form = reader.open(link).forms[0]
    form.fields |= {"purpose": ["pool"], "recipient": [str(network.other_company.id)], "name": ["x"]}
    for page in (
        "/revocation",
        "/profile",
        "/profile/name",
        "/pause",
        "/contact",
        "/companies",
        "/holdings",
        "/link",
    ):
        form.action = link + page
        assert reader.press(form, "選んだもの").response["Location"].partition("?")[0] == link
    assert statements_of(AOI) == before
    with acting_for_person(person_with(AOI)):
        assert Profile.objects.get().name == NAME
    assert [letter.kind for letter in letters_to(AOI)] == ["receipt"]


def test_a_new_link_goes_to_the_proven_address_twice_a_day_at_most(reader, link, network):
    answer_by(reader, link, ("pool", "on"))
    for hours, said in (
        (2, "新しいリンクをメールで送りました"),
        (3, "新しいリンクを"),
        (4, "もう2通送りました"),
    ):
        with clock.moved_to(NOW + timedelta(hours=hours)):
            page = reader.open(link)
            assert "新しいリンクが届くと、前のメールのリンクは使えなくなります。" in page.text
            after = reader.follow(reader.press(page.form("新しい"), "新しい"))
            assert said in after.text
            assert MOVED_ON in after.text
    assert [(letter.kind, letter.address) for letter in letters_to(AOI)] == [
        ("receipt", AOI),
        ("link", AOI),
        ("link", AOI),
    ]


def test_the_own_page_says_before_pressing_that_older_links_end(reader, network):
    answer(make_link(network.company), pool=True)
    page = reader.open(f"/c/{make_token(network.company)}")
    assert "新しいリンクが届くと、前のメールのリンクは使えなくなります。" in page.text


@pytest.mark.parametrize("kind", [LinkKind.PERSONAL, LinkKind.NOTICE])
def test_whose_link_ended_while_the_mail_was_quick_is_told_that_it_was_sent(reader, network, kind):
    token = make_token(network.company, kind=kind)
    issue_links([WantedLink(LinkKind.PERSONAL, AOI, network.company.id, None, "ja", replaces=True)], at=NOW)
    page = reader.open(f"/c/{token}?done=linked")
    assert page.status == 404
    assert "新しいリンクをメールで送りました。" in page.text
    assert reader.open("/c/unknown?done=linked").body.replace("unknown", token) == page.body


def deeds(network):
    """Every deed behind a link, straight at the actions: (what it does, what it is called by)."""
    facts = ProfileFacts(name="x", occupation="x", regions=("東京",))
    company = network.company

    def fresh(link, at):
        return new_nonce(text_hash="0" * 64, language="ja", link_hash=link.token_hash, at=at)

    def take_back(link, at):
        revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=fresh(link, at), at=at)

    return {
        "answer": lambda link, at: answer_consent(
            link, chosen=Chosen(news=True, is_sixteen=True), nonce=nonce_for(link, at=at), at=at
        ),
        "revoke": take_back,
        "profile": lambda link, at: save_profile(link, facts=facts, nonce=fresh(link, at), at=at),
        "renew": lambda link, at: renew_link(link, nonce=fresh(link, at), at=at),
        "part": lambda link, at: save_part(
            link, part=ProfilePart.WISHES, changes={"wishes": "x"}, nonce=fresh(link, at), at=at
        ),
        "confirm": lambda link, at: confirm_draft(link, nonce=fresh(link, at), at=at),
        "wish": lambda link, at: state_contact_wish(
            link, when=ContactWhen.NOT_NOW, holds_relays=False, nonce=fresh(link, at), at=at
        ),
        "pause": lambda link, at: pause_everything(link, nonce=fresh(link, at), at=at),
        "hide": lambda link, at: hide_from_company(
            link, name="x", is_employer=False, nonce=fresh(link, at), at=at
        ),
        "rate": lambda link, at: rate_selection(link, score=1, nonce=fresh(link, at), at=at),
    }


ONLY_THEIRS = ["revoke", "profile", "part", "confirm", "wish", "pause", "hide"]


@pytest.mark.parametrize("deed", [*ONLY_THEIRS, "renew"])
def test_the_actions_themselves_refuse_before_the_answer(link, network, known_elsewhere, deed):
    with pytest.raises(LinkOpensLess):
        deeds(network)[deed](found_at(link), NOW)


@pytest.mark.parametrize("deed", [*ONLY_THEIRS, "answer", "rate"])
def test_the_actions_themselves_refuse_after_the_hour(link, network, deed):
    answer(found_at(link), pool=True)
    with pytest.raises(LinkOpensLess) as refused:
        deeds(network)[deed](found_at(link, at=AFTER_THE_HOUR), AFTER_THE_HOUR)
    assert "控えのメール" in refused.value.ja
    assert "receipt" in refused.value.en
    assert statements_of(AOI) == [("grant", "pool")]


@pytest.mark.parametrize("deed", ["answer", "revoke", "profile", "renew"])
def test_the_actions_do_all_within_the_hour(link, network, deed):
    answer(found_at(link), pool=True)
    deeds(network)[deed](found_at(link, at=LATER), LATER)


def test_it_lasts_as_long_as_a_personal_link(reader, link):
    for days, status in ((364, 200), (366, 404)):
        with clock.moved_to(NOW + timedelta(days=days)):
            assert reader.open(link).status == status


def test_nobody_comes_into_being_by_looking(reader, link):
    all_text(reader, link)
    assert person_of(AOI) is None


@pytest.mark.promise("P01")
def test_looking_by_the_link_of_a_notice_changes_nothing(own_database):
    network = make_network()
    fresh = make_token(network.company, address="new@example.jp", kind=LinkKind.NOTICE)
    within = make_token(network.company, kind=LinkKind.NOTICE)
    answer(found_at(within), pool=True)
    after = make_token(network.company, address="other@example.jp", kind=LinkKind.NOTICE)
    answer(make_link(network.company, address="other@example.jp"), pool=True)
    before = everything(own_database)
    client = Client()
    for token in (fresh, within, after):
        for page in PAGES:
            for look in (client.get, client.head, client.options):
                assert look(f"/c/{token}{page}?done=linked").status_code in (200, 303, 405)
    assert everything(own_database) == before
