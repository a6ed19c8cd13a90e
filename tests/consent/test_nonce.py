"""The nonce of a form binds an answer to what was shown, and nobody else can make one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.consent.rules.nonce import SALT_BYTES, ForgedNonce, Served, read_nonce, sign_nonce

KEY = b"k" * 32
LINK = b"l" * 32
SERVED = Served("ab" * 32, "ja", datetime(2026, 11, 19, 1, 15, tzinfo=UTC))


def nonce(served: Served = SERVED, *, salt: bytes = b"s" * SALT_BYTES) -> str:
    return sign_nonce(served, link_hash=LINK, salt=salt, key=KEY)


@given(
    st.binary(min_size=32, max_size=32),
    st.sampled_from(["ja", "en"]),
    st.integers(min_value=0, max_value=4_000_000_000),
    st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES),
)
def test_what_was_served_is_read_back(text_hash: bytes, language: str, seconds: int, salt: bytes) -> None:
    served = Served(text_hash.hex(), language, datetime.fromtimestamp(seconds, UTC))
    assert read_nonce(nonce(served, salt=salt), link_hash=LINK, key=KEY) == served


@given(st.data())
def test_one_changed_character_is_a_forgery(data) -> None:
    written = nonce()
    place = data.draw(st.integers(min_value=0, max_value=len(written) - 1))
    letter = data.draw(st.sampled_from("ABCXYZabcxyz0189-_"))
    forged = written[:place] + letter + written[place + 1 :]
    if forged != written:
        with pytest.raises(ForgedNonce):
            read_nonce(forged, link_hash=LINK, key=KEY)


@given(st.text(max_size=200))
def test_no_text_of_anybody_elses_is_a_nonce(text: str) -> None:
    with pytest.raises(ForgedNonce):
        read_nonce(text, link_hash=LINK, key=KEY)


def test_the_form_of_one_link_is_not_accepted_on_another() -> None:
    with pytest.raises(ForgedNonce):
        read_nonce(nonce(), link_hash=b"m" * 32, key=KEY)


def test_two_tabs_of_the_same_second_have_nonces_of_their_own() -> None:
    assert nonce(salt=b"1" * SALT_BYTES) != nonce(salt=b"2" * SALT_BYTES)
