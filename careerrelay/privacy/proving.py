"""What was said and handed over since a backup was made, again in the restored copy: the records that the law keeps
(個人情報保護法29条), every yes that somebody in the copy said, and whose words are not the last ones any more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.models import Candidate
from careerrelay.consent.actions import link_company
from careerrelay.consent.chaining import chain_statements
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.core.sql import sql_rows
from careerrelay.people.models import Person, Profile
from careerrelay.people.queries import address_in_scope
from careerrelay.privacy.binding import RESTORER
from careerrelay.privacy.rules.journal import Remembered, id_of_state
from careerrelay.privacy.rules.proven import Corrected, Granted, ProfileConfirmed, Provided, TextServed
from careerrelay.relay.actions.answering import cool_relay
from careerrelay.relay.actions.recalling import NOTHING_LEFT
from careerrelay.relay.models import Correction, Provision, Relay, RelayedProfile
from careerrelay.relay.queries import LIVE_RELAYS
from careerrelay.relay.rules.states import RelayState

Line = TypeVar("Line", Granted, Provided, Corrected)


def texts_since(at: datetime) -> Iterator[TextServed]:
    for text in ServedText.objects.filter(first_served_at__gte=at).order_by("first_served_at", "hash"):
        yield TextServed(
            UUID(text.hash[:32]), text.hash, bytes(text.document), text.language, text.first_served_at
        )


def grants_since(at: datetime) -> Iterator[Granted]:
    for row in sql_rows("SELECT * FROM privacy_grants_since(%s)", [at]):
        yield _line(Granted, row)


def provisions_since(at: datetime) -> Iterator[Provided]:
    for row in sql_rows("SELECT * FROM privacy_provisions_since(%s)", [at]):
        yield _line(Provided, row)


def corrections_since(at: datetime) -> Iterator[Corrected]:
    for row in sql_rows("SELECT * FROM privacy_corrections_since(%s)", [at]):
        yield _line(Corrected, row)


def _line(kind: type[Line], row: Sequence[Any]) -> Line:
    """The columns stand in the order of the fields."""
    told = zip((field.name for field in fields(kind)), row, strict=True)
    return kind(**{name: _immutable(value) for name, value in told})


def _immutable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return bytes(value) if isinstance(value, memoryview) else value


def confirmations_since(at: datetime) -> Iterator[ProfileConfirmed]:
    for profile_id, person_id, confirmed_at in sql_rows("SELECT * FROM privacy_confirmed_since(%s)", [at]):
        yield ProfileConfirmed(id_of_state(profile_id, at=confirmed_at), person_id, confirmed_at)


PROVEN_SINCE: dict[type[Remembered], Callable[[datetime], Iterator[Remembered]]] = {
    TextServed: texts_since,
    Granted: grants_since,
    Provided: provisions_since,
    Corrected: corrections_since,
    ProfileConfirmed: confirmations_since,
}


def text_again(one: TextServed) -> str:
    _, is_new = ServedText.objects.get_or_create(
        hash=one.hash,
        defaults={"document": one.document, "language": one.language, "first_served_at": one.at},
    )
    return "text_kept_again" if is_new else "was_served"


def provided_again(one: Provided, *, at: datetime) -> str:
    """The record, whoever else is in the copy. Where the relay is not, it begins anew for somebody who is, and is over
    for somebody who is not."""
    with acting_for(one.operator_id):
        if not Organization.objects.filter(id=one.operator_id).exists():
            return "provision_not_in_copy"
        if Provision.objects.filter(id=one.id).exists():
            return "was_provided"
        Provision.objects.create(
            id=one.id,
            operator_id=one.operator_id,
            person_id=one.person_id,
            relay_id=one.relay_id,
            company_id=one.company_id,
            agency_id=one.agency_id,
            recipient_name=one.recipient_name,
            recipient_address=one.recipient_address,
            recipient_representative=one.recipient_representative,
            permit_number=one.permit_number,
            categories=list(one.categories),
            statement_id=one.statement_id,
            text_hash=one.text_hash,
            sealed=one.sealed,
            provided_at=one.at,
            keep_until_on=one.keep_until_on,
        )
        record_deed("restore_provision", object_kind="provision", object_id=one.id, actor=RESTORER, at=at)
    _begin_relay_again(one, at=at)
    return "provision_recorded_again"


def _begin_relay_again(one: Provided, *, at: datetime) -> None:
    is_there = _is_known(one.person_id)
    with acting_for(one.operator_id):
        Relay.objects.get_or_create(
            id=one.relay_id,
            defaults={
                "operator_id": one.operator_id,
                "person_id": one.person_id,
                "person_hash": one.person_hash,
                "company_id": one.company_id,
                "agency_id": one.agency_id,
                "statement_id": one.statement_id,
                "state": RelayState.COOLING if is_there else RelayState.EXPIRED,
                "granted_at": one.granted_at,
                "leaves_at": at + settings.RELAY_COOLING,
                "provided_at": None if is_there else one.at,
                "ended_at": None if is_there else at,
            },
        )


def corrected_again(one: Corrected, *, at: datetime) -> str:
    """The record; and the words that were wrong go from the agency's page until the person confirms theirs again."""
    with acting_for(one.operator_id):
        if Correction.objects.filter(id=one.id).exists():
            return "was_corrected"
        provision = Provision.objects.filter(id=one.provision_id).first()
        if provision is None:
            return "correction_not_in_copy"
        Correction.objects.create(
            id=one.id,
            operator_id=one.operator_id,
            person_id=one.person_id,
            provision=provision,
            items=list(one.items),
            sealed=one.sealed,
            provided_at=one.at,
            keep_until_on=one.keep_until_on,
        )
        record_deed(
            "restore_correction", object_kind="provision", object_id=provision.id, actor=RESTORER, at=at
        )
    with acting_for(provision.agency_id):
        nothing = {column: NOTHING_LEFT[column] for column in one.items if column in NOTHING_LEFT}
        RelayedProfile.objects.filter(relay_id=provision.relay_id).update(**nothing)
    return "correction_recorded_again"


