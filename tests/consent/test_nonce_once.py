"""A nonce is good for one answer, however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.consent.rules.nonce import ForgedNonce, read_nonce
from tests.consent.test_nonce import KEY, LINK, nonce


@pytest.mark.parametrize("stuffed", ["{}!", "{}=", "!{}", "{} ", "{}\x00", "{}\n"])
def test_a_nonce_with_letters_that_base64_skips_is_a_forgery(stuffed: str) -> None:
    with pytest.raises(ForgedNonce):
        read_nonce(stuffed.format(nonce()), link_hash=LINK, key=KEY)


@given(st.integers(min_value=0, max_value=200), st.sampled_from("!$%&.,:;~ \n\t\x00="))
def test_no_second_spelling_of_a_nonce_is_accepted(place: int, skipped: str) -> None:
    written = nonce()
    place = min(place, len(written))
    with pytest.raises(ForgedNonce):
        read_nonce(written[:place] + skipped + written[place:], link_hash=LINK, key=KEY)
