"""Use of somebody's data stops: every consent is taken back, whatever waits is stopped, copies are called home.

What was stored stays where it is, unlike in `erase`. Enters every scope that it needs.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.actions import forget_self_declared
from careerrelay.consent.actions import AnsweringPerson, revoke_from_company, revoke_relay
from careerrelay.consent.models import CandidateLink
from careerrelay.consent.queries import states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import Topic
from careerrelay.core.actor import Actor
from careerrelay.people.actions import lock_person
from careerrelay.relay.actions.recalling import stop_relays
from careerrelay.relay.models import Relay
from careerrelay.relay.queries import LIVE_RELAYS
from careerrelay.relay.rules.states import DataNoticeKind


@transaction.atomic
def stop(
    *,
    person_id: UUID,
    company_id: UUID | None = None,
    kind: DataNoticeKind = DataNoticeKind.REVOCATION,
    actor: Actor,
    at: datetime,
) -> int:
    """At one company, or everywhere; `kind`: what agencies are told. How many consents were taken back.

    Before an erasure no record goes here: the erasure itself takes it, and first seals what a hold names.
    """
    with acting_for_person(person_id):
        lock_person(person_id=person_id)
        states = states_of_person(person_id=person_id, at=at)
        known = dict(
            CandidateLink.objects.filter(person_id=person_id).values_list("company_id", "candidate_id")
        )
    topics = [topic for topic, state in states.items() if state.is_granted]
    if company_id is not None:
        topics = [topic for topic in topics if topic.recipient_id == company_id]
    # One company after the other, relays last: everybody takes the chains of consent in this order.
    for topic in sorted(
        topics, key=lambda one: (one.purpose is Purpose.RELAY, one.recipient_id, one.purpose)
    ):
        candidate_id = known.get(topic.recipient_id)
        _take_back(topic, person_id=person_id, candidate_id=candidate_id, actor=actor, at=at)
        is_forgotten = topic.purpose is not Purpose.RELAY and kind is not DataNoticeKind.ERASURE
        if is_forgotten and candidate_id is not None:
            _forget(candidate_id, company_id=topic.recipient_id)
    if company_id is None:
        _call_home(person_id, kind=kind, actor=actor, at=at)
    return len(topics)


def _take_back(
    topic: Topic, *, person_id: UUID, candidate_id: UUID | None, actor: Actor, at: datetime
) -> None:
    by = AnsweringPerson(person_id, topic.recipient_id, candidate_id, address="")
    if topic.purpose is Purpose.RELAY:
        revoke_relay(topic.recipient_id, by=by, actor=actor, at=at)
    else:
        revoke_from_company(topic.purpose, by=by, actor=actor, at=at)


def _forget(candidate_id: UUID, *, company_id: UUID) -> None:
    with acting_for(company_id):
        forget_self_declared(organization_id=company_id, candidate_id=candidate_id)


def _call_home(person_id: UUID, *, kind: DataNoticeKind, actor: Actor, at: datetime) -> None:
    """Also where the consent ran out and the copy is still there."""
    with acting_for_person(person_id):
        live = Relay.objects.filter(person_id=person_id, state__in=LIVE_RELAYS)
        agency_ids = sorted(set(live.values_list("agency_id", flat=True)))
    for agency_id in agency_ids:
        stop_relays(person_id=person_id, agency_id=agency_id, kind=kind, actor=actor, at=at)
