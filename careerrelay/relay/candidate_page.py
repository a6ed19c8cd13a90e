"""What the person's own page says: who holds what since when, what is on its way, who looked.

Enters the scopes that it needs, one after the other; everything it returns is plain, to be shown after them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.models import Agency
from careerrelay.accounts.queries import permitted_agencies
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.models import CandidateLink, Statement
from careerrelay.consent.queries import companies_of_person, states_of_person, topics_to_ask_again
from careerrelay.consent.rules.expiry import may_renew
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import NEVER_STATED, State, Topic
from careerrelay.core.calendar import day_in_japan
from careerrelay.outreach.models import Delivery, DeliveryState
from careerrelay.people.models import HiddenCompany, Profile
from careerrelay.people.queries import (
    OpenLink,
    address_in_scope,
    hidden_companies_in_scope,
    profile_in_scope,
    reach_in_scope,
)
from careerrelay.people.rules import Reach, is_hidden_among, missing_for_relay
from careerrelay.relay.accesses import Access, accesses_of_person
from careerrelay.relay.models import Placement, Provision, Relay, RelayedProfile
from careerrelay.relay.notices import newest_notice_of
from careerrelay.relay.placements import leaves_alone, placements_of_person
from careerrelay.relay.queries import Offer, agencies_by_id, current_text, offer_of, relays_of_person
from careerrelay.relay.reaching import names_of
from careerrelay.relay.rules.situations import (
    Hindrances,
    RelayFacts,
    Situation,
    holds_profile,
    is_revocable,
    situation_of,
)
from careerrelay.relay.rules.states import CopyState, RelayState


@dataclass(frozen=True, slots=True)
class Named:
    """An organization as the person is told its name."""

    id: UUID
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class CompanyHolding:
    """What one company may do. `is_writer`: the page was opened by a link in its name, so its text can be shown."""

    company: Named
    pool: State
    news: State
    is_writer: bool

    @property
    def holds(self) -> bool:
        return self.pool.is_granted or self.news.is_granted


@dataclass(frozen=True, slots=True)
class AgencyHolding:
    agency: Named
    permit_number: str
    situation: Situation
    consent: State
    relay: Relay | None
    provision: Provision | None
    deletion: "Deletion | None"
    came_from: Named | None
    is_offered: bool
    placement: Placement | None = None

    @property
    def holds(self) -> bool:
        return self.relay is not None and holds_profile(RelayState(self.relay.state))

    @property
    def is_revocable(self) -> bool:
        return is_revocable(self.situation, consent=self.consent)


@dataclass(frozen=True, slots=True)
class Deletion:
    """What the agency said about the copy that was called back."""

    state: CopyState
    delete_by_at: datetime | None
    deleted_at: datetime | None
    kept_law: str = ""
    kept_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`has_answered_writer`: whether anything was ever granted by a link of the company that mailed this one.
    `ending_at`: when the first of those consents ends that may be granted anew already, by that link."""

    companies: tuple[CompanyHolding, ...]
    agencies: tuple[AgencyHolding, ...]
    profile: Profile | None
    address: str
    accesses: tuple[Access, ...]
    has_answered_writer: bool
    is_mail_late: bool
    reach: Reach
    hidden: tuple[HiddenCompany, ...]
    ending_at: datetime | None

    @property
    def holders(self) -> int:
        companies = sum(holding.holds for holding in self.companies)
        return companies + sum(holding.holds for holding in self.agencies)

    @property
    def next_to_leave(self) -> AgencyHolding | None:
        """The relay that leaves soonest, if nothing but time stands before it."""
        cooling = [
            (holding.relay.leaves_at, place, holding)
            for place, holding in enumerate(self.agencies)
            if holding.relay and holding.situation is Situation.COOLING
        ]
        return min(cooling)[2] if cooling else None

    @property
    def waits_for_profile(self) -> bool:
        return any(holding.situation is Situation.WAITS_FOR_PROFILE for holding in self.agencies)


@dataclass(frozen=True, slots=True)
class _Own:
    """Everything in the person's own scope."""

    states: Mapping[Topic, State]
    company_ids: tuple[UUID, ...]
    relays: Mapping[UUID, Relay]
    provisions: Mapping[UUID, Provision]
    profile: Profile | None
    address: str
    links: tuple[CandidateLink, ...]
    is_mail_late: bool
    reach: Reach
    hidden: tuple[HiddenCompany, ...]
    placements: Mapping[UUID, Placement]


