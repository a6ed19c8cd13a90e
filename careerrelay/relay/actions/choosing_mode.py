"""The operator records its own permit, ends it, and chooses how the network is run (職業安定法30条)."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.permitting import PermitRefused, check_period, refusing_a_second
from careerrelay.relay.models import ModeChoice, OperatorPermit
from careerrelay.relay.modes import mode_of_network
from careerrelay.relay.rules.modes import Mode, StopReason
from careerrelay.text.permits import parse_permit_number


class ModeRefused(Refusal):
    """The mode stays as it is."""


@dataclass(frozen=True, slots=True)
class CheckedPermit:
    """As it stands on the certificate. `evidence`: what was looked at, and where it is kept."""

    number: str
    holder_name: str
    valid_from_on: date
    valid_until_on: date
    checked_on: date
    evidence: str


def record_operator_permit(
    checked: CheckedPermit, *, operator_id: UUID, actor: Actor, at: datetime
) -> OperatorPermit:
    """It opens nothing by itself: the mode is chosen apart. Raises: MalformedPermitNumber, PermitRefused."""
    number = parse_permit_number(checked.number)
    if not number.is_fee_charging:
        raise PermitRefused(
            field="number",
            ja=f"{number}は、有料職業紹介の許可番号ではありません。「13-ユ-123456」の形で入力してください。",
            en=f"{number} is no permit for placement for a fee; that is written like 13-ユ-123456.",
        )
    check_period(checked.valid_from_on, checked.valid_until_on, checked.checked_on, today=day_in_japan(at))
    with acting_for(operator_id):
        with refusing_a_second("one_operators_permit_per_period"):
            permit = OperatorPermit.objects.create(
                **asdict(replace(checked, number=str(number))),
                operator_id=operator_id,
                recorded_by=actor.id,
                recorded_at=at,
            )
        record_deed("record_operator_permit", of=permit, actor=actor, at=at)
    return permit


def stop_operator_permit(
    permit: OperatorPermit, *, stopped_on: date, reason: StopReason, actor: Actor, at: datetime
) -> None:
    """From that day it opens nothing, for good: what counts again later is recorded anew. Raises: PermitRefused."""
    if not permit.valid_from_on <= stopped_on <= permit.valid_until_on:
        raise PermitRefused(
            field="stopped_on",
            ja="止まる日は、許可の始まりから期限までの日にしてください。",
            en="The day it stops is one between the first and the last day of the permit.",
        )
    with acting_for(permit.operator_id):
        stopped = OperatorPermit.objects.filter(pk=permit.pk, stopped_on=None).update(
            stopped_on=stopped_on,
            stop_reason=reason,
            stop_recorded_by=actor.id,
            stop_recorded_at=at,
        )
        if stopped:
            record_deed("stop_operator_permit", of=permit, actor=actor, at=at)


@transaction.atomic
def choose_mode(
    mode: Mode, *, operator_id: UUID, seen_choice_id: UUID | None, actor: Actor, at: datetime
) -> ModeChoice:
    """`seen_choice_id`: the newest choice as the page showed it; a second press, or another tab, changes nothing.

    Raises: ModeRefused.
    """
    with acting_for(operator_id):
        # One after the other: the row of the organization is what everybody who chooses has to hold.
        Organization.objects.select_for_update(of=("self",)).get(id=operator_id)
        now = mode_of_network(operator_id=operator_id, at=at)
        if (now.choice.id if now.choice else None) != seen_choice_id:
            raise ModeRefused(
                ja="開いたあとで、モードの記録が変わりました。いまの内容を確かめてから、もう一度選んでください。",
                en="The mode was changed after this page was opened. Look at how it is now and choose again.",
            )
        if now.of_day.mode is mode and now.of_day.lapsed_on is None:
            raise ModeRefused(ja="もう、このモードです。", en="It is in this mode already.")
        if mode is Mode.PLACEMENT and now.current is None:
            raise ModeRefused(
                ja="今日有効な、運営者自身の有料職業紹介の許可が記録されていません。先に許可を記録してください。",
                en="No placement permit of the operator's own is on file that is valid today. Record it first.",
            )
        return _chosen(mode, operator_id=operator_id, actor=actor, at=at)


@transaction.atomic
def leave_placement(*, operator_id: UUID, actor: Actor, at: datetime) -> bool:
    """Whatever the permits say: for a copy of the database that does not know what became of them since."""
    with acting_for(operator_id):
        choice = mode_of_network(operator_id=operator_id, at=at).choice
        if choice is None or choice.mode == Mode.INFORMATION:
            return False
        _chosen(Mode.INFORMATION, operator_id=operator_id, actor=actor, at=at)
    return True


def _chosen(mode: Mode, *, operator_id: UUID, actor: Actor, at: datetime) -> ModeChoice:
    choice = ModeChoice.objects.create(operator_id=operator_id, mode=mode, chosen_by=actor.id, chosen_at=at)
    record_deed("choose_mode", of=choice, actor=actor, at=at)
    return choice
