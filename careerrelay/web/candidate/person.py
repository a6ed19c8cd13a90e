"""The person's own page: who holds what, and one press to take it back."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.calendar import day_in_japan
from careerrelay.people.rules import Opens
from careerrelay.relay.actions.answering import NothingToRevoke, revoke
from careerrelay.relay.actions.renewing import EnoughLinksToday, renew_link
from careerrelay.relay.candidate_page import has_stated, page_of_person, was_called_back
from careerrelay.web.candidate.accesses import access_rows
from careerrelay.web.candidate.consent import show_consent
from careerrelay.web.candidate.holders import agency_rows, company_rows, next_to_leave
from careerrelay.web.candidate.names import short_cooling, writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.profile import facts_of
from careerrelay.web.candidate.said import said_on
from careerrelay.web.candidate.satisfaction import score_words
from careerrelay.web.candidate.wishes import hidden_rows, when_choices

ACCESSES_SHOWN = 10


@behind_link(*LOOKING, also=Opens.QUESTION)
def page(visit: Visit) -> HttpResponse:
    """Whoever never said yes to anything finds the question; after that, the state of things."""
    if visit.opens is Opens.PAGE and has_stated(visit.link):
        return _own_page(visit)
    if visit.request.GET.get("done") == "none":
        return _declined(visit)
    return show_consent(visit)


def _own_page(visit: Visit) -> HttpResponse:
    is_all = visit.request.GET.get("seen") == "all"
    found = page_of_person(visit.link, at=visit.at)
    accesses = found.accesses if is_all else found.accesses[:ACCESSES_SHOWN]
    context = {
        **writer_of(visit),
        "visit": visit,
        "page": found,
        "companies": company_rows(found, visit=visit),
        "agencies": agency_rows(found, visit=visit),
        "next_to_leave": next_to_leave(found),
        "scores": score_words(),
        "score_nonce": visit.nonce_for("satisfaction"),
        "whens": when_choices(found.reach, on=day_in_japan(visit.at)),
        "wish_nonce": visit.nonce_for("contact"),
        "pause_nonce": visit.nonce_for("pause"),
        "hidden": hidden_rows(found.hidden, visit=visit),
        "facts": facts_of(found.profile, address=found.address, at=visit.at),
        "accesses": access_rows(accesses),
        "accesses_hidden": len(found.accesses) - len(accesses),
        "nonce": visit.nonce_for("link"),
        "done": said_on(visit.request, is_mail_late=found.is_mail_late),
        "short_cooling": short_cooling(),
    }
    return render(visit.request, "candidate/page.html", context)


def _declined(visit: Visit) -> HttpResponse:
    return render(visit.request, "candidate/declined.html", {**writer_of(visit), "visit": visit})


@behind_link(*LOOKING, *SENDING)
def revocation(visit: Visit) -> HttpResponse:
    """One press, no "are you sure". Whoever comes back here by the address finds their page."""
    topic = _topic(visit.request.POST)
    if topic is None:
        return visit.go_to("page", done="old" if visit.request.method == "POST" else "")
    purpose, recipient_id = topic
    nonce = visit.request.POST.get("nonce", "")
    try:
        revoke(visit.link, purpose=purpose, recipient_id=recipient_id, nonce=nonce, at=visit.at)
    except AlreadyAnswered:
        return visit.go_to("page", done="already")
    except NothingToRevoke:
        return visit.go_to("page", done="gone")
    except ForgedNonce:
        return visit.go_to("page", done="old")
    if purpose is not Purpose.RELAY:
        return visit.go_to("page", done="revoked")
    is_recalled = was_called_back(visit.link, agency_id=recipient_id)
    return visit.go_to("page", done="recalled" if is_recalled else "stopped")


def _topic(sent: QueryDict) -> tuple[Purpose, UUID] | None:
    try:
        return Purpose(sent.get("purpose", "")), UUID(sent.get("recipient", ""))
    except ValueError:
        return None


@behind_link(*LOOKING, *SENDING, also=Opens.RENEWAL)
def new_link(visit: Visit) -> HttpResponse:
    """To the address that was proven, and to no other."""
    if visit.request.method != "POST" or not has_stated(visit.link):
        return visit.go_to("page")
    try:
        renew_link(visit.link, nonce=visit.request.POST.get("nonce", ""), at=visit.at)
    except AlreadyAnswered:
        return visit.go_to("page", done="linked")
    except EnoughLinksToday:
        return visit.go_to("page", done="enough")
    except ForgedNonce:
        return visit.go_to("page", done="old")
    return visit.go_to("page", done="linked")
