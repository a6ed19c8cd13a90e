"""A page declares its audience and its permission in one decorator. What is not yours does not exist: 404."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast
from uuid import UUID

from csp.constants import HEADER
from csp.utils import build_policy
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from careerrelay.accounts.queries import OpenMembership, memberships_of
from careerrelay.accounts.rules import Kind, Permission, Role, is_permitted
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.sights import record_sights
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.web.shared.templatetags.words import own_organization

P = ParamSpec("P")
Response = TypeVar("Response", bound=HttpResponseBase)

CHOSEN_ORGANIZATION = "organization"
NOT_KEPT = "private, no-store"
NO_SCRIPT = {"script-src": ["'none'"], "connect-src": ["'none'"]}
AUDIENCES = {Kind.COMPANY: "recruiter", Kind.AGENCY: "agency", Kind.OPERATOR: "operator"}
FRONT_PAGES = {Kind.COMPANY: "/app/", Kind.AGENCY: "/agency/", Kind.OPERATOR: "/ops/"}


@dataclass(frozen=True, slots=True)
class Member:
    """The signed-in person in the organization that the page acts for."""

    user_id: UUID
    name: str
    organization_id: UUID
    organization_name: str
    kind: Kind
    role: Role

    @property
    def actor(self) -> Actor:
        return Actor.member(self.user_id, organization_id=self.organization_id)

    @property
    def audience(self) -> str:
        return AUDIENCES[self.kind]

    @property
    def may(self) -> dict[str, bool]:
        """For templates: `request.member.may.see_credits`."""
        return {permission.value: is_permitted(self.kind, self.role, permission) for permission in Permission}


class MemberRequest(HttpRequest):
    """A request that passed the decorator."""

    member: Member
    sights: "list[tuple[str, str, list[UUID]]]"


def note_sight(request: MemberRequest, deed: str, ids: Iterable[UUID], *, kind: str = "candidate") -> None:
    """Whom this answer shows: written into the access log when the answer is made, once for the whole list (P35)."""
    request.sights.append((deed, kind, list(ids)))


def _keep_sights(request: MemberRequest) -> None:
    at = clock.now()
    for deed, kind, ids in request.sights:
        record_sights(deed, object_kind=kind, object_ids=ids, actor=request.member.actor, at=at)


PublicView: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]
MemberView: TypeAlias = Callable[Concatenate[MemberRequest, P], HttpResponse]


def page(audience: Kind, permission: Permission | None) -> Callable[[MemberView[P]], PublicView[P]]:
    """Lets in who has an open membership of this kind now, and acts for that organization until the answer is made.

    The page is rendered inside the scope and its transaction: a lazy template would come out empty after it.
    """

    def decorate(view: MemberView[P]) -> PublicView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            memberships = [found for found in memberships_of(request.user.id) if found.kind is audience]
            membership = _chosen_of(request, memberships)
            if membership is None and len(memberships) > 1:
                return _ask_which_one(request)
            if membership is None or not (
                permission is None or is_permitted(membership.kind, membership.role, permission)
            ):
                raise Http404
            let_in = cast(MemberRequest, request)
            let_in.member, let_in.sights = _member(request, membership), []
            with acting_for(membership.organization_id):
                response = _rendered(view(let_in, *args, **kwargs))
                _keep_sights(let_in)
            response["Cache-Control"] = NOT_KEPT
            return response

        guarded.audience, guarded.permission = audience, permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def letter_page(view: PublicView[P]) -> PublicView[P]:
    """A page for anybody with the link: no script may run on it, no cache and no search engine keeps it."""

    @wraps(view)
    def posted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return as_letter(view(request, *args, **kwargs))

    posted.audience = None  # type: ignore[attr-defined]
    return posted


def as_letter(response: Response) -> Response:
    response[HEADER] = build_policy(replace=NO_SCRIPT)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = NOT_KEPT
    return response


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, template, context, status=status)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Back to the page afterwards if it can be asked for again; what was posted cannot."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": resolve_url("account_login")})
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return redirect("account_login")


def _ask_which_one(request: HttpRequest) -> HttpResponse:
    query = f"?{urlencode({'next': request.path})}" if request.method in ("GET", "HEAD") else ""
    return redirect(f"{reverse('shared:choose')}{query}")


def _chosen_of(request: HttpRequest, memberships: list[OpenMembership]) -> OpenMembership | None:
    if len(memberships) == 1:
        return memberships[0]
    chosen = request.session.get(CHOSEN_ORGANIZATION)
    return next((found for found in memberships if str(found.organization_id) == chosen), None)


def _member(request: HttpRequest, membership: OpenMembership) -> Member:
    return Member(
        user_id=request.user.id,  # type: ignore[arg-type]
        name=request.user.name,  # type: ignore[union-attr]
        organization_id=membership.organization_id,
        organization_name=own_organization(membership),
        kind=membership.kind,
        role=membership.role,
    )


def _rendered(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        raise TypeError("a page answers inside its scope: build the whole answer, do not stream it")
    if isinstance(response, SimpleTemplateResponse):
        return response.render()
    return response
