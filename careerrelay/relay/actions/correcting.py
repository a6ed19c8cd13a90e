"""What a person corrects in their profile reaches every copy, and each agency is told to correct its own records."""

from datetime import datetime
from uuid import UUID

from careerrelay.accounts.queries import permitted_agencies
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.consent.queries import states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import NEVER_STATED, Topic
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.people.models import Profile
from careerrelay.people.queries import address_in_scope, profile_in_scope
from careerrelay.relay.actions.notifying import issue_notice
from careerrelay.relay.actions.providing import consented_columns, record_more_words
from careerrelay.relay.actions.recalling import NOTHING_LEFT
from careerrelay.relay.models import Provision, Relay, RelayedProfile
from careerrelay.relay.rules.situations import HANDED_OVER
from careerrelay.relay.rules.states import DataNoticeKind


def correct_copies(*, person_id: UUID, actor: Actor, at: datetime) -> int:
    """How many agencies were told. The caller holds the person's lock.

    Where consent and permit hold, the copy has the new words, under a record of its own (個人情報保護法29条). Where the
    permit does not hold today nothing new may leave (P10): there the words that are wrong go, and nothing comes.
    """
    with acting_for_person(person_id):
        profile = profile_in_scope(person_id=person_id)
        address = address_in_scope(person_id=person_id)
        states = states_of_person(person_id=person_id, at=at)
        relays = list(
            Relay.objects.filter(person_id=person_id, state__in=HANDED_OVER).order_by("agency_id", "id")
        )
    if profile is None or profile.confirmed_at is None:
        return 0
    return sum(
        _correct_copy(relay, profile, address=address, actor=actor, at=at)
        for relay in relays
        if states.get(Topic(Purpose.RELAY, relay.agency_id), NEVER_STATED).is_granted
    )


def _correct_copy(relay: Relay, profile: Profile, *, address: str, actor: Actor, at: datetime) -> bool:
    may_leave = bool(permitted_agencies(agency_ids=[relay.agency_id], on=day_in_japan(at)))
    with acting_for(relay.operator_id):
        provision = Provision.objects.get(relay_id=relay.id)
    words = consented_columns(profile, address=address, categories=set(provision.categories))
    with acting_for(relay.agency_id):
        copy = RelayedProfile.objects.select_for_update().get(relay_id=relay.id)
        changed = [column for column, word in words.items() if getattr(copy, column) != word]
    if not changed:
        return False
    if may_leave:
        record_more_words(provision, profile, items=changed, address=address, at=at)
    with acting_for(relay.agency_id):
        for column in changed:
            setattr(copy, column, words[column] if may_leave else NOTHING_LEFT[column])
        assert profile.confirmed_at is not None
        copy.confirmed_at = profile.confirmed_at
        copy.save(update_fields=[*changed, "confirmed_at"])
        issue_notice(relay, copy_id=copy.id, kind=DataNoticeKind.CORRECTION, fields=changed, at=at)
        record_deed("correct_copy", of=copy, actor=actor, at=at)
    return True
