"""A credit on its way: pending, usable, reserved, spent, and back; on the real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from careerrelay.accounts.tenancy import OutsideScope, acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core.refusal import Refusal
from careerrelay.ledger.actions import (
    AlreadyPosted,
    KeyReused,
    NoPendingCredit,
    NoReservedCredit,
    NoSpentCredit,
    NoUsableCredit,
    release_credits,
)
from careerrelay.ledger.models import Posting
from careerrelay.ledger.queries import Balances, statement_lines
from careerrelay.ledger.rules import AccountKind, Deed
from tests.ledger.books import AT, COMPANY, OPERATOR, OTHER_COMPANY, WRITER, Books, discrepancies, id_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    """Two usable credits and one that waits for the next closing, at three introductions to one."""
    books = Books(ratio=3)
    books.introduce_many(9)
    books.release(100, count=2)
    return books


def standing(**figures: int) -> Balances:
    return Balances(**{"ratio": 3, "introductions": 9, "credits_pending": 1, **figures})


def test_a_closing_makes_pending_credits_usable(books: Books):
    assert books.balances == standing(credits_usable=2)
    books.release(101)
    assert books.balances == standing(credits_pending=0, credits_usable=3)
    assert discrepancies() == []


def test_a_closing_cannot_release_more_than_is_pending(books: Books):
    with pytest.raises(NoPendingCredit):
        books.release(101, count=2)
    assert books.balances == standing(credits_usable=2)


def test_a_credit_is_reserved_spent_and_restored(books: Books):
    books.reserve(1)
    assert books.balances == standing(credits_usable=1, credits_reserved=1)
    books.spend(1)
    assert books.balances == standing(credits_usable=1, credits_spent=1)
    books.restore(1)
    assert books.balances == standing(credits_usable=2)
    assert discrepancies() == []


def test_a_cancelled_request_frees_its_credit(books: Books):
    books.reserve(1)
    books.free(1)
    assert books.balances == standing(credits_usable=2)
    assert discrepancies() == []


def test_credits_expire(books: Books):
    books.expire(200, count=2)
    assert books.balances == standing(credits_expired=2)
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_without_a_usable_credit_nothing_is_reserved_and_nothing_expires(books: Books):
    books.reserve(1)
    books.reserve(2)
    with pytest.raises(NoUsableCredit) as refused:
        books.reserve(3)
    assert refused.value.ja == "使える無料採用枠が足りません。"
    with pytest.raises(NoUsableCredit):
        books.expire(200)
    assert books.balances == standing(credits_reserved=2)
    with acting_for(OPERATOR):
        assert not Posting.objects.filter(key__in=["reserve:3", "expiry:200"]).exists()
        assert not AuditEntry.objects.filter(deed="expire_credits").exists()


def test_a_company_without_any_books_has_no_credit():
    with pytest.raises(NoUsableCredit):
        Books().reserve(1)
    assert Books().balances == Balances()


@pytest.mark.promise("P11")
@pytest.mark.parametrize(
    ("deeds", "refused", "refusal"),
    [
        ([], "spend", NoReservedCredit),
        ([], "free", NoReservedCredit),
        ([], "restore", NoSpentCredit),
        (["reserve"], "restore", NoSpentCredit),
        (["reserve", "spend"], "free", NoReservedCredit),
        (["reserve", "free"], "spend", NoReservedCredit),
        (["reserve", "spend", "restore"], "spend", NoReservedCredit),
    ],
)
def test_a_credit_of_one_request_takes_one_step_after_the_other(
    books: Books, deeds: list[str], refused: str, refusal: type[Refusal]
):
    books.release(101)
    books.reserve(1)
    books.spend(1)
    books.reserve(2)  # the credits of other requests are no way out
    for deed in deeds:
        getattr(books, deed)(3)
    before = books.balances
    with pytest.raises(refusal):
        getattr(books, refused)(3, key="out of turn")
    assert books.balances == before
    assert discrepancies() == []


@pytest.mark.promise("P11")
@pytest.mark.parametrize("first", ["spend", "free"])
@pytest.mark.parametrize("second", ["spend", "free"])
def test_a_reservation_ends_once_under_any_keys(books: Books, first: str, second: str):
    books.reserve(1)
    books.reserve(2)
    getattr(books, first)(1, key="first")
    with pytest.raises(NoReservedCredit):
        getattr(books, second)(1, key="second")
    assert books.balances.credits_reserved == 1


def test_a_spent_credit_is_restored_once(books: Books):
    for hire in (1, 2):
        books.reserve(hire)
        books.spend(hire)
    books.restore(1)
    with pytest.raises(NoSpentCredit):
        books.restore(1, key="again")
    assert books.balances.credits_spent == 1


@pytest.mark.promise("P11")
def test_one_hire_request_reserves_one_credit_in_its_life(books: Books):
    books.reserve(1)
    books.free(1)
    with pytest.raises(AlreadyPosted):
        books.reserve(1, key="once more")
    assert books.balances == standing(credits_usable=2)


def test_the_credit_of_another_company_cannot_be_spent(books: Books):
    books.reserve(1)
    with pytest.raises(NoReservedCredit):
        Books(company_id=OTHER_COMPANY).spend(1)
    assert books.balances.credits_reserved == 1


@pytest.mark.promise("P14")
@pytest.mark.parametrize(
    "deeds",
    [
        ["release"],
        ["expire"],
        ["reserve"],
        ["reserve", "spend"],
        ["reserve", "free"],
        ["reserve", "spend", "restore"],
    ],
)
def test_the_same_key_again_is_the_same_deed(books: Books, deeds: list[str]):
    *before, deed = deeds
    for earlier in before:
        getattr(books, earlier)(1)
    first = getattr(books, deed)(1)
    after = books.balances
    again = getattr(books, deed)(1)
    assert (first.is_new, again.is_new, again.posting_id) == (True, False, first.posting_id)
    assert books.balances == after


@pytest.mark.promise("P14")
def test_the_last_credit_reserved_again_under_its_key_is_no_refusal(books: Books):
    books.reserve(1)
    last = books.reserve(2)
    assert books.balances.credits_usable == 0
    assert books.reserve(2).posting_id == last.posting_id


@pytest.mark.promise("P14")
@pytest.mark.parametrize(
    "other",
    [
        lambda books: books.reserve(2, key="k"),
        lambda books: books.spend(1, key="k"),
        lambda _books: Books(company_id=OTHER_COMPANY).reserve(1, key="k"),
        lambda books: books.introduce(50, key="k"),
    ],
    ids=["another request", "another deed", "another company", "an introduction"],
)
def test_a_key_is_refused_for_another_body(books: Books, other: Callable[[Books], object]):
    books.reserve(1, key="k")
    before = books.balances
    with pytest.raises(KeyReused):
        other(books)
    assert books.balances == before


def test_after_a_refusal_the_scope_lives_on(books: Books):
    with acting_for(OPERATOR):
        with pytest.raises(NoSpentCredit):
            books.restore(1)
        books.reserve(1)
    assert books.balances.credits_reserved == 1


def test_a_deed_is_audited_with_its_number(books: Books):
    books.expire(200, count=2)
    with acting_for(OPERATOR):
        [row] = AuditEntry.objects.filter(deed="expire_credits")
    assert (row.count, row.actor_part, row.at) == (2, "tests", AT)


def test_credits_move_in_the_operators_scope_only():
    with acting_for(COMPANY), pytest.raises(OutsideScope):
        release_credits(
            operator_id=OPERATOR,
            company_id=COMPANY,
            count=1,
            key="k",
            cause_id=id_of("closing", 1),
            actor=WRITER,
            at=AT,
        )


def test_a_statement_lists_a_companys_entries_and_why(books: Books):
    Books(company_id=OTHER_COMPANY).introduce(50)
    reserved = books.reserve(1)
    with acting_for(OPERATOR):
        lines = statement_lines(COMPANY, from_at=AT, until_at=AT + timedelta(seconds=1))
        assert statement_lines(COMPANY, from_at=AT - timedelta(days=1), until_at=AT) == []
    assert len(lines) == 9 + 3 + 2 + 2
    last = {line.kind: line for line in lines if line.posting_id == reserved.posting_id}
    assert (last[AccountKind.CREDITS_USABLE].amount, last[AccountKind.CREDITS_USABLE].balance_after) == (
        -1,
        1,
    )
    line = last[AccountKind.CREDITS_RESERVED]
    assert (line.deed, line.cause_kind, line.cause_id) == (
        Deed.CREDIT_RESERVED,
        "hire_request",
        id_of("hire", 1),
    )
    for kind in {line.kind for line in lines}:
        total = sum(line.amount for line in lines if line.kind is kind)
        assert total == books.balances.of(kind)
