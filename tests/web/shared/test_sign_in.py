"""Staff sign in, change their password and leave; nobody learns which addresses are known."""

import re
from collections import Counter

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.urls import NoReverseMatch, reverse

from careerrelay.accounts.models import User
from careerrelay.accounts.rules import Role
from careerrelay.audit.staffing import disable_user
from config import settings as product
from tests.make import TESTER
from tests.web.shared.staff import AT, PASSWORD, member, shiomi, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shared.pages_to_visit")]

ADDRESS = "inoue@shiomi.example.jp"


def attempt(login: str, *, password: str, **more: str) -> tuple[int, str]:
    answer = Client().post("/sign-in/", {"login": login, "password": password, **more})
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return answer.status_code, text


def test_a_member_signs_in_and_lands_on_their_pages():
    member(shiomi(), role=Role.OWNER)
    client = Client()
    answer = client.post("/sign-in/", {"login": " Inoue@Shiomi.example.jp", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").headers["Location"] == "/app/"


@pytest.mark.promise("P26")
def test_unknown_disabled_and_mistyped_are_answered_alike():
    company = shiomi()
    member(company, role=Role.OWNER)
    disabled = member(company, role=Role.RECRUITER, email="left@shiomi.example.jp")
    disable_user(User.objects.get(pk=disabled.user_id), actor=TESTER, at=AT)
    answers = {
        attempt(ADDRESS, password="wrong password 1"),
        attempt("nobody@shiomi.example.jp", password="wrong password 1"),
        attempt("left@shiomi.example.jp", password=PASSWORD),
    }
    assert len(answers) == 1
    status, page = answers.pop()
    assert status == 422
    assert "メールアドレスかパスワードが違います。" in page
    assert "<title>エラー: ログイン" in page


@pytest.mark.promise("P26")
def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(monkeypatch):
    """A hash takes a third of a second: without one, time would tell."""
    member(shiomi(), role=Role.OWNER)
    hasher, made = type(get_hasher("default")), Counter[str]()
    encode = hasher.encode

    def counted(self, password, *rest, **named):
        made[login] += 1
        return encode(self, password, *rest, **named)

    monkeypatch.setattr(hasher, "encode", counted)
    for login in (ADDRESS, "nobody@shiomi.example.jp"):
        assert attempt(login, password="wrong password 1")[0] == 422
    assert made == {ADDRESS: 1, "nobody@shiomi.example.jp": 1}


def test_what_is_missing_is_said_at_its_field_and_on_top():
    status, page = attempt("", password="")
    assert status == 422
    assert page.count("メールアドレスを入力してください。") == 2
    assert 'href="#id_login"' in page
    assert 'aria-invalid="true"' in page
    assert "id_password_error" in page


def test_what_was_typed_stays_except_the_password():
    answer = Client().post("/sign-in/", {"login": ADDRESS, "password": "wrong password 1"})
    assert f'value="{ADDRESS}"' in answer.content.decode()
    assert "wrong password 1" not in answer.content.decode()


def test_the_fields_help_a_password_manager():
    page = Client().get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    assert page.count("<h1>") == 1


@pytest.mark.promise("P27")
@pytest.mark.parametrize("address", [ADDRESS, "nobody@shiomi.example.jp"])
def test_guessing_is_stopped_for_known_and_unknown_addresses(address):
    member(shiomi(), role=Role.OWNER)
    pages = [attempt(address, password=f"wrong password {n}")[1] for n in range(6)]
    assert "5分たってから" not in pages[4]
    assert "5分たってから" in pages[5]


def test_a_flood_of_attempts_gets_429():
    client = Client()
    answers = [client.get("/sign-in/") for _ in range(31)]
    statuses = [client.post("/sign-in/", {}).status_code for _ in range(31)]
    assert {answer.status_code for answer in answers} == {200}
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "http://localhost/app/", "javascript:1"]
)
def test_a_sign_in_never_leads_to_another_place(wanted):
    member(shiomi(), role=Role.OWNER)
    answer = Client().post("/sign-in/", {"login": ADDRESS, "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == "/"


def test_a_sign_in_leads_back_to_the_page_that_was_asked_for():
    member(shiomi(), role=Role.OWNER)
    client = Client()
    page = client.get("/sign-in/?next=/app/people/").content.decode()
    assert 'name="next" value="/app/people/"' in page
    answer = client.post("/sign-in/", {"login": ADDRESS, "password": PASSWORD, "next": "/app/people/"})
    assert answer.headers["Location"] == "/app/people/"


def test_a_password_is_kept_as_a_hash_that_takes_long(settings):
    """The other tests use a quick one."""
    settings.PASSWORD_HASHERS = getattr(product, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    member(shiomi(), role=Role.OWNER)
    kept = get_hasher("default").decode(User.objects.get(email=ADDRESS).password)
    assert kept["algorithm"] == "pbkdf2_sha256"
    assert kept["iterations"] >= 600_000
    assert attempt(ADDRESS, password=PASSWORD)[0] == 302


@pytest.mark.promise("P37")
def test_a_changed_password_ends_every_other_session():
    member(shiomi(), role=Role.OWNER)
    here, elsewhere = signed_in(), signed_in()
    answer = here.post("/password/", {"oldpassword": PASSWORD, "password1": "another long password"})
    assert answer.headers["Location"] == "/you/"
    assert "パスワードを変えました" in here.get("/you/").content.decode()
    assert here.get("/app/people/").status_code == 200
    assert elsewhere.get("/app/people/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong", "another long password", "いまのパスワードが違います。"),
        (PASSWORD, "short", "12"),
        (PASSWORD, "", "新しいパスワードを入力してください。"),
    ],
)
def test_a_password_that_cannot_be_is_refused_and_the_old_one_stays(old, new, words):
    member(shiomi(), role=Role.OWNER)
    answer = signed_in().post("/password/", {"oldpassword": old, "password1": new})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    signed_in()


def test_leaving_is_one_press_and_no_link():
    member(shiomi(), role=Role.OWNER)
    client = signed_in()
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/app/people/").status_code == 200
    assert client.post("/sign-out/").headers["Location"] == "/"
    assert client.get("/app/people/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_inactive"]
)
def test_no_other_door_of_the_library_is_open(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
