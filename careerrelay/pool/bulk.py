"""One deed on many people: decided when it is pressed, done in pieces by a worker, and undone as a whole."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal
from careerrelay.pool.answering import Answering
from careerrelay.pool.asking import KNOWN, is_bound_to_pool
from careerrelay.pool.bulk_kinds import do_to, undo_to
from careerrelay.pool.models import BulkDeed, BulkDeedKind, BulkDeedMember, BulkDeedState
from careerrelay.pool.rules.question import (
    Question,
    also_in_pool,
    question_document,
    question_of_document,
)
from careerrelay.pool.showing import everybody_shown, in_pool_now, is_one_of, shown_among

AT_ONCE = 500
UNDO_DAYS = 30
ENDED = (BulkDeedState.DONE, BulkDeedState.PARTLY, BulkDeedState.CANCELLED)


class NobodyChosen(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="だれも選ばれていません。", en="Nobody is selected.")


class CannotUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="この作業は、もう取り消せません。", en="This deed can no longer be undone.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """`chosen_ids` are single people of the list; None is everybody who answers. `press_key` comes with the form."""

    kind: BulkDeedKind
    question: Question
    chosen_ids: Collection[UUID] | None
    arguments: dict[str, Any]
    press_key: UUID
    sees_inner: bool = False


def whom_it_concerns(pressed: Pressed, *, sort: str = "", organization_id: UUID, at: datetime) -> list[UUID]:
    """In the order of the list. Who was chosen and is no longer shown is not among them."""
    if pressed.chosen_ids is None:
        return Answering(
            pressed.question,
            sort=sort,
            organization_id=organization_id,
            sees_inner=pressed.sees_inner,
            at=at,
        ).all_ids()
    chosen = list(dict.fromkeys(pressed.chosen_ids))
    shown = shown_among(chosen, organization_id=organization_id, at=at)
    return [one for one in chosen if one in shown]


def start_bulk_deed(
    pressed: Pressed, *, sort: str = "", organization_id: UUID, actor: Actor, at: datetime
) -> BulkDeed:
    """Hand it to a worker. The second press of one form, in another tab too, gives the deed of the first.

    Raises: NobodyChosen.
    """
    known = BulkDeed.objects.filter(organization_id=organization_id, press_key=pressed.press_key).first()
    if known is not None:
        return known
    ids = whom_it_concerns(pressed, sort=sort, organization_id=organization_id, at=at)
    if not ids:
        raise NobodyChosen
    question = pressed.question
    if is_bound_to_pool(question, organization_id=organization_id):
        question = also_in_pool(question)
    try:
        with transaction.atomic():
            deed = BulkDeed.objects.create(
                organization_id=organization_id,
                kind=pressed.kind,
                press_key=pressed.press_key,
                question=question_document(question),
                candidate_ids=ids,
                arguments=pressed.arguments,
                state=BulkDeedState.RUNNING,
                started_by=actor.id,
                started_at=at,
            )
    except IntegrityError:
        return BulkDeed.objects.get(organization_id=organization_id, press_key=pressed.press_key)
    record_deed(f"start_{pressed.kind}", of=deed, count=len(ids), actor=actor, at=at)
    _wake(deed)
    return deed


def cancel_bulk_deed(deed: BulkDeed, *, actor: Actor, at: datetime) -> None:
    """What was done until then stays, and can be undone."""
    changed = BulkDeed.objects.filter(id=deed.id, state=BulkDeedState.RUNNING, cancelling_at=None).update(
        cancelling_at=at
    )
    if changed:
        record_deed("cancel_bulk_deed", of=deed, actor=actor, at=at)


def is_undoable(deed: BulkDeed, *, at: datetime) -> bool:
    return (
        deed.kind != BulkDeedKind.EXPORT
        and deed.state in ENDED
        and deed.ended_at is not None
        and at - deed.ended_at < timedelta(days=UNDO_DAYS)
    )


def undo_bulk_deed(deed: BulkDeed, *, actor: Actor, at: datetime) -> None:
    """Whatever somebody changed since then stays as they left it. Raises: CannotUndo."""
    held = BulkDeed.objects.select_for_update().get(id=deed.id)
    if held.state in (BulkDeedState.UNDOING, BulkDeedState.UNDONE):
        return
    if not is_undoable(held, at=at):
        raise CannotUndo
    held.state = BulkDeedState.UNDOING
    held.save(update_fields=["state"])
    record_deed("undo_bulk_deed", of=held, actor=actor, at=at)
    _wake(held)


def run_bulk_deed(*, organization_id: UUID, bulk_deed_id: UUID, now: Callable[[], datetime]) -> None:
    """Piece by piece, each in a transaction of its own: a killed worker's successor goes on where it was."""
    is_over = False
    while not is_over:
        with acting_for(organization_id):
            deed = BulkDeed.objects.select_for_update().filter(id=bulk_deed_id).first()
            is_over = deed is None or _next_piece(deed, at=now())


def still_concerned(deed: BulkDeed, ids: Sequence[UUID], *, at: datetime) -> list[UUID]:
    """Without those who left since it was pressed (P03): who may not be shown, and of a question for the pool who is
    not in it."""
    shown = everybody_shown(organization_id=deed.organization_id, at=at).filter(is_one_of(ids))
    if question_of_document(deed.question, known=KNOWN).question.is_in_pool:
        shown = shown.filter(in_pool_now(organization_id=deed.organization_id, at=at))
    found = set(shown.values_list("id", flat=True))
    return [one for one in ids if one in found]


def _next_piece(deed: BulkDeed, *, at: datetime) -> bool:
    """Whether that was the last one."""
    if deed.state == BulkDeedState.UNDOING:
        return _undo_piece(deed, at=at)
    if deed.state != BulkDeedState.RUNNING:
        return True
    if deed.cancelling_at is not None:
        return _end(deed, BulkDeedState.CANCELLED, at=at)
    piece = deed.candidate_ids[deed.position : deed.position + AT_ONCE]
    do_to(still_concerned(deed, piece, at=at), deed, at=at)
    deed.position += len(piece)
    deed.save(update_fields=["position"])
    if deed.position < len(deed.candidate_ids):
        return False
    is_partly = BulkDeedMember.objects.filter(bulk_deed=deed, is_unfit=True).exists()
    return _end(deed, BulkDeedState.PARTLY if is_partly else BulkDeedState.DONE, at=at)


def _undo_piece(deed: BulkDeed, *, at: datetime) -> bool:
    piece = list(BulkDeedMember.objects.filter(bulk_deed=deed).order_by("candidate_id")[:AT_ONCE])
    undo_to([member for member in piece if not member.is_unfit], deed, at=at)
    BulkDeedMember.objects.filter(id__in=[member.id for member in piece]).delete()
    if len(piece) == AT_ONCE:
        return False
    deed.undone_at = at
    return _end(deed, BulkDeedState.UNDONE, at=at)


def _end(deed: BulkDeed, state: BulkDeedState, *, at: datetime) -> bool:
    deed.state = state
    deed.ended_at = deed.ended_at or at
    deed.save(update_fields=["state", "ended_at", "undone_at"])
    return True


def _wake(deed: BulkDeed) -> None:
    task = "pool:run_export" if deed.kind == BulkDeedKind.EXPORT else "pool:run_bulk_deed"
    wake(task, organization_id=str(deed.organization_id), bulk_deed_id=str(deed.id))
