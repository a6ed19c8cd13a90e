"""The consent page and the answer to it."""

import re
from datetime import timedelta
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Organization, Permit
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.actions import RevokedMeanwhile
from careerrelay.consent.models import ConsumedNonce, StartLink, Statement
from careerrelay.consent.queries import granted_candidate_ids, states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.wording import document_hash
from careerrelay.core import clock
from careerrelay.people.queries import person_of
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.queries import current_text, offer_of
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
from tests.web.candidate.reader import Reader
from tests.web.candidate.rows import letters_to, person_with, statements_of

AOI = "aoi@example.jp"


@pytest.fixture
def link(network):
    return f"/c/{make_token(network.company)}"


def unfolded(body):
    """The words of a page without what opens on a press, or is hidden."""
    shown = re.sub(r"(?s)<details.*?</details>", "", body)
    assert not re.search(
        r"<[^>]*\s(hidden|aria-hidden)[\s>=]", shown.partition("<main")[2].partition("</main>")[0]
    )
    return unescape(re.sub(r"(?s)<[^>]*>", " ", shown))


def agree_to(reader, page, *ticks):
    return reader.press(page.form("選んだもの"), "選んだもの", ticks=list(ticks))


def text_agreed_to(address):
    with acting_for_person(person_with(address)):
        statement = Statement.objects.select_related("text").get()
    assert statement.text is not None
    return statement.text


def words_of(text):
    """Every sentence in the words of a document, however deep."""
    if isinstance(text, dict):
        return [word for key, value in text.items() if key != "id" for word in words_of(value)]
    if isinstance(text, list):
        return [word for value in text for word in words_of(value)]
    return [text]


@pytest.mark.promise("P07")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_ticked_and_no_is_as_large_and_as_short_as_yes(reader, link, language):
    page = reader.open(f"{link}?lang={language}")
    assert page.status == 200
    (form,) = page.forms
    assert form.ticked == []
    assert sorted({name for name, _value in form.boxes}) == ["news", "pool", "relay", "sixteen"]
    assert sorted(form.fields) == ["lang", "nonce"], "nothing is agreed to by a field that nobody sees"
    yes, no = form.buttons
    assert (yes.value, no.value) == ("selected", "none")
    assert yes.css == no.css == "btn"
    assert abs(len(yes.word) - len(no.word)) <= 12
    assert page.tags("script") == []
    # The one thing that a browser insists on is the age, and that only for a yes.
    assert page.body.count("required") == 1
    assert page.body.count("formnovalidate") == 1


@pytest.mark.promise("P07")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_says_every_word_of_the_text_that_would_be_stored(reader, link, network, language):
    """The reward and the agencies by name are among them."""
    page = reader.open(f"{link}?lang={language}")
    text = current_text(offer_of(company_id=network.company.id, at=NOW), language=language, at=NOW)
    words = words_of(text.document["words"])
    assert len(words) > 30
    assert [word for word in words if " ".join(word.split()) not in page.text] == []
    said: Any = text.document["words"]
    folded = [*words_of(said["details"]), *words_of(said["contact"]), said["details_heading"]]
    in_sight = " ".join(unfolded(page.body).split())
    assert [word for word in words if word not in folded and " ".join(word.split()) not in in_sight] == []
    assert ("10件ごとに1名" if language == "ja" else "For every 10 introductions") in page.text
    agencies: Any = text.document["agencies"]
    assert len(agencies) == 3
    for agency in agencies:
        assert agency["legal_name" if language == "ja" else "name_en"] in page.text
        assert agency["permit_number"] in page.text


def test_agreeing_to_jobs_is_stored_under_the_text_that_was_shown(reader, link, network):
    page = agree_to(reader, reader.open(link), ("pool", "on"))
    assert statements_of(AOI) == [("grant", "pool")]
    own = reader.follow(page)
    assert "控えをメールで送りました。いつでも取り消せます。" in own.text
    assert "あなたの情報を持っているのは1社です" in own.text
    text = text_agreed_to(AOI)
    assert document_hash(bytes(text.document)) == text.hash
    assert (text.language, [letter.kind for letter in letters_to(AOI)]) == ("ja", ["receipt"])


def test_agreeing_in_english_is_stored_in_english(reader, link):
    page = reader.open(link + "?lang=en")
    own = reader.follow(reader.press(page.form("Agree"), "Agree", ticks=[("news", "on")]))
    assert "We have mailed you a receipt. You can undo this at any time." in own.text
    assert "1 organization holds your data" in own.text
    assert text_agreed_to(AOI).language == "en"


