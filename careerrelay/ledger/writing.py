"""How a posting gets into the books: once per key, and the hot balances last.

The posting is written first: whoever comes second with the same key waits there for the first one. The entries and
balances come last, in one statement and in one order of accounts, so that a hot row stays locked from there to
the commit and no longer.
"""

import json
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from careerrelay.accounts.tenancy import OutsideScope, current_scope
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_count, sql_rows
from careerrelay.ledger import rules
from careerrelay.ledger.models import LedgerAccount, Posting
from careerrelay.ledger.queries import Balances, balances_of
from careerrelay.ledger.rules import AccountKind, Deed, Lines


def require_scope(operator_id: UUID) -> None:
    """Raises: OutsideScope."""
    if current_scope().organization_id != operator_id:
        raise OutsideScope(f"the books of {operator_id} under {current_scope()}")


def posting_of(
    deed: Deed,
    lines: Lines,
    *,
    operator_id: UUID,
    key: str,
    cause_id: UUID,
    ratio: int | None = None,
    ends_id: UUID | None = None,
    at: datetime,
) -> Posting:
    """A posting to be written."""
    return Posting(
        operator_id=operator_id,
        key=key,
        deed=deed.value,
        cause_kind=rules.CAUSES[deed].value,
        cause_id=cause_id,
        body_hash=rules.body_hash(deed, cause_id=cause_id, lines=lines, ratio=ratio),
        ends_id=ends_id,
        at=at,
    )


class KeyReused(Refusal):
    pass


class AlreadyPosted(Refusal):
    pass


def write_once(posting: Posting) -> UUID | None:
    """None if the posting is new now; else the id of the one that stands under its key with the same body.

    Raises: KeyReused, AlreadyPosted (its cause, or the posting that it ends, stands under another key).
    """
    if try_to_write(posting):
        return None
    if earlier_id := posted_earlier(posting):
        return earlier_id
    raise AlreadyPosted(
        ja="この記帳は、別の受付番号ですでに行われています。", en="This was posted already under another key."
    )


def try_to_write(posting: Posting) -> bool:
    """Write it unless its key, its cause or what it ends stands there already; whether it was written."""
    written = sql_count(
        """
        INSERT INTO ledger_posting (id, operator_id, key, deed, cause_kind, cause_id, body_hash, ends_id, at)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT DO NOTHING
        """,
        [
            posting.id,
            posting.operator_id,
            posting.key,
            posting.deed,
            posting.cause_kind,
            posting.cause_id,
            posting.body_hash,
            posting.ends_id,
            posting.at,
        ],
    )
    return written == 1


def posted_earlier(posting: Posting) -> UUID | None:
    """The id of the posting that stands under the same key with the same body.

    Raises: KeyReused.
    """
    earlier = Posting.objects.filter(operator_id=posting.operator_id, key=posting.key).first()
    if earlier is None:
        return None
    if bytes(earlier.body_hash) != posting.body_hash:
        raise KeyReused(
            ja=f"受付番号「{posting.key}」は、内容の違う記帳ですでに使われています。",
            en=f"The key {posting.key!r} was already used for a posting with another content.",
        )
    return earlier.id


def write_new(posting: Posting) -> None:
    """For whoever holds the locks under which nobody else can have written it."""
    if write_once(posting) is not None:
        raise RuntimeError(f"{posting.key} stands in the books already")


class Moved(NamedTuple):
    """An account right after the move."""

    balance: int
    ratio: int | None


def enter(posting: Posting, lines: Lines, *, ratio: int | None = None) -> dict[AccountKind, Moved]:
    """Write the entries and move the balances; an account that is missing is opened. By kind of account."""
    ordered = [
        {
            "entry": str(new_id()),
            "account": str(new_id()),
            "owner": str(line.owner_id),
            "kind": line.kind,
            "unit": rules.unit_of(line.kind),
            "amount": line.amount,
        }
        for line in rules.in_lock_order(lines)
    ]
    rows = sql_rows(
        "SELECT kind, balance, ratio FROM ledger_enter(%s, %s, %s, %s)",
        [posting.operator_id, posting.id, ratio, json.dumps(ordered)],
    )
    return {AccountKind(kind): Moved(balance, at_ratio) for kind, balance, at_ratio in rows}


def lock_credits(company_id: UUID) -> Balances:
    """The balances, none of which anybody else lowers until the commit.

    The account of pending credits stands for all of them: it is the first in lock order, and without it the
    company never earned one.
    """
    accounts = LedgerAccount.objects.filter(owner_id=company_id, kind=AccountKind.CREDITS_PENDING)
    list(accounts.select_for_update(no_key=True).order_by("id"))
    return balances_of(company_id)
