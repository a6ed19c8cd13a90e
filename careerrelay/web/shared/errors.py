"""When there is no page to show: nine kinds of answer in one look, made without asking the database anything.

The 404 says nothing about what was asked for: a stranger's object and a missing one give the same bytes.
"""

import sys
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override

from careerrelay.core.refusal import Refusal, Trouble
from careerrelay.web.shared.languages import browser_language, other_language
from careerrelay.web.shared.pages import as_letter

RETRY_AFTER_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST)


def not_to_be_opened(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """An address that only takes what a form sends, opened by itself: a reload, a bookmark, a copied address."""
    response = _answer(request, HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nobody learns that something exists but is not theirs."""
    return not_found(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off, or another site sent it."""
    return _answer(request, HTTPStatus.FORBIDDEN)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """For a refusal that no page shows beside its form: an answer to the reader, no error of ours."""
    return _answer(request, HTTPStatus(422), refusal=refusal)


def too_many(request: HttpRequest, *, retry_after_seconds: int = 60) -> HttpResponse:
    response = _answer(request, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(retry_after_seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is handled. An outage met by a middleware ends here, not as our bug."""
    if is_outage(sys.exc_info()[1]):
        return trouble(request)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def trouble(request: HttpRequest) -> HttpResponse:
    """A part that we depend on does not answer. Nothing was stored: every deed is one transaction."""
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def is_outage(exception: BaseException | None) -> bool:
    """The database is away, its pool is exhausted, or another service is: all pass by themselves."""
    return isinstance(exception, OperationalError | InterfaceError | Trouble)


def _answer(request: HttpRequest, status: HTTPStatus, *, refusal: Refusal | None = None) -> HttpResponse:
    language = getattr(request, "language", None) or browser_language(request)
    with override(language):
        body = render_to_string(f"shared/errors/{status.value}.html", _context(request, language, refusal))
    response = HttpResponse(body, status=status)
    response["Content-Language"] = language
    return as_letter(response)


def _context(request: HttpRequest, language: str, refusal: Refusal | None) -> dict[str, Any]:
    """No request and no context processor: what the visitor sent is not repeated, and nothing is looked up."""
    return {
        "language": language,
        "other_language": other_language(language),
        "switch_url": f"?lang={other_language(language)}",
        "lang_query": "",
        "refusal": refusal,
        "was_sent": request.method not in ("GET", "HEAD", "OPTIONS"),
        "retry_after_seconds": RETRY_AFTER_SECONDS,
    }
