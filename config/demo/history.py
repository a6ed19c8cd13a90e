"""The past of the demo, lived through the product's own deeds: answers, hand-overs, acceptances, revocations."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import ApplicationState, Candidate
from careerrelay.consent.actions import Chosen
from careerrelay.consent.queries import new_nonce
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.actor import Actor
from careerrelay.outreach.models import Delivery, DeliveryState
from careerrelay.people.actions import ProfileFacts, WantedLink, issue_links
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import OpenLink, open_link
from careerrelay.relay.actions.answering import answer_consent, revoke, save_profile
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy, decline_copy
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.relay.rules.states import CopyState, DeclineReason
from careerrelay.text.regions import PREFECTURES
from config.demo.people import skills_for

ACCEPTED_SHARE = 0.8
DAYS = 240
# Whoever came in these last days still waits for an answer of the agency.
RECENT_DAYS = 9
CONSULTANT = Actor.system("demo")


@dataclass(frozen=True, slots=True)
class Encounter:
    """Somebody whom a company turned down answered, and chose one agency."""

    answered_at: datetime
    company: Organization
    candidate: Candidate
    agency: Organization


def live_through(
    plans: Sequence[tuple[Organization, Sequence[Organization], int]],
    *,
    chance: random.Random,
    at: datetime,
) -> None:
    """For each company its agencies and how many people answered: the nearer to today, the more of them."""
    encounters = [
        encounter
        for company, agencies, number in plans
        for encounter in _encounters(company, agencies, number=number, at=at)
    ]
    in_order = sorted(encounters, key=lambda encounter: encounter.answered_at)
    accepted = [encounter for encounter in in_order if _live_through(encounter, chance=chance, at=at)]
    first_agency = plans[0][1][0]
    _take_back([encounter for encounter in accepted if encounter.agency == first_agency][-1], at=at)


def _encounters(
    company: Organization, agencies: Sequence[Organization], *, number: int, at: datetime
) -> Iterator[Encounter]:
    for index, candidate in enumerate(_rejected(company, number=number)):
        days_ago = DAYS * (1 - (index + 1) / (number + 0.5)) ** 2
        answered_at = at - timedelta(days=days_ago, hours=30)
        yield Encounter(answered_at, company, candidate, agencies[index % len(agencies)])


def _live_through(encounter: Encounter, *, chance: random.Random, at: datetime) -> bool:
    """Whether the agency accepted."""
    operator_id = encounter.company.operator_id
    assert operator_id is not None
    link = _link(encounter.company, encounter.candidate, at=encounter.answered_at)
    _answer(link, agency_ids=(encounter.agency.id,), chance=chance, at=encounter.answered_at)
    _confirm(link, encounter.candidate, at=encounter.answered_at + timedelta(minutes=4))
    handed_at = encounter.answered_at + settings.RELAY_COOLING + timedelta(minutes=5)
    provide_due(operator_id=operator_id, at=handed_at)
    if at - handed_at < timedelta(days=RECENT_DAYS):
        return False
    is_accepted = chance.random() < ACCEPTED_SHARE
    _reply(encounter.agency, operator_id, is_accepted=is_accepted, at=handed_at + timedelta(hours=20))
    return is_accepted


def _take_back(encounter: Encounter, *, at: datetime) -> None:
    """Somebody changed their mind yesterday: the agency has a deletion to confirm."""
    yesterday = at - timedelta(hours=20)
    link = _link(encounter.company, encounter.candidate, at=yesterday)
    revoke(
        link,
        purpose=Purpose.RELAY,
        recipient_id=encounter.agency.id,
        nonce=_nonce(link, at=yesterday),
        at=yesterday,
    )


def _rejected(company: Organization, *, number: int) -> list[Candidate]:
    with acting_for(company.id):
        return list(
            Candidate.objects.filter(
                organization=company, applications__state=ApplicationState.REJECTED, addresses__isnull=False
            )
            .exclude(applications__rejection__told_at=None)
            .prefetch_related("addresses")
            .order_by("created_at", "id")[:number]
        )


def _link(company: Organization, candidate: Candidate, *, at: datetime) -> OpenLink:
    address = candidate.addresses.all()[0].address
    wanted = WantedLink(LinkKind.PERSONAL, address, company.id, candidate.id, "ja")
    link = open_link(issue_links([wanted], at=at)[0], at=at)
    assert link is not None
    return link


def _answer(link: OpenLink, *, agency_ids: tuple[UUID, ...], chance: random.Random, at: datetime) -> None:
    chosen = Chosen(
        pool=chance.random() < 0.9, news=chance.random() < 0.4, agency_ids=agency_ids, is_sixteen=True
    )
    answer = answer_consent(link, chosen=chosen, nonce=_nonce(link, at=at), at=at)
    assert answer.person_id is not None
    with acting_for_person(answer.person_id):
        # The receipt of a day long past is not to arrive today.
        Delivery.objects.filter(person_id=answer.person_id, state=DeliveryState.QUEUED).update(
            state=DeliveryState.ACCEPTED, ended_at=at
        )


def _confirm(link: OpenLink, candidate: Candidate, *, at: datetime) -> None:
    occupation = candidate.title
    facts = ProfileFacts(
        name=candidate.name,
        kana=candidate.kana,
        phone="090-0000-0000",
        occupation=occupation,
        experience=f"{occupation}の仕事をしてきました。",
        skills=skills_for(occupation),
        regions=(candidate.region if candidate.region in PREFECTURES else "東京",),
        wishes="在宅と併用できること",
    )
    save_profile(link, facts=facts, nonce=_nonce(link, at=at), at=at)


def _nonce(link: OpenLink, *, at: datetime) -> str:
    text = current_text(offer_of(company_id=link.company_id, at=at), language="ja", at=at)
    return new_nonce(text_hash=text.hash, language="ja", link_hash=link.token_hash, at=at)


def _reply(agency: Organization, operator_id: UUID, *, is_accepted: bool, at: datetime) -> None:
    with acting_for(agency.id):
        copy = RelayedProfile.objects.filter(state=CopyState.NEW).latest("received_at")
    which = {"organization_id": agency.id, "operator_id": operator_id, "copy_id": copy.id}
    if is_accepted:
        accept_copy(**which, actor=CONSULTANT, at=at)
    else:
        decline_copy(**which, reason=DeclineReason.OUT_OF_SCOPE, actor=CONSULTANT, at=at)
