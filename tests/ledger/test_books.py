"""What the database itself keeps, whoever writes; and what `verify` finds where it was got around."""

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.ids import new_id
from careerrelay.ledger.models import Entry, LedgerAccount, Posting
from careerrelay.ledger.queries import Discrepancy, Rule
from careerrelay.ledger.rules import AccountKind, Deed
from tests.ledger.books import AT, COMPANY, OPERATOR, Books, discrepancies, id_of

pytestmark = pytest.mark.django_db


def account(kind: AccountKind, owner_id: UUID = COMPANY) -> LedgerAccount:
    return LedgerAccount.objects.get(owner_id=owner_id, kind=kind)


def posting(key: str = "by hand", *, ends: Posting | None = None) -> Posting:
    return Posting.objects.create(
        operator_id=OPERATOR,
        key=key,
        deed=Deed.CREDITS_RELEASED,
        cause_kind="closing",
        cause_id=new_id(),
        body_hash=bytes(32),
        ends=ends,
        at=AT,
    )


def entry(posting: Posting, account: LedgerAccount, amount: int, **other: UUID) -> Entry:
    return Entry(
        **{"operator_id": OPERATOR, **other}, posting=posting, account=account, amount=amount, balance_after=0
    )


@pytest.mark.promise("P11")
def test_entries_that_do_not_balance_are_not_taken():
    Books().introduce_many(10)
    with acting_for(OPERATOR):
        pending, counted = account(AccountKind.CREDITS_PENDING), account(AccountKind.INTRODUCTIONS)
        issued = account(AccountKind.CREDITS_ISSUED, OPERATOR)
        written = posting()
        for entries in (
            [entry(written, pending, 1)],
            [entry(written, pending, 1), entry(written, issued, -2)],
            [entry(written, pending, 1), entry(written, counted, -1)],  # zero, but of two units
        ):
            with pytest.raises(IntegrityError, match="do not balance"), transaction.atomic():
                Entry.objects.bulk_create(entries)
        Entry.objects.bulk_create([entry(written, pending, 1), entry(written, issued, -1)])


def test_entries_do_not_reach_into_the_books_of_another_operator():
    Books().introduce_many(10)
    elsewhere = id_of("elsewhere", 1)
    with acting_for(OPERATOR):
        pending, issued = account(AccountKind.CREDITS_PENDING), account(AccountKind.CREDITS_ISSUED, OPERATOR)
        written = posting()
    with acting_for(elsewhere), pytest.raises(IntegrityError, match="do not balance"), transaction.atomic():
        Entry.objects.bulk_create(
            [
                entry(written, owned, amount, operator_id=elsewhere)
                for owned, amount in ((pending, 1), (issued, -1))
            ]
        )


def test_an_entry_moves_something():
    Books().introduce(1)
    with acting_for(OPERATOR):
        idle = entry(posting(), account(AccountKind.INTRODUCTIONS), 0)
        with pytest.raises(IntegrityError, match="an_entry_moves_something"), transaction.atomic():
            idle.save()


@pytest.mark.promise("P11")
@pytest.mark.parametrize(
    ("kind", "owner_id", "balance"),
    [
        (AccountKind.CREDITS_PENDING, COMPANY, -1),
        (AccountKind.INTRODUCTIONS, COMPANY, -1),
        (AccountKind.CREDITS_ISSUED, OPERATOR, 1),
    ],
)
def test_no_balance_crosses_zero(kind: AccountKind, owner_id: UUID, balance: int):
    Books().introduce_many(10)
    with acting_for(OPERATOR), pytest.raises(IntegrityError, match="is_never"), transaction.atomic():
        LedgerAccount.objects.filter(owner_id=owner_id, kind=kind).update(balance=balance)


@pytest.mark.parametrize("change", [{"unit": "jpy"}, {"ratio": 1}, {"owner_id": OPERATOR}])
def test_of_an_account_only_the_balance_moves(change: dict[str, object]):
    Books().introduce(1)
    with acting_for(OPERATOR):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LedgerAccount.objects.filter(kind=AccountKind.INTRODUCTIONS).update(**change)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            LedgerAccount.objects.all()._raw_delete("default")


@pytest.mark.parametrize("model", [Posting, Entry])
def test_what_was_posted_stays(model: type[Posting] | type[Entry]):
    Books().introduce(1)
    with acting_for(OPERATOR):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.update(operator_id=COMPANY)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete("default")


@pytest.mark.promise("P11")
def test_nothing_ends_twice():
    with acting_for(OPERATOR):
        reservation = posting("reserve")
        posting("spend", ends=reservation)
        with pytest.raises(IntegrityError, match="a_posting_ends_once"), transaction.atomic():
            posting("free", ends=reservation)


@pytest.mark.promise("P08")
def test_a_company_sees_nothing_of_its_own_books():
    Books().introduce(1)
    with acting_for(COMPANY):
        assert not LedgerAccount.objects.exists()
        with connections["default"].cursor() as cursor:
            for model in (LedgerAccount, Posting, Entry):
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
                assert cursor.fetchone() == (0,)


@pytest.mark.promise("P47")
def test_books_that_hold_have_no_discrepancy():
    books = Books(ratio=3)
    books.introduce_many(10)
    books.release(1, count=2)
    books.reserve(1)
    books.reserve(2)
    books.spend(1)
    books.reverse(10)
    books.reverse(9)
    assert discrepancies() == []


@pytest.mark.promise("P47")
def test_a_balance_that_was_moved_by_hand_is_found_three_times():
    Books().introduce_many(10)
    with acting_for(OPERATOR):
        LedgerAccount.objects.filter(kind=AccountKind.CREDITS_PENDING).update(balance=2)
        pending = account(AccountKind.CREDITS_PENDING)
    assert discrepancies() == [
        Discrepancy(Rule.ALL_IS_ZERO, "credits", 1, 0),
        Discrepancy(Rule.BALANCE_IS_SUM, str(pending.id), 2, 1),
        Discrepancy(Rule.CREDITS_ARE_EARNED, str(COMPANY), 2, 1),
    ]


@pytest.mark.promise("P47")
def test_a_posting_without_entries_is_found():
    with acting_for(OPERATOR):
        written = posting()
    [found] = discrepancies()
    assert (found.rule, found.subject) == (Rule.POSTING_HAS_ENTRIES, str(written.id))


@pytest.mark.promise("P47")
def test_a_reservation_without_its_credit_is_found():
    books = Books(ratio=3)
    books.introduce_many(3)
    books.release(1)
    books.reserve(1)
    with acting_for(OPERATOR):
        for kind, balance in ((AccountKind.CREDITS_RESERVED, 0), (AccountKind.CREDITS_USABLE, 1)):
            LedgerAccount.objects.filter(kind=kind).update(balance=balance)
    assert Discrepancy(Rule.RESERVED_IS_OPEN, str(COMPANY), 0, 1) in discrepancies()


@pytest.mark.parametrize("rule", Rule)
def test_a_discrepancy_says_what_it_is_in_both_languages(rule: Rule):
    found = Discrepancy(rule, "credits", 2, 1)
    assert "2 instead of 1" in found.en
    assert "2、正しくは1" in found.ja