def test_choosing_an_agency_leads_to_the_profile_that_would_be_passed_on(reader, link, network):
    make_candidate(network.company)
    agency = network.agencies[0]
    page = agree_to(reader, reader.open(link), ("relay", str(agency.id)))
    assert statements_of(AOI) == [("grant", "relay")]
    profile = reader.follow(page)
    assert page.response["Location"].partition("?")[0] == f"{link}/profile"
    assert "確かめると、11月20日(金)10:15に渡します。" in profile.text


def test_somebody_whose_profile_is_confirmed_goes_straight_to_their_page(reader, network):
    from tests.make import confirm_own_profile

    first = make_link(network.company)
    answer(first, agencies=network.agencies[:1])
    confirm_own_profile(first)
    link = f"/c/{make_token(network.company)}"
    page = reader.open(f"{link}/consent")
    after = agree_to(reader, page, ("relay", str(network.agencies[1].id)))
    assert after.response["Location"].partition("?")[0] == link


def test_nothing_ticked_is_no_error_and_stores_nothing(reader, link):
    page = agree_to(reader, reader.open(link))
    assert page.status == 200
    assert "まだ何も選ばれていません。選ぶか、「どれも希望しない」を押してください。" in page.text
    assert "エラー" not in page.body
    assert (statements_of(AOI), letters_to(AOI)) == ([], [])
    assert agree_to(reader, page, ("pool", "on")).status == 303


@pytest.mark.parametrize("pressed", [{}, {"answer": ""}, {"answer": "yes"}])
def test_enter_without_a_button_agrees_to_nothing(reader, link, pressed):
    form = reader.open(link).forms[0]
    sent = {name: values[0] for name, values in form.fields.items()}
    answered = reader.client.post(form.action, {**sent, "pool": "on", **pressed})
    assert answered.status_code == 200
    assert statements_of(AOI) == []


@pytest.mark.promise("P07")
def test_none_is_understood_at_once_and_makes_nobody(reader, link):
    form = reader.open(link).forms[0]
    page = reader.follow(reader.press(form, "どれも"))
    assert "承知しました。この件で、もう連絡しません。" in page.text
    assert (statements_of(AOI), letters_to(AOI), person_of(AOI)) == ([], [], None)
    assert reader.open(link).form("選んだもの").ticked == []


def test_none_wins_over_what_was_ticked(reader, link):
    reader.press(reader.open(link).forms[0], "どれも", ticks=[("pool", "on")])
    assert statements_of(AOI) == []


def test_a_double_click_counts_once_and_shows_how_things_stand(reader, link):
    form = reader.open(link).forms[0]
    ticks = [("pool", "on")]
    first, second = (reader.press(form, "選んだもの", ticks=ticks) for _press in range(2))
    assert first.status == 303
    page = reader.follow(second)
    assert "この回答は、もう受け付けています。いまの状態はこのとおりです。" in page.text
    assert "求人の連絡を受け取る" in page.text
    assert statements_of(AOI) == [("grant", "pool")]
    assert len(letters_to(AOI)) == 1


def test_going_back_after_none_and_ticking_is_answered_with_the_state(reader, link):
    """The form was used up; the page that follows has a fresh one."""
    form = reader.open(link).forms[0]
    reader.press(form, "どれも")
    page = reader.follow(reader.press(form, "選んだもの", ticks=[("pool", "on")]))
    assert "もう受け付けています" in page.text
    assert statements_of(AOI) == []
    assert agree_to(reader, page, ("pool", "on")).status == 303
    assert statements_of(AOI) == [("grant", "pool")]


