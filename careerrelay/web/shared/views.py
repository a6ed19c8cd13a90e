"""Pages that belong to no audience: the front, the choice of an organization, one's own sign-in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from careerrelay.accounts.processors import processors_on
from careerrelay.accounts.queries import OpenMembership, memberships_of
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.web.shared.pages import CHOSEN_ORGANIZATION, FRONT_PAGES, as_letter, show


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What this is, for strangers; one's own first page, for members."""
    if not request.user.is_authenticated:
        return as_letter(show(request, "shared/front.html"))
    memberships = memberships_of(request.user.id)
    if not memberships:
        return show(request, "shared/no_membership.html")
    if len(memberships) == 1:
        return redirect(FRONT_PAGES[memberships[0].kind])
    chosen = request.session.get(CHOSEN_ORGANIZATION)
    for membership in memberships:
        if str(membership.organization_id) == chosen:
            return redirect(FRONT_PAGES[membership.kind])
    return redirect("shared:choose")


@require_safe
def processors(request: HttpRequest) -> HttpResponse:
    """For anybody: by whom, and in which country, data is processed."""
    found = processors_on(day_in_japan(clock.now()))
    return as_letter(show(request, "shared/processors.html", {"processors": found}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Several memberships: one is chosen, kept in the session, and checked anew on every request."""
    memberships = memberships_of(request.user.id)  # type: ignore[arg-type]
    if request.method != "POST":
        context = {"memberships": memberships, "next": _safe_path(request.GET.get("next", ""))}
        return show(request, "shared/choose.html", context)
    membership = _membership_in(memberships, request.POST.get("organization", ""))
    request.session[CHOSEN_ORGANIZATION] = str(membership.organization_id)
    return redirect(_path_after(membership, request.POST.get("next", "")))


@login_required
@require_GET
def you(request: HttpRequest) -> HttpResponse:
    memberships = memberships_of(request.user.id)  # type: ignore[arg-type]
    return show(request, "shared/you.html", {"memberships": memberships})


def _membership_in(memberships: list[OpenMembership], organization_id: str) -> OpenMembership:
    """Raises: Http404."""
    try:
        wanted = UUID(organization_id)
    except ValueError:
        raise Http404 from None
    for membership in memberships:
        if membership.organization_id == wanted:
            return membership
    raise Http404


def _path_after(membership: OpenMembership, path: str) -> str:
    """Back to the page that asked, if it is one of the chosen organization's audience."""
    front_page = FRONT_PAGES[membership.kind]
    return path if _safe_path(path).startswith(front_page) else front_page


def _safe_path(path: str) -> str:
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
