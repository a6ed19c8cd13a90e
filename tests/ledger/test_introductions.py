"""Introductions counted and taken back, on the real database."""

from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import OutsideScope, acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.ledger.actions import (
    AlreadyPosted,
    KeyReused,
    NoSuchIntroduction,
    PostedIntroduction,
    RatioDiffers,
    ReversedIntroduction,
    post_introduction,
    reverse_introduction,
)
from careerrelay.ledger.models import Entry, LedgerAccount, Posting
from careerrelay.ledger.queries import Balances
from careerrelay.ledger.rules import AccountKind, Deed
from tests.ledger.books import (
    AGENCY,
    AT,
    COMPANY,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_COMPANY,
    WRITER,
    Books,
    discrepancies,
    id_of,
)

pytestmark = pytest.mark.django_db


def balance(owner_id: UUID, kind: AccountKind) -> int:
    with acting_for(OPERATOR):
        account = LedgerAccount.objects.filter(owner_id=owner_id, kind=kind).first()
        return account.balance if account else 0


def postings(**wanted: object) -> int:
    with acting_for(OPERATOR):
        return Posting.objects.filter(**wanted).count()


def audited(deed: str) -> int:
    with acting_for(OPERATOR):
        return AuditEntry.objects.filter(deed=deed).count()


def test_an_introduction_stands_at_the_company_and_against_it_at_the_agency():
    posted = Books().introduce(1)
    assert (posted.is_new, posted.introductions_total, posted.credits_earned) == (True, 1, 0)
    assert balance(COMPANY, AccountKind.INTRODUCTIONS) == 1
    assert balance(AGENCY, AccountKind.INTRODUCTIONS_RECEIVED) == -1
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_the_tenth_introduction_earns_one_pending_credit():
    books = Books()
    earned = [books.introduce(relay).credits_earned for relay in range(1, 21)]
    assert earned == [0] * 9 + [1] + [0] * 9 + [1]
    assert books.balances == Balances(ratio=10, introductions=20, credits_pending=2)
    assert balance(OPERATOR, AccountKind.CREDITS_ISSUED) == -2
    assert discrepancies() == []


def test_all_agencies_count_together_for_the_company():
    for relay in range(1, 11):
        Books(agency_id=AGENCY if relay % 2 else OTHER_AGENCY).introduce(relay)
    assert Books().balances.credits_pending == 1
    assert balance(AGENCY, AccountKind.INTRODUCTIONS_RECEIVED) == -5
    assert balance(OTHER_AGENCY, AccountKind.INTRODUCTIONS_RECEIVED) == -5


def test_companies_count_apart():
    Books().introduce_many(9)
    Books(company_id=OTHER_COMPANY).introduce(10)
    assert Books().balances.credits_pending == 0
    assert Books(company_id=OTHER_COMPANY).balances == Balances(ratio=10, introductions=1)


