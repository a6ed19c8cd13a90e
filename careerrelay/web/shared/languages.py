"""Which language a page speaks: what was asked for, then what staff chose before, then what the browser says."""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

SPOKEN = ("ja", "en")
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
    """The same page in the other language. Only the query is written: the path may hold a token."""
    query = request.GET.copy()
    query["lang"] = other_language(get_language() or settings.LANGUAGE_CODE)
    return f"?{query.urlencode()}"


def keep_language(request: HttpRequest, url: str) -> str:
    """`url` in the language that was asked for: where nothing is remembered, the address remembers it."""
    asked = getattr(request, "asked_language", None)
    if asked is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}lang={asked}"
