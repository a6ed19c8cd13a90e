"""Pages for anybody with a link: no cookie, no script, nothing of the request repeated."""

import re

import pytest
from django.test import Client

from tests.web.shared import pages_to_visit

LETTERS = ["/", "/?lang=en", "/c/known", "/c/known?lang=en", "/c/unknown", "/nowhere/", "/busy/"]

pytestmark = pytest.mark.urls("tests.web.shared.pages_to_visit")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.promise("P44")
@pytest.mark.parametrize("address", LETTERS)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_at_a_letter_leaves_no_cookie(client, method, address):
    answer = getattr(client, method)(address)
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers


@pytest.mark.promise("P44")
@pytest.mark.parametrize("address", LETTERS)
def test_a_letter_allows_no_script_and_no_other_origin(client, address):
    answer = client.get(address)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["connect-src"] == "'none'"
    assert policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert "<script" not in page
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.promise("P25")
@pytest.mark.parametrize("address", LETTERS)
def test_a_letter_gives_its_address_to_nobody(client, address):
    answer = client.get(address)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.promise("P25")
@pytest.mark.parametrize("token", ["known", "unknown"])
def test_a_token_is_not_written_into_the_page(client, token):
    assert f"/c/{token}" not in client.get(f"/c/{token}?lang=en").content.decode()


@pytest.mark.promise("P04")
def test_a_missing_page_and_a_strangers_object_are_the_same_bytes(client):
    answers = [client.get(path) for path in ("/c/unknown", "/c/another", "/nowhere/", "/app/none/?id=1")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers[2:]}) == 1


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/busy/", 429), ("/broken/", 500)])
def test_what_went_wrong_is_said_in_both_languages(client, address, status, language):
    answer = client.get(address, headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == status
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert bool(re.search(r"[ぁ-ん]", page.replace("日本語", ""))) is (language == "ja")


@pytest.mark.parametrize("number", [400, 403, 404, 429, 500])
def test_the_product_answers_with_the_pages_that_are_tested_here(number):
    from config import urls

    handler = f"handler{number}"
    assert getattr(urls, handler) == getattr(pages_to_visit, handler)


@pytest.mark.promise("P31")
@pytest.mark.parametrize(
    ("language", "words"), [("ja", "「&lt;b&gt;」はありません"), ("en", "no date &lt;b&gt;.")]
)
def test_a_refusal_that_no_page_caught_is_still_an_answer(language, words):
    answer = Client().get("/refusing/", headers={"accept-language": language})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_who_asks_too_often_hears_when_to_come_back(client):
    assert client.get("/busy/").headers["Retry-After"] == "30"


def test_a_form_from_elsewhere_is_answered_politely():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"login": "x@example.jp", "password": "y"})
    assert answer.status_code == 403
    assert "何も保存していません" in answer.content.decode()


def test_a_strange_host_is_refused_in_our_words(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_the_senders_name_stands_on_top_and_in_the_title(client):
    page = client.get("/c/known").content.decode()
    assert "<strong>汐見計測株式会社</strong>" in page
    assert re.search(r"<title>[^<]*\| 汐見計測株式会社</title>", page)


def test_the_first_thing_to_reach_is_the_content(client):
    page = client.get("/").content.decode()
    assert page.index('<a class="skip" href="#main">') < page.index("<header")
    assert '<main id="main">' in page
