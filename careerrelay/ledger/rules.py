"""Double entry in plain values: accounts, the lines of each deed, and when a credit is earned or lost.

What a company holds is never negative. What stands against it, at an agency or at the operator, is never
positive. So the sum over all accounts of a unit is zero, and of a company's credits this always holds:

    usable + pending + reserved + spent + expired - debt = ⌊introductions / ratio⌋
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Unit(StrEnum):
    INTRODUCTIONS = "introductions"
    CREDITS = "credits"
    JPY = "jpy"


class AccountKind(StrEnum):
    """In the order in which accounts are locked: whoever needs two takes the earlier one first."""

    INTRODUCTIONS = "introductions"
    INTRODUCTIONS_RECEIVED = "introductions_received"
    CREDITS_PENDING = "credits_pending"
    CREDITS_USABLE = "credits_usable"
    CREDITS_RESERVED = "credits_reserved"
    CREDITS_SPENT = "credits_spent"
    CREDITS_EXPIRED = "credits_expired"
    CREDIT_DEBT = "credit_debt"
    CREDITS_ISSUED = "credits_issued"
    CREDIT_CLAIMS = "credit_claims"


# What a company has, and what it owes. Never negative.
COMPANY_KINDS = frozenset(
    {
        AccountKind.INTRODUCTIONS,
        AccountKind.CREDITS_PENDING,
        AccountKind.CREDITS_USABLE,
        AccountKind.CREDITS_RESERVED,
        AccountKind.CREDITS_SPENT,
        AccountKind.CREDITS_EXPIRED,
        AccountKind.CREDIT_DEBT,
    }
)
# What stands against it: at the agency that received, at the operator who issued or has a claim. Never positive.
CONTRA_KINDS = frozenset(AccountKind) - COMPANY_KINDS
INTRODUCTION_KINDS = frozenset({AccountKind.INTRODUCTIONS, AccountKind.INTRODUCTIONS_RECEIVED})
LOCK_ORDER: Mapping[AccountKind, int] = {kind: position for position, kind in enumerate(AccountKind)}


def unit_of(kind: AccountKind) -> Unit:
    return Unit.INTRODUCTIONS if kind in INTRODUCTION_KINDS else Unit.CREDITS


class Deed(StrEnum):
    INTRODUCTION = "introduction"
    INTRODUCTION_REVERSED = "introduction_reversed"
    CREDIT_EARNED = "credit_earned"
    CREDIT_LOST = "credit_lost"
    CREDITS_RELEASED = "credits_released"
    CREDIT_RESERVED = "credit_reserved"
    CREDIT_SPENT = "credit_spent"
    CREDIT_FREED = "credit_freed"
    CREDIT_RESTORED = "credit_restored"
    CREDITS_EXPIRED = "credits_expired"


class CauseKind(StrEnum):
    RELAY = "relay"
    DECISION = "decision"
    POSTING = "posting"
    CLOSING = "closing"
    HIRE_REQUEST = "hire_request"


CAUSES: Mapping[Deed, CauseKind] = {
    Deed.INTRODUCTION: CauseKind.RELAY,
    Deed.INTRODUCTION_REVERSED: CauseKind.DECISION,
    Deed.CREDIT_EARNED: CauseKind.POSTING,
    Deed.CREDIT_LOST: CauseKind.POSTING,
    Deed.CREDITS_RELEASED: CauseKind.CLOSING,
    Deed.CREDIT_RESERVED: CauseKind.HIRE_REQUEST,
    Deed.CREDIT_SPENT: CauseKind.HIRE_REQUEST,
    Deed.CREDIT_FREED: CauseKind.HIRE_REQUEST,
    Deed.CREDIT_RESTORED: CauseKind.HIRE_REQUEST,
    Deed.CREDITS_EXPIRED: CauseKind.CLOSING,
}

# A relay counts once, an introduction earns one credit at most, a hire request reserves one.
ONCE_PER_CAUSE = (Deed.INTRODUCTION, Deed.CREDIT_EARNED, Deed.CREDIT_LOST, Deed.CREDIT_RESERVED)

# Credits that stay with the company and change their standing: from, to.
MOVES: Mapping[Deed, tuple[AccountKind, AccountKind]] = {
    Deed.CREDITS_RELEASED: (AccountKind.CREDITS_PENDING, AccountKind.CREDITS_USABLE),
    Deed.CREDIT_RESERVED: (AccountKind.CREDITS_USABLE, AccountKind.CREDITS_RESERVED),
    Deed.CREDIT_SPENT: (AccountKind.CREDITS_RESERVED, AccountKind.CREDITS_SPENT),
    Deed.CREDIT_FREED: (AccountKind.CREDITS_RESERVED, AccountKind.CREDITS_USABLE),
    Deed.CREDIT_RESTORED: (AccountKind.CREDITS_SPENT, AccountKind.CREDITS_USABLE),
    Deed.CREDITS_EXPIRED: (AccountKind.CREDITS_USABLE, AccountKind.CREDITS_EXPIRED),
}

# A reservation ends once, spent or freed; a spent credit comes back once.
ENDED_BY: Mapping[Deed, Deed] = {
    Deed.CREDIT_SPENT: Deed.CREDIT_RESERVED,
    Deed.CREDIT_FREED: Deed.CREDIT_RESERVED,
    Deed.CREDIT_RESTORED: Deed.CREDIT_SPENT,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be: `amount` in the unit of the account's kind."""

    owner_id: UUID
    kind: AccountKind
    amount: int


