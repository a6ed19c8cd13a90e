"""Double entry in plain values."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.ledger.rules import (
    COMPANY_KINDS,
    CONTRA_KINDS,
    LOCK_ORDER,
    MOVES,
    AccountKind,
    Deed,
    Line,
    Unit,
    body_hash,
    credit_key,
    credits_between,
    earned_lines,
    in_lock_order,
    introduction_lines,
    inverse,
    lost_credit_key,
    lost_lines,
    moved_lines,
    sum_per_unit,
)

COMPANY, AGENCY, OPERATOR = (UUID(int=number) for number in (1, 2, 3))
RATIOS = st.integers(min_value=1, max_value=25)
TOTALS = st.integers(min_value=0, max_value=10**6)


class PaperBooks:
    """One company's books on paper: the same rules, one deed after the other."""

    def __init__(self, ratio: int) -> None:
        self.ratio = ratio
        self.balances: Counter[AccountKind] = Counter()

    def post(self, lines: tuple[Line, ...]) -> None:
        for line in lines:
            self.balances[line.kind] += line.amount

    def introduce(self) -> None:
        before = self.balances[AccountKind.INTRODUCTIONS]
        self.post(introduction_lines(company_id=COMPANY, agency_id=AGENCY))
        if credits_between(before, before + 1, ratio=self.ratio):
            debt = self.balances[AccountKind.CREDIT_DEBT]
            self.post(earned_lines(company_id=COMPANY, operator_id=OPERATOR, debt=debt))

    def reverse(self) -> None:
        before = self.balances[AccountKind.INTRODUCTIONS]
        if before == 0:
            return
        self.post(inverse(introduction_lines(company_id=COMPANY, agency_id=AGENCY)))
        if credits_between(before, before - 1, ratio=self.ratio):
            pending = self.balances[AccountKind.CREDITS_PENDING]
            usable = self.balances[AccountKind.CREDITS_USABLE]
            self.post(lost_lines(company_id=COMPANY, operator_id=OPERATOR, pending=pending, usable=usable))

    def move(self, deed: Deed) -> None:
        if self.balances[MOVES[deed][0]] > 0:
            self.post(moved_lines(deed, company_id=COMPANY, count=1))


@given(TOTALS, TOTALS, TOTALS, RATIOS)
def test_credits_do_not_depend_on_the_steps_in_which_introductions_come(a: int, b: int, c: int, ratio: int):
    steps = credits_between(a, b, ratio=ratio) + credits_between(b, c, ratio=ratio)
    assert steps == credits_between(a, c, ratio=ratio)


