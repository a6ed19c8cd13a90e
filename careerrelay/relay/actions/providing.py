"""Hand a profile over: the provision record first, then the copy, in one transaction (P09)."""

import json
from collections import Counter
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import PermittedAgency, organization_in_scope, permitted_agencies
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.consent.models import Statement
from careerrelay.consent.queries import states_of_person
from careerrelay.consent.rules.purposes import Category, Purpose
from careerrelay.consent.rules.state import NEVER_STATED, State, Topic
from careerrelay.consent.rules.wording import country_in
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.core.isolation import do_each
from careerrelay.core.sealing import key_for, seal
from careerrelay.people.actions import lock_person
from careerrelay.people.models import Profile
from careerrelay.people.queries import address_in_scope, profile_in_scope
from careerrelay.people.rules import missing_for_relay
from careerrelay.relay.actions.counting import count_introduction
from careerrelay.relay.actions.telling import what_binds_agencies
from careerrelay.relay.models import Agreement, Correction, Provision, Relay, RelayedProfile
from careerrelay.relay.placements import is_left_alone
from careerrelay.relay.queries import agencies_by_id, agreements_in_force
from careerrelay.relay.reaching import is_wished_at_agency
from careerrelay.relay.rules.counting import Trigger
from careerrelay.relay.rules.provision import (
    ANSWER_WITHIN,
    Decision,
    Verdict,
    WaitingFor,
    keep_record_until,
    may_leave,
)
from careerrelay.relay.rules.states import CopyState, RelayState

PROVIDER = Actor.system("relay")


def provide_due(*, operator_id: UUID, at: datetime) -> Counter[str]:
    """Every relay whose time has come, each in a transaction of its own. Returns how many came to which state."""
    with acting_for(operator_id):
        due = list(
            Relay.objects.filter(
                operator_id=operator_id,
                state__in=[RelayState.COOLING, RelayState.WAITING],
                leaves_at__lte=at,
            )
            .order_by("leaves_at", "id")
            .values_list("id", "person_id")
        )
    tally: Counter[str] = Counter()

    def provide(relay: tuple[UUID, UUID]) -> None:
        tally[_provide(relay[0], person_id=relay[1], operator_id=operator_id, at=at)] += 1

    do_each(due, provide)
    return tally


def _provide(relay_id: UUID, *, person_id: UUID, operator_id: UUID, at: datetime) -> str:
    """The person's lock first, as in a revocation: one of the two sees what the other did (P03)."""
    with acting_for_person(person_id):
        lock_person(person_id=person_id)
        relay = Relay.objects.get(id=relay_id)
        if relay.state not in (RelayState.COOLING, RelayState.WAITING):
            return relay.state
        consent = states_of_person(person_id=person_id, at=at).get(
            Topic(Purpose.RELAY, relay.agency_id), NEVER_STATED
        )
        statement = Statement.objects.select_related("text").get(id=relay.statement_id)
        profile = profile_in_scope(person_id=person_id)
        address = address_in_scope(person_id=person_id)
        permitted = permitted_agencies(agency_ids=[relay.agency_id], on=day_in_japan(at))
        agreement = _agreement_of(relay, operator_id=operator_id, at=at)
        decision = may_leave(
            is_granted=consent.is_granted and _is_where_it_was(relay, statement),
            has_permit=bool(permitted),
            has_agreement=agreement is not None,
            missing_in_profile=_missing(profile),
            is_wished=_is_wished(relay, at=at),
            is_left_alone=_is_left_alone(relay, at=at),
            leaves_at=relay.leaves_at,
            at=at,
        )
        if decision.verdict is not Verdict.PROVIDE:
            return _keep_waiting(relay, decision, at=at)
        assert profile is not None
        assert agreement is not None
        provision = _recorded_again(relay, profile, address=address, at=at) or _record_provision(
            relay, profile, address=address, to=permitted[0], statement=statement, at=at
        )
        copy = _hand_over(relay, profile, provision, address=address, consent=consent, at=at)
        relay.state, relay.provided_at, relay.waiting_for = RelayState.PROVIDED, at, ""
        relay.save(update_fields=["state", "provided_at", "waiting_for"])
        record_deed("provide_relay", of=relay, actor=PROVIDER, at=at)
        if agreement.trigger == Trigger.REGISTERED:
            _count_at_once(relay, copy, agreement=agreement, at=at)
    return RelayState.PROVIDED


