"""The door of every page behind a person's link: the token is tidied, looked up, and nothing is recorded."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from careerrelay.consent.queries import new_nonce
from careerrelay.core import clock
from careerrelay.people.queries import OpenLink, open_link
from careerrelay.web.shared.languages import keep_language
from careerrelay.web.shared.pages import letter_page

LOOKING = ("GET", "HEAD")
SENDING = ("POST",)

# A mail program may break a link over two lines, or take what follows it for a part of it: 。 or 」 or a dot.
_BREAKS = re.compile("[\\s\u00ad\u200b\u2060\ufeff]+")
_TOKEN = re.compile("[A-Za-z0-9_-]*")
_CODE = re.compile("[a-z0-9]*")


class LinkToken:
    """The token as it was mailed, whatever has stuck to it since. What is no token at all opens nothing."""

    regex = "[^/]+/?"

    def to_python(self, value: str) -> str:
        found = _TOKEN.match(_BREAKS.sub("", value))
        return found[0] if found else ""

    def to_url(self, value: str) -> str:
        return value


class StartCode(LinkToken):
    """The same for a start link; somebody may also have typed it from paper."""

    def to_python(self, value: str) -> str:
        found = _CODE.match(_BREAKS.sub("", value).lower())
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came by a link that opens. `at` is the one moment of this request."""

    request: HttpRequest
    token: str
    link: OpenLink
    at: datetime

    @property
    def language(self) -> str:
        return get_language() or "ja"

    def url(self, name: str, *, done: str = "") -> str:
        """A page behind the same link, in the language that was asked for."""
        path = reverse(f"candidate:{name}", args=[self.token])
        return keep_language(self.request, f"{path}?{urlencode({'done': done})}" if done else path)

    def go_to(self, name: str, *, done: str = "") -> HttpResponse:
        """303 after a form was sent: reloading the next page sends nothing again."""
        response = redirect(self.url(name, done=done))
        response.status_code = 303
        return response

    def nonce_for(self, question: str) -> str:
        """For one form of this link, once. `question` names what pressing its button means."""
        return self.nonce_for_text(sha256(f"careerrelay/question/{question}".encode()).hexdigest())

    def nonce_for_text(self, text_hash: str) -> str:
        return new_nonce(
            text_hash=text_hash, language=self.language, link_hash=self.link.token_hash, at=self.at
        )


Answered = Callable[[Visit], HttpResponse]
Opened = Callable[..., HttpResponse]


def behind_link(*methods: str) -> Callable[[Answered], Opened]:
    """Answers `methods` for who holds a link that opens; the same kind page for an unknown, ended or old one.

    The forms carry a nonce bound to the link in place of a CSRF cookie: there is no cookie before an answer.
    """

    def decorate(view: Answered) -> Opened:
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            at = clock.now()
            link = open_link(token, at=at)
            if link is None:
                return render(request, "candidate/closed.html", status=404)
            return view(Visit(request, token, link, at))

        return csrf_exempt(letter_page(require_http_methods(methods)(opened)))

    return decorate
