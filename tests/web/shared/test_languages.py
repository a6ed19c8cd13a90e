import pytest
from django.test import Client, RequestFactory

from careerrelay.web.shared.languages import asked_language, browser_language, keep_language, switch_url

pytestmark = pytest.mark.urls("tests.web.shared.pages_to_visit")


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5,ja;q=0.3", "en"),
        ("ja,en;q=0.9", "ja"),
        ("de-DE,fr;q=0.7", "ja"),
        ("*", "ja"),
        ("en;q=abc", "ja"),
        ("x" * 5000, "ja"),
    ],
)
def test_the_browser_says_which_language_it_prefers(header, language):
    assert browser_language(RequestFactory().get("/", headers={"accept-language": header})) == language


def test_only_our_two_languages_can_be_asked_for():
    get = RequestFactory().get
    assert asked_language(get("/?lang=en")) == "en"
    assert asked_language(get("/?lang=fr")) is None
    assert asked_language(get("/?lang=<script>")) is None
    assert asked_language(get("/")) is None


def test_a_posted_form_may_carry_the_language():
    form = RequestFactory().post("/", "lang=en&x=1", content_type="application/x-www-form-urlencoded")
    assert asked_language(form) == "en"


def test_a_body_that_is_no_form_is_left_unread():
    request = RequestFactory().post("/hooks/x", b'{"lang": "en"}', content_type="application/json")
    assert asked_language(request) is None
    assert request.body == b'{"lang": "en"}'


def test_an_oversized_query_asks_for_nothing_and_is_refused(client):
    answer = client.get("/?" + "&".join(f"a{n}=1" for n in range(1001)), headers={"accept-language": "en"})
    # Nothing reads the query of the front page but the link to the other language.
    assert answer.status_code == 400
    assert "What was sent could not be read" in answer.content.decode()


@pytest.mark.parametrize(
    "came_from", ["http://elsewhere.example/app/today/", "http://testserver/c/token", ""]
)
def test_the_link_to_the_other_language_keeps_no_path_but_that_of_a_page_of_staff(came_from):
    asked = RequestFactory().post("/app/x/end/?page=2", headers={"referer": came_from})
    assert switch_url(asked) == "?page=2&lang=en"


def test_the_page_says_its_language_and_offers_the_other(client):
    japanese = client.get("/?page=2")
    assert japanese.headers["Content-Language"] == "ja"
    assert '<html lang="ja">' in japanese.content.decode()
    assert 'href="?page=2&amp;lang=en" lang="en" hreflang="en">English' in japanese.content.decode()
    english = client.get("/?page=2&lang=en")
    assert english.headers["Content-Language"] == "en"
    assert 'href="?page=2&amp;lang=ja" lang="ja" hreflang="ja">日本語' in english.content.decode()


def test_caches_learn_that_the_language_varies(client):
    assert "Accept-Language" in client.get("/").headers["Vary"]


def test_what_was_asked_for_is_kept_in_the_address():
    request = RequestFactory().get("/c/x")
    assert keep_language(request, "/c/y") == "/c/y"
    request.asked_language = "en"  # type: ignore[attr-defined]
    assert keep_language(request, "/c/y") == "/c/y?lang=en"
    assert keep_language(request, "/c/y?a=1") == "/c/y?a=1&lang=en"


def test_a_question_keeps_its_language_on_the_way_to_the_sign_in(client):
    assert 'href="/sign-in/?lang=en"' in client.get("/?lang=en").content.decode()
    assert 'name="lang" value="en"' in client.get("/sign-in/?lang=en").content.decode()
