"""Erasure as the person asks for it on their own page: one press, once, by a link that only they can have."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.consent.actions import consume_nonce
from careerrelay.consent.queries import served_by
from careerrelay.consent.rules.nonce import ForgedNonce, question_hash
from careerrelay.core.actor import Actor
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import OpenLink
from careerrelay.privacy.erasing import erase_at_one, erase_before_answer, erase_everywhere, read_person
from careerrelay.privacy.models import DeletionProof
from careerrelay.relay.openness import LinkOpensLess


@transaction.atomic
def erase_by_link(link: OpenLink, *, company_id: UUID | None, nonce: str, at: datetime) -> DeletionProof:
    """At one company or, without one, everywhere. Not by the link of a notice, which the company could have read.
    Whoever never answered is nobody here yet: by their link goes what the company holds that wrote to them.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, NobodyToErase.
    """
    if not is_only_theirs(link):
        raise LinkOpensLess(
            ja="消すには、控えのメールにあるリンクをお使いください。",
            en="To erase, please use the link in the mail with your receipt.",
        )
    served = served_by(nonce, link_hash=link.token_hash)
    if served.text_hash != question_hash(question_of_erasure(company_id)):
        raise ForgedNonce
    consume_nonce(nonce, person_id=link.person_id, at=at)
    if read_person(link.person_id) is None:
        return erase_before_answer(link, at=at)
    actor = Actor.person(link.person_id)
    if company_id is None:
        return erase_everywhere(person_id=link.person_id, company_id=link.company_id, actor=actor, at=at)
    return erase_at_one(person_id=link.person_id, company_id=company_id, actor=actor, at=at)


def question_of_erasure(company_id: UUID | None) -> str:
    """A form that asked for less, or for something else, erases nothing."""
    return f"erase/{company_id or 'everywhere'}"


def is_only_theirs(link: OpenLink) -> bool:
    """A link that came from the operator's own mail, so that nobody but the person has it (P48)."""
    return link.kind != LinkKind.NOTICE
