"""The past of the demo, lived through the product's own deeds: answers, hand-overs, acceptances, revocations."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import ApplicationState, Candidate
from careerrelay.consent.actions import Chosen
from careerrelay.consent.queries import new_nonce
from careerrelay.core.actor import Actor
from careerrelay.outreach.models import Delivery, DeliveryState
from careerrelay.people.actions import ProfileFacts, WantedLink, issue_links
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import OpenLink, open_link
from careerrelay.relay.actions.answering import answer_consent, save_profile
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.relay.rules.states import CopyState
from careerrelay.text.regions import PREFECTURES
from config.demo.people import skills_for

ACCEPTED_SHARE = 0.8


def live_through(
    company: Organization,
    agencies: Sequence[Organization],
    *,
    number: int,
    chance: random.Random,
    at: datetime,
) -> None:
    """`number` rejected candidates answered over the last eight months; the last few wait at an agency now."""
    people = _rejected(company, number=number)
    for index, candidate in enumerate(people):
        answered_at = at - timedelta(days=240 * (1 - (index + 1) / (len(people) + 0.5)), hours=30)
        link = _link(company, candidate, at=answered_at)
        agency = agencies[index % len(agencies)]
        _answer(link, agency_ids=(agency.id,), chance=chance, at=answered_at)
        _confirm(link, candidate, at=answered_at + timedelta(minutes=4))
        handed_at = answered_at + settings.RELAY_COOLING + timedelta(minutes=5)
        assert company.operator_id is not None
        provide_due(operator_id=company.operator_id, at=handed_at)
        is_recent = index >= len(people) - 4
        if not is_recent and chance.random() < ACCEPTED_SHARE:
            _accept_all(agency, operator_id=company.operator_id, at=handed_at + timedelta(hours=20))


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
    chosen = Chosen(pool=chance.random() < 0.9, news=chance.random() < 0.4, agency_ids=agency_ids)
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


def _accept_all(agency: Organization, *, operator_id: UUID, at: datetime) -> None:
    with acting_for(agency.id):
        new = list(RelayedProfile.objects.filter(state=CopyState.NEW, received_at__lte=at).order_by("id"))
    for copy in new:
        accept_copy(
            organization_id=agency.id,
            operator_id=operator_id,
            copy_id=copy.id,
            actor=Actor.system("demo"),
            at=at,
        )