def has_stated(link: OpenLink) -> bool:
    """Whether the person behind the link ever granted anything: until then there is nothing to show."""
    with acting_for_person(link.person_id):
        return Statement.objects.filter(person_id=link.person_id).exists()


def states_behind(link: OpenLink, *, at: datetime) -> dict[Topic, State]:
    with acting_for_person(link.person_id):
        return states_of_person(person_id=link.person_id, at=at)


def asked_again_behind(link: OpenLink, *, at: datetime) -> set[Topic]:
    """What was granted under a narrower text than today's."""
    with acting_for_person(link.person_id):
        return topics_to_ask_again(person_id=link.person_id, at=at)


def has_confirmed_profile(person_id: UUID) -> bool:
    with acting_for_person(person_id):
        profile = profile_in_scope(person_id=person_id)
    return profile is not None and profile.confirmed_at is not None


def is_mail_late(person_id: UUID) -> bool:
    """A letter to the person could not be sent yet and is tried again."""
    with acting_for_person(person_id):
        return _is_mail_late_in_scope(person_id)


def _is_mail_late_in_scope(person_id: UUID) -> bool:
    return Delivery.objects.filter(person_id=person_id, state=DeliveryState.QUEUED, attempts__gt=0).exists()


def was_called_back(link: OpenLink, *, agency_id: UUID) -> bool:
    """Whether the last relay to this agency had been handed over when it was revoked."""
    relays = {relay.agency_id: relay for relay in relays_of_person(person_id=link.person_id)}
    return agency_id in relays and relays[agency_id].state == RelayState.RECALLED


def page_of_person(link: OpenLink, *, at: datetime) -> PersonPage:
    own = _own_rows(link, at=at)
    offers = {
        company_id: offer_of(company_id=company_id, at=at)
        for company_id in dict.fromkeys((link.company_id, *own.company_ids))
    }
    companies = tuple(_company_holding(offer, link=link, own=own) for offer in offers.values())
    agencies = tuple(_agency_holdings(own, link=link, offers=offers, at=at))
    return PersonPage(
        companies=companies,
        agencies=agencies,
        profile=own.profile,
        address=own.address,
        accesses=tuple(
            accesses_of_person(person_id=link.person_id, links=own.links, relays=own.relays.values(), at=at)
        ),
        has_answered_writer=link.company_id in own.company_ids,
        is_mail_late=own.is_mail_late,
        reach=own.reach,
        hidden=own.hidden,
        ending_at=_first_to_end(companies, agencies, at=at),
    )


def _first_to_end(
    companies: Collection[CompanyHolding], agencies: Collection[AgencyHolding], *, at: datetime
) -> datetime | None:
    states = [state for one in companies if one.is_writer for state in (one.pool, one.news)]
    states += [one.consent for one in agencies if one.is_offered]
    ending = [one.until_at for one in states if one.is_granted and may_renew(one.until_at, at=at)]
    return min((until_at for until_at in ending if until_at is not None), default=None)


def _own_rows(link: OpenLink, *, at: datetime) -> _Own:
    person_id = link.person_id
    relays = {relay.agency_id: relay for relay in relays_of_person(person_id=person_id)}
    with acting_for_person(person_id):
        states = states_of_person(person_id=person_id, at=at)
        links = tuple(companies_of_person(person_id=person_id))
        return _Own(
            states=states,
            company_ids=(
                *(found.company_id for found in links),
                *(relay.company_id for relay in relays.values()),
            ),
            relays=relays,
            provisions={
                provision.relay_id: provision
                for provision in Provision.objects.filter(person_id=person_id).order_by("id")
            },
            profile=profile_in_scope(person_id=person_id),
            address=address_in_scope(person_id=person_id),
            links=links,
            is_mail_late=_is_mail_late_in_scope(person_id),
            reach=reach_in_scope(person_id=person_id),
            hidden=tuple(hidden_companies_in_scope(person_id=person_id)),
            placements=placements_of_person(person_id=person_id),
        )


def _company_holding(offer: Offer, *, link: OpenLink, own: _Own) -> CompanyHolding:
    company = offer.company
    return CompanyHolding(
        company=_named_company(offer),
        pool=own.states.get(Topic(Purpose.POOL, company.id), NEVER_STATED),
        news=own.states.get(Topic(Purpose.NEWS, company.id), NEVER_STATED),
        is_writer=company.id == link.company_id,
    )


