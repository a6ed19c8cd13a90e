"""Signed notices to agencies: delete this, correct that, and answer within 72 hours (P24)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.signing import is_signed, public_key_of, sign_document
from careerrelay.relay.models import DataNotice, Relay, RelayedProfile
from careerrelay.relay.rules.provision import DELETE_WITHIN
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.relay.rules.states import DataNoticeKind

PURPOSE = "notice"


class NothingToAcknowledge(Refusal):
    pass


def issue_notice(
    relay: Relay, *, copy_id: UUID, kind: DataNoticeKind, fields: Collection[str] = (), at: datetime
) -> DataNotice:
    """In the agency's scope. `fields`: which ones were corrected; never their values."""
    notice_id = new_id()
    document: dict[str, object] = {
        "notice": str(notice_id),
        "agency": str(relay.agency_id),
        "receipt": receipt_number(copy_id),
        "kind": kind.value,
        "fields": sorted(fields),
        "issued_at": at.isoformat(),
        "due_at": (at + DELETE_WITHIN).isoformat(),
    }
    return DataNotice.objects.create(
        id=notice_id,
        agency_id=relay.agency_id,
        operator_id=relay.operator_id,
        person_id=relay.person_id,
        relay_id=relay.id,
        copy_id=copy_id,
        kind=kind,
        fields=sorted(fields),
        document=document,
        signature=sign_document(document, purpose=PURPOSE, secret=settings.SECRET_KEY),
        issued_at=at,
        due_at=at + DELETE_WITHIN,
    )


def acknowledge_notices(
    copy: RelayedProfile, *, law: str = "", until_on: date | None = None, actor: Actor, at: datetime
) -> None:
    """Everything that is open about this copy: what is deleted needs no correction any more. In the agency's scope."""
    DataNotice.objects.filter(agency_id=copy.organization_id, copy_id=copy.id, acknowledged_at=None).update(
        acknowledged_at=at, acknowledged_by=actor.id, kept_law=law, kept_until_on=until_on
    )


def acknowledge_correction(
    *, organization_id: UUID, notice_id: UUID, actor: Actor, at: datetime
) -> DataNotice:
    """The agency corrected its own records as well. Raises: NothingToAcknowledge. In the agency's scope."""
    notice = (
        DataNotice.objects.select_for_update()
        .filter(agency_id=organization_id, id=notice_id, kind=DataNoticeKind.CORRECTION, acknowledged_at=None)
        .first()
    )
    if notice is None:
        raise NothingToAcknowledge(
            ja="この訂正は、もう確認済みです。", en="This correction is acknowledged already."
        )
    notice.acknowledged_at, notice.acknowledged_by = at, actor.id
    notice.save(update_fields=["acknowledged_at", "acknowledged_by"])
    record_deed("acknowledge_correction", of=notice, actor=actor, at=at)
    return notice


def escalate_notices(*, operator_id: UUID, at: datetime) -> int:
    """Those whose 72 hours are over without a word come to the operator, once; the person sees it from then on."""
    with acting_for(operator_id):
        late = DataNotice.objects.filter(
            operator_id=operator_id, acknowledged_at=None, escalated_at=None, due_at__lte=at
        )
        escalated = list(late.values_list("id", flat=True))
        late.filter(id__in=escalated).update(escalated_at=at)
        if escalated:
            record_deed(
                "escalate_notices",
                object_kind="datanotice",
                count=len(escalated),
                actor=Actor.system("relay"),
                at=at,
            )
    return len(escalated)


def is_notice_genuine(notice: DataNotice) -> bool:
    """It is what was signed, and so is what pages show of it."""
    document = notice.document
    shown = (receipt_number(notice.copy_id), notice.kind, notice.fields, notice.due_at.isoformat())
    if shown != tuple(document.get(part) for part in ("receipt", "kind", "fields", "due_at")):
        return False
    key = public_key_of(PURPOSE, secret=settings.SECRET_KEY)
    return is_signed(document, signature=notice.signature, public_key=key)