@given(TOTALS, RATIOS)
def test_from_nothing_to_a_total_every_full_ratio_earns_one_credit(total: int, ratio: int):
    assert credits_between(0, total, ratio=ratio) == total // ratio
    assert credits_between(total, 0, ratio=ratio) == -(total // ratio)


@given(TOTALS, RATIOS)
def test_one_introduction_earns_one_credit_at_most(total: int, ratio: int):
    assert credits_between(total, total + 1, ratio=ratio) == (1 if (total + 1) % ratio == 0 else 0)


def test_ten_introductions_earn_one_credit_and_nine_none():
    assert [credits_between(0, total, ratio=10) for total in (0, 9, 10, 19, 20)] == [0, 0, 1, 1, 2]


def every_deed() -> list[tuple[Line, ...]]:
    introduced = introduction_lines(company_id=COMPANY, agency_id=AGENCY)
    earned = [earned_lines(company_id=COMPANY, operator_id=OPERATOR, debt=debt) for debt in (0, 1, 7)]
    lost = [
        lost_lines(company_id=COMPANY, operator_id=OPERATOR, pending=pending, usable=usable)
        for pending in (0, 2)
        for usable in (0, 2)
    ]
    moved = [moved_lines(deed, company_id=COMPANY, count=3) for deed in MOVES]
    return [introduced, inverse(introduced), *earned, *lost, *moved]


@pytest.mark.promise("P11")
@pytest.mark.parametrize("lines", every_deed())
def test_the_lines_of_every_deed_sum_to_zero_per_unit(lines: tuple[Line, ...]):
    assert set(sum_per_unit(lines).values()) == {0}
    assert len({line.kind for line in lines}) == len(lines) == 2


def test_units_are_summed_apart():
    lines = [Line(COMPANY, AccountKind.INTRODUCTIONS, 4), Line(COMPANY, AccountKind.CREDIT_DEBT, -1)]
    assert sum_per_unit(lines) == {Unit.INTRODUCTIONS: 4, Unit.CREDITS: -1}


@pytest.mark.promise("P11")
@given(st.lists(st.sampled_from(["introduce"] * 6 + ["reverse", *MOVES]), max_size=120), RATIOS)
def test_after_any_deeds_credits_match_introductions_and_nobody_is_below_zero(deeds: list[str], ratio: int):
    books = PaperBooks(ratio)
    for deed in deeds:
        if isinstance(deed, Deed):
            books.move(deed)
        else:
            getattr(books, deed)()
        balances = books.balances
        assert all(balances[kind] >= 0 for kind in COMPANY_KINDS)
        assert all(balances[kind] <= 0 for kind in CONTRA_KINDS)
        assert sum(balances.values()) == 0
        held = sum(
            balances[kind] for kind in COMPANY_KINDS - {AccountKind.INTRODUCTIONS, AccountKind.CREDIT_DEBT}
        )
        assert held - balances[AccountKind.CREDIT_DEBT] == balances[AccountKind.INTRODUCTIONS] // ratio


def test_a_debt_is_repaid_before_a_credit_is_earned():
    assert {line.kind for line in earned_lines(company_id=COMPANY, operator_id=OPERATOR, debt=1)} == {
        AccountKind.CREDIT_DEBT,
        AccountKind.CREDIT_CLAIMS,
    }


@pytest.mark.parametrize(
    ("pending", "usable", "loser"),
    [
        (1, 1, AccountKind.CREDITS_PENDING),
        (0, 1, AccountKind.CREDITS_USABLE),
        (0, 0, AccountKind.CREDIT_DEBT),
    ],
)
def test_a_lost_credit_is_taken_where_it_hurts_least(pending: int, usable: int, loser: AccountKind):
    lines = lost_lines(company_id=COMPANY, operator_id=OPERATOR, pending=pending, usable=usable)
    assert lines[0].kind is loser


def test_no_credits_cannot_be_moved():
    with pytest.raises(ValueError, match="0 credits"):
        moved_lines(Deed.CREDITS_RELEASED, company_id=COMPANY, count=0)


@given(st.permutations(every_deed()[0] + every_deed()[2]))
def test_accounts_are_locked_in_one_order_however_the_lines_come(lines: list[Line]):
    kinds = [line.kind for line in in_lock_order(lines)]
    assert kinds == sorted(kinds, key=LOCK_ORDER.__getitem__)


def test_every_kind_of_account_is_a_companys_or_stands_against_it():
    assert {*COMPANY_KINDS} | {*CONTRA_KINDS} == {*AccountKind}
    assert not COMPANY_KINDS & CONTRA_KINDS


@given(st.integers(min_value=1, max_value=400), st.integers(min_value=1, max_value=400))
def test_no_two_credits_share_a_key(one: int, other: int):
    keys = {
        key(COMPANY, number, generation=generation)
        for key in (credit_key, lost_credit_key)
        for number in (one, other)
        for generation in (1, 2, 12)
    }
    assert len(keys) == 6 * len({one, other})


def test_the_first_credit_has_the_plain_key():
    assert credit_key(COMPANY, 3, generation=1) == f"credit:{COMPANY}:3"


def test_a_body_is_the_same_in_any_order_of_its_lines_and_another_with_any_other_content():
    lines = introduction_lines(company_id=COMPANY, agency_id=AGENCY)
    body = body_hash(Deed.INTRODUCTION, cause_id=OPERATOR, lines=lines, ratio=10)
    assert body == body_hash(Deed.INTRODUCTION, cause_id=OPERATOR, lines=lines[::-1], ratio=10)
    others = {
        body_hash(Deed.INTRODUCTION_REVERSED, cause_id=OPERATOR, lines=lines, ratio=10),
        body_hash(Deed.INTRODUCTION, cause_id=COMPANY, lines=lines, ratio=10),
        body_hash(Deed.INTRODUCTION, cause_id=OPERATOR, lines=lines, ratio=5),
        body_hash(Deed.INTRODUCTION, cause_id=OPERATOR, lines=inverse(lines), ratio=10),
        body_hash(
            Deed.INTRODUCTION,
            cause_id=OPERATOR,
            lines=introduction_lines(company_id=COMPANY, agency_id=OPERATOR),
            ratio=10,
        ),
    }
    assert len(others) == 5
    assert body not in others
