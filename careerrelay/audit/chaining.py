"""Put links onto chains, keep the head of the day, and ask the database whether a chain holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import ChainLink, DailyHead, Salt
from careerrelay.audit.rules.chain import SALT_BYTES, ChainKind, Link, LinkKind, beginning, commitment
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.core.tokens import new_salt

SEALED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class ChainedRow:
    """A row that gets a link: its id, the bytes that are committed to, and the person who may open the
    link."""

    id: UUID
    payload: bytes
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: in which chain, at which number, of which kind."""

    chain: str
    seq: int
    fault: str


def chain_rows(kind: ChainKind, rows: Sequence[ChainedRow], *, owner_id: UUID) -> None:
    """In the transaction of the deed, as late as possible: the chain of the owner stays locked until its end.
    Who needs several chains takes them in the order of their owners."""
    salts = [new_salt(SALT_BYTES) for _ in rows]
    sql_rows(
        "SELECT to_seq FROM audit_append(%s, %s, %s::text[], %s::bytea[], %s::uuid[], %s::uuid[], %s::bytea[])",
        [
            kind,
            owner_id,
            [LinkKind.ROW.value] * len(rows),
            [commitment(row.payload, salt=salt) for row, salt in zip(rows, salts, strict=True)],
            [row.id for row in rows],
            [row.person_id for row in rows],
            salts,
        ],
    )


def seal_entries() -> int:
    """Give every audit entry that waits its link. Returns how many got one."""
    sealed = 0
    while batch := int(sql_value("SELECT audit_seal(%s)", [SEALED_AT_ONCE])):
        sealed += batch
    return sealed


def keep_head(
    kind: ChainKind, *, owner_id: UUID, organization_id: UUID, at: datetime
) -> tuple[DailyHead, bool]:
    """The head of the day for the organization that is told of it, and whether it is new: made once a day.

    A tick goes on the chain before, so that a head differs from yesterday's on a day without deeds too.
    """
    on: date = day_in_japan(at)
    with acting_for(organization_id):
        found = DailyHead.objects.filter(organization_id=organization_id, kind=kind, on=on).first()
        if found is not None:
            return found, False
        tick = [kind, owner_id, [LinkKind.TICK.value], [new_salt(SALT_BYTES)]]
        [(head,)] = sql_rows(
            "SELECT to_head FROM audit_append(%s, %s, %s::text[], %s::bytea[], '{NULL}', '{NULL}', '{NULL}')",
            tick,
        )
        kept = DailyHead.objects.create(
            organization_id=organization_id, kind=kind, on=on, head=head, kept_at=at
        )
    return kept, True


def chains() -> list[tuple[UUID, ChainKind, UUID, int]]:
    """Id, kind, owner and length of every chain. For the program's own checks: no scope is needed."""
    return [(row[0], ChainKind(row[1]), row[2], row[3]) for row in sql_rows("SELECT * FROM audit_chains()")]


def link_faults(chain_id: UUID, *, name: str) -> list[Fault]:
    return [
        Fault(name, seq, fault) for seq, fault in sql_rows("SELECT * FROM audit_link_faults(%s)", [chain_id])
    ]


def entry_faults() -> list[Fault]:
    """Entries of the trail that are gone, changed, or never got a link; lists of whom somebody saw that are not
    what their entry says."""
    rows = sql_rows("SELECT * FROM audit_entry_faults()") + sql_rows("SELECT * FROM audit_sight_faults()")
    return [Fault("audit", seq, fault) for seq, fault in rows]


def is_head(head: bytes) -> bool:
    """Whether a head that was mailed once is a link of a chain still: no if its tail was cut."""
    return bool(sql_value("SELECT audit_is_head(%s)", [head]))


@dataclass(frozen=True, slots=True)
class Opened:
    """What a row is committed to by: its salt, its link, and the hash of the link before. `seq` stays with
    who keeps the chain: it tells how much was said before (P08)."""

    chain_id: UUID
    keeper_id: UUID
    salt: bytes
    link: Link
    previous: bytes


def opened(row_id: UUID, *, keeper_id: UUID) -> Opened | None:
    """None for a row without its link. Enters the scope of the keeper."""
    with acting_for(keeper_id):
        found = Salt.objects.select_related("chain").filter(row_id=row_id).first()
        if found is None:
            return None
        rows = {
            row.seq: row
            for row in ChainLink.objects.filter(chain_id=found.chain_id, seq__in=[found.seq - 1, found.seq])
        }
    link, before = rows.get(found.seq), rows.get(found.seq - 1)
    if link is None:
        return None
    previous = bytes(before.hash) if before else beginning(found.chain.kind, found.chain.owner_id)
    return Opened(
        found.chain_id,
        keeper_id,
        bytes(found.salt),
        Link(link.seq, link.kind, bytes(link.commitment), bytes(link.hash)),
        previous,
    )
