"""Introductions counted and taken back, and the credits that this earns and loses."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.ledger import rules
from careerrelay.ledger.models import Entry, Posting
from careerrelay.ledger.queries import debt_of
from careerrelay.ledger.rules import AccountKind, Deed
from careerrelay.ledger.writing import (
    enter,
    lock_credits,
    posting_of,
    require_scope,
    try_to_write,
    write_new,
    write_once,
)


@dataclass(frozen=True, slots=True)
class PostedIntroduction:
    """`introductions_total` is the company's total right after this introduction, also when asked again."""

    posting_id: UUID
    is_new: bool
    introductions_total: int
    credits_earned: int


class RatioDiffers(Refusal):
    pass


def post_introduction(
    *,
    operator_id: UUID,
    company_id: UUID,
    agency_id: UUID,
    key: str,
    cause_id: UUID,
    ratio: int,
    actor: Actor,
    at: datetime,
) -> PostedIntroduction:
    """Count one introduction; the one that completes a multiple of `ratio` earns a credit, or repays a debt.

    Whether it counts was decided by the caller; `cause_id` is the relay's.

    Raises: KeyReused, AlreadyPosted, RatioDiffers. After the last one the scope can only be left.
    """
    require_scope(operator_id)
    lines = rules.introduction_lines(company_id=company_id, agency_id=agency_id)
    posting = posting_of(
        Deed.INTRODUCTION, lines, operator_id=operator_id, key=key, cause_id=cause_id, ratio=ratio, at=at
    )
    # Before the atomic block: a refusal here has written nothing, and the caller's scope lives on.
    if earlier_id := write_once(posting):
        return _introduction_as_posted(earlier_id)
    # No savepoint: releasing it would be one more round trip while the hot row is locked.
    with transaction.atomic(savepoint=False):
        record_deed("post_introduction", of=posting, actor=actor, at=at)
        counted = enter(posting, lines, ratio=ratio)[AccountKind.INTRODUCTIONS]
        if counted.ratio != ratio:
            raise RatioDiffers(
                ja=f"この会社の紹介は{counted.ratio}件で1枠です。{ratio}件で1枠としては数えられません。",
                en=f"Introductions of this company count {counted.ratio} to one credit, not {ratio} to one.",
            )
        earned = _credits_earned_at(counted.balance, ratio=ratio)
        if earned:
            _earn_credit(counted.balance // ratio, company_id=company_id, caused_by=posting)
    return PostedIntroduction(posting.id, True, counted.balance, earned)


def _credits_earned_at(total: int, *, ratio: int) -> int:
    return rules.credits_between(total - 1, total, ratio=ratio)


def _introduction_as_posted(posting_id: UUID) -> PostedIntroduction:
    total, ratio = _counted_by(posting_id)
    return PostedIntroduction(posting_id, False, total, _credits_earned_at(total, ratio=ratio))


def _counted_by(posting_id: UUID) -> tuple[int, int]:
    """The company's total right after this posting, and its ratio."""
    entry = Entry.objects.select_related("account").get(
        posting_id=posting_id, account__kind=AccountKind.INTRODUCTIONS
    )
    assert entry.account.ratio is not None, "introductions are counted at a ratio"
    return entry.balance_after, entry.account.ratio


def _earn_credit(number: int, *, company_id: UUID, caused_by: Posting) -> None:
    """The company's introductions are locked by now: nobody else earns, loses or repays a credit of it."""
    lines = rules.earned_lines(
        company_id=company_id, operator_id=caused_by.operator_id, debt=debt_of(company_id)
    )
    posting = posting_of(
        Deed.CREDIT_EARNED,
        lines,
        operator_id=caused_by.operator_id,
        key=rules.credit_key(company_id, number, generation=1),
        cause_id=caused_by.id,
        at=caused_by.at,
    )
    # Its first life nearly always; only a credit that was lost in the meantime has another one.
    if not try_to_write(posting):
        generation = _generation(company_id, number)
        posting.key = rules.credit_key(company_id, number, generation=generation)
        write_new(posting)
    enter(posting, lines)


def _generation(company_id: UUID, number: int) -> int:
    """Which life of this credit is the present or next one: 1, and one more each time that it was lost."""
    generation = 1
    while Posting.objects.filter(
        key=rules.lost_credit_key(company_id, number, generation=generation)
    ).exists():
        generation += 1
    return generation


@dataclass(frozen=True, slots=True)
class ReversedIntroduction:
    """`introductions_total` is the company's total right after the reversal, also when asked again."""

    posting_id: UUID
    is_new: bool
    introductions_total: int
    credits_lost: int


class NoSuchIntroduction(Refusal):
    pass


def reverse_introduction(
    *, operator_id: UUID, relay_id: UUID, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> ReversedIntroduction:
    """Take back an introduction after fraud or a decided dispute, and the credit that is not earned any more.

    `relay_id` is what it was posted for, `cause_id` the decision. The credit is taken from what is pending, else
    from what is usable; else the company owes one, which its next credit repays.

    Raises: NoSuchIntroduction, KeyReused, AlreadyPosted.
    """
    require_scope(operator_id)
    original = Posting.objects.filter(deed=Deed.INTRODUCTION, cause_id=relay_id).first()
    if original is None:
        raise NoSuchIntroduction(
            ja="この紹介は記帳されていません。", en="This introduction is not in the books."
        )
    entries = Entry.objects.filter(posting=original).select_related("account")
    lines = rules.inverse(
        rules.Line(entry.account.owner_id, AccountKind(entry.account.kind), entry.amount) for entry in entries
    )
    posting = posting_of(
        Deed.INTRODUCTION_REVERSED,
        lines,
        operator_id=operator_id,
        key=key,
        cause_id=cause_id,
        ends_id=original.id,
        at=at,
    )
    with transaction.atomic():
        if earlier_id := write_once(posting):
            return _reversal_as_posted(earlier_id)
        record_deed("reverse_introduction", of=posting, actor=actor, at=at)
        enter(posting, lines)
        total, ratio = _counted_by(posting.id)
        lost = _credits_lost_at(total, ratio=ratio)
        if lost:
            company_id = next(line.owner_id for line in lines if line.kind is AccountKind.INTRODUCTIONS)
            _lose_credit((total + 1) // ratio, company_id=company_id, caused_by=posting)
    return ReversedIntroduction(posting.id, True, total, lost)


def _credits_lost_at(total: int, *, ratio: int) -> int:
    return rules.credits_between(total, total + 1, ratio=ratio)


def _reversal_as_posted(posting_id: UUID) -> ReversedIntroduction:
    total, ratio = _counted_by(posting_id)
    return ReversedIntroduction(posting_id, False, total, _credits_lost_at(total, ratio=ratio))


def _lose_credit(number: int, *, company_id: UUID, caused_by: Posting) -> None:
    """The company's introductions are locked by now."""
    held = lock_credits(company_id)
    lines = rules.lost_lines(
        company_id=company_id,
        operator_id=caused_by.operator_id,
        pending=held.credits_pending,
        usable=held.credits_usable,
    )
    generation = _generation(company_id, number)
    earned = Posting.objects.get(key=rules.credit_key(company_id, number, generation=generation))
    posting = posting_of(
        Deed.CREDIT_LOST,
        lines,
        operator_id=caused_by.operator_id,
        key=rules.lost_credit_key(company_id, number, generation=generation),
        cause_id=caused_by.id,
        ends_id=earned.id,
        at=caused_by.at,
    )
    write_new(posting)
    enter(posting, lines)
