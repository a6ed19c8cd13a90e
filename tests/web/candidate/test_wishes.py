"""When to be asked again, a pause, companies that must not see somebody: said once, binding for everybody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Candidate
from careerrelay.core import clock
from careerrelay.people.queries import reaches_of
from careerrelay.people.rules import ContactWhen, Reach, company_key, is_hidden_among
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.rules.states import RelayState
from tests.make import NOW, answer, confirm_own_profile, make_candidate, make_link, make_member, make_token
from tests.web.candidate.rows import person_with, statements_of

AOI = "aoi@example.jp"
DAY = timedelta(days=1)


@pytest.fixture
def agency(network):
    return network.agencies[0]


@pytest.fixture
def link(network, agency):
    """Aoi agreed to one agency and confirmed her profile; her relay leaves tomorrow."""
    candidate = make_candidate(network.company)
    with acting_for(network.company.id):
        Candidate.objects.update(employer="㈱青嵐デバイス")
    found = make_link(network.company, candidate=candidate)
    answer(found, pool=True, agencies=(agency,))
    confirm_own_profile(found)
    return f"/c/{make_token(network.company)}"


def wish(reader, link, when, *, holds=False):
    ticks = [("when", when), *([("holds", "on")] if holds else [])]
    return reader.press(reader.open(link).form("時期を"), "時期を", ticks=ticks)


def hide(reader, link, name):
    form = reader.open(f"{link}/companies").form("見せない会社に加える")
    return reader.press(form, "見せない会社に加える", typed={"name": name})


def provide(network, *, days=1):
    provide_due(operator_id=network.operator.id, at=NOW + days * DAY)
    with acting_for_person(person_with(AOI)):
        return Relay.objects.get().state


def copies_at(agency):
    with acting_for(agency.id):
        return list(RelayedProfile.objects.all())


days = st.integers(0, 1500).map(lambda after: date(2026, 1, 1) + timedelta(days=after))
reaches = st.builds(
    Reach, st.sampled_from(ContactWhen), st.none() | days, holds_relays=st.booleans(), is_paused=st.booleans()
)


@given(reach=reaches, on=days)
def test_a_pause_stops_everything_and_news_never_go_where_an_offer_may_not(reach, on):
    may_offer, may_news = (reach.may_write(on=on, is_offer=is_offer) for is_offer in (True, False))
    assert may_offer or not may_news
    if reach.is_paused:
        assert not may_offer
        assert not reach.lets_profile_leave(on=on)
    if reach.when is ContactWhen.NOT_NOW or (reach.from_on and reach.from_on > on):
        assert not may_offer


@pytest.mark.parametrize(
    "written",
    [
        "㈱青嵐デバイス",
        "青嵐デバイス（株）",
        "ｾｲﾗﾝ",
        "青嵐　デバイス株式会社 横浜工場",
        "株式会社青嵐デバイス 開発部",
    ],
)
def test_a_company_is_known_however_it_is_written(written):
    expected = written != "ｾｲﾗﾝ"
    assert is_hidden_among(["株式会社青嵐デバイス"], keys=[company_key(written)]) is expected


@pytest.mark.parametrize("nothing", ["", "株式会社", "無職", " - "])
def test_a_name_that_says_nothing_hides_from_nobody(nothing):
    assert not is_hidden_among(["株式会社", "汐見計測"], keys=[company_key(nothing)])


def test_ask_me_in_six_months_is_told_to_the_agency_with_the_copy(reader, network, link, agency):
    page = reader.follow(wish(reader, link, "in_6_months"))
    assert "連絡してよい時期を保存しました。" in page.text
    assert "6か月後から 2027年5月19日(水)から" in page.text
    assert provide(network) == RelayState.PROVIDED
    [copy] = copies_at(agency)
    assert (copy.contact_when, copy.contact_from_on) == (ContactWhen.IN_6_MONTHS, date(2027, 5, 19))
    aoi = person_with(AOI)
    with acting_for(network.company.id):
        reach = reaches_of([aoi])[aoi]
    assert not reach.may_write(on=date(2027, 5, 18), is_offer=True)
    assert reach.may_write(on=date(2027, 5, 19), is_offer=True)


def test_the_same_wish_saved_again_keeps_its_day(reader, link):
    wish(reader, link, "in_3_months")
    with clock.moved_to(NOW + 30 * DAY):
        page = reader.follow(wish(reader, link, "in_3_months"))
    assert "3か月後から 2027年2月19日(金)から" in page.text


def test_a_relay_waits_for_the_day_if_the_person_prefers(reader, network, link, agency):
    page = reader.follow(wish(reader, link, "in_3_months", holds=True))
    assert "選んだ時期(2027年2月19日(金))になったら渡します" in page.text
    assert provide(network) == RelayState.WAITING
    assert copies_at(agency) == []
    assert provide(network, days=92) == RelayState.PROVIDED


def test_a_pause_holds_relays_back_and_reaches_copies_that_are_out_there(reader, network, link, agency):
    second = network.agencies[1]
    provide(network)
    answer(make_link(network.company, at=NOW + DAY), agencies=(second,), at=NOW + DAY)
    page = reader.follow(reader.press(reader.open(link).form("すべての連絡を休む"), "すべての連絡を休む"))
    assert "いまは、すべての連絡を休んでいます。" in page.text
    provide_due(operator_id=network.operator.id, at=NOW + 3 * DAY)
    assert copies_at(second) == []
    assert [copy.is_paused for copy in copies_at(agency)] == [True]
    aoi = person_with(AOI)
    assert not reaches_of([aoi])[aoi].may_write(on=date(2030, 1, 1), is_offer=True)
    reader.press(reader.open(link).form("連絡を再開する"), "連絡を再開する")
    provide_due(operator_id=network.operator.id, at=NOW + 3 * DAY)
    assert len(copies_at(second)) == 1
    assert [copy.is_paused for copy in copies_at(agency)] == [False]


def test_the_employer_is_hidden_from_by_default_and_the_agency_is_told(reader, network, link, agency):
    assert "㈱青嵐デバイス いまの勤務先" in reader.open(link).text
    provide(network)
    assert [copy.hidden_from for copy in copies_at(agency)] == [["㈱青嵐デバイス"]]
    page = reader.open(f"{link}/companies")
    page = reader.follow(reader.press(page.form("外す"), "外す"))
    assert "見せない会社から外しました。" in page.text
    assert [copy.hidden_from for copy in copies_at(agency)] == [[]]
    # What was taken off the list is not put back by the next answer.
    answer(make_link(network.company, at=NOW + DAY), news=True, at=NOW + DAY)
    assert "青嵐デバイス" not in reader.open(link).text


def test_hiding_from_a_company_takes_back_what_it_was_granted(reader, network, link, agency):
    page = reader.follow(hide(reader, link, "三日月キャリア(株)"))
    assert "見せない会社に加え、この会社への同意を取り消しました。" in page.text
    assert ("revoke", "relay") in statements_of(AOI)
    assert provide(network) == RelayState.CANCELLED
    reader.follow(hide(reader, link, "汐見計測 横浜事業所"))
    assert ("revoke", "pool") in statements_of(AOI)
    # A later yes to exactly this company takes it off the list.
    answer(make_link(network.company, at=NOW + DAY), pool=True, at=NOW + DAY)
    assert "汐見計測 横浜事業所" not in reader.open(f"{link}/companies").text


@pytest.mark.parametrize("name", ["", "株式会社", "あ" * 301])
def test_a_name_that_cannot_be_used_is_refused_at_its_place(reader, link, name):
    page = hide(reader, link, name)
    assert page.status == 422
    assert "まだ加えていません。" in page.text
    assert any(tag.get("href") == "#name" for tag in page.tags("a"))


@pytest.mark.promise("P01")
def test_a_double_click_and_a_forged_form_say_what_is_so(reader, link):
    form = reader.open(link).form("すべての連絡を休む")
    reader.press(form, "すべての連絡を休む")
    assert "done=already" in reader.press(form, "すべての連絡を休む").response["Location"]
    form = reader.open(link).form("連絡を再開する")
    form.fields["nonce"] = ["forged"]
    assert reader.press(form, "連絡を再開する").response["Location"].count("done=old") == 1
    assert "連絡を再開する" in reader.open(link).text


def test_a_company_that_may_write_reads_when_it_may_and_no_other_company_does(reader, client, network, link):
    wish(reader, link, "in_6_months")
    client.force_login(make_member(network.company))
    with acting_for(network.company.id):
        candidate_id = Candidate.objects.get().id
    page = client.get(f"/app/candidates/{candidate_id}/").content.decode()
    assert "本人の希望で、2027年5月19日(水)から連絡できます。" in page
    # Who left the pool is a stranger again: nothing of what they wish is told.
    reader.press(reader.open(link).form("やめる"), "やめる")
    assert "から連絡できます" not in client.get(f"/app/candidates/{candidate_id}/").content.decode()
