"""What only a real browser does: the Origin header of a form, under the referrer policy of its page."""

import pytest
from django.test import Client

from tests.make import PASSWORD, make_company, make_member, make_operator


@pytest.mark.django_db
def test_the_sign_in_page_lets_browsers_send_their_origin_with_the_form() -> None:
    """A page under `no-referrer` makes browsers send `Origin: null`, which the CSRF check must refuse."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/sign-in/")
    assert page["Referrer-Policy"] == "same-origin"
    make_member(make_company(make_operator()))
    fields = {
        "login": "alice@shiomi.example.jp",
        "password": PASSWORD,
        "csrfmiddlewaretoken": page.context["csrf_token"],
    }
    origin = "http://127.0.0.1:8000"
    assert client.post("/sign-in/", fields, headers={"origin": "null"}).status_code == 403
    assert (
        client.post("/sign-in/", fields, headers={"origin": origin, "host": "127.0.0.1:8000"}).status_code
        == 302
    )