def _count_at_once(relay: Relay, copy: RelayedProfile, *, agreement: Agreement, at: datetime) -> None:
    counting = count_introduction(relay, agreement=agreement, actor=PROVIDER, at=at)
    with acting_for(relay.agency_id):
        copy.counting = counting
        copy.save(update_fields=["counting"])


def _is_wished(relay: Relay, *, at: datetime) -> bool:
    """What the person said after they granted the relay: a pause, a later day, a company that must not see them."""
    agency = agencies_by_id(agency_ids=[relay.agency_id])[relay.agency_id]
    return is_wished_at_agency(agency, person_id=relay.person_id, at=at)


def _is_left_alone(relay: Relay, *, at: datetime) -> bool:
    """Two years after the agency placed them, also where they asked for it themself (P40)."""
    with acting_for(relay.operator_id):
        return is_left_alone(
            agency_id=relay.agency_id,
            person_id=relay.person_id,
            person_hash=bytes(relay.person_hash),
            on=day_in_japan(at),
        )


def _is_where_it_was(relay: Relay, statement: Statement) -> bool:
    """Consent to an agency in Japan is none to the same one abroad, which takes its own (個人情報保護法28条)."""
    agency = agencies_by_id(agency_ids=[relay.agency_id])[relay.agency_id]
    assert statement.text is not None, "a grant has its wording"
    document = json.loads(bytes(statement.text.document))
    return country_in(document, agency_id=str(relay.agency_id)) == agency.country_name


def _agreement_of(relay: Relay, *, operator_id: UUID, at: datetime) -> Agreement | None:
    with acting_for(operator_id):
        return (
            agreements_in_force(on=day_in_japan(at))
            .filter(company_id=relay.company_id, agency_id=relay.agency_id)
            .first()
        )


def _missing(profile: Profile | None) -> list[str]:
    if profile is None:
        return [WaitingFor.PROFILE]
    return missing_for_relay(
        name=profile.name,
        occupation=profile.occupation,
        skills=profile.skills,
        regions=profile.regions,
        is_confirmed=profile.confirmed_at is not None,
    )


def _keep_waiting(relay: Relay, decision: Decision, *, at: datetime) -> str:
    if decision.verdict is Verdict.EXPIRE:
        relay.state, relay.ended_at = RelayState.EXPIRED, at
    else:
        relay.state, relay.waiting_for = RelayState.WAITING, str(decision.waiting_for)
    relay.save(update_fields=["state", "ended_at", "waiting_for"])
    return relay.state


def _record_provision(
    relay: Relay,
    profile: Profile,
    *,
    address: str,
    to: PermittedAgency,
    statement: Statement,
    at: datetime,
) -> Provision:
    """All items that the law asks for: when, to whom (name, address, representative), whose data, which items,
    and that consent was there (個人情報保護法29条1項, 施行規則20条1項2号)."""
    assert statement.text_id is not None, "a grant has its wording"
    provision_id = new_id()
    about = {"name": profile.name, "address": address, "items": _items(profile)}
    with acting_for(relay.operator_id):
        return Provision.objects.create(
            id=provision_id,
            operator_id=relay.operator_id,
            person_id=relay.person_id,
            relay_id=relay.id,
            company_id=relay.company_id,
            agency_id=relay.agency_id,
            recipient_name=to.agency.legal_name,
            recipient_address=to.agency.postal_address,
            recipient_representative=to.agency.representative,
            permit_number=to.permit.number,
            categories=statement.categories,
            statement_id=statement.id,
            text_hash=statement.text_id,
            sealed=seal(
                json.dumps(about, ensure_ascii=False).encode(),
                key=key_for("provision", secret=settings.SECRET_KEY),
                belongs_to=str(provision_id),
            ),
            provided_at=at,
            keep_until_on=keep_record_until(day_in_japan(at)),
        )


