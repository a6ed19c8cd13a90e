"""Do again, in a restored copy, what happened after it was made: nobody comes back, nobody is written to (P16).

Before anybody else can open the copy. Running it twice changes nothing more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import singledispatch
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.actions import forget_self_declared
from careerrelay.consent.actions import AnsweringPerson, revoke_from_company, revoke_relay
from careerrelay.consent.models import Statement
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.outreach.models import InvitationMark
from careerrelay.people.models import Person
from careerrelay.privacy.binding import held_again, permit_again
from careerrelay.privacy.erasing import erase_at_company, erase_person, read_person
from careerrelay.privacy.holders import CompanyRecords, companies_holding
from careerrelay.privacy.models import Tombstone
from careerrelay.privacy.proving import (
    confirmed_again,
    corrected_again,
    granted_again,
    provided_again,
    text_again,
)
from careerrelay.privacy.restating import RESTORER, restate
from careerrelay.privacy.rules.journal import (
    Gone,
    Held,
    Hidden,
    Invited,
    LinkEnded,
    PermitStood,
    Remembered,
    Rested,
    StaffChanged,
    TakenBack,
    Wished,
)
from careerrelay.privacy.rules.proven import (
    Corrected,
    Granted,
    ProfileConfirmed,
    Proven,
    Provided,
    TextServed,
)
from careerrelay.relay.actions.choosing_mode import leave_placement
from careerrelay.relay.actions.recalling import stop_relays

NOT_IN_COPY = "_not_in_copy"
TURN: dict[type[Remembered], int] = {Held: 0, Gone: 1, TextServed: 2, Provided: 3}


def replay(remembered: Iterable[Remembered], *, at: datetime) -> Counter[str]:
    """Holds first, because they keep back from an erasure what they name; then tombstones, so that nothing is done for
    somebody who is gone; then what a yes rests on and what rests on it. What was done how often."""
    ordered = sorted(remembered, key=lambda one: (TURN.get(type(one), len(TURN)), one.at, one.id))
    gone = {
        one.person_id
        for one in ordered
        if isinstance(one, Gone) and one.organization_id is None and one.person_id
    }
    done: Counter[str] = Counter()
    for one in ordered:
        with transaction.atomic():
            word = _replayed(one, at=at)
        # Of somebody who is gone nothing is missing.
        done["was_gone" if word.endswith(NOT_IN_COPY) and _person_of(one) in gone else word] += 1
    done["letters_held"] = hold_letters(at=at)
    done["modes_left"] = sum(
        leave_placement(operator_id=operator_id, actor=RESTORER, at=at)
        for operator_id in organizations_of_kind(Kind.OPERATOR)
    )
    return +done


def _person_of(one: Remembered) -> UUID | None:
    return one.person_id if isinstance(one, Granted | ProfileConfirmed) else None


def hold_letters(*, at: datetime) -> int:
    """What waits in a copy may have left since: a notice is in doubt, every other letter is cancelled."""
    return int(sql_value("SELECT privacy_hold_letters(%s)", [at]))


@singledispatch
def _replayed(one: Remembered, *, at: datetime) -> str:
    raise NotImplementedError(type(one))


@_replayed.register
def _gone_again(one: Gone, *, at: datetime) -> str:
    _keep_tombstone(one)
    holders = _holders_of(one)
    erased: Counter[str] = Counter()
    if one.person_id is not None and one.organization_id is None:
        person = read_person(one.person_id)
        if person is not None:
            erased += erase_person(person, holders=holders, actor=RESTORER, at=at)
            holders = []
    for held in holders:
        erased += erase_at_company(held.company_id, candidate_ids=held.candidate_ids, at=at)
    if one.organization_id is None:
        erased["people_personallink"] += int(
            sql_value("SELECT privacy_erase_links(%s)", [list(one.address_hashes)])
        )
    return "erased_again" if +erased else "was_gone"


@_replayed.register
def _taken_back_again(one: TakenBack, *, at: datetime) -> str:
    with acting_for_person(one.person_id):
        if not Person.objects.filter(id=one.person_id).exists() or _is_stated(one):
            return "was_taken_back"
    by = AnsweringPerson(one.person_id, one.company_id, one.candidate_id, address="")
    if one.purpose == Purpose.RELAY:
        revoke_relay(one.recipient_id, by=by, actor=RESTORER, at=one.at)
        stop_relays(person_id=one.person_id, agency_id=one.recipient_id, actor=RESTORER, at=at)
        return "taken_back_again"
    revoke_from_company(Purpose(one.purpose), by=by, actor=RESTORER, at=one.at)
    if one.candidate_id is not None:
        with acting_for(one.company_id):
            forget_self_declared(organization_id=one.company_id, candidate_id=one.candidate_id)
    return "taken_back_again"


@_replayed.register
def _invited_again(one: Invited, *, at: datetime) -> str:
    """The mark alone: the mail left, and leaves no second time."""
    with acting_for(one.organization_id):
        if not Organization.objects.filter(id=one.organization_id).exists():
            return "was_invited"
        _, is_new = InvitationMark.objects.get_or_create(
            organization_id=one.organization_id,
            address_hash=one.address_hash,
            defaults={"id": one.id, "invitation_id": one.invitation_id, "marked_at": one.at},
        )
    return "invited_before" if is_new else "was_invited"


@_replayed.register
def _permit_again(one: PermitStood, *, at: datetime) -> str:
    return permit_again(one, at=at)


@_replayed.register
def _held_again(one: Held, *, at: datetime) -> str:
    return held_again(one, at=at)


@_replayed.register
def _proven_again(one: Proven, *, at: datetime) -> str:
    match one:
        case TextServed():
            return text_again(one)
        case Granted():
            return granted_again(one, at=at)
        case Provided():
            return provided_again(one, at=at)
        case Corrected():
            return corrected_again(one, at=at)
        case ProfileConfirmed():
            return confirmed_again(one, at=at)


@_replayed.register
def _said_again(one: Wished | Rested | Hidden | LinkEnded | StaffChanged, *, at: datetime) -> str:
    return restate(one, at=at)


def _is_stated(one: TakenBack) -> bool:
    return Statement.objects.filter(
        person_id=one.person_id,
        purpose=one.purpose,
        deed=Deed.REVOKE,
        recipient_id=one.recipient_id,
        at=one.at,
    ).exists()


def _keep_tombstone(one: Gone) -> None:
    with acting_for(one.operator_id):
        if not Tombstone.objects.filter(id=one.id).exists():
            Tombstone.objects.create(
                id=one.id,
                operator_id=one.operator_id,
                organization_id=one.organization_id,
                person_id=one.person_id,
                candidate_ids=list(one.candidate_ids),
                address_hashes=list(one.address_hashes),
                cause=one.cause,
                at=one.at,
            )


def _holders_of(one: Gone) -> list[CompanyRecords]:
    """By the ids of then, and by what the copy knows of the person."""
    found: dict[UUID, set[UUID]] = {}
    for company_id, candidate_id in _records_of(one.candidate_ids):
        found.setdefault(company_id, set()).add(candidate_id)
    if one.person_id is not None:
        for held in companies_holding(person_id=one.person_id):
            found.setdefault(held.company_id, set()).update(held.candidate_ids)
    return [
        CompanyRecords(company_id, tuple(sorted(ids)))
        for company_id, ids in sorted(found.items())
        if one.organization_id in (None, company_id)
    ]


def _records_of(candidate_ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    rows = sql_rows("SELECT * FROM privacy_records_by_id(%s)", [list(candidate_ids)])
    return [(organization_id, candidate_id) for organization_id, candidate_id in rows]
