"""What came in: new copies by the days that are left, one copy in detail, the answer to it, recalls."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.queries import organization_in_scope, permitted_agencies
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.recalling import NothingToDelete, confirm_deletion
from careerrelay.relay.actions.replying import (
    NotWaitingForAnswer,
    PermitNotValid,
    accept_copy,
    decline_copy,
    record_sight,
)
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.placements import is_agencys_to_undo, placements_of_relay
from careerrelay.relay.queries import inbox_of, recalls_of
from careerrelay.relay.received import categories_of, copy_of, is_readable
from careerrelay.relay.rules.placements import JOINS_WITHIN
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.relay.rules.states import DeclineReason
from careerrelay.web.agency.copies import detail_of, gone_of, new_lines, recall_lines
from careerrelay.web.agency.words import reason_in_words
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.placements import mistake_in_words, term_in_words
from careerrelay.web.shared.said import say_done

PAGE_SIZE = 50


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def inbox(request: MemberRequest) -> HttpResponse:
    return show(request, "agency/inbox.html", _list_of(request, at=clock.now()))


@require_safe
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def copy(request: MemberRequest, copy_id: UUID) -> HttpResponse:
    return show_copy(request, own_copy(request, copy_id), at=clock.now())


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def acceptance(request: MemberRequest, copy_id: UUID) -> HttpResponse:
    own = own_copy(request, copy_id)
    at = clock.now()
    try:
        accept_copy(
            organization_id=own.organization_id,
            operator_id=operator_of(request),
            copy_id=own.id,
            actor=request.member.actor,
            at=at,
        )
    except NotWaitingForAnswer as refusal:
        return _answered_already(request, own, refusal)
    except PermitNotValid as refusal:
        return show_copy(request, own, at=at, refusal=refusal)
    say_done(request, _("受け付けました。連絡先を表示しています。"))
    return redirect("agency:copy", copy_id=own.id)


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def decline(request: MemberRequest, copy_id: UUID) -> HttpResponse:
    own = own_copy(request, copy_id)
    at = clock.now()
    reason = request.POST.get("reason", "")
    if reason not in set(DeclineReason):
        errors = {f"reason-{DeclineReason.DUPLICATE}": _("受け付けない理由を選んでください。")}
        return show_copy(request, own, at=at, errors=errors)
    try:
        decline_copy(
            organization_id=own.organization_id,
            operator_id=operator_of(request),
            copy_id=own.id,
            reason=DeclineReason(reason),
            actor=request.member.actor,
            at=at,
        )
    except NotWaitingForAnswer as refusal:
        return _answered_already(request, own, refusal)
    # By its number: the name is gone everywhere else by now.
    say_done(
        request,
        _("受付番号 %(receipt)s を受け付けませんでした。情報は消えています。")
        % {"receipt": receipt_number(own.id)},
    )
    return redirect("agency:inbox")


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def deletion(request: MemberRequest, copy_id: UUID) -> HttpResponse:
    own = own_copy(request, copy_id)
    try:
        confirm_deletion(
            organization_id=own.organization_id, copy_id=own.id, actor=request.member.actor, at=clock.now()
        )
    except NothingToDelete as refusal:
        return _answered_already(request, own, refusal)
    say_done(request, _("受付番号 %(receipt)s の削除を確認しました。") % {"receipt": receipt_number(own.id)})
    return redirect("agency:inbox")


def operator_of(request: MemberRequest) -> UUID:
    """An agency outside of any network received nothing, so none of its pages with copies exists."""
    operator_id = organization_in_scope(organization_id=request.member.organization_id).operator_id
    if operator_id is None:
        raise Http404
    return operator_id


def own_copy(request: MemberRequest, copy_id: UUID) -> RelayedProfile:
    """Raises: Http404, the same for a stranger's copy and for none."""
    found = copy_of(organization_id=request.member.organization_id, copy_id=copy_id)
    if found is None:
        raise Http404
    return found


def _list_of(request: MemberRequest, *, at: datetime) -> dict[str, Any]:
    organization_id = request.member.organization_id
    waiting = Paginator(inbox_of(organization_id=organization_id, at=at), PAGE_SIZE)
    shown = waiting.get_page(request.GET.get("page"))
    note_sight(request, "see_list_received", [copy.relay_id for copy in shown], kind="relay")
    return {
        "recalls": recall_lines(recalls_of(organization_id=organization_id), at=at),
        "waiting": shown,
        "lines": new_lines(shown, at=at),
        "has_permit": bool(permitted_agencies(agency_ids=[organization_id], on=day_in_japan(at))),
    }


def show_copy(
    request: MemberRequest,
    own: RelayedProfile,
    *,
    at: datetime,
    refusal: Refusal | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """Whoever sees the words is written down, there and for the person (P35)."""
    context = _list_of(request, at=at) | {"refusal": refusal, "errors": errors}
    context |= placed_context(own, at=at)
    if is_readable(own, at=at):
        operator_id = operator_of(request)
        record_sight(
            organization_id=own.organization_id,
            operator_id=operator_id,
            copy=own,
            actor=request.member.actor,
            at=at,
        )
        context["detail"] = detail_of(own, categories=categories_of(own, operator_id=operator_id), at=at)
        context["reasons"] = [(reason, reason_in_words(reason)) for reason in DeclineReason]
    else:
        context["gone"] = gone_of(own)
    return show(request, "agency/copy.html", context, status=422 if refusal or errors else 200)


def placed_context(own: RelayedProfile, *, at: datetime) -> dict[str, Any]:
    """The joining that stands, if one does, and the one that the operator corrected last."""
    records = placements_of_relay(own.relay_id, agency_id=own.organization_id)
    corrected = next((one for one in records if one.undone_reason), None)
    placement = next((one for one in records if one.undone_at is None), None)
    context: dict[str, Any] = {
        "placement": placement,
        "day_max": day_in_japan(at) + JOINS_WITHIN,
        "corrected": corrected,
    }
    if corrected is not None:
        context["corrected_term"] = term_in_words(is_permanent=corrected.is_permanent)
        context["mistake"] = mistake_in_words(corrected.undone_reason)
    if placement is not None:
        context["placed_until_on"] = placement.free_on - timedelta(days=1)
        context["may_undo"] = is_agencys_to_undo(placement, at=at)
        context["receipt"] = receipt_number(own.id)
    return context


def _answered_already(request: MemberRequest, own: RelayedProfile, refusal: Refusal) -> HttpResponse:
    """The second of a double click, or another tab: one sentence, and the page says how it stands."""
    say_done(request, refusal.sentence(get_language() or "ja"))
    return redirect("agency:copy", copy_id=own.id)
