"""The operator keeps the permits of its agencies: what it checked, and what a labour office suspended (P10)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.accounts.actions import record_permit, suspend_permit
from careerrelay.accounts.models import Agency, Permit
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.calendar import day_in_japan, months_later
from careerrelay.core.refusal import Refusal
from careerrelay.text.permits import parse_permit_number

# A renewal lasts five years (職業安定法32条の6); twice that is a mistyped year.
PERIOD_MONTHS_MAX = 120


class PermitRefused(Refusal):
    """`field` names the one that is wrong."""

    def __init__(self, *, field: str, ja: str, en: str) -> None:
        super().__init__(ja=ja, en=en)
        self.field = field


def renew_permit(
    *,
    operator_id: UUID,
    agency: Agency,
    number: str,
    valid_from_on: date,
    valid_until_on: date,
    checked_on: date,
    actor: Actor,
    at: datetime,
) -> Permit:
    """Relays that waited for the permit leave with the next run.

    Raises: MalformedPermitNumber, PermitRefused.
    """
    written = str(parse_permit_number(number))
    check_period(valid_from_on, valid_until_on, checked_on, today=day_in_japan(at))
    with acting_for(operator_id):
        with refusing_a_second("one_permit_per_period"):
            permit = record_permit(
                agency,
                number=written,
                valid_from_on=valid_from_on,
                valid_until_on=valid_until_on,
                checked_on=checked_on,
            )
        record_deed("renew_permit", of=permit, actor=actor, at=at)
        wake("relay:provide_due_relays")
    return permit


def suspend(permit: Permit, *, operator_id: UUID, actor: Actor, at: datetime) -> None:
    """From today nothing is handed over under it. A second time changes nothing."""
    if permit.suspended_on is not None:
        return
    with acting_for(operator_id):
        suspend_permit(permit, on=day_in_japan(at))
        record_deed("suspend_permit", of=permit, actor=actor, at=at)


def end_suspension(permit: Permit, *, operator_id: UUID, actor: Actor, at: datetime) -> None:
    """It counts again as if it had never been suspended; the trail keeps that it was."""
    if permit.suspended_on is None:
        return
    with acting_for(operator_id):
        Permit.objects.filter(pk=permit.pk).update(suspended_on=None)
        record_deed("end_suspension", of=permit, actor=actor, at=at)
        wake("relay:provide_due_relays")


def check_period(from_on: date, until_on: date, checked_on: date, *, today: date) -> None:
    """Raises: PermitRefused, with the field that is wrong."""
    if until_on < from_on:
        raise PermitRefused(
            field="valid_until_on",
            ja="期限が、始まりの日より前です。",
            en="The last day is before the first one.",
        )
    if until_on > months_later(from_on, PERIOD_MONTHS_MAX):
        raise PermitRefused(
            field="valid_until_on",
            ja="期間が10年を超えています。年を確かめてください。",
            en="The period is longer than ten years. Check the year.",
        )
    if checked_on > today:
        raise PermitRefused(
            field="checked_on",
            ja="確認した日が、今日より後です。",
            en="The day of the check is in the future.",
        )


@contextmanager
def refusing_a_second(constraint: str) -> Iterator[None]:
    """One permit for each first day, as `constraint` says. Raises: PermitRefused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        if constraint not in str(refused):
            raise
        raise PermitRefused(
            field="valid_from_on",
            ja="この日に始まる許可は、すでに記録しています。",
            en="A permit that begins on this day is on file already.",
        ) from refused
