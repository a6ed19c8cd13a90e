"""Looking records nothing, leaves nothing, and tells nobody."""

import io
import logging
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.core import clock
from careerrelay.people.models import LinkKind
from careerrelay.web.candidate import opening, start
from config.logs import JsonLines
from tests.make import NOW, answer, confirm_own_profile, make_candidate, make_link, make_network, make_token
from tests.web.candidate.reader import Reader
from tests.web.candidate.rows import everything, letters_to, statements_of

BEHIND_A_LINK = [
    *("", "/consent", "/profile", "/profile/name", "/profile/skills", "/revocation", "/link"),
    *("/contact", "/pause", "/companies", "/companies/shown", "/holdings", "/satisfaction"),
    *("/receipts", "/receipt", "/erasure", "/erasure?from=everywhere"),
]
QUERIES = ["", "?lang=en&done=granted&seen=all", "?done=none", "?answer=selected&pool=on&purpose=pool"]


def addresses_of(network):
    """Every kind of link to every page: of somebody new, of somebody who agreed, of nobody, and start links."""
    candidate = make_candidate(network.company, address="new@example.jp")
    new = make_token(network.company, address="new@example.jp", candidate=candidate)
    link = make_link(network.company)
    answer(link, pool=True, agencies=network.agencies[:2])
    confirm_own_profile(link)
    agreed = make_token(network.company)
    with acting_for(network.company.id):
        code = start_code_in_scope(organization_id=network.company.id)
    verification = make_token(network.company, address="typed@example.jp", kind=LinkKind.VERIFICATION)
    pages = [f"/c/{token}{page}" for token in (new, agreed, verification) for page in BEHIND_A_LINK]
    pages += [f"/c/{token}{page}" for token in ("unknown", agreed + "。") for page in BEHIND_A_LINK[:3]]
    return [*pages, f"/r/{code}", "/r/unknown", "/c/again"]


def forms_sent_by_get(addresses):
    """Every form on these pages as an address: all that stands in it, each box ticked, each button pressed."""
    for address in addresses:
        for form in Reader().open(address).forms:
            boxes = [*form.boxes, *form.ticked]
            written = {name: value or ["mio@example.jp"] for name, value in form.fields.items()}
            sent = {**written, **{name: [one for of, one in boxes if of == name] for name, _ in boxes}}
            for button in form.buttons:
                yield f"{form.action}?{urlencode({**sent, button.name: button.value}, doseq=True)}"


@pytest.mark.promise("P01")
def test_looking_at_any_page_by_any_method_leaves_every_table_as_it_was(own_database):
    network = make_network()
    addresses = addresses_of(network)
    before = everything(own_database)
    scanner = Client(REMOTE_ADDR="8.8.8.8", headers={"user-agent": "LinkScanner/1.0"})
    sent = list(forms_sent_by_get(addresses))
    assert len(sent) > 40
    for address in addresses:
        for method, query in [*(("get", query) for query in QUERIES), ("head", ""), ("options", "")]:
            asked = address + (query.replace("?", "&") if "?" in address else query)
            answered = getattr(scanner, method)(asked)
            assert answered.status_code in (200, 302, 303, 404, 405)
    for address in sent:
        assert scanner.get(address).status_code in (200, 302, 303), address
    after = everything(own_database)
    assert [table for table in before if after[table] != before[table]] == []
    # The page works for the human afterwards, from the same network too.
    human = Reader()
    human.client.defaults["REMOTE_ADDR"] = "8.8.8.8"
    consent, start_form = (human.open(address).forms[0] for address in (addresses[0], addresses[-3]))
    assert human.press(consent, "選んだもの", ticks=[("pool", "on")]).status == 303
    assert human.press(start_form, typed={"address": "mio@example.jp"}).status == 200
    assert (statements_of("new@example.jp"), len(letters_to("mio@example.jp"))) == ([("grant", "pool")], 1)


@pytest.mark.promise("P44", "P25")
def test_no_page_sets_a_cookie_runs_a_script_or_tells_where_somebody_came_from(network):
    for address in addresses_of(network):
        for method in ("get", "head", "options", "post"):
            answered = getattr(Client(), method)(address)
            assert not answered.cookies, address
            assert answered["Referrer-Policy"] == "no-referrer"
            assert answered["Cache-Control"] == "private, no-store"
            assert answered["X-Robots-Tag"] == "noindex"
            assert "script-src 'none'" in answered["Content-Security-Policy"]
            assert "Cookie" not in answered.get("Vary", "")
            assert answered["X-Frame-Options"] == "DENY"


@pytest.mark.promise("P25", "P44")
def test_every_link_on_a_page_stays_at_home(network):
    for address in addresses_of(network):
        page = Reader().open(address)
        for tag, attribute in (("a", "href"), ("form", "action"), ("link", "href"), ("img", "src")):
            for given in page.tags(tag):
                target = given.get(attribute) or ""
                assert target.startswith(("/", "?", "#")), (address, target)
                assert not target.startswith("//")
        assert "<script" not in page.body
        assert " style=" not in page.body


