"""Two records of one person become one: one person gets at most one notice. In the company's scope."""

from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.candidates.models import Rejection
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind, RejectionNotice
from careerrelay.outreach.queries import notices_in_hand


class NoticeOnItsWay(Refusal):
    """A mail to one of the two is being handed to a mail server at this moment."""


def join_notices(*, organization_id: UUID, kept_id: UUID, gone_id: UUID, at: datetime) -> dict[str, Any]:
    """What waited for the record that goes is cancelled, and the notice that waits for the one that stays covers
    its rejections as well. What parting them takes. Raises: NoticeOnItsWay.

    Before the applications move: which rejections belong to whom must be seen.
    """
    in_hand = list(
        notices_in_hand(organization_id=organization_id)
        .filter(candidate_id__in=[kept_id, gone_id])
        .select_for_update()
        .order_by("id")
    )
    if any(notice.state != DeliveryState.QUEUED for notice in in_hand):
        raise NoticeOnItsWay(
            ja="この人へのお見送り連絡を、いま送っています。少し待ってから、もう一度統合してください。",
            en="A notice to this person is being sent right now. Please merge again in a moment.",
        )
    Delivery.objects.filter(id__in=[one.id for one in in_hand if one.candidate_id == gone_id]).update(
        state=DeliveryState.CANCELLED, ended_at=at
    )
    covered: dict[str, list[str]] = {}
    for waiting in in_hand:
        if waiting.candidate_id == kept_id and waiting.notice_id is not None:
            covered[str(waiting.notice_id)] = _cover(waiting.notice_id, gone_id=gone_id)
    return {**_move(kept_id=kept_id, gone_id=gone_id), "covered": covered}


def part_notices(before: dict[str, Any], *, kept_id: UUID, gone_id: UUID) -> None:
    """Past mails go back to whom they were written to. What was cancelled stays so: it is prepared anew."""
    for model, label in ((RejectionNotice, "notices"), (Delivery, "deliveries")):
        model.objects.filter(id__in=before[label], candidate_id=kept_id).update(candidate_id=gone_id)
    for notice_id, rejection_ids in before["covered"].items():
        is_waiting = Delivery.objects.filter(notice_id=notice_id, state=DeliveryState.QUEUED)
        if is_waiting.select_for_update().exists():
            notice = RejectionNotice.objects.get(id=notice_id)
            notice.rejection_ids = [one for one in notice.rejection_ids if str(one) not in rejection_ids]
            notice.save(update_fields=["rejection_ids"])


def _cover(notice_id: UUID, *, gone_id: UUID) -> list[str]:
    added = list(
        Rejection.objects.filter(application__candidate_id=gone_id, told_at=None)
        .order_by("id")
        .values_list("id", flat=True)
    )
    notice = RejectionNotice.objects.get(id=notice_id)
    notice.rejection_ids = [*notice.rejection_ids, *added]
    notice.save(update_fields=["rejection_ids"])
    return [str(rejection_id) for rejection_id in added]


def _move(*, kept_id: UUID, gone_id: UUID) -> dict[str, list[str]]:
    notices = RejectionNotice.objects.filter(candidate_id=gone_id)
    deliveries = Delivery.objects.filter(candidate_id=gone_id, kind=LetterKind.NOTICE)
    moved = {
        "notices": [str(pk) for pk in notices.values_list("id", flat=True)],
        "deliveries": [str(pk) for pk in deliveries.values_list("id", flat=True)],
    }
    notices.update(candidate_id=kept_id)
    deliveries.update(candidate_id=kept_id)
    return moved
