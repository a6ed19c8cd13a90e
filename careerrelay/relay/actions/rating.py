"""One tap: how somebody found the selection, under the notice that they received."""

from datetime import datetime

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.actions import consume_nonce
from careerrelay.consent.queries import served_by
from careerrelay.outreach.models import DeliveryState
from careerrelay.outreach.notice_listing import notices_to
from careerrelay.outreach.rules.letters import notice_version, stage_of
from careerrelay.people.queries import OpenLink
from careerrelay.people.rules import Opens
from careerrelay.people.satisfaction import keep_satisfaction
from careerrelay.relay.openness import check_opens

OWN_MAIL = "own_mail"


@transaction.atomic
def rate_selection(link: OpenLink, *, score: int, nonce: str, at: datetime) -> bool:
    """Of the company that the link was mailed for. Nobody comes into being by it. Returns whether it still counts anew.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered.
    """
    check_opens(link, Opens.QUESTION, at=at)
    served_by(nonce, link_hash=link.token_hash)
    consume_nonce(nonce, person_id=link.person_id, at=at)
    return keep_satisfaction(
        score,
        person_id=link.person_id,
        company_id=link.company_id,
        notice_version=_version_received(link),
        at=at,
    )


def _version_received(link: OpenLink) -> str:
    """The newest notice that was accepted for them; a company that tells its applicants itself has its own mail."""
    if link.candidate_id is None:
        return OWN_MAIL
    with acting_for(link.company_id):
        received = [
            notice
            for notice in notices_to(link.candidate_id, organization_id=link.company_id)
            if notice.state == DeliveryState.ACCEPTED
        ]
    if not received:
        return OWN_MAIL
    newest = max(received, key=lambda notice: (notice.queued_at, notice.id))
    return notice_version(
        stage_of(newest.values.get("stage", "")), language="en" if newest.language == "en" else "ja"
    )
