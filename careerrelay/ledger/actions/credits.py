"""A credit on its way through the company's books: usable, reserved, spent, and back again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.ledger import rules
from careerrelay.ledger.models import Entry, Posting
from careerrelay.ledger.rules import AccountKind, Deed, Lines
from careerrelay.ledger.writing import (
    enter,
    lock_credits,
    posted_earlier,
    posting_of,
    require_scope,
    write_new,
)


@dataclass(frozen=True, slots=True)
class MovedCredits:
    posting_id: UUID
    is_new: bool


class NoPendingCredit(Refusal):
    pass


class NoUsableCredit(Refusal):
    pass


class NoReservedCredit(Refusal):
    pass


class NoSpentCredit(Refusal):
    pass


def release_credits(
    *, operator_id: UUID, company_id: UUID, count: int, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> MovedCredits:
    """Pending credits become usable at a closing, whose id is `cause_id`.

    Raises: NoPendingCredit, KeyReused.
    """
    require_scope(operator_id)
    lines = rules.moved_lines(Deed.CREDITS_RELEASED, company_id=company_id, count=count)
    posting = posting_of(
        Deed.CREDITS_RELEASED, lines, operator_id=operator_id, key=key, cause_id=cause_id, at=at
    )
    return _move_credits("release_credits", posting, lines, company_id=company_id, actor=actor)


def reserve_credit(
    *, operator_id: UUID, company_id: UUID, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> MovedCredits:
    """Set a usable credit aside for the hire request `cause_id`, which may do so once in its life.

    Raises: NoUsableCredit, AlreadyPosted, KeyReused.
    """
    require_scope(operator_id)
    lines = rules.moved_lines(Deed.CREDIT_RESERVED, company_id=company_id, count=1)
    posting = posting_of(
        Deed.CREDIT_RESERVED, lines, operator_id=operator_id, key=key, cause_id=cause_id, at=at
    )
    return _move_credits("reserve_credit", posting, lines, company_id=company_id, actor=actor)


def spend_credit(
    *, operator_id: UUID, company_id: UUID, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> MovedCredits:
    """Somebody joined: the credit reserved for the hire request `cause_id` is spent.

    Raises: NoReservedCredit, KeyReused.
    """
    require_scope(operator_id)
    lines = rules.moved_lines(Deed.CREDIT_SPENT, company_id=company_id, count=1)
    posting = posting_of(Deed.CREDIT_SPENT, lines, operator_id=operator_id, key=key, cause_id=cause_id, at=at)
    return _move_credits("spend_credit", posting, lines, company_id=company_id, actor=actor)


def free_credit(
    *, operator_id: UUID, company_id: UUID, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> MovedCredits:
    """The hire request `cause_id` was cancelled: its reserved credit is usable again.

    Raises: NoReservedCredit, KeyReused.
    """
    require_scope(operator_id)
    lines = rules.moved_lines(Deed.CREDIT_FREED, company_id=company_id, count=1)
    posting = posting_of(Deed.CREDIT_FREED, lines, operator_id=operator_id, key=key, cause_id=cause_id, at=at)
    return _move_credits("free_credit", posting, lines, company_id=company_id, actor=actor)


def restore_credit(
    *, operator_id: UUID, company_id: UUID, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> MovedCredits:
    """Who came through the hire request `cause_id` left within the guarantee: the credit comes back.

    Raises: NoSpentCredit, KeyReused.
    """
    require_scope(operator_id)
    lines = rules.moved_lines(Deed.CREDIT_RESTORED, company_id=company_id, count=1)
    posting = posting_of(
        Deed.CREDIT_RESTORED, lines, operator_id=operator_id, key=key, cause_id=cause_id, at=at
    )
    return _move_credits("restore_credit", posting, lines, company_id=company_id, actor=actor)


def expire_credits(
    *, operator_id: UUID, company_id: UUID, count: int, key: str, cause_id: UUID, actor: Actor, at: datetime
) -> MovedCredits:
    """Usable credits lapse at a closing, whose id is `cause_id`.

    Raises: NoUsableCredit, KeyReused.
    """
    require_scope(operator_id)
    lines = rules.moved_lines(Deed.CREDITS_EXPIRED, company_id=company_id, count=count)
    posting = posting_of(
        Deed.CREDITS_EXPIRED, lines, operator_id=operator_id, key=key, cause_id=cause_id, at=at
    )
    return _move_credits("expire_credits", posting, lines, company_id=company_id, actor=actor)


def _move_credits(
    deed: str, posting: Posting, lines: Lines, *, company_id: UUID, actor: Actor
) -> MovedCredits:
    source = next(line for line in lines if line.amount < 0)
    with transaction.atomic():
        held = lock_credits(company_id)
        # Asked under the lock, so that a second request with the same key is not refused for want of a credit.
        if earlier_id := posted_earlier(posting):
            return MovedCredits(earlier_id, False)
        if ended := rules.ENDED_BY.get(Deed(posting.deed)):
            posting.ends_id = _unended(ended, cause_id=posting.cause_id, company_id=company_id)
        if held.of(source.kind) < -source.amount or (ended and posting.ends_id is None):
            raise _refusal(source.kind)
        write_new(posting)
        record_deed(deed, of=posting, count=-source.amount, actor=actor, at=posting.at)
        enter(posting, lines)
    return MovedCredits(posting.id, True)


def _unended(deed: Deed, *, cause_id: UUID, company_id: UUID) -> UUID | None:
    """The posting of this deed for this cause that nothing has ended yet."""
    of_company = Entry.objects.filter(posting=OuterRef("pk"), account__owner_id=company_id)
    endings = Posting.objects.filter(ends=OuterRef("pk"))
    return (
        Posting.objects.filter(Exists(of_company), ~Exists(endings), deed=deed, cause_id=cause_id)
        .order_by("id")
        .values_list("id", flat=True)
        .first()
    )


def _refusal(short_of: AccountKind) -> Refusal:
    match short_of:
        case AccountKind.CREDITS_PENDING:
            return NoPendingCredit(
                ja="締めを待っている無料採用枠が足りません。",
                en="Fewer free-hire credits are waiting for a closing.",
            )
        case AccountKind.CREDITS_RESERVED:
            return NoReservedCredit(
                ja="この依頼のために確保された無料採用枠がありません。",
                en="No free-hire credit is reserved for this request.",
            )
        case AccountKind.CREDITS_SPENT:
            return NoSpentCredit(
                ja="この依頼で使われた無料採用枠がありません。",
                en="No free-hire credit was spent on this request.",
            )
        case _:
            return NoUsableCredit(
                ja="使える無料採用枠が足りません。", en="There are not enough usable free-hire credits."
            )
