"""Whoever types an address at a start link gets one mail with a link. Never more than two a day (P27)."""

from datetime import datetime, timedelta
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.core.sql import sql_rows
from careerrelay.outreach.actions import queue_letter
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind
from careerrelay.people.queries import company_of_links
from careerrelay.people.rules import ONE_DAY, may_mail_again
from careerrelay.people.verification import mailbox_of
from careerrelay.text.addresses import parse_address

# Two presses of the button are one wish, and must not use up both mails of the day.
PRESSED_TWICE_WITHIN = timedelta(minutes=1)
# The first half of the lock on a mailbox, "MAIL" in ASCII.
MAILBOXES = 0x4D41494C


def request_verification(typed: str, *, company_id: UUID, language: str, at: datetime) -> None:
    """Queue the verification mail, or quietly nothing: the answer to whoever typed is the same.

    The link is made at sending, so that no row here opens anything. Raises: UnusableAddress.
    """
    address = parse_address(typed)
    mailbox_id = mailbox_of(address.comparable)
    with acting_for_person(mailbox_id):
        _lock_mailbox(mailbox_id)
        if _may_mail(mailbox_id, company_id=company_id, at=at):
            _queue(address.written, mailbox_id=mailbox_id, company_id=company_id, language=language, at=at)


def request_link_again(typed: str, *, language: str, at: datetime) -> None:
    """The same for somebody whose link is old: in the name of the company that mailed a link to this address last. To
    an address that never got one goes nothing, for which as much is written as for a mail (P26).

    Raises: UnusableAddress.
    """
    address = parse_address(typed)
    company_id = company_of_links(address.comparable)
    mailbox_id = mailbox_of(address.comparable)
    with acting_for_person(mailbox_id):
        _lock_mailbox(mailbox_id)
        if _may_mail(mailbox_id, company_id=company_id or mailbox_id, is_any_counted=True, at=at):
            _queue(
                address.written if company_id else "",
                mailbox_id=mailbox_id,
                company_id=company_id or mailbox_id,
                language=language,
                at=at,
            )


def _lock_mailbox(mailbox_id: UUID) -> None:
    """Two requests at once would both count one mail too few; there is no row yet that could be locked."""
    sql_rows(
        "SELECT pg_advisory_xact_lock(%s, %s)",
        [MAILBOXES, int.from_bytes(mailbox_id.bytes[:4], "big", signed=True)],
    )


def _may_mail(mailbox_id: UUID, *, company_id: UUID, is_any_counted: bool = False, at: datetime) -> bool:
    """`is_any_counted`: also what was written without a mail."""
    mails = Delivery.objects.filter(
        person_id=mailbox_id, kind=LetterKind.VERIFICATION, queued_at__gt=at - ONE_DAY
    )
    if not is_any_counted:
        mails = mails.exclude(state=DeliveryState.CANCELLED)
    queued = list(mails.order_by("queued_at", "id").values_list("company_id", "queued_at"))
    is_second_press = any(
        of_company == company_id and queued_at > at - PRESSED_TWICE_WITHIN for of_company, queued_at in queued
    )
    return may_mail_again(links_last_day=len(queued)) and not is_second_press


def _queue(address: str, *, mailbox_id: UUID, company_id: UUID, language: str, at: datetime) -> None:
    """Without an address the row is written and nothing is sent."""
    queue_letter(
        LetterKind.VERIFICATION,
        person_id=mailbox_id,
        company_id=company_id,
        candidate_id=None,
        address=address,
        language=language,
        is_sent=bool(address),
        at=at,
    )