@pytest.mark.promise("P25")
def test_no_token_reaches_the_log(network, monkeypatch):
    written = io.StringIO()
    root = logging.getLogger()
    (handler,) = [found for found in root.handlers if isinstance(found.formatter, JsonLines)]
    monkeypatch.setattr(handler, "stream", written)
    monkeypatch.setattr(root, "level", logging.DEBUG)
    monkeypatch.setattr(handler, "level", logging.DEBUG)
    token = make_token(network.company)
    expired = make_token(network.company, at=NOW - timedelta(days=400))
    client = Client(raise_request_exception=False)
    for address in (f"/c/{token}", f"/c/{expired}", f"/c/{token}/nowhere", f"/c/{token}。/consent"):
        client.get(address)
        client.options(address)
        client.post(address, {"nonce": "x", "answer": "selected"})
    assert "/c/…" in written.getvalue()
    assert token not in written.getvalue()
    assert expired not in written.getvalue()


@pytest.mark.promise("P25", "P26")
def test_unknown_ended_and_old_links_get_the_same_bytes(network):
    old = make_token(network.company, at=NOW - timedelta(days=400))
    answered_once = make_token(network.company, at=NOW - timedelta(days=360))
    answer(make_link(network.company), pool=True)
    pages = [Client().get(f"/c/{token}") for token in ("unknown", "A" * 32, old, "%00", "。", "a" * 3000)]
    with clock.moved_to(NOW + timedelta(days=10)):
        pages.append(Client().get(f"/c/{answered_once}"))
    assert {page.status_code for page in pages} == {404}
    # The form for a new link carries the second at which it was opened, and nothing of the link.
    assert len({re.sub(rb'name="nonce" value="[^"]*"', b"", page.content) for page in pages}) == 1
    assert len({page.content for page in pages[:-1]}) == 1
    assert len({tuple(sorted(page.headers.items())) for page in pages}) == 1
    text = pages[0].content.decode()
    assert "このリンクは使えなくなりました" in text
    assert 'action="/c/again"' in text


@pytest.mark.parametrize(
    "ending", ["。", "、", ".", ",", ")", ">", "」", "”", "%E3%80%82", "%20", "%0A", "%E3%80%80", "/", "様"]
)
def test_what_stuck_to_the_link_in_the_mail_does_no_harm(network, ending):
    token = make_token(network.company)
    page = Reader().open(f"/c/{token}{ending}")
    assert page.status == 200
    assert page.forms[0].action == f"/c/{token}/consent"


@pytest.mark.parametrize("gap", ["%20", "%0D%0A", "%0A%20", "%E3%80%80", "%E2%80%8B"])
def test_a_link_broken_over_two_lines_still_opens(network, gap):
    token = make_token(network.company)
    assert Reader().open(f"/c/{token[:16]}{gap}{token[16:]}").status == 200


def test_a_link_cut_short_opens_nothing(network):
    assert Reader().open(f"/c/{make_token(network.company)[:-1]}").status == 404


@pytest.mark.promise("P25")
def test_a_verification_link_lasts_a_day_and_a_personal_one_a_year(network):
    verification = make_token(network.company, kind=LinkKind.VERIFICATION)
    personal = make_token(network.company)
    for token, lasts in ((verification, timedelta(hours=24)), (personal, timedelta(days=365))):
        with clock.moved_to(NOW + lasts - timedelta(minutes=1)):
            assert Reader().open(f"/c/{token}").status == 200
        with clock.moved_to(NOW + lasts + timedelta(minutes=1)):
            assert Reader().open(f"/c/{token}").status == 404


def test_it_opens_in_lines_own_browser_and_without_any_header(network):
    token = make_token(network.company)
    line = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari Line/14.20.0"
    assert Reader().open(f"/c/{token}?openExternalBrowser=1&fbclid=x", user_agent=line).status == 200
    assert Client(headers={}).get(f"/c/{token}").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "language"), [("en-GB,en;q=0.9", "en"), ("fr", "ja"), ("", "ja"), ("ja", "ja")]
)
def test_the_page_speaks_the_browsers_language_and_remembers_nothing(network, accepted, language):
    token = make_token(network.company)
    page = Reader().open(f"/c/{token}", accept_language=accepted)
    assert f'<html lang="{language}">' in page.body


@pytest.mark.promise("P41")
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_database_every_page_says_so_and_never_opens(network, monkeypatch, method):
    def away(*arguments, **named):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(opening, "open_link", away)
    monkeypatch.setattr(start, "company_of_start_link", away)
    for address in ("/c/any", "/c/any/consent", "/r/any"):
        answered = getattr(Client(), method)(address, {"answer": "selected", "pool": "on"})
        assert answered.status_code in (503, 405)
        assert not answered.cookies
        if answered.status_code == 503:
            assert answered["Retry-After"]
            assert "いまは開けません" in answered.content.decode()


def test_a_form_far_too_large_is_refused_politely(network):
    token = make_token(network.company)
    body = "answer=selected&pool=on&nonce=" + "A" * 2_000_000
    for address in (f"/c/{token}/consent", f"/c/{token}/profile"):
        form = "application/x-www-form-urlencoded"
        assert Client().post(address, body, content_type=form).status_code == 413
