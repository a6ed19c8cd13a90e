"""What waits to leave, what left, and what nobody is sure of; undo as long as nothing was claimed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.actions import cancel_notices, queue_notices
from careerrelay.outreach.models import DeliveryState
from careerrelay.outreach.notice_listing import group_by_sending_time, queued_ids
from careerrelay.outreach.queries import is_mail_stuck, notices_in_hand, notices_of, people_to_tell
from careerrelay.web.recruiter.notices import choice_of, seen_mark, show_check, show_people, tabs, uuids_in
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count, moment

PER_PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ChoiceChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="確かめている間に、送れる人が変わりました。もう一度確かめてください。",
            en="The people whom we can write to changed meanwhile. Please check the list again.",
        )


class NothingToUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="取り消せるものは、もうありません。送り始めたか、取り消し済みです。",
            en="There is nothing left to undo: sending has begun, or it was undone already.",
        )


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return _show_queue(request)
    organization_id = request.member.organization_id
    choice, at = choice_of(request), clock.now()
    fit = [one for one in choice.picked(people_to_tell(organization_id=organization_id)) if one.is_fit]
    if not fit and notices_in_hand(organization_id=organization_id).exists():
        # The second of a double click, or the back button.
        say_done(request, _("もう予約してあります。いまの状態はこのとおりです。"))
        return redirect("recruiter:queue")
    if seen_mark(fit) != request.POST.get("seen", ""):
        return show_check(request, refusal=ChoiceChanged())
    try:
        queued = queue_notices(
            organization_id=organization_id,
            candidate_ids=[one.candidate.id for one in fit],
            language=choice.language,
            actor=request.member.actor,
            at=at,
        )
    except Refusal as refused:
        return show_people(request, refusal=refused)
    said = ngettext(
        "%(n)s通を、%(moment)sに送ります。送る前なら取り消せます。",
        "%(n)s通を、%(moment)sに送ります。送る前なら取り消せます。",
        queued.count,
    )
    say_done(
        request,
        said % {"n": count(queued.count), "moment": moment(queued.send_at)},
        undo_url=reverse("recruiter:undo_batch", args=[_microseconds(at)]),
    )
    return redirect("recruiter:queue")


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_POST
def undo(request: MemberRequest) -> HttpResponse:
    """One person's notice, or everything that leaves at one time."""
    organization_id = request.member.organization_id
    delivery_ids = uuids_in(request.POST.getlist("delivery"))
    send_at = _moment_in(request.POST.get("send_at", ""))
    if send_at is not None:
        delivery_ids = queued_ids(organization_id=organization_id, send_at=send_at)
    return _undo(request, delivery_ids)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_POST
def undo_batch(request: MemberRequest, queued: int) -> HttpResponse:
    """Everything that was queued by one press; `queued` is that moment in microseconds."""
    try:
        queued_at = EPOCH + timedelta(microseconds=queued)
    except OverflowError:
        return _undo(request, [])
    return _undo(request, queued_ids(organization_id=request.member.organization_id, queued_at=queued_at))


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    return _show_past(request, "sent", [DeliveryState.ACCEPTED])


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def in_doubt(request: MemberRequest) -> HttpResponse:
    return _show_past(request, "in_doubt", [DeliveryState.IN_DOUBT])


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def undelivered(request: MemberRequest) -> HttpResponse:
    return _show_past(request, "undelivered", [DeliveryState.REFUSED])


def _undo(request: MemberRequest, delivery_ids: list[UUID]) -> HttpResponse:
    organization_id = request.member.organization_id
    waiting = set(queued_ids(organization_id=organization_id)).intersection(delivery_ids)
    if not waiting:
        return _show_queue(request, refusal=NothingToUndo())
    try:
        stopped = cancel_notices(
            organization_id=organization_id,
            delivery_ids=sorted(waiting),
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_queue(request, refusal=refused)
    said = _("%(n)s通を取り消しました。「伝える人」に戻りました。")
    say_done(request, said % {"n": count(stopped)})
    return redirect("recruiter:queue")


def _show_queue(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    organization_id = request.member.organization_id
    at = clock.now()
    context = {
        "tabs": tabs(organization_id=organization_id),
        "groups": group_by_sending_time(notices_in_hand(organization_id=organization_id)),
        "is_mail_stuck": is_mail_stuck(organization_id=organization_id, at=at),
        "refusal": refusal,
    }
    return show(request, "recruiter/queue.html", context, status=422 if refusal else 200)


def _show_past(request: MemberRequest, tab: str, states: list[DeliveryState]) -> HttpResponse:
    organization_id = request.member.organization_id
    found = notices_of(organization_id=organization_id, states=states)
    context = {
        "tabs": tabs(organization_id=organization_id),
        "tab": tab,
        "notices": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, "recruiter/past_notices.html", context)


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _moment_in(written: str) -> datetime | None:
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
