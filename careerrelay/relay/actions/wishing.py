"""What the person presses on their page beside yes and no: when to be asked again, a pause, who must not see them.

Each under the person's lock, so that a relay that leaves at this moment sees it; each told to the agencies that hold a
copy already.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Agency, Organization
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.actions import consume_nonce
from careerrelay.consent.queries import served_by, states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import Standing, Topic
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.people.actions import lock_person
from careerrelay.people.models import HiddenCompany
from careerrelay.people.queries import OpenLink
from careerrelay.people.rules import ContactWhen
from careerrelay.people.wishing import begin_pause, end_pause, hide_from, show_to, wish_contact
from careerrelay.relay.actions.answering import take_back
from careerrelay.relay.actions.telling import tell_agencies
from careerrelay.relay.openness import check_opens
from careerrelay.relay.queries import agencies_by_id
from careerrelay.relay.reaching import is_hidden_at


@transaction.atomic
def state_contact_wish(
    link: OpenLink, *, when: ContactWhen, holds_relays: bool, nonce: str, at: datetime
) -> None:
    """Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered."""
    actor = _begin(link, nonce=nonce, at=at)
    with acting_for_person(link.person_id):
        wish_contact(when, holds_relays=holds_relays, person_id=link.person_id, actor=actor, at=at)
    _tell(link)


@transaction.atomic
def pause_everything(link: OpenLink, *, nonce: str, at: datetime) -> None:
    """Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered."""
    actor = _begin(link, nonce=nonce, at=at)
    with acting_for_person(link.person_id):
        begin_pause(person_id=link.person_id, actor=actor, at=at)
    _tell(link)


@transaction.atomic
def resume_everything(link: OpenLink, *, nonce: str, at: datetime) -> None:
    """Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered."""
    actor = _begin(link, nonce=nonce, at=at)
    with acting_for_person(link.person_id):
        end_pause(person_id=link.person_id, actor=actor, at=at)
    _tell(link)


@transaction.atomic
def hide_from_company(
    link: OpenLink, *, name: str, is_employer: bool, nonce: str, at: datetime
) -> frozenset[UUID]:
    """What was granted to a company or agency of that name is taken back. Returns which ones.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, UnusableCompanyName, TooManyHidden.
    """
    actor = _begin(link, nonce=nonce, at=at)
    with acting_for_person(link.person_id):
        hide_from(name, is_employer=is_employer, person_id=link.person_id, actor=actor, at=at)
        states = states_of_person(person_id=link.person_id, at=at)
        # One that ran out is taken back too: that calls the copies home.
        stated = [topic for topic, state in states.items() if state.standing is not Standing.REVOKED]
    hidden = _hidden_ids(stated, link=link)
    for topic in sorted(stated):
        if topic.recipient_id in hidden:
            take_back(topic, link=link, actor=actor, at=at)
    _tell(link)
    return hidden


@transaction.atomic
def show_to_company(link: OpenLink, *, hidden_id: UUID, nonce: str, at: datetime) -> None:
    """One that is off the list already stays off it. Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered."""
    actor = _begin(link, nonce=nonce, at=at)
    with acting_for_person(link.person_id):
        for hidden in HiddenCompany.objects.filter(person_id=link.person_id, id=hidden_id, shown_at=None):
            show_to(hidden, actor=actor, at=at)
    _tell(link)


def _begin(link: OpenLink, *, nonce: str, at: datetime) -> Actor:
    check_opens(link, at=at)
    served_by(nonce, link_hash=link.token_hash)
    consume_nonce(nonce, person_id=link.person_id, at=at)
    with acting_for_person(link.person_id):
        lock_person(person_id=link.person_id)
    return Actor.person(link.person_id)


def _tell(link: OpenLink) -> None:
    tell_agencies(person_id=link.person_id)
    wake("relay:provide_due_relays")


def _hidden_ids(topics: Iterable[Topic], *, link: OpenLink) -> frozenset[UUID]:
    """The recipients of these consents that go by a name on the list."""
    ids = {topic.recipient_id: topic.purpose for topic in topics}
    agencies = agencies_by_id(agency_ids=[one for one, purpose in ids.items() if purpose is Purpose.RELAY])
    recipients: list[tuple[UUID, Agency | Organization]] = [
        (agency.pk, agency) for agency in agencies.values()
    ]
    for company_id in (one for one, purpose in ids.items() if purpose is not Purpose.RELAY):
        with acting_for(company_id):
            recipients.append((company_id, organization_in_scope(organization_id=company_id)))
    with acting_for_person(link.person_id):
        return frozenset(
            recipient_id
            for recipient_id, recipient in recipients
            if is_hidden_at(recipient, person_id=link.person_id)
        )
