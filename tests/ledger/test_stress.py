"""Many writers on one account at once, keys repeating and requests competing (P11, P14)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.core.refusal import Refusal
from careerrelay.ledger.models import Entry, Posting
from careerrelay.ledger.rules import COMPANY_KINDS, AccountKind, Deed
from tests.databases import OwnDatabase
from tests.ledger.books import COMPANY, OPERATOR, Books, SeededWriter, discrepancies

WRITERS = 8
RATIO = 10


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What each of them answered, all started at the same instant, each on a connection of its own."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        connections["default"].ensure_connection()
        barrier.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def write_many(seed: int, *, deeds: int, reverses: bool) -> set[str]:
    """The keys that stand in the books as their writers know them."""
    writers = [
        SeededWriter(Random(f"{seed}/{number}"), relays=deeds // 3, reverses=reverses)
        for number in range(WRITERS)
    ]

    def work(writer: SeededWriter) -> set[str | None]:
        return {writer.write_one() for _ in range(deeds // WRITERS)}

    answers = at_once([partial(work, writer) for writer in writers])
    return {key for keys in answers for key in keys if key}


def count(deed: Deed) -> int:
    return Posting.objects.filter(deed=deed).count()


@pytest.mark.promise("P11")
@pytest.mark.promise("P14")
@pytest.mark.parametrize("reverses", [False, True], ids=["", "with reversals"])
@pytest.mark.parametrize(
    ("seed", "deeds"),
    [(1, 1_000), *(pytest.param(seed, 20_000, marks=pytest.mark.deep) for seed in range(2, 5))],
)
def test_eight_writers_on_one_account_lose_nothing_and_invent_nothing(
    own_database: OwnDatabase, seed: int, deeds: int, reverses: bool
):
    stand = write_many(seed, deeds=deeds, reverses=reverses)
    balances = Books().balances
    with acting_for(OPERATOR):
        made = {posting.key for posting in Posting.objects.all() if not posting.key.startswith("credit")}
        assert made == stand
        assert AuditEntry.objects.count() == len(made)
        assert balances.introductions == count(Deed.INTRODUCTION) - count(Deed.INTRODUCTION_REVERSED)
        assert balances.introductions > deeds // 10
        assert count(Deed.CREDIT_EARNED) - count(Deed.CREDIT_LOST) == balances.introductions // RATIO
        assert balances.credits_earned == balances.introductions // RATIO
        if not reverses:
            assert count(Deed.CREDIT_EARNED) == balances.introductions // RATIO
        held = Entry.objects.filter(account__kind__in=COMPANY_KINDS)
        assert not held.filter(balance_after__lt=0).exists()
        spent = Posting.objects.filter(deed=Deed.CREDIT_SPENT)
        assert spent.values("cause_id").distinct().count() == spent.count() > 0
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_the_last_credit_goes_to_one_of_eight_requests(own_database: OwnDatabase):
    books = Books()
    books.introduce_many(10)
    books.release(1)

    def reserve(hire: int) -> bool:
        try:
            return books.reserve(hire).is_new
        except Refusal:
            return False

    got = at_once([partial(reserve, hire) for hire in range(WRITERS)])
    assert sorted(got) == [False] * 7 + [True]
    assert (books.balances.credits_usable, books.balances.credits_reserved) == (0, 1)
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_a_reservation_is_spent_or_freed_by_one_of_eight(own_database: OwnDatabase):
    books = Books()
    books.introduce_many(20)
    books.release(1, count=2)
    books.reserve(1)
    books.reserve(2)

    def end(number: int) -> bool:
        try:
            deed = books.spend if number % 2 else books.free
            return deed(1, key=f"end:{number}").is_new
        except Refusal:
            return False

    ended = at_once([partial(end, number) for number in range(WRITERS)])
    assert sorted(ended) == [False] * 7 + [True]
    assert books.balances.credits_reserved == 1
    assert discrepancies() == []


@pytest.mark.promise("P14")
def test_one_key_eight_times_at_once_is_one_introduction_and_one_answer(own_database: OwnDatabase):
    books = Books()
    books.introduce_many(9)
    answers = at_once([lambda: books.introduce(10)] * WRITERS)
    assert sorted(answer.is_new for answer in answers) == [False] * 7 + [True]
    assert {(answer.posting_id, answer.introductions_total, answer.credits_earned) for answer in answers} == {
        (answers[0].posting_id, 10, 1)
    }
    assert (books.balances.introductions, books.balances.credits_pending) == (10, 1)


@pytest.mark.promise("P11")
def test_a_border_crossed_by_eight_in_both_directions_keeps_its_credit_exact(own_database: OwnDatabase):
    books = Books(ratio=3)
    books.introduce_many(10)

    def cross(number: int) -> None:
        for step in range(6):
            relay = 100 * (number + 1) + step
            books.introduce(relay)
            books.reverse(relay)

    at_once([partial(cross, number) for number in range(WRITERS)])
    assert (books.balances.introductions, books.balances.credits_pending) == (10, 3)
    with acting_for(OPERATOR):
        earned = Entry.objects.filter(account__owner_id=COMPANY, account__kind=AccountKind.CREDITS_PENDING)
        assert sum(entry.amount for entry in earned) == 3
    assert discrepancies() == []
