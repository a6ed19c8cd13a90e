"""A link opens nothing any more: the page has a form, whose answer tells nobody anything."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careerrelay.core import clock
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import open_link
from careerrelay.people.rules import KNOCKS_MAX
from tests.make import NOW, answer, make_link, make_token
from tests.web.candidate.rows import letters_to


def ask(reader, address, *, at_link="unknown"):
    page = reader.open(f"/c/{at_link}")
    assert page.status == 404
    return reader.press(page.form("新しいリンクを"), typed={"address": address})


def sent_to(address):
    return [letter for letter in letters_to(address) if letter.kind == "verification" and letter.address]


def test_an_expired_verification_brings_a_new_one_in_the_name_of_the_same_company(reader, network):
    token = make_token(network.other_company, kind=LinkKind.VERIFICATION)
    with clock.moved_to(NOW + timedelta(days=2)):
        page = ask(reader, "Aoi@example.jp", at_link=token)
        assert page.status == 200
    (letter,) = sent_to("aoi@example.jp")
    assert (letter.company_id, letter.address, letter.state) == (
        network.other_company.id,
        "Aoi@example.jp",
        "queued",
    )


def test_somebody_known_gets_a_link_to_the_page_that_they_have(reader, network):
    person_id = answer(make_link(network.company, address="known@example.jp"), pool=True).person_id
    ask(reader, "known@example.jp")
    assert len(sent_to("known@example.jp")) == 1
    again = make_token(network.company, address="known@example.jp", kind=LinkKind.VERIFICATION)
    link = open_link(again, at=NOW)
    assert link is not None
    assert link.person_id == person_id


@pytest.mark.promise("P26")
def test_known_expired_unknown_and_too_often_get_the_same_bytes_for_the_same_questions(reader, network):
    answer(make_link(network.company, address="known@example.jp"), pool=True)
    make_token(network.company, address="old@example.jp", at=NOW - timedelta(days=900))
    pages, shapes = [], []
    for address in ("known@example.jp", "old@example.jp", "never-seen@example.jp"):
        form = reader.open("/c/unknown").form("新しいリンクを")
        for _time in range(4):
            with CaptureQueriesContext(connection) as asked:
                pages.append(reader.press(form, typed={"address": address}))
            shapes.append(
                tuple(
                    re.sub(r"_x?[0-9]+|\s*-?[0-9]+\)|'.x[0-9a-f]+'", "", query["sql"])[:60] for query in asked
                )
            )
    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages}) == 1
    assert len({tuple(sorted(page.response.headers.items())) for page in pages}) == 1
    assert shapes[:4] == shapes[4:8] == shapes[8:]
    assert sent_to("never-seen@example.jp") == []


@pytest.mark.promise("P27")
def test_a_mailbox_gets_two_and_a_flood_waits(reader, network):
    make_token(network.company)
    for hour in range(4):
        with clock.moved_to(NOW + timedelta(hours=hour)):
            ask(reader, "aoi@example.jp")
    assert len(sent_to("aoi@example.jp")) == 2
    flood = Client(REMOTE_ADDR="8.8.8.8")
    answers = [flood.post("/c/again", {"address": "aoi@example.jp"}) for _ in range(KNOCKS_MAX + 1)]
    assert {one.status_code for one in answers[:-1]} == {403}
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_slip_of_the_pen_is_said_and_a_blind_post_does_nothing(reader, network):
    make_token(network.company)
    page = ask(reader, "aoi@example")
    assert page.status == 422
    assert "aoi@example" in page.body.decode() if isinstance(page.body, bytes) else page.text
    assert Client().post("/c/again", {"address": "aoi@example.jp"}).status_code == 403
    assert sent_to("aoi@example.jp") == []
