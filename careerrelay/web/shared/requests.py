"""本人からの求め: the same pages for a company and the operator, each for what it was asked itself."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.disclosing import company_disclosure
from careerrelay.privacy.disclosure_pdf import disclosure_file
from careerrelay.privacy.models import RequestChannel, RequestKind, RequestState, RightsRequest
from careerrelay.privacy.requesting import (
    AskedFor,
    NobodyAsks,
    NotReceivedYet,
    candidate_named,
    check_identity,
    enter_request,
    find_record,
    fulfil_request,
    refuse_request,
)
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count

View: TypeAlias = Callable[..., HttpResponse]
CLOSED_SHOWN = 50
DISCLOSED_AS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def request_paths(kind: Kind) -> list[URLPattern]:
    """The routes of one audience, each a page that lets in only its own members."""
    one = "requests/<uuid:request_id>/"
    views: dict[str, tuple[str, View]] = {
        "requests": ("requests/", require_safe(requests)),
        "new_request": ("requests/new/", require_http_methods(["GET", "HEAD", "POST"])(new_request)),
        "request": (one, require_safe(one_request)),
        "request_record": (f"{one}record/", require_POST(request_record)),
        "request_identity": (f"{one}identity/", require_POST(request_identity)),
        "fulfil_request": (f"{one}fulfilment/", require_POST(request_fulfilment)),
        "refuse_request": (f"{one}refusal/", require_POST(request_refusal)),
        "request_disclosure": (f"{one}disclosure.<str:form>", require_safe(request_disclosure)),
    }
    guarded = page(kind, Permission.HANDLE_REQUESTS)
    return [path(route, guarded(view), name=name) for name, (route, view) in views.items()]


def requests(request: MemberRequest) -> HttpResponse:
    found = RightsRequest.objects.filter(organization_id=request.member.organization_id)
    waiting = found.filter(state=RequestState.OPEN).order_by("due_on", "id")
    closed = found.exclude(state=RequestState.OPEN).order_by("-closed_at", "-id")[:CLOSED_SHOWN]
    today = day_in_japan(clock.now())
    context = {
        "open": [_row(one, today=today) for one in waiting],
        "closed": [_row(one, today=today) for one in closed],
    }
    return show(request, "shared/requests/list.html", context)


def new_request(request: MemberRequest) -> HttpResponse:
    typed = {
        name: request.POST.get(name, "") for name in ("kind", "channel", "requester", "address", "words")
    }
    typed["received_on"] = request.POST.get("received_on") or day_in_japan(clock.now()).isoformat()
    if request.method != "POST":
        return _show_new(request, typed)
    try:
        entered = enter_request(
            _asked(typed),
            organization_id=request.member.organization_id,
            actor=request.member.actor,
            at=clock.now(),
        )
    except NobodyAsks as refused:
        return _show_new(request, typed, errors={"requester": refused})
    except NotReceivedYet as refused:
        return _show_new(request, typed, errors={"received_on": refused})
    except ValueError:
        return _show_new(request, typed, errors={"kind": _("種類、届き方、受け付けた日を選んでください。")})
    say_done(request, _("記録しました。14日以内に答えます。"))
    return redirect(f"{request.member.audience}:request", request_id=entered.id)


def _asked(typed: dict[str, str]) -> AskedFor:
    """Raises: ValueError for a choice or a day that is none."""
    return AskedFor(
        RequestKind(typed["kind"]),
        RequestChannel(typed["channel"]),
        typed["requester"],
        typed["address"],
        typed["words"],
        date.fromisoformat(typed["received_on"]),
    )


def one_request(request: MemberRequest, request_id: UUID) -> HttpResponse:
    return _show_one(request, _own(request, request_id))


def request_record(request: MemberRequest, request_id: UUID) -> HttpResponse:
    own = _own(request, request_id)
    return _answered(
        request,
        own,
        lambda _at: find_record(own, address=request.POST.get("address", "")),
        said=_("記録と結びつけました。"),
    )


def request_identity(request: MemberRequest, request_id: UUID) -> HttpResponse:
    own = _own(request, request_id)
    how, actor = request.POST.get("how", ""), request.member.actor
    return _answered(
        request,
        own,
        lambda at: check_identity(own, how=how, actor=actor, at=at),
        said=_("本人の確認を記録しました。"),
    )


def request_fulfilment(request: MemberRequest, request_id: UUID) -> HttpResponse:
    own = _own(request, request_id)
    answer, address = request.POST.get("answer", ""), request.POST.get("address", "")
    return _answered(
        request,
        own,
        lambda at: fulfil_request(own, answer=answer, address=address, actor=request.member.actor, at=at),
        said=_("求めのとおりにしました。"),
    )


def request_refusal(request: MemberRequest, request_id: UUID) -> HttpResponse:
    own = _own(request, request_id)
    reason = request.POST.get("reason", "")
    return _answered(
        request,
        own,
        lambda at: refuse_request(own, reason=reason, actor=request.member.actor, at=at),
        said=_("断った理由を記録しました。本人にも、理由を伝えてください。"),
    )


def request_disclosure(request: MemberRequest, request_id: UUID, form: str) -> HttpResponse:
    """What the company holds, to hand to the person whose identity was checked."""
    own = _own(request, request_id)
    is_ready = own.identity_checked_at is not None and own.kind == RequestKind.DISCLOSE
    if form not in DISCLOSED_AS or own.candidate_id is None or not is_ready:
        raise Http404
    disclosure = company_disclosure(
        company_id=own.organization_id, candidate_ids=(own.candidate_id,), at=clock.now()
    )
    written = disclosure_file(disclosure, form=form, language=get_language() or "ja")
    response = HttpResponse(written, content_type=DISCLOSED_AS[form])
    response["Content-Disposition"] = f'attachment; filename="disclosure.{form}"'
    return response


def _answered(
    request: MemberRequest, own: RightsRequest, deed: Callable[[datetime], Any], *, said: str
) -> HttpResponse:
    try:
        deed(clock.now())
    except Refusal as refused:
        return _show_one(request, own, refusal=refused)
    say_done(request, said)
    return redirect(f"{request.member.audience}:request", request_id=own.id)


def _own(request: MemberRequest, request_id: UUID) -> RightsRequest:
    """Raises: Http404."""
    found = RightsRequest.objects.filter(
        organization_id=request.member.organization_id, id=request_id
    ).first()
    if found is None:
        raise Http404
    return found


def _show_new(
    request: MemberRequest, typed: dict[str, str], *, errors: dict[str, Refusal | str] | None = None
) -> HttpResponse:
    context = {"kinds": _kinds(), "channels": _channels(), "typed": typed, "errors": errors}
    return show(request, "shared/requests/new.html", context, status=422 if errors else 200)


def _show_one(request: MemberRequest, own: RightsRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    if refusal is not None:
        own.refresh_from_db()
    names = names_of_members(organization_id=own.organization_id)
    context = {
        "own": own,
        "row": _row(own, today=day_in_japan(clock.now())),
        "candidate": candidate_named(own),
        "is_company": request.member.kind is Kind.COMPANY,
        "entered_by": names.get(own.entered_by, "") if own.entered_by else "",
        "checked_by": names.get(own.identity_checked_by, "") if own.identity_checked_by else "",
        "closed_by": names.get(own.closed_by, "") if own.closed_by else "",
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "shared/requests/one.html", context, status=422 if refusal else 200)


def _row(own: RightsRequest, *, today: date) -> dict[str, Any]:
    days = (own.due_on - today).days
    word = _("答えた") if own.state == RequestState.DONE else _("断った")
    if own.state == RequestState.OPEN:
        word = _("期限を過ぎました") if days < 0 else _("あと%(days)s日") % {"days": count(days)}
    shape = {RequestState.DONE: "done", RequestState.REFUSED: "stop"}.get(RequestState(own.state), "wait")
    return {
        "own": own,
        "kind": _kinds()[own.kind],
        "channel": _channels()[own.channel],
        "word": word,
        "shape": "stop" if own.state == RequestState.OPEN and days < 0 else shape,
    }


def _kinds() -> dict[str, str]:
    return {
        RequestKind.DISCLOSE: _("開示(何を持っているかを知りたい)"),
        RequestKind.CORRECT: _("訂正(まちがいを直してほしい)"),
        RequestKind.STOP: _("利用停止(使わないでほしい)"),
        RequestKind.ERASE: _("消去(消してほしい)"),
        RequestKind.STOP_PROVISION: _("第三者提供の停止(ほかに渡さないでほしい)"),
    }


def _channels() -> dict[str, str]:
    return {
        RequestChannel.PHONE: _("電話"),
        RequestChannel.LETTER: _("手紙"),
        RequestChannel.MAIL: _("メール"),
        RequestChannel.VISIT: _("来訪"),
    }