def _recorded_again(relay: Relay, profile: Profile, *, address: str, at: datetime) -> Provision | None:
    """The record of a hand-over that a restored copy has, whose words it has not: handing them over once more has a
    record of its own. None where this is the first time."""
    with acting_for(relay.operator_id):
        provision = Provision.objects.filter(relay_id=relay.id).first()
    if provision is not None:
        record_more_words(provision, profile, items=_items(profile), address=address, at=at)
    return provision


def record_more_words(
    provision: Provision, profile: Profile, *, items: list[str], address: str, at: datetime
) -> None:
    """Before the words leave, as with the first provision: whose, which items, when; to whom, says the provision."""
    correction_id = new_id()
    about = {"name": profile.name, "address": address, "items": sorted(items)}
    with acting_for(provision.operator_id):
        Correction.objects.create(
            id=correction_id,
            operator_id=provision.operator_id,
            person_id=provision.person_id,
            provision=provision,
            items=sorted(items),
            sealed=seal(
                json.dumps(about, ensure_ascii=False).encode(),
                key=key_for("provision", secret=settings.SECRET_KEY),
                belongs_to=str(correction_id),
            ),
            provided_at=at,
            keep_until_on=keep_record_until(day_in_japan(at)),
        )


def _items(profile: Profile) -> list[str]:
    """Which items were filled in, by name: the record says what was handed over, the copy holds it."""
    columns = ("name", "kana", "phone", "occupation", "experience", "skills", "regions", "wishes")
    return [column for column in columns if getattr(profile, column)] + ["address", "origin"]


def _hand_over(
    relay: Relay, profile: Profile, provision: Provision, *, address: str, consent: State, at: datetime
) -> RelayedProfile:
    """Only the consented categories, and only the profile: nothing that a company wrote is in reach here."""
    categories = set(provision.categories)
    with acting_for(relay.company_id):
        company: Organization = organization_in_scope(organization_id=relay.company_id)
    assert consent.since_at is not None
    assert consent.until_at is not None
    assert profile.confirmed_at is not None
    with acting_for_person(relay.person_id):
        told = what_binds_agencies(person_id=relay.person_id)
    with acting_for(relay.agency_id):
        copy = RelayedProfile.objects.create(
            organization_id=relay.agency_id,
            relay_id=relay.id,
            provision=provision,
            **consented_columns(profile, address=address, categories=categories),
            **(told if Category.WISHES in categories else {}),
            company_name=company.legal_name if Category.ORIGIN in categories else "",
            company_name_en=company.name_en if Category.ORIGIN in categories else "",
            confirmed_at=profile.confirmed_at,
            consented_at=consent.since_at,
            consent_until_on=day_in_japan(consent.until_at),
            received_at=at,
            answer_by_at=at + ANSWER_WITHIN,
            state=CopyState.NEW,
        )
        record_deed("receive_copy", of=copy, actor=PROVIDER, at=at)
    return copy


def consented_columns(profile: Profile, *, address: str, categories: set[str]) -> dict[str, object]:
    by_category: dict[Category, dict[str, object]] = {
        Category.NAME: {"name": profile.name, "kana": profile.kana},
        Category.CONTACT: {"address": address, "phone": profile.phone},
        Category.EXPERIENCE: {"occupation": profile.occupation, "experience": profile.experience},
        Category.SKILLS: {"skills": profile.skills},
        Category.WISHES: {"regions": profile.regions, "wishes": profile.wishes},
    }
    return {
        column: value
        for category, columns in by_category.items()
        if category in categories
        for column, value in columns.items()
    }