def granted_again(one: Granted, *, at: datetime) -> str:
    """Of somebody in the copy it holds again, with its relay in a new countdown; of somebody who is not, only what a
    record rests on is kept."""
    owner = acting_for(one.organization_id) if one.organization_id else acting_for_person(one.person_id)
    with owner:
        if Statement.objects.filter(id=one.id).exists():
            return "was_granted"
    operator_id = _operator_with(one)
    is_there = _is_in_copy(one)
    if operator_id is None or not (is_there or _is_rested_on(one, operator_id=operator_id)):
        return "grant_not_in_copy"
    statement = _state_again(one, at=at)
    if not is_there:
        return "grant_kept_for_its_record"
    if one.purpose != Purpose.RELAY:
        link_company(
            person_id=one.person_id, company_id=one.company_id, candidate_id=one.candidate_id, at=one.at
        )
        return "granted_again"
    _cool_again(statement, operator_id=operator_id, at=at)
    return "granted_again"


def _is_in_copy(one: Granted) -> bool:
    if one.organization_id is not None and one.candidate_id is not None:
        with acting_for(one.organization_id):
            if not Candidate.objects.filter(id=one.candidate_id).exists():
                return False
    return _is_known(one.person_id)


def _is_known(person_id: UUID) -> bool:
    with acting_for_person(person_id):
        return Person.objects.filter(id=person_id).exists()


def _operator_with(one: Granted) -> UUID | None:
    """Who keeps the records of the company's network; None where the copy does not know the company, or the text."""
    with acting_for(one.company_id):
        company = Organization.objects.filter(id=one.company_id).first()
    if company is None or not ServedText.objects.filter(hash=one.text_hash).exists():
        return None
    return company.operator_id or company.id


def _is_rested_on(one: Granted, *, operator_id: UUID) -> bool:
    with acting_for(operator_id):
        return Provision.objects.filter(statement_id=one.id).exists()


def _state_again(one: Granted, *, at: datetime) -> Statement:
    with acting_for(one.organization_id) if one.organization_id else acting_for_person(one.person_id):
        statement = Statement.objects.create(
            id=one.id,
            person_id=one.person_id,
            organization_id=one.organization_id,
            candidate_id=one.candidate_id,
            purpose=one.purpose,
            deed=Deed.GRANT,
            company_id=one.company_id,
            recipient_id=one.recipient_id,
            categories=list(one.categories),
            permit_number=one.permit_number,
            text_id=one.text_hash,
            channel=one.channel,
            at=one.at,
        )
    with acting_for_person(one.person_id):
        record_deed(f"grant_{one.purpose}", of=statement, actor=RESTORER, at=at)
    chain_statements([statement])
    return statement


def _cool_again(statement: Statement, *, operator_id: UUID, at: datetime) -> None:
    """Unless a relay to this agency is under way in the copy: that one rests on the yes that stands."""
    with acting_for_person(statement.person_id):
        live = Relay.objects.filter(
            person_id=statement.person_id, agency_id=statement.recipient_id, state__in=LIVE_RELAYS
        )
        address = address_in_scope(person_id=statement.person_id)
        if address and not live.exists():
            cool_relay(statement, address=address, operator_id=operator_id, at=at)


def confirmed_again(one: ProfileConfirmed, *, at: datetime) -> str:
    """The words of then are not in the copy. Nothing of the older ones leaves until the person confirms them anew."""
    with acting_for_person(one.person_id):
        profile = Profile.objects.filter(person_id=one.person_id).first()
        if profile is None or profile.updated_at >= one.at:
            return "was_confirmed" if profile else "profile_not_in_copy"
        if profile.confirmed_at is None:
            return "was_confirmed"
        profile.confirmed_at = None
        profile.save(update_fields=["confirmed_at"])
        record_deed("ask_to_confirm_profile", of=profile, actor=RESTORER, at=at)
    return "profile_to_confirm"
