"""The database is away: an honest page, made without it; nothing half done."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from careerrelay.accounts.models import Membership
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.refusal import Trouble
from careerrelay.web.shared.errors import is_outage
from tests.databases import OwnDatabase
from tests.web.shared.staff import member, shiomi, signed_in

pytestmark = pytest.mark.urls("tests.web.shared.pages_to_visit")


@pytest.fixture
def database_away(own_database: OwnDatabase) -> Iterator[None]:
    """Nobody listens where the program looks for its database."""
    default = connections["default"]
    default.close()
    there = default.settings_dict["HOST"]
    default.settings_dict["HOST"] = "/nowhere"
    yield
    default.close()
    default.settings_dict["HOST"] = there


@pytest.fixture
def with_session() -> Client:
    client = Client()
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: "a" * 32})
    return client


@pytest.mark.promise("P41")
@pytest.mark.parametrize(
    ("language", "words"), [("ja", "いまは開けません"), ("en", "not available right now")]
)
def test_an_outage_is_a_503_page_in_our_look(database_away, with_session, language, words):
    with_session.raise_request_exception = False
    answer = with_session.get("/app/today/", headers={"accept-language": language})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Content-Language"] == language
    assert words in answer.content.decode()
    assert not answer.cookies


@pytest.mark.promise("P41")
def test_what_needs_no_database_works_without(database_away):
    assert Client().get("/").status_code == 200
    assert Client().get("/c/known").status_code == 200
    assert Client().get("/nowhere/").status_code == 404
    style = Client().get("/static/shared/app.css")
    assert style.status_code == 200
    style.close()


@pytest.mark.promise("P41")
def test_the_process_is_alive_but_not_ready(database_away):
    alive, ready = Client().get("/healthz"), Client().get("/readyz")
    assert (alive.status_code, alive.content) == (200, b"ok")
    assert ready.status_code == 503
    assert ready.json() == {"database": "away", "migrations": "unknown"}


def test_it_is_ready_again_by_itself(database_away, own_database):
    client = Client()
    assert client.get("/readyz").status_code == 503
    connections["default"].settings_dict["HOST"] = str(own_database.place.socket_folder)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_everything_in_place_is_ready():
    answer = Client(headers={"host": "10.0.0.7"}).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "migrations": "ok"})


@pytest.mark.django_db
def test_a_program_newer_than_its_database_is_not_ready(monkeypatch):
    newer = frozenset({("accounts", "9999_later")})
    monkeypatch.setattr("careerrelay.web.shared.health.needed_migrations", lambda: newer)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "migrations": "pending"})


@pytest.mark.promise("P41")
def test_a_deed_that_loses_its_database_is_undone(own_database):
    company = shiomi()
    member(company, role=Role.OWNER)
    answer = signed_in().post("/app/write/")
    assert answer.status_code == 503
    assert "途中まで保存されることはありません" in answer.content.decode()
    with acting_for(company.id):
        assert Membership.objects.get().role == Role.OWNER


def test_a_service_that_does_not_answer_is_an_outage_and_a_bug_is_none():
    assert is_outage(Trouble("smtp"))
    assert not is_outage(ValueError("our bug"))
    assert not is_outage(None)