def _named_company(offer: Offer) -> Named:
    return Named(offer.company.id, offer.company.legal_name, offer.company.name_en)


def _agency_holdings(
    own: _Own, *, link: OpenLink, offers: Mapping[UUID, Offer], at: datetime
) -> list[AgencyHolding]:
    """Those that something was said about, the newest grant first; then those on offer, in today's order."""
    offered = _offered_ids(offers[link.company_id], at=at)
    stated = [topic.recipient_id for topic in own.states if topic.purpose is Purpose.RELAY]
    agency_ids = list(dict.fromkeys((*own.relays, *stated, *offered)))
    agencies = agencies_by_id(agency_ids=agency_ids)
    permits = {
        found.agency.pk: found.permit.number
        for found in permitted_agencies(agency_ids=agency_ids, on=day_in_japan(at))
    }
    return [
        _agency_holding(
            agencies[agency_id],
            own=own,
            offers=offers,
            permit_number=permits.get(agency_id, ""),
            is_offered=agency_id in offered,
            at=at,
        )
        for agency_id in agency_ids
    ]


def _offered_ids(offer: Offer, *, at: datetime) -> tuple[UUID, ...]:
    """Exactly the agencies that the consent page would name, in its order."""
    agencies = current_text(offer, language="ja", at=at).document["agencies"]
    assert isinstance(agencies, list)
    return tuple(UUID(agency["id"]) for agency in agencies)


def _agency_holding(
    agency: Agency,
    *,
    own: _Own,
    offers: Mapping[UUID, Offer],
    permit_number: str,
    is_offered: bool,
    at: datetime,
) -> AgencyHolding:
    relay = own.relays.get(agency.pk)
    consent = own.states.get(Topic(Purpose.RELAY, agency.pk), NEVER_STATED)
    provision = own.provisions.get(relay.id) if relay else None
    deletion = _deletion_of(relay) if relay and relay.state == RelayState.RECALLED else None
    placement = own.placements.get(agency.pk)
    hindrances = Hindrances(
        is_profile_missing=_is_profile_missing(own.profile),
        is_permit_missing=not permit_number,
        is_agreement_missing=relay is not None and agency.pk not in offers[relay.company_id].agency_ids,
        is_paused=own.reach.is_paused,
        is_hidden=is_hidden_among(names_of(agency), keys=[hidden.name_key for hidden in own.hidden]),
        is_too_early=not replace(own.reach, is_paused=False).lets_profile_leave(on=day_in_japan(at)),
        is_left_alone=placement is not None and leaves_alone(placement, on=day_in_japan(at)),
    )
    return AgencyHolding(
        agency=Named(agency.pk, agency.legal_name, agency.name_en),
        permit_number=permit_number or (provision.permit_number if provision else ""),
        situation=situation_of(
            _relay_facts(relay, deletion=deletion), consent=consent, hindrances=hindrances, at=at
        ),
        consent=consent,
        relay=relay,
        provision=provision,
        deletion=deletion,
        came_from=_named_company(offers[relay.company_id]) if relay and len(offers) > 1 else None,
        is_offered=is_offered,
        placement=placement,
    )


def _relay_facts(relay: Relay | None, *, deletion: Deletion | None) -> RelayFacts | None:
    if relay is None:
        return None
    return RelayFacts(
        state=RelayState(relay.state),
        leaves_at=relay.leaves_at,
        copy_state=deletion.state if deletion else None,
        delete_by_at=deletion.delete_by_at if deletion else None,
    )


def _deletion_of(relay: Relay) -> Deletion | None:
    """Only the agency's own row knows whether it confirmed; nothing else is read there."""
    with acting_for(relay.agency_id):
        columns = ("state", "delete_by_at", "deleted_at")
        row = RelayedProfile.objects.filter(relay_id=relay.id).values_list(*columns).first()
    if row is None:
        return None
    with acting_for_person(relay.person_id):
        notice = newest_notice_of(person_id=relay.person_id, relay_id=relay.id)
    kept = (notice.kept_law, notice.kept_until_on) if notice else ("", None)
    return Deletion(CopyState(row[0]), row[1], row[2], *kept)


def _is_profile_missing(profile: Profile | None) -> bool:
    return profile is None or bool(
        missing_for_relay(
            name=profile.name,
            occupation=profile.occupation,
            skills=profile.skills,
            regions=profile.regions,
            is_confirmed=profile.confirmed_at is not None,
        )
    )
