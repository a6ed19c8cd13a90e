"""One tap on how the selection was; the company learns of five people and more, once a month, and of nobody."""

from datetime import date, timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.people.models import LinkKind, Satisfaction, SatisfactionClosing
from careerrelay.people.queries import open_link, person_of
from careerrelay.people.satisfaction import close_satisfaction, told_satisfaction
from careerrelay.relay.actions.rating import rate_selection
from tests.make import NOW, make_candidate, make_link, make_token, nonce_for

NOVEMBER, LATER = date(2026, 11, 1), NOW + timedelta(days=20)


def tap(reader, link, word):
    return reader.press(reader.open(f"{link}/satisfaction").form("とても悪い"), word)


@pytest.fixture
def link(network):
    candidate = make_candidate(network.company)
    return f"/c/{make_token(network.company, candidate=candidate, kind=LinkKind.NOTICE)}"


@pytest.mark.promise("P01")
def test_opening_the_link_of_a_mail_says_nothing_and_a_tap_says_it_once(reader, network, link):
    found = open_link(link.removeprefix("/c/"), at=NOW)
    assert found is not None
    person_id = found.person_id
    for _time in range(3):
        reader.open(f"{link}/satisfaction?score=5")
    with acting_for_person(person_id):
        assert not Satisfaction.objects.exists()
    page = reader.follow(tap(reader, link, "良い"))
    assert "ありがとうございました。" in page.text
    reader.follow(tap(reader, link, "とても良い"))
    with acting_for_person(person_id):
        [row] = Satisfaction.objects.all()
    assert (row.score, row.notice_version) == (5, "own_mail")
    assert person_of("aoi@example.jp") is None


@pytest.mark.promise("P08")
def test_the_company_learns_the_mean_of_five_and_more_at_the_closing_and_nothing_before(network):
    company = network.company
    links = [make_link(company, address=f"p{number}@example.jp") for number in range(6)]

    def rate(link, score):
        return rate_selection(link, score=score, nonce=nonce_for(link), at=NOW)

    for link, score in zip(links[:4], (1, 2, 4, 4), strict=True):
        rate(link, score)
    assert close_satisfaction(organization_id=company.id, month=NOVEMBER, at=LATER) is None
    rate(links[4], 5)
    with acting_for(company.id):
        assert told_satisfaction(organization_id=company.id) is None
    closing = close_satisfaction(organization_id=company.id, month=NOVEMBER, at=LATER)
    assert closing is not None
    assert (closing.answers, closing.score_sum) == (5, 16)
    # What was told stays told: another tap of the same person changes no figure, and a month is closed once.
    assert not rate(links[0], 5)
    rate(links[5], 1)
    assert close_satisfaction(organization_id=company.id, month=NOVEMBER, at=LATER) is None
    with acting_for(company.id):
        told = told_satisfaction(organization_id=company.id)
        assert SatisfactionClosing.objects.count() == 1
    assert told is not None
    assert (told.answers, told.mean) == (5, 3.2)
