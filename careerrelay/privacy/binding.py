"""What binds others than the person, as the journal keeps it and a restored copy has it again: the permits of agencies
as they stood last (P10), and holds on records.

A hold comes before the erasures, so that what it names is kept back from them in the copy too. Its words are sealed
under a key that is made from the record's own address: once that is gone nobody knows it, and the line says nothing.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.models import Agency, Organization, Permit
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import Candidate, CandidateAddress, Quarantine
from careerrelay.core.actor import Actor
from careerrelay.core.sealing import SealBroken, key_for, seal, unseal
from careerrelay.core.sql import sql_rows
from careerrelay.privacy.models import LegalHold, Tombstone
from careerrelay.privacy.rules.journal import Held, PermitStood, Remembered, id_of_state
from careerrelay.privacy.tombstones import operator_of

RESTORER = Actor.system("restore")
PERMIT_DEEDS = ("renew_permit", "suspend_permit", "end_suspension")
LOST_WORDS = "復元した控えからは、理由の言葉を読み出せませんでした。"


def permits_since(at: datetime) -> Iterator[PermitStood]:
    for row in sql_rows("SELECT * FROM privacy_permits_since(%s)", [at]):
        yield PermitStood(*row)


def holds_since(at: datetime) -> Iterator[Held]:
    """The words are read in the scope of each company: no function steps over that wall."""
    for (organization_id,) in sql_rows("SELECT * FROM privacy_holding_companies_since(%s)", [at]):
        with acting_for(organization_id):
            found = LegalHold.objects.filter(organization_id=organization_id).order_by("placed_at", "id")
            changed = [one for one in found if (one.lifted_at or one.placed_at) >= at]
            yield from [_held(one) for one in changed]


BINDING_SINCE: dict[type[Remembered], Callable[[datetime], Iterator[Remembered]]] = {
    PermitStood: permits_since,
    Held: holds_since,
}


def _held(hold: LegalHold) -> Held:
    moment = hold.lifted_at or hold.placed_at
    words = json.dumps({"reason": hold.reason, "grounds": hold.grounds}).encode()
    key = _keys_of(hold.candidate_id, organization_id=hold.organization_id)[0]
    return Held(
        id_of_state(hold.id, at=moment),
        hold.organization_id,
        hold.candidate_id,
        hold.id,
        tuple(hold.items),
        hold.until_on,
        hold.placed_by,
        hold.placed_at,
        hold.lifted_by,
        hold.lifted_at,
        seal(words, key=key, belongs_to=str(hold.candidate_id)),
        moment,
    )


def _keys_of(candidate_id: UUID, *, organization_id: UUID) -> list[bytes]:
    """The first one seals. In the company's scope."""
    of_record = CandidateAddress.objects.filter(organization_id=organization_id, candidate_id=candidate_id)
    known = list(of_record.order_by("id").values_list("canonical", flat=True))
    known += Candidate.objects.filter(id=candidate_id).values_list("name", flat=True)
    return [key_for(f"journal/hold/{one}", secret=settings.SECRET_KEY) for one in known]


def permit_again(one: PermitStood, *, at: datetime) -> str:
    """As it stood, whichever way: a later word in the copy itself stands."""
    with acting_for(one.operator_id):
        said = AuditEntry.objects.filter(object_id=one.permit_id, deed__in=PERMIT_DEEDS)
        if said.filter(at__gte=one.at).exists():
            return "was_permitted"
        if not Agency.objects.filter(organization_id=one.agency_id).exists():
            return "permit_not_in_copy"
        facts = {
            "number": one.number,
            "valid_until_on": one.valid_until_on,
            "checked_on": one.checked_on,
            "suspended_on": one.suspended_on,
        }
        Permit.objects.update_or_create(
            agency_id=one.agency_id,
            valid_from_on=one.valid_from_on,
            defaults=facts,
            create_defaults={"id": one.permit_id, **facts},
        )
        deed = "suspend_permit" if one.suspended_on else "renew_permit"
        record_deed(deed, object_kind="permit", object_id=one.permit_id, actor=RESTORER, at=one.at)
    return "permit_suspended_again" if one.suspended_on else "permit_recorded_again"


def held_again(one: Held, *, at: datetime) -> str:
    with acting_for(one.organization_id):
        known = LegalHold.objects.filter(id=one.hold_id).first()
        if known is not None and (known.lifted_at or known.placed_at) >= one.at:
            return "was_held"
        if not Organization.objects.filter(id=one.organization_id).exists():
            return "hold_not_in_copy"
        if not Candidate.objects.filter(id=one.candidate_id).exists():
            return "was_gone" if _is_gone(one) else "hold_not_in_copy"
        open_now = LegalHold.objects.filter(candidate_id=one.candidate_id, lifted_at=None)
        if known is None and one.lifted_at is None:
            known = open_now.first()
        hold, _ = LegalHold.objects.update_or_create(
            id=known.id if known else one.hold_id,
            defaults={
                "organization_id": one.organization_id,
                "candidate_id": one.candidate_id,
                "items": list(one.items),
                "until_on": one.until_on,
                "placed_by": one.placed_by,
                "placed_at": one.placed_at,
                "lifted_by": one.lifted_by,
                "lifted_at": one.lifted_at,
                **_words_of(one),
            },
        )
        deed = "lift_hold" if hold.lifted_at else "place_hold"
        record_deed(deed, object_kind="candidate", object_id=one.candidate_id, actor=RESTORER, at=at)
        if hold.lifted_at is None:
            Quarantine.objects.filter(
                organization_id=one.organization_id, candidate_id=one.candidate_id
            ).delete()
    return "hold_lifted_again" if one.lifted_at else "held_again"


def _is_gone(one: Held) -> bool:
    with acting_for(operator_of(one.organization_id)):
        return Tombstone.objects.filter(candidate_ids__contains=[one.candidate_id]).exists()


def _words_of(one: Held) -> dict[str, str]:
    for key in _keys_of(one.candidate_id, organization_id=one.organization_id):
        try:
            said = json.loads(unseal(one.sealed, key=key, belongs_to=str(one.candidate_id)))
        except SealBroken:
            continue
        return {"reason": said["reason"], "grounds": said["grounds"]}
    return {"reason": LOST_WORDS, "grounds": LOST_WORDS if one.items else ""}
