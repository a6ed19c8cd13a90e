"""`/r/<code>`: from the company's own rejection mail to one verification mail."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.core import clock
from tests.make import NOW, answer, make_candidate, make_link, make_network
from tests.web.candidate.reader import Reader
from tests.web.candidate.rows import letters_to, visible_to


def code_of(company):
    with acting_for(company.id):
        return start_code_in_scope(organization_id=company.id)


@pytest.fixture
def start(network):
    return f"/r/{code_of(network.company)}"


def ask(reader, start, address):
    return reader.press(reader.open(start).form("リンクを"), "リンクを", typed={"address": address})


def test_the_page_names_the_company_and_asks_for_one_thing(reader, start):
    page = reader.open(start)
    assert page.status == 200
    assert "汐見計測株式会社" in page.text
    assert "何もしなければ、何も登録されません。" in page.text
    assert [name for name in page.form("リンクを").fields if name not in ("nonce", "lang")] == ["address"]


def test_an_address_gets_one_mail_whose_link_is_made_at_sending(reader, start):
    page = ask(reader, start, " Aoi@Example.JP ")
    assert page.status == 200
    assert "メールを送りました。届かないときは、アドレスを確かめてください。" in page.text
    (letter,) = letters_to("aoi@example.jp")
    assert (letter.kind, letter.address, letter.language) == ("verification", "Aoi@example.jp", "ja")
    assert letter.values == {}


def test_the_mail_speaks_the_language_of_the_page(reader, start):
    page = reader.open(start + "?lang=en")
    assert "Mail me the link" in page.text
    reader.press(page.form("Mail me"), "Mail me", typed={"address": "aoi@example.jp"})
    assert letters_to("aoi@example.jp")[0].language == "en"


@pytest.mark.promise("P26")
def test_known_unknown_twice_pressed_and_too_often_get_the_same_bytes(reader, start, network):
    answer(make_link(network.company, address="known@example.jp"), pool=True)
    make_candidate(network.company, address="candidate@example.jp")
    asked = ["known@example.jp", "candidate@example.jp", "never-seen@example.jp"] + ["often@example.jp"] * 4
    pages = [ask(reader, start, address) for address in asked]
    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages}) == 1
    assert len({tuple(sorted(page.response.headers.items())) for page in pages}) == 1


@pytest.mark.promise("P26")
def test_a_known_address_costs_the_same_questions_to_the_database_as_an_unknown_one(reader, start, network):
    answer(make_link(network.company, address="known@example.jp"), pool=True)
    form = reader.open(start).form("リンクを")
    shapes = []
    for address in ("known@example.jp", "unknown@example.jp"):
        with CaptureQueriesContext(connection) as asked:
            reader.press(form, typed={"address": address})
        shapes.append([re.sub(r"_x?[0-9]+|\s*-?[0-9]+\)", "", query["sql"])[:60] for query in asked])
    assert len(shapes[0]) > 5
    assert shapes[0] == shapes[1]


def test_typing_a_known_address_changes_nothing_of_that_person_or_company(reader, start, network):
    answer(make_link(network.company, address="known@example.jp"), pool=True)
    before = visible_to(network.company.id), [row.id for row in letters_to("known@example.jp")]
    ask(reader, start, "known@example.jp")
    assert visible_to(network.company.id) == before[0]
    assert len(letters_to("known@example.jp")) == len(before[1]) + 1


@pytest.mark.promise("P27")
def test_a_mailbox_gets_at_most_two_mails_a_day_however_it_is_spelled_and_whoever_asks(reader, network):
    starts = [f"/r/{code_of(company)}" for company in (network.company, network.other_company)]
    spellings = ["aoi@example.jp", "AOI@EXAMPLE.JP", "ａｏｉ＠ｅｘａｍｐｌｅ．ｊｐ", "Aoi <aoi@example.jp>"]
    for hour, spelling in enumerate(spellings * 2):
        with clock.moved_to(NOW + timedelta(hours=hour)):
            ask(reader, starts[hour % 2], spelling)
    assert len(letters_to("aoi@example.jp")) == 2
    with clock.moved_to(NOW + timedelta(hours=24, minutes=1)):
        ask(reader, starts[0], "aoi@example.jp")
    assert len(letters_to("aoi@example.jp")) == 3


def test_two_presses_are_one_wish(reader, start):
    form = reader.open(start).form("リンクを")
    for _press in range(2):
        reader.press(form, typed={"address": "aoi@example.jp"})
    assert len(letters_to("aoi@example.jp")) == 1


@pytest.mark.promise("P27")
def test_many_requests_at_once_queue_no_more_than_two(own_database):
    network = make_network()
    starts = [f"/r/{code_of(company)}" for company in (network.company, network.other_company)] * 3
    readers = [Reader() for _start in starts]
    forms = [reader.open(start).form("リンクを") for reader, start in zip(readers, starts, strict=True)]
    gate = Barrier(len(starts))

    def press(reader, form):
        gate.wait()
        reader.press(form, typed={"address": "aoi@example.jp"})
        connections.close_all()

    threads = [Thread(target=press, args=pair) for pair in zip(readers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(letters_to("aoi@example.jp")) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "メールアドレスを入力してください。"),
        ("aoi", "アドレスの形ではありません"),
        ("a@localhost", "外に届かないドメインです"),
        ("a@example.jp b@example.jp", "アドレスを1つだけ入力してください"),
        ("a@example.jp\r\nBcc: b@example.jp", "改行が入っています"),
        ('"><script>alert(1)</script>@example.jp', "使えません"),
        ("a" * 900 + "@example.jp", "@ の前が長すぎます"),
        ("a" * 5000 + "@example.jp", "使えません"),
        ("\x00a@example.jp", "使えません"),
    ],
)
def test_a_malformed_address_is_refused_in_one_sentence_and_stays_in_the_field(reader, start, typed, said):
    page = ask(reader, start, typed)
    assert page.status == 422
    assert page.text.count(said) == 2
    assert "エラー: " in page.body
    assert "<script" not in page.body
    (field,) = [tag for tag in page.tags("input") if tag.get("id") == "address"]
    assert field["value"] == typed[:1000]
    assert field["aria-invalid"] == "true"


@pytest.mark.parametrize("typed", ["a..b@docomo.ne.jp", ".a@ezweb.ne.jp", "tag+1@example.jp", "a@e。com"])
def test_addresses_that_live_are_taken(reader, start, typed):
    assert ask(reader, start, typed).status == 200


@pytest.mark.parametrize("nonce", ["", "forged", "eyJjb2RlIjoieCJ9:signature"])
def test_a_form_that_we_did_not_serve_is_asked_again(reader, start, nonce):
    form = reader.open(start).form("リンクを")
    form.fields["nonce"] = [nonce]
    page = reader.press(form, typed={"address": "aoi@example.jp"})
    assert page.status == 403
    assert "もう一度押してください" in page.text
    assert letters_to("aoi@example.jp") == []
    again = page.form("リンクを")
    assert again.fields["address"] == ["aoi@example.jp"]
    assert reader.press(again).status == 200


def test_a_form_of_another_company_or_of_last_week_is_asked_again(reader, start, network):
    form = reader.open(f"/r/{code_of(network.other_company)}").form("リンクを")
    form.action = start
    assert reader.press(form, typed={"address": "aoi@example.jp"}).status == 403
    form = reader.open(start).form("リンクを")
    with clock.moved_to(NOW + timedelta(days=7, minutes=1)):
        assert reader.press(form, typed={"address": "aoi@example.jp"}).status == 403
    with clock.moved_to(NOW + timedelta(days=3)):
        assert reader.press(form, typed={"address": "aoi@example.jp"}).status == 200


@pytest.mark.parametrize("ending", ["。", "、", ".", ")", "」", "%E3%80%82", "%20", "%0A", "/", ">"])
def test_what_stuck_to_the_link_in_the_mail_does_no_harm(reader, start, ending):
    assert reader.open(start + ending).status == 200
    assert reader.open(start.upper().replace("/R/", "/r/") + ending).status == 200


@pytest.mark.parametrize("code", ["nobody", "x", "。", "%00", "a" * 2000, "..%2f..%2fetc"])
def test_an_unknown_code_has_a_kind_page(reader, network, code):
    page = reader.open(f"/r/{code}")
    assert page.status == 404
    assert len(page.tags("h1")) == 1


@pytest.mark.promise("P48")
def test_the_link_that_the_company_knows_opens_nobodys_page(reader, start, network):
    """The company reads its own mails: from the start link it learns nothing about whom it sent it to."""
    before = without_nonces(reader.open(start))
    answer(make_link(network.company, address="aoi@example.jp"), pool=True, agencies=network.agencies)
    assert without_nonces(reader.open(start)) == before
    code = start.removeprefix("/r/")
    for path in (f"/c/{code}", f"/c/{code}/consent", f"/c/{code}/profile"):
        assert reader.open(path).status == 404


def without_nonces(page):
    body = page.body
    for form in page.forms:
        body = body.replace(form.fields["nonce"][0], "")
    return body
