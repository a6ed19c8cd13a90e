"""Every statement gets its link in the transaction in which it is made; erasing it leaves the link and says
so.

What was said to a company (`pool`, `news`) goes on the company's chain, what was said about a relay on the
operator's. A company gets neither the length of a chain nor a number: of its own it is told one blind head a
day (P08).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.chaining import ChainedRow, Fault, chain_rows
from careerrelay.audit.rules.chain import NETWORK, ChainKind
from careerrelay.consent.models import Statement
from careerrelay.consent.rules.chained import statement_payload
from careerrelay.core.sql import sql_rows, sql_value


def chain_statements(statements: Iterable[Statement]) -> None:
    """The last thing before the end of a deed. No scope is needed."""
    of_owner: dict[tuple[bool, UUID], list[Statement]] = {}
    for statement in statements:
        is_relay = statement.organization_id is None
        of_owner.setdefault((is_relay, chain_owner_of(statement)), []).append(statement)
    # Companies first: in this order everybody takes the chains, so that nobody waits for each other.
    for (_, owner_id), said in sorted(of_owner.items()):
        chained = [ChainedRow(one.id, payload_of_statement(one), one.person_id) for one in said]
        chain_rows(ChainKind.CONSENT, chained, owner_id=owner_id)


def chain_owner_of(statement: Statement) -> UUID:
    if statement.organization_id is not None:
        return statement.organization_id
    with acting_for(statement.company_id):
        company = Organization.objects.get(id=statement.company_id)
    return company.operator_id or NETWORK


def payload_of_statement(statement: Statement) -> bytes:
    return statement_payload(
        statement_id=statement.id,
        person_id=statement.person_id,
        organization_id=statement.organization_id,
        candidate_id=statement.candidate_id,
        purpose=statement.purpose,
        deed=statement.deed,
        company_id=statement.company_id,
        recipient_id=statement.recipient_id,
        categories=statement.categories,
        permit_number=statement.permit_number,
        text_hash=statement.text_id,
        channel=statement.channel,
        at=statement.at,
    )


def erase_statements(statement_ids: Sequence[UUID]) -> int:
    """These statements go, the salts that open their links, and that somebody was asked about them.

    The links stay, and one more in each chain says which of them can no longer be opened: the chain holds. No scope is
    needed. Returns how many statements are gone.
    """
    return int(sql_value("SELECT consent_erase(%s)", [list(statement_ids)]))


def statement_faults() -> list[Fault]:
    """Statements that are gone, changed, or never got a link; over all chains."""
    rows = sql_rows("SELECT * FROM consent_statement_faults()")
    return [Fault("consent", seq, fault) for seq, fault in rows]


class Rests(NamedTuple):
    """A deed that needed a consent: on which statement it rests, about whom, for whom, when; `text_hash` may be
    empty where the deed does not record it."""

    statement_id: UUID
    person_id: UUID
    recipient_id: UUID
    text_hash: str
    at: datetime


def grant_faults(deeds: Sequence[Rests]) -> list[tuple[UUID, str]]:
    """Which of them had no consent at that moment: the statement, and what is wrong. No scope is needed, and nothing is
    told but faults."""
    if not deeds:
        return []
    columns = [list(column) for column in zip(*deeds, strict=True)]
    rows = sql_rows(
        "SELECT * FROM consent_grant_faults(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[])",
        columns,
    )
    return [(statement_id, fault) for statement_id, fault in rows]
