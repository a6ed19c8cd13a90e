"""A link cannot be guessed, is never the same twice, and is not kept (P25)."""

import base64
import random

import pytest

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.core.tokens import new_code, new_token, token_hash
from careerrelay.people.models import PersonalLink
from careerrelay.people.queries import open_link
from tests.make import NOW, make_company, make_operator, make_token


@pytest.mark.promise("P25")
def test_a_token_is_128_random_bits_and_more_whatever_seed_a_program_set() -> None:
    random.seed(1)
    first = [new_token() for _ in range(1000)]
    random.seed(1)
    again = [new_token() for _ in range(1000)]
    assert len({*first, *again}) == 2000
    assert {len(base64.urlsafe_b64decode(token)) for token in first} == {24}
    seen = int.from_bytes(b"".join(map(base64.urlsafe_b64decode, first)), "big").bit_count()
    assert 0.49 < seen / (8 * 24 * 1000) < 0.51, "as many ones as zeros"
    random.seed(1)
    code = new_code()
    random.seed(1)
    assert new_code() != code


@pytest.mark.promise("P25")
def test_of_a_token_only_its_hash_is_kept(db: None) -> None:
    token = make_token(make_company(make_operator()))
    link = open_link(token, at=NOW)
    assert link is not None
    with acting_for_person(link.person_id):
        [row] = PersonalLink.objects.values()
    assert bytes(row["token_hash"]) == token_hash(token)
    kept = b" ".join(
        bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row.values()
    )
    assert token.encode() not in kept
    assert open_link(token[:-1], at=NOW) is None