def test_two_presses_at_the_same_instant_count_once(own_database):
    network = make_network()
    link = f"/c/{make_token(network.company)}"
    form = Reader().open(link).forms[0]
    ticks = [("pool", "on"), ("relay", str(network.agencies[0].id))]
    gate, statuses = Barrier(4), []

    def press():
        reader = Reader()
        gate.wait()
        statuses.append(reader.press(form, "選んだもの", ticks=ticks).status)
        connections.close_all()

    threads = [Thread(target=press) for _press in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 4
    assert sorted(statements_of(AOI)) == [("grant", "pool"), ("grant", "relay")]
    with acting_for_person(person_with(AOI)):
        assert Relay.objects.count() == 1
    assert len(letters_to(AOI)) == 1


def test_without_the_age_nothing_is_recorded_and_no_needs_none(reader, link):
    ticks = [("pool", "on")]
    page = reader.press(reader.open(link).form("選んだもの"), "選んだもの", ticks=ticks, is_sixteen=False)
    assert page.status == 422
    assert "「16歳以上です」のチェックが要ります。何も登録していません。" in page.text
    assert statements_of(AOI) == []
    assert reader.press(page.forms[0], "どれも", is_sixteen=False).status == 303


def test_two_tabs_are_two_answers(reader, link, network):
    one, two = reader.open(link), reader.open(link)
    agree_to(reader, one, ("pool", "on"))
    agree_to(reader, two, ("news", "on"))
    assert statements_of(AOI) == [("grant", "pool"), ("grant", "news")]


def test_none_in_the_second_tab_leaves_the_first_answer_alone(reader, link):
    one, two = reader.open(link), reader.open(link)
    agree_to(reader, one, ("pool", "on"))
    page = reader.follow(reader.press(two.forms[0], "どれも"))
    assert "承知しました。いまの設定は変えていません。" in page.text
    assert statements_of(AOI) == [("grant", "pool")]


def test_a_form_three_days_old_still_works(reader, link):
    page = reader.open(link)
    with clock.moved_to(NOW + timedelta(days=3)):
        assert agree_to(reader, page, ("pool", "on")).status == 303
    assert statements_of(AOI) == [("grant", "pool")]


@pytest.mark.promise("P07")
def test_a_text_that_changed_meanwhile_is_shown_anew_and_nothing_is_stored(reader, link, network):
    page = reader.open(link)
    with acting_for(network.company.id):
        Organization.objects.filter(id=network.company.id).update(contact_desk="人事課")
    again = agree_to(reader, page, ("pool", "on"))
    assert again.status == 422
    assert "文面が新しくなりました" in again.text
    assert "人事課" in again.text
    assert again.forms[0].ticked == []
    assert statements_of(AOI) == []
    assert agree_to(reader, again, ("pool", "on")).status == 303


def test_two_tabs_with_different_versions_take_one_answer_each_and_the_older_one_stores_nothing(
    reader, link, network
):
    old = reader.open(link)
    with acting_for(network.company.id):
        Organization.objects.filter(id=network.company.id).update(contact_desk="人事課")
    assert agree_to(reader, reader.open(link), ("pool", "on")).status == 303
    again = agree_to(reader, old, ("news", "on"))
    assert again.status == 422
    assert "文面が新しくなりました" in again.text
    assert statements_of(AOI) == [("grant", "pool")], "what was answered in the newer tab stands"


def test_grant_and_revocation_in_the_same_instant_are_a_no_to_everybody(reader, link, network):
    """Also a grant to an agency that comes after the revocation, in that instant."""
    company, agency = network.company, network.agencies[0]
    agree_to(reader, reader.open(link), ("pool", "on"), ("relay", str(agency.id)))
    confirm_own_profile(make_link(company))
    person_id = person_with(AOI)
    with acting_for_person(person_id):
        at = Statement.objects.latest("at").at
    for purpose, recipient in ((Purpose.POOL, company), (Purpose.RELAY, agency)):
        own = make_link(company)
        revoke(own, purpose=purpose, recipient_id=recipient.id, nonce=nonce_for(own, at=at), at=at)
    with pytest.raises(RevokedMeanwhile):
        answer(make_link(company), agencies=(agency,), at=at)
    with acting_for_person(person_id):
        states = states_of_person(person_id=person_id, at=at)
    assert {state.is_granted for state in states.values()} == {False}
    with acting_for(company.id):
        assert not granted_candidate_ids(Purpose.POOL, organization_id=company.id, at=at)
    provide_due(operator_id=network.operator.id, at=at + timedelta(days=2))
    with acting_for(agency.id):
        assert not RelayedProfile.objects.exists()
    assert "取り消しました" in reader.open(link).text or "受け取らない" in reader.open(link).text


def test_a_code_is_no_token_and_a_token_is_no_code(reader, link, network):
    """What was made for another purpose opens the same kind page as what was never made."""
    token = link.removeprefix("/c/")
    with acting_for(network.company.id):
        code = StartLink.objects.get().code
    for path in (f"/r/{token}", f"/r/{token[:10]}", f"/c/{code}", f"/c/{code * 4}"[:35]):
        page = reader.open(path)
        assert page.status == 404
        assert AOI not in page.body
        assert network.company.legal_name not in page.body


def test_an_agency_whose_permit_was_suspended_meanwhile_gets_nothing(reader, link, network):
    page = reader.open(link)
    agency = network.agencies[0]
    suspend_permit(Permit.objects.get(agency_id=agency.id), on=NOW.date())
    again = agree_to(reader, page, ("pool", "on"), ("relay", str(agency.id)))
    assert again.status == 422
    assert statements_of(AOI) == []
    assert str(agency.id) not in {value for _name, value in again.forms[0].boxes}


@pytest.mark.promise("P10", "P06")
def test_an_agency_whose_permit_ends_while_the_form_lies_open_gets_nothing(reader, link, network):
    """The text is still the one that was shown on its day, and that permit is no longer valid."""
    agency = network.agencies[0]
    Permit.objects.filter(agency_id=agency.id).update(valid_until_on=(NOW + timedelta(days=1)).date())
    page = reader.open(link)
    with clock.moved_to(NOW + timedelta(days=3)):
        again = agree_to(reader, page, ("pool", "on"), ("relay", str(agency.id)))
    assert again.status == 422
    assert "選べる紹介会社が変わりました" in again.text
    assert statements_of(AOI) == []


@pytest.mark.parametrize("agency", ["nobody", "", "00000000-0000-0000-0000-000000000000", "' OR 1=1 --"])
def test_an_agency_that_nobody_offers_cannot_be_chosen(reader, link, agency):
    page = agree_to(reader, reader.open(link), ("pool", "on"), ("relay", agency))
    assert page.status == 422
    assert (statements_of(AOI), letters_to(AOI)) == ([], [])


def test_a_company_is_no_agency(reader, link, network):
    page = agree_to(reader, reader.open(link), ("relay", str(network.other_company.id)))
    assert page.status == 422
    assert statements_of(AOI) == []


def test_the_form_of_another_link_answers_nothing(reader, network):
    own = f"/c/{make_token(network.company)}"
    form = reader.open(f"/c/{make_token(network.company, address='other@example.jp')}").forms[0]
    form.action = f"{own}/consent"
    page = reader.press(form, "選んだもの", ticks=[("pool", "on")])
    assert page.status == 422
    assert "このページは古くなっていました" in page.text
    assert statements_of(AOI) == []


@pytest.mark.parametrize("nonce", ["", "x", "あ", "A" * 118, "A" * 100_000])
def test_a_forged_nonce_answers_nothing(reader, link, nonce):
    form = reader.open(link).forms[0]
    form.fields["nonce"] = [nonce]
    page = reader.press(form, "選んだもの", ticks=[("pool", "on")])
    assert page.status == 422
    assert statements_of(AOI) == []
    with acting_for_person(make_link_id(link)):
        assert ConsumedNonce.objects.count() == 0


def make_link_id(link):
    from careerrelay.people.queries import open_link

    found = open_link(link.removeprefix("/c/"), at=NOW)
    assert found is not None
    return found.person_id


def test_what_is_granted_is_said_and_not_asked_again(reader, link, network):
    agree_to(reader, reader.open(link), ("pool", "on"), ("relay", str(network.agencies[0].id)))
    page = reader.open(f"{link}/consent")
    asked = {(name, value) for name, value in page.forms[0].boxes}
    assert ("pool", "on") not in asked
    assert ("news", "on") in asked
    assert {value for name, value in asked if name == "relay"} == {str(a.id) for a in network.agencies[1:]}
    assert page.text.count("同意しています 2027年11月19日(金)まで") == 2
    assert "「どれも希望しない」を押しても、いま有効な同意はそのままです。" in page.text


def test_a_company_without_agencies_asks_only_for_itself(reader, db):
    from tests.make import make_company, make_operator

    company = make_company(make_operator())
    page = reader.open(f"/c/{make_token(company)}")
    assert {name for name, _value in page.forms[0].boxes} == {"pool", "news", "sixteen"}


def test_a_demo_says_that_it_waits_for_less_than_a_day(reader, link, settings):
    assert "デモ" not in reader.open(link).text
    settings.DEMO, settings.RELAY_COOLING = True, timedelta(seconds=90)
    assert "これはデモです。渡すまでの時間を、24時間から90秒に短くしています。" in reader.open(link).text
    assert "渡すのは90秒後です" in reader.open(link).text
