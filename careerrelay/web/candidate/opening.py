"""The door of every page behind a person's link: the token is tidied, looked up, and nothing is recorded."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from careerrelay.consent.queries import new_nonce
from careerrelay.consent.rules.nonce import question_hash
from careerrelay.core import clock
from careerrelay.people.queries import OpenLink, open_link
from careerrelay.people.rules import Opens
from careerrelay.relay.candidate_page import is_mail_late
from careerrelay.relay.openness import LinkOpensLess, opens_at
from careerrelay.web.candidate.open_forms import AGAIN, form_nonce
from careerrelay.web.candidate.said import said_on
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
    opens: Opens
    arguments: Mapping[str, str]

    @property
    def language(self) -> str:
        return get_language() or "ja"

    def url(self, name: str, *, done: str = "", then: str = "", **arguments: str) -> str:
        """A page behind the same link, in the language that was asked for. `then`: where that page leads on to."""
        path = reverse(f"candidate:{name}", kwargs={"token": self.token, **arguments})
        asked = {word: value for word, value in (("done", done), ("then", then)) if value}
        return keep_language(self.request, f"{path}?{urlencode(asked)}" if asked else path)

    def go_to(self, name: str, *, done: str = "", **arguments: str) -> HttpResponse:
        """303 after a form was sent: reloading the next page sends nothing again."""
        response = redirect(self.url(name, done=done, **arguments))
        response.status_code = 303
        return response

    def nonce_for(self, question: str) -> str:
        """For one form of this link, once. `question` names what pressing its button means."""
        return self.nonce_for_text(question_hash(question))

    def nonce_for_text(self, text_hash: str) -> str:
        return new_nonce(
            text_hash=text_hash, language=self.language, link_hash=self.link.token_hash, at=self.at
        )


Answered = Callable[[Visit], HttpResponse]
Opened = Callable[..., HttpResponse]


def behind_link(*methods: str, also: Opens = Opens.PAGE) -> Callable[[Answered], Opened]:
    """Answers `methods` for who holds a link that opens; the same kind page for an unknown, ended or old one.

    A view is reached by links that open the person's page, and by those that open `also`, which is less.
    The forms carry a nonce bound to the link in place of a CSRF cookie: there is no cookie before an answer.
    """

    def decorate(view: Answered) -> Opened:
        @wraps(view)
        def opened(request: HttpRequest, /, token: str, **arguments: str) -> HttpResponse:
            at = clock.now()
            link = open_link(token, at=at)
            if link is None:
                return _closed(request)
            visit = Visit(request, token, link, at, opens_at(link, at=at), arguments)
            if visit.opens in (Opens.PAGE, also):
                try:
                    return view(visit)
                except LinkOpensLess:
                    # Answered in another tab since we looked: look again.
                    return visit.go_to("page")
            return _renewal(visit) if visit.opens is Opens.RENEWAL else visit.go_to("page")

        return csrf_exempt(letter_page(require_http_methods(methods)(opened)))

    return decorate


def _closed(request: HttpRequest) -> HttpResponse:
    """Whoever asked for a new link comes here by one that it has ended meanwhile, if the mail was quick."""
    context = {
        "is_renewed": request.GET.get("done") == "linked",
        "nonce": form_nonce(AGAIN, at=clock.now()),
    }
    return render(request, "candidate/closed.html", context, status=404)


def _renewal(visit: Visit) -> HttpResponse:
    """Nothing about anybody: the reader may be the company that the notice was answered to (P48)."""
    context = {
        "visit": visit,
        "nonce": visit.nonce_for("link"),
        "done": said_on(visit.request, is_mail_late=is_mail_late(visit.link.person_id)),
    }
    return render(visit.request, "candidate/renewal.html", context)
