"""The agency answers: accept, decline, or let fourteen days pass, which counts as accepted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.queries import permitted_agencies
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.people.actions import lock_person
from careerrelay.relay.actions.counting import count_introduction
from careerrelay.relay.actions.recalling import empty_copy
from careerrelay.relay.models import Agreement, Relay, RelayedProfile
from careerrelay.relay.queries import agreements_in_force, readable_copies
from careerrelay.relay.rules.counting import Counting, Trigger
from careerrelay.relay.rules.states import CopyState, DeclineReason, RelayState


class NotWaitingForAnswer(Refusal):
    pass


class PermitNotValid(Refusal):
    pass


@transaction.atomic
def accept_copy(
    *, organization_id: UUID, operator_id: UUID, copy_id: UUID, actor: Actor, at: datetime
) -> Counting:
    """The contact becomes visible, and the introduction counts if the agreement says so.

    Raises: NotWaitingForAnswer (answered, recalled or run out meanwhile), PermitNotValid.
    """
    relay = _relay_behind(organization_id=organization_id, operator_id=operator_id, copy_id=copy_id, at=at)
    _check_permit(organization_id, at=at)
    with acting_for_person(relay.person_id):
        lock_person(person_id=relay.person_id)
    with acting_for(organization_id):
        copy = _new_copy(organization_id=organization_id, copy_id=copy_id, at=at)
    with acting_for(operator_id):
        relay.state, relay.answered_at = RelayState.ACCEPTED, at
        relay.save(update_fields=["state", "answered_at"])
        agreement = _agreement_of(relay, at=at)
    counting = _count(relay, agreement=agreement, actor=actor, at=at)
    with acting_for(organization_id):
        copy.state, copy.answered_at, copy.answered_by = CopyState.ACCEPTED, at, actor.id
        copy.counting = counting
        copy.save(update_fields=["state", "answered_at", "answered_by", "counting"])
        record_deed("accept_copy", of=copy, actor=actor, at=at)
    return counting


@transaction.atomic
def decline_copy(
    *,
    organization_id: UUID,
    operator_id: UUID,
    copy_id: UUID,
    reason: DeclineReason,
    actor: Actor,
    at: datetime,
) -> None:
    """A decline deletes the copy; what stays is that it was declined, when, and why.

    Raises: NotWaitingForAnswer.
    """
    relay = _relay_behind(organization_id=organization_id, operator_id=operator_id, copy_id=copy_id, at=at)
    with acting_for_person(relay.person_id):
        lock_person(person_id=relay.person_id)
    with acting_for(organization_id):
        copy = _new_copy(organization_id=organization_id, copy_id=copy_id, at=at)
        empty_copy(copy)
        copy.state, copy.answered_at, copy.answered_by = CopyState.DECLINED, at, actor.id
        copy.decline_reason = reason
        copy.save()
        record_deed("decline_copy", of=copy, actor=actor, at=at)
    with acting_for(operator_id):
        relay.state, relay.answered_at, relay.decline_reason = RelayState.DECLINED, at, reason
        relay.save(update_fields=["state", "answered_at", "decline_reason"])


def accept_overdue(*, operator_id: UUID, at: datetime) -> int:
    """Fourteen days without an answer count as accepted. One whose permit ended meanwhile gains nothing by
    silence: it stays as it is."""
    with acting_for(operator_id):
        provided = list(
            Relay.objects.filter(operator_id=operator_id, state=RelayState.PROVIDED)
            .order_by("provided_at", "id")
            .values_list("id", "agency_id")
        )
    accepted = 0
    for relay_id, agency_id in provided:
        with acting_for(agency_id):
            overdue = RelayedProfile.objects.filter(
                relay_id=relay_id, state=CopyState.NEW, answer_by_at__lte=at
            ).first()
        if overdue is not None and _accept_silently(overdue, operator_id=operator_id, at=at):
            accepted += 1
    return accepted


def _accept_silently(copy: RelayedProfile, *, operator_id: UUID, at: datetime) -> bool:
    try:
        accept_copy(
            organization_id=copy.organization_id,
            operator_id=operator_id,
            copy_id=copy.id,
            actor=Actor.system("silence"),
            at=at,
        )
    except Refusal:
        # No permit, answered meanwhile, or books that say no: the next one is accepted all the same.
        return False
    return True


def record_sight(
    *, organization_id: UUID, operator_id: UUID, copy: RelayedProfile, actor: Actor, at: datetime
) -> None:
    """Somebody at the agency looked at the profile: kept there, and where the person can see it (P35)."""
    with acting_for(organization_id):
        record_deed("see_profile", of=copy, actor=actor, at=at)
    with acting_for(operator_id):
        relay = Relay.objects.get(id=copy.relay_id)
    with acting_for_person(relay.person_id):
        record_deed("see_profile", of=relay, actor=actor, at=at)


def _relay_behind(*, organization_id: UUID, operator_id: UUID, copy_id: UUID, at: datetime) -> Relay:
    with acting_for(organization_id):
        copy = readable_copies(organization_id=organization_id, at=at).filter(id=copy_id).first()
    if copy is None:
        raise _not_waiting()
    with acting_for(operator_id):
        return Relay.objects.get(id=copy.relay_id)


def _new_copy(*, organization_id: UUID, copy_id: UUID, at: datetime) -> RelayedProfile:
    copy = (
        readable_copies(organization_id=organization_id, at=at)
        .select_for_update(of=("self",))
        .filter(id=copy_id, state=CopyState.NEW)
        .first()
    )
    if copy is None:
        raise _not_waiting()
    return copy


def _not_waiting() -> NotWaitingForAnswer:
    return NotWaitingForAnswer(
        ja="この紹介は、もう答えを待っていません。",
        en="This introduction is not waiting for an answer any more.",
    )


def _check_permit(organization_id: UUID, *, at: datetime) -> None:
    if not permitted_agencies(agency_ids=[organization_id], on=day_in_japan(at)):
        raise PermitNotValid(
            ja="有料職業紹介の許可が有効ではありません。更新が確認できるまで受け付けられません。",
            en="Your placement permit is not valid today. Nothing can be accepted until it is renewed.",
        )


def _agreement_of(relay: Relay, *, at: datetime) -> Agreement | None:
    """The version under which the profile was handed over."""
    on = day_in_japan(relay.provided_at or at)
    return agreements_in_force(on=on).filter(company_id=relay.company_id, agency_id=relay.agency_id).first()


def _count(relay: Relay, *, agreement: Agreement | None, actor: Actor, at: datetime) -> Counting:
    if agreement is None:
        return Counting.NO_AGREEMENT
    if agreement.trigger != Trigger.ACCEPTED:
        return Counting(relay.counting) if relay.counting else Counting.NO_AGREEMENT
    return count_introduction(relay, agreement=agreement, actor=actor, at=at)
