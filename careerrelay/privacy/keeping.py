"""What the law made us keep about people, and how it goes when its time is over.

Records of provision after three years (個人情報保護法施行規則21条); statements of whoever was erased a month later (特定電子
メール法施行規則4条), or, where a record of provision rests on them, with that record. A hold keeps both. The chains say
which of their links can no longer be opened, and hold.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.consent.chaining import erase_statements
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.sql import sql_rows
from careerrelay.privacy.holders import companies_holding
from careerrelay.privacy.models import TombstoneCause
from careerrelay.privacy.retaining import KEEPER, PREVIEW_DAYS, held_ids
from careerrelay.privacy.rules.retention import is_record_over, last_gone_at
from careerrelay.privacy.tombstones import prove_deletion
from careerrelay.relay.old_records import KeptRelay, erase_old_placements, erase_relays, relays_kept_until

AT_ONCE = 200
Some = TypeVar("Some")


@dataclass(frozen=True, slots=True)
class RecordsDue:
    """How many records go on `day`; the first day is today."""

    day: date
    records: int


@dataclass(frozen=True, slots=True)
class RecordsToCome:
    """The preview: what goes in the next sixty days, and how many stay beyond their time because of a hold."""

    days: tuple[RecordsDue, ...]
    held: int


def records_to_come(*, operator_id: UUID, at: datetime) -> RecordsToCome:
    today = day_in_japan(at)
    free, held = _apart(relays_kept_until(today + timedelta(days=PREVIEW_DAYS - 1), operator_id=operator_id))
    by_day = groupby(free, key=lambda one: max(one.keep_until_on + timedelta(days=1), today))
    return RecordsToCome(
        tuple(RecordsDue(day, len(list(some))) for day, some in by_day),
        sum(is_record_over(one.keep_until_on, on=today) for one in held),
    )


def run_records(*, keeper_id: UUID, at: datetime) -> Counter[str]:
    """Everything whose time is over by today, for one operator, or one company that stands alone: relays with their
    records first, so that the statements under them are free. A few hundred in a transaction."""
    done: Counter[str] = Counter()
    yesterday = day_in_japan(at) - timedelta(days=1)
    relays, _ = _apart(relays_kept_until(yesterday, operator_id=keeper_id))
    for some in _by_the_hundred(relays):
        with transaction.atomic():
            _prove(erase_relays(some, operator_id=keeper_id), keeper_id=keeper_id, at=at)
            done["relays"] += len(some)
    done["placements"] = erase_old_placements(operator_id=keeper_id, on=day_in_japan(at))
    gone = sql_rows("SELECT * FROM privacy_statements_of_the_gone(%s, %s)", [keeper_id, last_gone_at(at)])
    for statements in _by_the_hundred([statement_id for (statement_id,) in gone]):
        with transaction.atomic():
            erased = erase_statements(statements)
            _prove(Counter(consent_statement=erased), keeper_id=keeper_id, at=at)
            done["statements"] += erased
    return +done


def _apart(relays: Sequence[KeptRelay]) -> tuple[list[KeptRelay], list[KeptRelay]]:
    """Those that may go, and those that a hold of the company where they began keeps."""
    free: list[KeptRelay] = []
    kept: list[KeptRelay] = []
    holds = {company_id: _held_at(company_id) for company_id in {one.company_id for one in relays}}
    for one in relays:
        held = holds[one.company_id]
        (kept if held and _is_held(one, held=held) else free).append(one)
    return free, kept


def _held_at(company_id: UUID) -> set[UUID]:
    with acting_for(company_id):
        return held_ids(organization_id=company_id)


def _is_held(relay: KeptRelay, *, held: set[UUID]) -> bool:
    return any(
        records.company_id == relay.company_id and held & set(records.candidate_ids)
        for records in companies_holding(person_id=relay.person_id)
    )


def _prove(rows: Counter[str], *, keeper_id: UUID, at: datetime) -> None:
    proof = prove_deletion(rows, keeper_id=keeper_id, holders=1, cause=TombstoneCause.RECORDS, at=at)
    with acting_for(keeper_id):
        record_deed("erase_records", of=proof, count=sum(rows.values()), actor=KEEPER, at=at)


def _by_the_hundred(many: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]