Lines = tuple[Line, ...]


def in_lock_order(lines: Iterable[Line]) -> Lines:
    return tuple(sorted(lines, key=lambda line: (LOCK_ORDER[line.kind], line.owner_id)))


def inverse(lines: Iterable[Line]) -> Lines:
    return tuple(Line(line.owner_id, line.kind, -line.amount) for line in lines)


def sum_per_unit(lines: Iterable[Line]) -> dict[Unit, int]:
    sums: dict[Unit, int] = {}
    for line in lines:
        unit = unit_of(line.kind)
        sums[unit] = sums.get(unit, 0) + line.amount
    return sums


def credits_between(before: int, after: int, *, ratio: int) -> int:
    """Credits earned on the way from one total of introductions to another; negative where some are lost."""
    return after // ratio - before // ratio


def introduction_lines(*, company_id: UUID, agency_id: UUID) -> Lines:
    return (
        Line(company_id, AccountKind.INTRODUCTIONS, 1),
        Line(agency_id, AccountKind.INTRODUCTIONS_RECEIVED, -1),
    )


def earned_lines(*, company_id: UUID, operator_id: UUID, debt: int) -> Lines:
    """A debt is repaid before anything is earned for the company."""
    if debt > 0:
        return (
            Line(company_id, AccountKind.CREDIT_DEBT, -1),
            Line(operator_id, AccountKind.CREDIT_CLAIMS, 1),
        )
    return (
        Line(company_id, AccountKind.CREDITS_PENDING, 1),
        Line(operator_id, AccountKind.CREDITS_ISSUED, -1),
    )


def lost_lines(*, company_id: UUID, operator_id: UUID, pending: int, usable: int) -> Lines:
    """The credit that nobody was told of goes first, then one that nobody uses; else the company owes one.

    What is reserved or spent was promised to somebody and stays.
    """
    if pending > 0 or usable > 0:
        kind = AccountKind.CREDITS_PENDING if pending > 0 else AccountKind.CREDITS_USABLE
        return (Line(company_id, kind, -1), Line(operator_id, AccountKind.CREDITS_ISSUED, 1))
    return (
        Line(company_id, AccountKind.CREDIT_DEBT, 1),
        Line(operator_id, AccountKind.CREDIT_CLAIMS, -1),
    )


def moved_lines(deed: Deed, *, company_id: UUID, count: int) -> Lines:
    if count < 1:
        raise ValueError(f"{deed}: {count} credits cannot be moved")
    source, target = MOVES[deed]
    return (Line(company_id, source, -count), Line(company_id, target, count))


def credit_key(company_id: UUID, number: int, *, generation: int) -> str:
    """A company's credit number k is earned once; again only after it was lost (generation 2, 3 …)."""
    key = f"credit:{company_id}:{number}"
    return key if generation == 1 else f"{key}:{generation}"


def lost_credit_key(company_id: UUID, number: int, *, generation: int) -> str:
    return f"credit-lost:{company_id}:{number}:{generation}"


def body_hash(deed: Deed, *, cause_id: UUID, lines: Iterable[Line], ratio: int | None = None) -> bytes:
    """What a key stands for: the same key with another body is refused (P14)."""
    body = {
        "deed": deed,
        "cause": str(cause_id),
        "ratio": ratio,
        "lines": [[str(line.owner_id), line.kind, line.amount] for line in in_lock_order(lines)],
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).digest()
