"""The profile in small steps: a part is kept as soon as it is sent, and everything is confirmed with one press."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import consume_nonce
from careerrelay.consent.queries import served_by
from careerrelay.core.actor import Actor
from careerrelay.people.actions import ProfileFacts, confirm_profile, facts_in, keep_part, lock_person
from careerrelay.people.queries import OpenLink, profile_in_scope
from careerrelay.people.rules import ProfilePart
from careerrelay.relay.actions.answering import tell_of_profile
from careerrelay.relay.actions.correcting import correct_copies
from careerrelay.relay.openness import check_opens


@transaction.atomic
def save_part(
    link: OpenLink, *, part: ProfilePart, changes: Mapping[str, Any], nonce: str, at: datetime
) -> bool:
    """Returns whether the profile is a confirmed one, so that this part may be passed on from now on.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, ProfileRefused.
    """
    _begin(link, nonce=nonce, at=at)
    actor = Actor.person(link.person_id)
    with acting_for_person(link.person_id):
        profile = keep_part(part, changes, person_id=link.person_id, actor=actor, at=at)
    if profile.confirmed_at is None:
        return False
    if part is ProfilePart.NAME:
        tell_of_profile(name=profile.name, person_id=link.person_id, at=at)
    else:
        correct_copies(person_id=link.person_id, actor=Actor.person(link.person_id), at=at)
    return True


@transaction.atomic
def confirm_draft(link: OpenLink, *, nonce: str, at: datetime) -> None:
    """Everything that was kept so far, as it stands. Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered,
    ProfileRefused."""
    _begin(link, nonce=nonce, at=at)
    actor = Actor.person(link.person_id)
    with acting_for_person(link.person_id):
        profile = profile_in_scope(person_id=link.person_id)
    facts = facts_in(profile) if profile else ProfileFacts()
    confirm_profile(facts, person_id=link.person_id, actor=actor, at=at)
    tell_of_profile(name=facts.name, person_id=link.person_id, at=at)


def _begin(link: OpenLink, *, nonce: str, at: datetime) -> None:
    """As a revocation does: no company is told a name after it was left (P03)."""
    check_opens(link, at=at)
    served_by(nonce, link_hash=link.token_hash)
    consume_nonce(nonce, person_id=link.person_id, at=at)
    with acting_for_person(link.person_id):
        lock_person(person_id=link.person_id)
