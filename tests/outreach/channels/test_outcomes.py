"""What a server says is kept as evidence, but neither its control characters nor our links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.outreach.channels.mail.outcomes import (
    REPLY_CHARACTERS_MAX,
    Deferred,
    Refused,
    Reply,
    enhanced_status,
    readable_reply,
)

TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz-_0123"


@pytest.mark.promise("P48")
@pytest.mark.promise("P25")
@pytest.mark.parametrize(
    "said",
    [
        f"5.7.1 blocked: https://relay.example/c/{TOKEN}",
        f"5.7.1 blocked: <https://relay.example/c/{TOKEN}>.",
        f"5.7.1 HTTP://RELAY.EXAMPLE/c/{TOKEN}",
        f"5.7.1 see https://filter.example/?url=https%3A%2F%2Frelay.example%2Fc%2F{TOKEN}",
        f"5.7.1 relay.example/c/{TOKEN} is listed",
        f"5.7.1 /u/{TOKEN} /r/{TOKEN}",
    ],
)
def test_a_filter_that_quotes_a_personal_link_does_not_hand_it_to_the_company(said: str) -> None:
    assert TOKEN not in readable_reply(said.encode())
    assert readable_reply(said.encode()).startswith("5.7.1 ")


def test_the_host_of_a_link_and_plain_words_stay_as_evidence() -> None:
    said = b"5.1.1 The account does not exist. https://support.example/mail/?p=NoSuchUser https://x.jp"
    assert readable_reply(said) == "5.1.1 The account does not exist. https://support.example/… https://x.jp"


@pytest.mark.promise("P31")
@given(st.binary(max_size=2_000))
def test_a_reply_is_one_short_printable_line(octets: bytes) -> None:
    words = readable_reply(octets)
    assert len(words) <= REPLY_CHARACTERS_MAX
    assert len(words.splitlines()) <= 1
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in words)


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("5.1.1 no such user", "5.1.1"),
        ("5.7.350 blocked", "5.7.350"),
        ("no such user 5.1.1", ""),
        ("5.1 no", ""),
        ("5.1.1234 no", ""),
        ("5.1.1", "5.1.1"),
        ("", ""),
    ],
)
def test_the_enhanced_status_stands_in_front_or_nowhere(reply: str, status: str) -> None:
    assert enhanced_status(reply) == status


def test_a_no_for_good_and_a_no_for_now_are_told_apart() -> None:
    assert Reply(550, b"5.1.1 no").refusal() == Refused(550, "5.1.1", "5.1.1 no")
    assert Reply(451, b"4.7.1 later").refusal() == Deferred(451, "4.7.1 later")
