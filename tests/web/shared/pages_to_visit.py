"""A URLconf with a page for each kind of audience, for tests of what all pages share."""

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from careerrelay.accounts.models import Membership
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core.refusal import Refusal
from careerrelay.web.shared.errors import too_many
from careerrelay.web.shared.pages import MemberRequest, letter_page, page, show
from careerrelay.web.shared.said import say_done

handler400 = "careerrelay.web.shared.errors.bad_request"
handler403 = "careerrelay.web.shared.errors.forbidden"
handler404 = "careerrelay.web.shared.errors.not_found"
handler429 = "careerrelay.web.shared.errors.too_many"
handler500 = "careerrelay.web.shared.errors.server_error"


@page(Kind.COMPANY, None)
def today(request: MemberRequest) -> HttpResponse:
    return show(request, "shared/shell.html")


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
def people(request: MemberRequest) -> HttpResponse:
    """A lazy template that asks the database when it is rendered."""
    template = engines["django"].from_string(
        "{% for membership in memberships %}{{ membership.role }}{% endfor %}"
    )
    return TemplateResponse(request, template, {"memberships": Membership.objects.order_by("id")})


@page(Kind.COMPANY, None)
def stream(request: MemberRequest) -> HttpResponse:
    return StreamingHttpResponse(iter(["late"]))  # type: ignore[return-value]


@page(Kind.COMPANY, None)
def write(request: MemberRequest) -> HttpResponse:
    """A deed that is half done when the database goes away."""
    Membership.objects.update(role="executive")
    raise OperationalError("server closed the connection unexpectedly")


@page(Kind.COMPANY, None)
def do(request: MemberRequest) -> HttpResponse:
    say_done(request, "12通を取り消せるように置きました。", undo_url="/app/undo/")
    return HttpResponse(status=204)


@page(Kind.AGENCY, Permission.ANSWER_RELAYS)
def inbox(request: MemberRequest) -> HttpResponse:
    return HttpResponse(request.member.organization_name)


@letter_page
def letter(request: HttpRequest, token: str) -> HttpResponse:
    if token != "known":
        raise Http404(f"no link {token}")
    return show(request, "shared/letter.html", {"sender": "汐見計測株式会社"})


def busy(request: HttpRequest) -> HttpResponse:
    return too_many(request, retry_after_seconds=30)


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refusal(ja="41行目: 日付「<b>」はありません。", en="Row 41: there is no date <b>.")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("our bug")


urlpatterns = [
    path("app/today/", today),
    path("app/people/", people),
    path("app/stream/", stream),
    path("app/write/", write),
    path("app/do/", do),
    path("agency/inbox/", inbox),
    path("c/<token>", letter),
    path("busy/", busy),
    path("broken/", broken),
    path("refusing/", refusing),
    path("", include("careerrelay.web.shared.urls")),
    path("", include("careerrelay.web.shared.sign_in_urls")),
]