def test_a_ratio_of_one_earns_with_every_introduction():
    books = Books(ratio=1)
    assert [books.introduce(relay).credits_earned for relay in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.promise("P14")
def test_the_same_key_gets_the_same_answer_however_much_happened_since():
    books = Books()
    books.introduce_many(9)
    first = books.introduce(10)
    books.introduce_many(5, first=11)
    again = books.introduce(10)
    assert again == PostedIntroduction(first.posting_id, False, 10, 1)
    assert books.balances.introductions == 15
    assert audited("post_introduction") == 15


@pytest.mark.promise("P14")
@pytest.mark.parametrize(
    "other",
    [
        Books(agency_id=OTHER_AGENCY),
        Books(company_id=OTHER_COMPANY),
        Books(ratio=5),
    ],
    ids=["another agency", "another company", "another ratio"],
)
def test_the_same_key_with_another_body_is_refused_and_nothing_happens(other: Books):
    Books().introduce(1)
    with pytest.raises(KeyReused):
        other.introduce(1)
    assert (postings(), audited("post_introduction")) == (1, 1)
    assert Books(company_id=OTHER_COMPANY).balances == Balances()


@pytest.mark.promise("P14")
def test_the_same_relay_under_another_key_is_refused():
    Books().introduce(1)
    with pytest.raises(AlreadyPosted):
        Books().introduce(1, key="another")
    assert Books().balances.introductions == 1


def test_after_a_refused_key_the_scope_lives_on():
    Books().introduce(1)
    with acting_for(OPERATOR):
        with pytest.raises(KeyReused):
            Books(agency_id=OTHER_AGENCY).introduce(1)
        assert Books().introduce(2).introductions_total == 2


def test_another_ratio_for_a_company_that_is_counted_already_is_refused():
    Books().introduce(1)
    with pytest.raises(RatioDiffers, match="10 to one credit, not 5") as refused:
        Books(ratio=5).introduce(2)
    assert "10件で1枠" in refused.value.ja
    assert (postings(), Books().balances.introductions) == (1, 1)


def test_the_books_of_another_operator_are_out_of_reach():
    with acting_for(id_of("elsewhere", 1)), pytest.raises(OutsideScope):
        post_introduction(
            operator_id=OPERATOR,
            company_id=COMPANY,
            agency_id=AGENCY,
            key="k",
            cause_id=COMPANY,
            ratio=10,
            actor=WRITER,
            at=AT,
        )
    with pytest.raises(OutsideScope):
        reverse_introduction(
            operator_id=OPERATOR, relay_id=COMPANY, key="k", cause_id=COMPANY, actor=WRITER, at=AT
        )


def test_a_deed_is_audited_once_with_its_posting():
    posted = Books().introduce(1)
    Books().introduce(1)
    with acting_for(OPERATOR):
        [row] = AuditEntry.objects.filter(deed="post_introduction")
    assert (row.object_kind, row.object_id, row.actor_part, row.at) == (
        "posting",
        posted.posting_id,
        "tests",
        AT,
    )


def test_a_reversal_takes_the_introduction_back_on_both_sides():
    Books().introduce_many(3)
    reversed_ = Books().reverse(2)
    assert (reversed_.is_new, reversed_.introductions_total, reversed_.credits_lost) == (True, 2, 0)
    assert balance(AGENCY, AccountKind.INTRODUCTIONS_RECEIVED) == -2
    assert audited("reverse_introduction") == 1
    assert discrepancies() == []


@pytest.mark.promise("P14")
def test_a_reversal_happens_once():
    Books().introduce_many(10)
    first = Books().reverse(4)
    Books().introduce(11)
    assert Books().reverse(4) == ReversedIntroduction(first.posting_id, False, 9, 1)
    with pytest.raises(AlreadyPosted):
        Books().reverse(4, key="another")
    assert Books().balances == Balances(ratio=10, introductions=10, credits_pending=1)


def test_what_was_never_introduced_cannot_be_reversed():
    with pytest.raises(NoSuchIntroduction):
        Books().reverse(1)
    assert postings() == 0


@pytest.mark.promise("P11")
def test_a_lost_credit_goes_out_of_pending_first():
    books = Books()
    books.introduce_many(20)
    books.release(1)
    assert books.reverse(1).credits_lost == 1
    assert books.balances == Balances(ratio=10, introductions=19, credits_usable=1)
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_a_lost_credit_goes_out_of_usable_if_none_is_pending():
    books = Books()
    books.introduce_many(10)
    books.release(1)
    books.reverse(1)
    assert books.balances == Balances(ratio=10, introductions=9)
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_a_credit_lost_after_it_was_promised_becomes_a_debt_which_the_next_credit_repays():
    books = Books()
    books.introduce_many(10)
    books.release(1)
    books.reserve(1)
    books.reverse(1)
    assert books.balances == Balances(ratio=10, introductions=9, credits_reserved=1, credit_debt=1)
    assert balance(OPERATOR, AccountKind.CREDIT_CLAIMS) == -1
    books.spend(1)
    books.introduce(11)
    assert books.balances == Balances(ratio=10, introductions=10, credits_spent=1)
    assert discrepancies() == []
    books.introduce_many(10, first=12)
    assert books.balances == Balances(ratio=10, introductions=20, credits_pending=1, credits_spent=1)
    assert discrepancies() == []


@pytest.mark.promise("P11")
def test_a_credit_on_the_border_is_earned_and_lost_as_often_as_the_border_is_crossed():
    books = Books(ratio=3)
    books.introduce_many(2)
    for relay in range(3, 9):
        assert books.introduce(relay).credits_earned == 1
        assert books.balances.credits_pending == 1
        assert books.reverse(relay).credits_lost == 1
        assert books.balances.credits_pending == 0
    assert postings(deed=Deed.CREDIT_EARNED) == postings(deed=Deed.CREDIT_LOST) == 6
    with acting_for(OPERATOR):
        ended = Posting.objects.filter(deed=Deed.CREDIT_LOST).values_list("ends_id", flat=True)
        assert len(set(ended)) == 6
    assert discrepancies() == []


def test_every_entry_knows_the_balance_after_it():
    books = Books()
    books.introduce_many(4)
    books.reverse(2)
    with acting_for(OPERATOR):
        entries = Entry.objects.filter(account__owner_id=COMPANY).order_by("posting_id")
        assert [entry.balance_after for entry in entries] == [1, 2, 3, 4, 3]
