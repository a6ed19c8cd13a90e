"""就職: the agency says that somebody joined, or that they did not after all."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.placing import Joining, record_placement, undo_placement
from careerrelay.web.agency.inbox import operator_of, own_copy, show_copy
from careerrelay.web.shared.pages import MemberRequest, page
from careerrelay.web.shared.said import say_done

TERMS = ("permanent", "fixed")


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def placement(request: MemberRequest, copy_id: UUID) -> HttpResponse:
    own, at = own_copy(request, copy_id), clock.now()
    joined_on, term = _day(request.POST.get("joined_on", "")), request.POST.get("term", "")
    if joined_on is None or term not in TERMS:
        wanted = _("就職した日と、契約の期間を選んでください。")
        return show_copy(request, own, at=at, errors={"joined_on": wanted})
    try:
        record_placement(
            Joining(joined_on, is_permanent=term == "permanent"),
            organization_id=own.organization_id,
            operator_id=operator_of(request),
            copy_id=own.id,
            actor=request.member.actor,
            at=at,
        )
    except Refusal as refusal:
        return show_copy(request, own, at=at, refusal=refusal)
    say_done(request, _("就職を記録しました。"))
    return redirect("agency:copy", copy_id=own.id)


@require_POST
@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def placement_undo(request: MemberRequest, copy_id: UUID) -> HttpResponse:
    own, at = own_copy(request, copy_id), clock.now()
    try:
        undo_placement(organization_id=own.organization_id, copy_id=own.id, actor=request.member.actor, at=at)
    except Refusal as refusal:
        return show_copy(request, own, at=at, refusal=refusal)
    say_done(request, _("就職の記録を取り消しました。"))
    return redirect("agency:copy", copy_id=own.id)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
