"""A consent that is given anew keeps the copy where it is; one that ends in silence calls it home on that day."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.consent.models import Statement
from careerrelay.consent.queries import states_of_person
from careerrelay.consent.rules.expiry import promised_day
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import NEVER_STATED, Topic
from careerrelay.core.actor import Actor
from careerrelay.core.isolation import do_each
from careerrelay.people.actions import lock_person
from careerrelay.relay.actions.recalling import stop_relays
from careerrelay.relay.models import Relay, RelayedProfile
from careerrelay.relay.rules.states import DataNoticeKind, RelayState

WITH_AGENCY = (RelayState.PROVIDED, RelayState.ACCEPTED)
# No year is shorter.
SHORTEST_YEAR = timedelta(days=365)


def prolong_relay(relay: Relay, *, statement: Statement, at: datetime) -> None:
    """The copy may stay a year longer: it rests on the new grant now. One that has not left rests on the old one still,
    and is provided under it. In the person's scope."""
    if relay.state not in WITH_AGENCY:
        return
    relay.statement_id, relay.granted_at = statement.id, at
    relay.save(update_fields=["statement_id", "granted_at"])
    actor = Actor.person(relay.person_id)
    record_deed("prolong_relay", of=relay, actor=actor, at=at)
    with acting_for(relay.agency_id):
        RelayedProfile.objects.filter(relay_id=relay.id).update(consent_until_on=promised_day(at))


def recall_expired(*, operator_id: UUID, at: datetime) -> None:
    """Copies whose consent ran out are emptied and called home, each person in a transaction of their own (P39)."""
    with acting_for(operator_id):
        old = Relay.objects.filter(
            operator_id=operator_id, state__in=WITH_AGENCY, granted_at__lte=at - SHORTEST_YEAR
        )
        pairs = list(old.order_by("granted_at", "id").values_list("person_id", "agency_id"))
    do_each(pairs, partial(_recall_if_expired, at=at))


def _recall_if_expired(pair: tuple[UUID, UUID], *, at: datetime) -> None:
    person_id, agency_id = pair
    with acting_for_person(person_id):
        lock_person(person_id=person_id)
        state = states_of_person(person_id=person_id, at=at).get(
            Topic(Purpose.RELAY, agency_id), NEVER_STATED
        )
        if not state.is_granted:
            stop_relays(
                person_id=person_id,
                agency_id=agency_id,
                kind=DataNoticeKind.EXPIRY,
                actor=Actor.system("expiry"),
                at=at,
            )
