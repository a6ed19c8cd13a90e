"""Which language a page speaks: what was asked for, then what staff chose before, then what the browser says."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

SPOKEN = ("ja", "en")
STAFF_PATHS = ("/app/", "/agency/", "/ops/")
FORM = "application/x-www-form-urlencoded"


def asked_language(request: HttpRequest) -> str | None:
    """`?lang=`, or `lang` in a posted form. Other kinds of bodies are left to their views unread."""
    try:
        asked = request.GET.get("lang")
        if asked is None and request.method == "POST" and request.content_type == FORM:
            asked = request.POST.get("lang")
    except (SuspiciousOperation, UnreadablePostError):
        # An oversized or broken request is refused where it is used; here it only has no wish.
        return None
    return asked if asked in SPOKEN else None


def browser_language(request: HttpRequest) -> str:
    """The first of our languages in Accept-Language (`en-GB` is English), else Japanese."""
    for code, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        spoken = code.split("-")[0]
        if spoken in SPOKEN:
            return spoken
    return settings.LANGUAGE_CODE


def other_language(language: str) -> str:
    return "ja" if language == "en" else "en"


def switch_url(request: HttpRequest) -> str:
    """The same page in the other language. Only the query is written: the path may hold a token.

    What answers a form of staff may stand where only a form leads: from there it goes back to the page of the form.
    """
    query, path = request.GET.copy(), ""
    if request.method == "POST":
        came_from = urlsplit(request.headers.get("Referer", ""))
        if came_from.netloc == request.get_host() and came_from.path.startswith(STAFF_PATHS):
            query, path = QueryDict(came_from.query, mutable=True), came_from.path
    query["lang"] = other_language(get_language() or settings.LANGUAGE_CODE)
    return f"{path}?{query.urlencode()}"


def keep_language(request: HttpRequest, url: str) -> str:
    """`url` in the language that was asked for: where nothing is remembered, the address remembers it."""
    asked = getattr(request, "asked_language", None)
    if asked is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}lang={asked}"
