"""Health, outages and language: what holds for every request, whoever makes it."""

import json
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import translation
from django.utils.cache import patch_vary_headers

from careerrelay.core.refusal import Refusal
from careerrelay.web.shared.errors import (
    bad_request,
    is_outage,
    not_to_be_opened,
    refused,
    too_large,
    trouble,
)
from careerrelay.web.shared.health import readiness
from careerrelay.web.shared.languages import STAFF_PATHS, asked_language, browser_language

GetResponse = Callable[[HttpRequest], HttpResponse]

# A photo taken by a phone.
DROPPED_BYTES_MAX = 16 * 1024 * 1024
DROPPED_AT_ONCE_BYTES = 64 * 1024
CHOSEN_LANGUAGE = "language"
CANDIDATE_PATHS = ("/c/", "/r/", "/u/")


class AnswerHealth:
    """/healthz: this process answers. /readyz: it can work. Before everything else: no host check, no session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        if request.path == "/readyz":
            state = readiness()
            body = json.dumps(state.parts)
            return HttpResponse(
                body,
                status=200 if state.is_ready else 503,
                content_type="application/json",
                headers={"Cache-Control": "no-store"},
            )
        return self.get_response(request)


class SayTroubleKindly:
    """An outage becomes a 503 page, a refusal that its page did not catch a 422 with its sentence.

    Views only: `errors.server_error` does the same for an outage that other middleware meets.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            return not_to_be_opened(request, allowed=response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return refused(request, exception)
        return trouble(request) if is_outage(exception) else None


class RefuseHugeBodies:
    """Before a byte is kept: whoever is not signed in could else fill the disk with one request.

    What is not too much larger is read and dropped: a browser shows no answer to what it could not finish sending.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        written = request.META.get("CONTENT_LENGTH") or "0"
        is_staff = request.path.startswith(STAFF_PATHS) and settings.SESSION_COOKIE_NAME in request.COOKIES
        limit = settings.STAFF_BODY_BYTES_MAX if is_staff else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not written.isdecimal():
            return bad_request(request)
        if int(written) > limit:
            _drop_body(request, size=int(written))
            return too_large(request)
        return self.get_response(request)


def _drop_body(request: HttpRequest, *, size: int) -> None:
    if size <= DROPPED_BYTES_MAX:
        with suppress(UnreadablePostError):
            while request.read(DROPPED_AT_ONCE_BYTES):
                pass


class ChooseLanguage:
    """Speaks the language that was asked for; remembers it for staff in the session, for candidates nowhere.

    A candidate's page must work, and leave no cookie, in a mail scanner and in a browser without any.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = asked_language(request)
        # Set before the session is read: if that fails, the page that says so knows its language.
        _note(request, asked=asked, language=asked or browser_language(request))
        is_candidate = request.path.startswith(CANDIDATE_PATHS)
        if asked is None and not is_candidate:
            _note(request, asked=None, language=_remembered(request) or request.language)  # type: ignore[attr-defined]
        with translation.override(request.language):  # type: ignore[attr-defined]
            response = self.get_response(request)
        if asked is not None and not is_candidate:
            _remember(request, asked)
        if "Content-Language" not in response:
            response["Content-Language"] = request.language  # type: ignore[attr-defined]
        patch_vary_headers(response, ["Accept-Language"] if is_candidate else ["Accept-Language", "Cookie"])
        return response


def _note(request: HttpRequest, *, asked: str | None, language: str) -> None:
    noted: Any = request
    noted.asked_language = asked
    noted.language = language


def _remembered(request: HttpRequest) -> str | None:
    """Asks the session only of those who bring one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    language: str | None = request.session.get(CHOSEN_LANGUAGE)
    return language


def _remember(request: HttpRequest, language: str) -> None:
    """For staff who are signed in, also from the moment at which they sign in."""
    is_signed_in = SESSION_KEY in request.session
    if is_signed_in and request.session.get(CHOSEN_LANGUAGE) != language:
        request.session[CHOSEN_LANGUAGE] = language
