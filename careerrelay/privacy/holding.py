"""A hold against a person's own erasure (ADR 0009): the erasure goes through, except for what the hold names.

That is sealed under a key of its own, so that it stands in no list, search, count or file any more; an owner opens it,
with a reason that stays; it goes on the day that the person was told. In the company's scope unless said otherwise.
"""

import base64
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.held import held_files, held_identity, held_judgements, held_selection
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.disclosure import DisclosedPart
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.sealing import key_for, seal, unseal
from careerrelay.outreach.disclosing import disclose_letters_of_company
from careerrelay.privacy.models import LegalHold, SealedReading, SealedRecord, TombstoneCause
from careerrelay.privacy.rules.holds import (
    GROUNDS_MAX,
    HOLD_MONTHS_MAX,
    HoldItem,
    is_fit_until,
    items_in_words,
    stands_on,
)
from careerrelay.privacy.tombstones import prove_deletion

PARTS_OF = {
    HoldItem.SELECTION: held_selection,
    HoldItem.JUDGEMENTS: held_judgements,
    HoldItem.LETTERS: disclose_letters_of_company,
}


class UnfitHold(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What one company keeps although the person erases: as it is told to them."""

    company_ja: str
    company_en: str
    items: tuple[HoldItem, ...]
    grounds: str
    until_on: date

    def company(self, language: str) -> str:
        return self.company_ja if language == "ja" else self.company_en

    def items_in(self, language: str) -> str:
        return items_in_words(self.items, language=language)


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    parts: tuple[DisclosedPart, ...]
    files: tuple[tuple[str, bytes], ...]


def hold_against_erasure(
    candidate_id: UUID,
    *,
    items: Collection[HoldItem],
    grounds: str,
    until_on: date | None,
    organization_id: UUID,
    actor: Actor,
    at: datetime,
) -> LegalHold:
    """Stops retention too. One that is there already is replaced in what it names. Raises: UnfitHold."""
    _check(items, grounds=grounds, until_on=until_on, on=day_in_japan(at))
    hold, _ = LegalHold.objects.update_or_create(
        organization_id=organization_id,
        candidate_id=candidate_id,
        lifted_at=None,
        defaults={
            "items": sorted(items),
            "grounds": grounds.strip(),
            "until_on": until_on,
            "reason": grounds.strip(),
            "placed_by": actor.id,
            "placed_at": at,
        },
    )
    record_deed("hold_against_erasure", object_kind="candidate", object_id=candidate_id, actor=actor, at=at)
    wake("privacy:write_journal")
    return hold


def _check(items: Collection[HoldItem], *, grounds: str, until_on: date | None, on: date) -> None:
    if not items:
        raise UnfitHold(ja="何を残すかを、1つは選んでください。", en="Choose at least one thing to keep.")
    if not grounds.strip() or len(grounds.strip()) > GROUNDS_MAX:
        raise UnfitHold(
            ja=f"残す根拠を{GROUNDS_MAX}文字までで入力してください。本人にも示します。",
            en=f"Give the grounds in up to {GROUNDS_MAX} characters; the person is told them.",
        )
    if until_on is None or not is_fit_until(until_on, on=on):
        years = HOLD_MONTHS_MAX // 12
        raise UnfitHold(
            ja=f"いつまで残すかは、明日から{years}年後までの日を入力してください。",
            en=f"Say until when: a day from tomorrow to {years} years from now.",
        )


def kept_back(company_id: UUID, *, candidate_ids: Collection[UUID], at: datetime) -> list[KeptBack]:
    """What this company would keep if these records were erased now. Enters its scope."""
    with acting_for(company_id):
        holds = _standing(company_id, candidate_ids=candidate_ids, at=at)
        if not holds:
            return []
        company = organization_in_scope(organization_id=company_id)
    return [
        KeptBack(
            company.legal_name,
            company.name_en,
            tuple(map(HoldItem, hold.items)),
            hold.grounds,
            until_on,
        )
        for hold, until_on in holds
    ]


def _standing(
    company_id: UUID, *, candidate_ids: Collection[UUID], at: datetime
) -> list[tuple[LegalHold, date]]:
    """Each with its last day."""
    found = LegalHold.objects.filter(
        organization_id=company_id, candidate_id__in=candidate_ids, lifted_at=None
    )
    today = day_in_japan(at)
    return [
        (one, one.until_on)
        for one in found.order_by("id")
        if one.items and one.until_on is not None and stands_on(one.until_on, on=today)
    ]


def seal_what_is_held(*, organization_id: UUID, candidate_ids: Collection[UUID], at: datetime) -> int:
    """Before these records are erased; how many were sealed. In a transaction of the caller's."""
    holds = _standing(organization_id, candidate_ids=candidate_ids, at=at)
    for hold, until_on in holds:
        record_id = new_id()
        SealedRecord.objects.create(
            id=record_id,
            organization_id=organization_id,
            items=hold.items,
            grounds=hold.grounds,
            until_on=until_on,
            sealed=seal(_named_in(hold), key=_key(), belongs_to=str(record_id)),
            sealed_at=at,
        )
    return len(holds)


def _named_in(hold: LegalHold) -> bytes:
    company_id, ids = hold.organization_id, [hold.candidate_id]
    parts = held_identity(organization_id=company_id, candidate_ids=ids)
    for item, parts_of in PARTS_OF.items():
        if item in hold.items:
            parts += parts_of(organization_id=company_id, candidate_ids=ids)
    keeps_files = HoldItem.FILES in hold.items
    files = held_files(organization_id=company_id, candidate_ids=ids) if keeps_files else []
    said = {
        "parts": [{"word": one.word, "rows": [dict(row) for row in one.rows]} for one in parts if one.rows],
        "files": [{"name": name, "content": base64.b64encode(content).decode()} for name, content in files],
    }
    return json.dumps(said, ensure_ascii=False).encode()


def open_sealed(record: SealedRecord, *, reason: str, actor: Actor, at: datetime) -> OpenedRecord:
    """Who opened it, when and why stays as long as the record. Raises: UnfitHold."""
    if not reason.strip():
        raise UnfitHold(ja="なぜ開くのかを入力してください。", en="Say why you open it.")
    SealedReading.objects.create(
        organization_id=record.organization_id,
        record=record,
        reason=reason.strip()[:GROUNDS_MAX],
        opened_by=actor.id,
        opened_at=at,
    )
    record_deed("open_sealed_record", of=record, actor=actor, at=at)
    said = json.loads(unseal(bytes(record.sealed), key=_key(), belongs_to=str(record.id)))
    return OpenedRecord(
        tuple(DisclosedPart(part["word"], tuple(part["rows"])) for part in said["parts"]),
        tuple((one["name"], base64.b64decode(one["content"])) for one in said["files"]),
    )


def end_sealed(record: SealedRecord, *, actor: Actor, at: datetime) -> None:
    """Earlier than the person was told: it is not needed any more."""
    _erase([record], organization_id=record.organization_id, actor=actor, at=at)


def erase_over_sealed(*, organization_id: UUID, actor: Actor, at: datetime) -> int:
    """Whose day is over; how many went."""
    over = SealedRecord.objects.filter(organization_id=organization_id, until_on__lt=day_in_japan(at))
    return _erase(list(over.order_by("id")), organization_id=organization_id, actor=actor, at=at)


def _erase(records: Sequence[SealedRecord], *, organization_id: UUID, actor: Actor, at: datetime) -> int:
    if not records:
        return 0
    ids = [record.id for record in records]
    readings = SealedReading.objects.filter(record_id__in=ids).count()
    SealedRecord.objects.filter(id__in=ids).delete()
    rows = +Counter(privacy_sealedrecord=len(ids), privacy_sealedreading=readings)
    prove_deletion(rows, keeper_id=organization_id, holders=1, cause=TombstoneCause.HOLD_OVER, at=at)
    record_deed("erase_sealed_record", object_kind="sealedrecord", count=len(ids), actor=actor, at=at)
    return len(ids)


def _key() -> bytes:
    return key_for("held-record", secret=settings.SECRET_KEY)
