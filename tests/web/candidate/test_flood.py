"""A flood from one network address stops at the door; nobody else notices, and no address is written down."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core import clock
from careerrelay.people.knocking import count_knock, forget_knocks
from careerrelay.people.models import Knock
from careerrelay.people.rules import KNOCKS_MAX, KNOCKS_WITHIN, window_of
from careerrelay.web.shared.visitors import visitor_of
from tests.make import NOW, make_network
from tests.web.candidate.test_start import code_of

PROXY, STRANGER, SOMEBODY_ELSE = "10.0.0.5", "203.0.113.9", "198.51.100.7"
# Documentation addresses are not global to Python; these two are somebody's on the internet.
FLOOD, NEIGHBOUR = "8.8.8.8", "1.1.1.1"


def send(code: str, *, address: str = "", remote: str) -> Any:
    return Client(REMOTE_ADDR=remote).post(f"/r/{code}", {"address": address, "nonce": "x"})


@pytest.mark.promise("P27")
def test_a_flood_from_one_address_waits_and_its_neighbour_does_not(db):
    code = code_of(make_network().company)
    with clock.moved_to(NOW):
        answers = [send(code, remote=FLOOD).status_code for _ in range(KNOCKS_MAX)]
        assert set(answers) == {403}, "the form's own answer"
        stopped = send(code, remote=FLOOD)
        assert stopped.status_code == 429
        assert 0 < int(stopped["Retry-After"]) <= KNOCKS_WITHIN.total_seconds()
        assert send(code, remote=NEIGHBOUR).status_code == 403
        assert Client(REMOTE_ADDR=FLOOD).get(f"/r/{code}").status_code == 200, "looking is never limited"
    with clock.moved_to(NOW + KNOCKS_WITHIN):
        assert send(code, remote=FLOOD).status_code == 403


@pytest.mark.promise("P26")
def test_the_answer_at_the_limit_is_the_same_for_a_known_and_an_unknown_address(db):
    code = code_of(make_network().company)
    with clock.moved_to(NOW):
        for _ in range(KNOCKS_MAX):
            count_knock(FLOOD, at=NOW)
        known, unknown = (
            send(code, address=address, remote=FLOOD) for address in ("aoi@example.jp", "nobody@example.jp")
        )
    assert known.content == unknown.content
    assert known.headers.items() == unknown.headers.items()


def test_what_is_counted_names_nobody_changes_with_the_day_and_goes(db):
    count_knock(FLOOD, at=NOW)
    count_knock(FLOOD, at=NOW + timedelta(days=1))
    one, other = Knock.objects.order_by("from_at")
    assert bytes(one.visitor) != bytes(other.visitor)
    assert FLOOD.encode() not in bytes(one.visitor)
    assert forget_knocks(at=NOW + timedelta(days=1, minutes=11)) == 1


@given(st.datetimes(), st.integers(0, 599))
def test_the_window_begins_before_and_ends_after(moment, seconds):
    at = moment.replace(tzinfo=NOW.tzinfo)
    begins = window_of(at)
    assert begins <= at < begins + KNOCKS_WITHIN
    assert window_of(begins + timedelta(seconds=seconds)) == begins


def seen(settings, *, remote: str, forwarded: str = "", trusted: str = "") -> str | None:
    settings.TRUSTED_PROXIES = tuple(ip_network(part) for part in trusted.split(",") if part)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return visitor_of(RequestFactory(REMOTE_ADDR=remote).post("/", headers=headers))


def test_only_a_named_proxy_is_believed(settings):
    assert seen(settings, remote=FLOOD, forwarded=NEIGHBOUR) == FLOOD, "anybody can write the header"
    assert seen(settings, remote=PROXY, forwarded=NEIGHBOUR) is None, "a proxy that nobody named"
    assert seen(settings, remote=PROXY, forwarded=NEIGHBOUR, trusted="10.0.0.0/8") == NEIGHBOUR
    spoofed = f"{NEIGHBOUR}, {STRANGER}, 10.0.0.9"
    assert seen(settings, remote=PROXY, forwarded=spoofed, trusted="10.0.0.0/8") == STRANGER
    assert seen(settings, remote=PROXY, forwarded="", trusted="10.0.0.0/8") is None
    assert seen(settings, remote=PROXY, forwarded="::1%x, junk", trusted="10.0.0.0/8") is None
    assert seen(settings, remote="::ffff:8.8.8.8") == FLOOD
    assert seen(settings, remote="2400:4050::1") == seen(settings, remote="2400:4050::2") == "2400:4050::/64"
