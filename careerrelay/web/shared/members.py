"""メンバー: who has access, in which role, and its end. The same pages for a company, an agency and the operator."""

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.members import ListedMember, former_members_in_scope, members_in_scope
from careerrelay.accounts.rules import Kind, Permission, Role, roles_of
from careerrelay.audit.staffing import dismiss_member, reassign_member
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.shared.member_words import MAY, ROLES
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done

View: TypeAlias = Callable[..., HttpResponse]


def member_paths(kind: Kind) -> list[URLPattern]:
    """The routes of one audience, each a page that lets in only who manages its members."""
    views: dict[str, tuple[str, View]] = {
        "members": ("members/", require_safe(members)),
        "member": ("members/<uuid:user_id>/", require_safe(one_member)),
        "member_role": ("members/<uuid:user_id>/role/", require_POST(member_role)),
        "member_end": ("members/<uuid:user_id>/end/", require_POST(member_end)),
    }
    guarded = page(kind, Permission.MANAGE_MEMBERS)
    return [path(route, guarded(view), name=name) for name, (route, view) in views.items()]


def members(request: MemberRequest) -> HttpResponse:
    organization_id = request.member.organization_id
    context = {
        "open": [_row(request, one) for one in members_in_scope(organization_id=organization_id)],
        "former": [_row(request, one) for one in former_members_in_scope(organization_id=organization_id)],
        "roles": _roles(request),
    }
    return show(request, "shared/members/list.html", context)


def one_member(request: MemberRequest, user_id: UUID) -> HttpResponse:
    return _show_one(request, user_id)


def member_role(request: MemberRequest, user_id: UUID) -> HttpResponse:
    found = _own(request, user_id)
    try:
        reassign_member(
            organization_id=request.member.organization_id,
            user_id=user_id,
            role=request.POST.get("role", ""),
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_one(request, user_id, refusal=refused)
    say_done(request, _("%(name)sさんの役割を変えました。") % {"name": found.name})
    if user_id == request.member.user_id:
        return redirect("shared:front")
    return redirect(f"{request.member.audience}:members")


def member_end(request: MemberRequest, user_id: UUID) -> HttpResponse:
    found = _own(request, user_id)
    try:
        dismiss_member(
            organization_id=request.member.organization_id,
            user_id=user_id,
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_one(request, user_id, refusal=refused)
    if user_id == request.member.user_id:
        return redirect("shared:front")
    say_done(request, _("%(name)sさんのアクセスを終えました。もう何も開けません。") % {"name": found.name})
    return redirect(f"{request.member.audience}:members")


def _show_one(request: MemberRequest, user_id: UUID, *, refusal: Refusal | None = None) -> HttpResponse:
    found = _own(request, user_id)
    context = {
        **_row(request, found),
        "roles": _roles(request),
        "is_last_owner": _is_last_owner(request, found),
        "refusal": refusal,
    }
    return show(request, "shared/members/one.html", context, status=422 if refusal else 200)


def _own(request: MemberRequest, user_id: UUID) -> ListedMember:
    """Raises: Http404."""
    for one in members_in_scope(organization_id=request.member.organization_id):
        if one.user_id == user_id:
            return one
    raise Http404


def _is_last_owner(request: MemberRequest, found: ListedMember) -> bool:
    everybody = members_in_scope(organization_id=request.member.organization_id)
    owners = {one.user_id for one in everybody if one.role is Role.OWNER and one.is_active}
    return owners == {found.user_id}


def _row(request: MemberRequest, one: ListedMember) -> dict[str, Any]:
    return {"member": one, "role": ROLES[one.role], "is_self": one.user_id == request.member.user_id}


def _roles(request: MemberRequest) -> list[dict[str, Any]]:
    kind = request.member.kind
    return [{"value": role.value, "word": ROLES[role], "may": MAY[kind, role]} for role in roles_of(kind)]
