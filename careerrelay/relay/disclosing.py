"""What was handed over, to whom, under which record, and what an agency holds now. Enters the scopes it needs."""

import json
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.core.disclosure import DisclosedPart, Rows, Told, told_row
from careerrelay.core.sealing import key_for, unseal
from careerrelay.relay.models import Correction, DataNotice, Placement, Provision, Relay, RelayedProfile

COPY_FIELDS = (
    "name",
    "kana",
    "address",
    "phone",
    "occupation",
    "experience",
    "skills",
    "regions",
    "wishes",
    "contact_when",
    "contact_from_on",
    "is_paused",
    "hidden_from",
    "received_at",
    "confirmed_at",
    "consent_until_on",
    "state",
    "answered_at",
    "decline_reason",
    "delete_by_at",
    "deleted_at",
)


def disclose_provisions(*, person_id: UUID) -> list[DisclosedPart]:
    """The relays and the legal records, opened (個人情報保護法33条5項: the records are disclosed too)."""
    with acting_for_person(person_id):
        relays = list(Relay.objects.filter(person_id=person_id).order_by("granted_at", "id"))
        records = list(Provision.objects.filter(person_id=person_id).order_by("provided_at", "id"))
        corrections = list(Correction.objects.filter(person_id=person_id).order_by("provided_at", "id"))
        placements = list(Placement.objects.filter(person_id=person_id).order_by("joined_on", "id"))
        notices = list(DataNotice.objects.filter(person_id=person_id).order_by("issued_at", "id"))
    return [
        DisclosedPart("relay", tuple(_relay_row(relay) for relay in relays)),
        DisclosedPart("provision", tuple(_provision_row(record) for record in records)),
        DisclosedPart("correction", tuple(_correction_row(record) for record in corrections)),
        DisclosedPart("placement", tuple(_placement_row(placement) for placement in placements)),
        DisclosedPart("data_notice", tuple(_notice_row(notice) for notice in notices)),
    ]


def disclose_copies(*, person_id: UUID) -> dict[UUID, list[DisclosedPart]]:
    """By agency: what stands there at this moment, word for word."""
    with acting_for_person(person_id):
        relays = list(
            Relay.objects.filter(person_id=person_id)
            .exclude(provided_at=None)
            .order_by("agency_id", "id")
            .values_list("agency_id", "id")
        )
    found: dict[UUID, Rows] = {}
    for agency_id, relay_id in relays:
        with acting_for(agency_id):
            copies = RelayedProfile.objects.filter(organization_id=agency_id, relay_id=relay_id)
            rows = tuple(
                told_row(**dict(zip(COPY_FIELDS, row, strict=True)))
                for row in copies.values_list(*COPY_FIELDS)
            )
        found[agency_id] = (*found.get(agency_id, ()), *rows)
    return {agency_id: [DisclosedPart("relayed_profile", rows)] for agency_id, rows in found.items()}


def opened_provision(provision: Provision) -> dict[str, object]:
    """Whose data it was and which items: `name`, `address`, `items`. Raises: SealBroken."""
    key = key_for("provision", secret=settings.SECRET_KEY)
    opened: dict[str, object] = json.loads(
        unseal(bytes(provision.sealed), key=key, belongs_to=str(provision.id))
    )
    return opened


def _relay_row(relay: Relay) -> dict[str, Told]:
    return told_row(
        agency_id=relay.agency_id,
        company_id=relay.company_id,
        state=relay.state,
        granted_at=relay.granted_at,
        provided_at=relay.provided_at,
        answered_at=relay.answered_at,
        ended_at=relay.ended_at,
    )


def _provision_row(record: Provision) -> dict[str, Told]:
    return told_row(
        provided_at=record.provided_at,
        recipient_name=record.recipient_name,
        recipient_address=record.recipient_address,
        recipient_representative=record.recipient_representative,
        permit_number=record.permit_number,
        categories=record.categories,
        company_id=record.company_id,
        text_hash=record.text_hash,
        keep_until_on=record.keep_until_on,
        **opened_provision(record),
    )


def _correction_row(record: Correction) -> dict[str, Told]:
    return told_row(provided_at=record.provided_at, items=record.items, keep_until_on=record.keep_until_on)


def _placement_row(placement: Placement) -> dict[str, Told]:
    return told_row(
        agency_id=placement.agency_id,
        joined_on=placement.joined_on,
        is_permanent=placement.is_permanent,
        free_on=placement.free_on,
        undone_at=placement.undone_at,
    )


def _notice_row(notice: DataNotice) -> dict[str, Told]:
    return told_row(
        agency_id=notice.agency_id,
        notice_kind=notice.kind,
        fields=notice.fields,
        issued_at=notice.issued_at,
        due_at=notice.due_at,
        acknowledged_at=notice.acknowledged_at,
        kept_law=notice.kept_law,
        kept_until_on=notice.kept_until_on,
        escalated_at=notice.escalated_at,
    )
