"""A fresh link to the person's own page, mailed to the address that was proven."""

from datetime import datetime

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import consume_nonce
from careerrelay.consent.queries import served_by
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind
from careerrelay.people.actions import lock_person
from careerrelay.people.queries import OpenLink
from careerrelay.people.rules import ONE_DAY, Opens, may_mail_again
from careerrelay.relay.actions.answering import send_new_link
from careerrelay.relay.openness import check_opens


class EnoughLinksToday(Refusal):
    pass


@transaction.atomic
def renew_link(link: OpenLink, *, nonce: str, at: datetime) -> None:
    """Two a day are enough, also for somebody who found a phone lying open.

    A link that opens nothing else any more may still ask for its successor, which goes to the proven address.
    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, EnoughLinksToday.
    """
    check_opens(link, Opens.RENEWAL, at=at)
    served_by(nonce, link_hash=link.token_hash)
    consume_nonce(nonce, person_id=link.person_id, at=at)
    with acting_for_person(link.person_id):
        lock_person(person_id=link.person_id)
        mailed = Delivery.objects.filter(
            person_id=link.person_id, kind=LetterKind.LINK, queued_at__gt=at - ONE_DAY
        ).exclude(state=DeliveryState.CANCELLED)
        if not may_mail_again(links_last_day=mailed.count()):
            raise EnoughLinksToday(
                ja="この24時間に、もう2通送りました。届いたメールのリンクをお使いください。",
                en="We have sent you two within 24 hours. Please use the link in one of those mails.",
            )
    send_new_link(link, at=at)
