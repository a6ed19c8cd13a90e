"""Prepare and undo notices, and put letters into the outbox. Sending is in `sending`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.models import Candidate
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind, RejectionNotice
from careerrelay.outreach.queries import Recipient, next_sending_moment, people_to_tell
from careerrelay.outreach.rules.mails import Language


class NobodyToTell(Refusal):
    pass


class NoticeGone(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Queued:
    """`left_out` are those whom the mail cannot go to; staff learn no reason."""

    count: int
    left_out: int
    send_at: datetime


def queue_notices(
    *, organization_id: UUID, candidate_ids: Sequence[UUID], language: Language, actor: Actor, at: datetime
) -> Queued:
    """One notice per person, held back until the next business morning. Raises: NobodyToTell.

    In the company's scope. Somebody who is queued twice at once gets one mail: the second insert is refused.
    """
    people = people_to_tell(organization_id=organization_id, candidate_ids=set(candidate_ids))
    send_at = next_sending_moment(at)
    fit = [person for person in people if person.is_fit]
    queued = sum(
        _queue_notice(
            person, organization_id=organization_id, language=language, send_at=send_at, actor=actor, at=at
        )
        for person in fit
    )
    if not queued:
        raise NobodyToTell(
            ja="送れる人がいません。連絡先がないか、別の応募が選考中です。",
            en="There is nobody to send to: no address, or another process is under way.",
        )
    record_deed("queue_notices", object_kind="rejectionnotice", count=queued, actor=actor, at=at)
    return Queued(queued, len(set(candidate_ids)) - queued, send_at)


def _queue_notice(
    person: Recipient,
    *,
    organization_id: UUID,
    language: Language,
    send_at: datetime,
    actor: Actor,
    at: datetime,
) -> bool:
    try:
        with transaction.atomic():
            notice = RejectionNotice.objects.create(
                organization_id=organization_id,
                candidate_id=person.candidate.id,
                rejection_ids=[rejection.id for rejection in person.rejections],
                language=language,
                stage=person.stage,
                prepared_by=actor.id,
                prepared_at=at,
            )
            Delivery.objects.create(
                organization_id=organization_id,
                notice=notice,
                kind=LetterKind.NOTICE,
                company_id=organization_id,
                candidate_id=person.candidate.id,
                address=person.address,
                name=person.candidate.name,
                language=language,
                values={"stage": person.stage},
                send_at=send_at,
                queued_at=at,
            )
    except IntegrityError:
        return False
    return True


def cancel_notices(*, organization_id: UUID, delivery_ids: Sequence[UUID], actor: Actor, at: datetime) -> int:
    """Undo while nothing has left: only what is still queued stops. Raises: NoticeGone when nothing was."""
    stopped = Delivery.objects.filter(
        organization_id=organization_id,
        id__in=delivery_ids,
        kind=LetterKind.NOTICE,
        state=DeliveryState.QUEUED,
    ).update(state=DeliveryState.CANCELLED, ended_at=at)
    if not stopped:
        raise NoticeGone(
            ja="もう送り始めているため、取り消せません。", en="It is on its way already and cannot be undone."
        )
    record_deed("cancel_notices", object_kind="delivery", count=stopped, actor=actor, at=at)
    return stopped


def cancel_notices_of(candidate: Candidate, *, actor: Actor, at: datetime) -> int:
    """Unreject, merge and erase stop what is queued for somebody; finding nothing is fine."""
    return Delivery.objects.filter(
        organization_id=candidate.organization_id,
        candidate_id=candidate.id,
        kind=LetterKind.NOTICE,
        state=DeliveryState.QUEUED,
    ).update(state=DeliveryState.CANCELLED, ended_at=at)


def queue_letter(
    kind: LetterKind,
    *,
    person_id: UUID,
    company_id: UUID,
    candidate_id: UUID | None,
    address: str,
    name: str = "",
    language: str,
    values: Mapping[str, str] | None = None,
    is_sent: bool = True,
    at: datetime,
) -> UUID:
    """A verification mail, a receipt or a new link: the person's own, sent at once, seen by no company. Without
    `is_sent` it is cancelled as it is written: the same work for an address that may not tell anything (P26)."""
    delivery_id = new_id()
    with acting_for_person(person_id):
        Delivery.objects.create(
            id=delivery_id,
            person_id=person_id,
            kind=kind,
            company_id=company_id,
            candidate_id=candidate_id,
            address=address,
            name=name,
            language=language,
            values=dict(values or {}),
            state=DeliveryState.QUEUED if is_sent else DeliveryState.CANCELLED,
            send_at=at,
            queued_at=at,
            ended_at=None if is_sent else at,
        )
    wake("outreach:send_due_letters")
    return delivery_id


@dataclass(frozen=True, slots=True)
class ToldOfBreach:
    """Whom to tell, by the record that the organization has of them."""

    record_id: UUID
    address: str
    name: str


def queue_breach_letters(
    told: Sequence[ToldOfBreach], *, organization_id: UUID, values: Mapping[str, str], at: datetime
) -> dict[UUID, UUID]:
    """The delivery of each record. In the organization's scope: it tells them itself (個人情報保護法26条2項), and so
    whoever said no to promotional mail is told too. The caller writes the audit row."""
    deliveries = [
        Delivery(
            organization_id=organization_id,
            kind=LetterKind.BREACH,
            company_id=organization_id,
            address=one.address,
            name=one.name,
            language="ja",
            values=dict(values),
            send_at=at,
            queued_at=at,
        )
        for one in told
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=1000)
    wake("outreach:send_due_letters")
    return {one.record_id: delivery.id for one, delivery in zip(told, deliveries, strict=True)}
