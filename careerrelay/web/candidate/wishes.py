"""When to be asked again, a pause, and the companies that must not see somebody: what the person says to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.core.refusal import Refusal
from careerrelay.people.queries import hidden_companies_in_scope
from careerrelay.people.rules import ContactWhen, Reach, wished_from
from careerrelay.people.wishing import TooManyHidden, UnusableCompanyName
from careerrelay.relay.actions.wishing import (
    hide_from_company,
    pause_everything,
    resume_everything,
    show_to_company,
    state_contact_wish,
)
from careerrelay.relay.candidate_page import has_stated
from careerrelay.text.cleaning import clean_line
from careerrelay.web.candidate.names import writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.said import shown_after
from careerrelay.web.shared.templatetags.words import full_day

COMPANY_CHARACTERS_MAX = 300

WHENS = {
    ContactWhen.NOW: (gettext_noop("いつでも"), ""),
    ContactWhen.IN_3_MONTHS: (gettext_noop("3か月後から"), ""),
    ContactWhen.IN_6_MONTHS: (gettext_noop("6か月後から"), ""),
    ContactWhen.GOOD_OFFER: (gettext_noop("合う求人があるときだけ"), gettext_noop("ニュースは届きません。")),
    ContactWhen.NOT_NOW: (
        gettext_noop("しばらく連絡しないでほしい"),
        gettext_noop("選び直すまで、そのままです。"),
    ),
}


@dataclass(frozen=True, slots=True)
class WhenChoice:
    value: str
    word: str
    why: str
    is_ticked: bool


def when_choices(reach: Reach, *, on: date) -> list[WhenChoice]:
    """The wish that holds is ticked, with its own day; a day that has come is the same as no wish."""
    said = ContactWhen.NOW if reach.from_on is not None and reach.from_on <= on else reach.when
    choices = []
    for when, (word, why) in WHENS.items():
        day = reach.from_on if when is said else wished_from(when, on=on)
        small = pgettext("wish", "%(day)sから") % {"day": full_day(day)} if day else (_(why) if why else "")
        choices.append(WhenChoice(when, _(word), small, when is said))
    return choices


@behind_link(*LOOKING, *SENDING)
def contact(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    if visit.request.method != "POST" or sent.get("when") not in set(ContactWhen):
        return visit.go_to("page", done="old" if visit.request.method == "POST" else "")

    def state(nonce: str) -> None:
        when, holds = ContactWhen(sent["when"]), "holds" in sent
        state_contact_wish(visit.link, when=when, holds_relays=holds, nonce=nonce, at=visit.at)

    return press(visit, state, done="wished")


@behind_link(*LOOKING, *SENDING)
def pause(visit: Visit) -> HttpResponse:
    """Begins a pause or, with `resume`, ends it."""
    if "resume" in visit.request.POST:
        return press(
            visit, lambda nonce: resume_everything(visit.link, nonce=nonce, at=visit.at), done="resumed"
        )
    return press(visit, lambda nonce: pause_everything(visit.link, nonce=nonce, at=visit.at), done="paused")


@behind_link(*LOOKING, *SENDING)
def companies(visit: Visit) -> HttpResponse:
    """The list, and a field for one more."""
    if not has_stated(visit.link):
        return visit.go_to("page")
    if visit.request.method != "POST":
        return _show_companies(visit)
    sent = visit.request.POST
    typed = clean_line(sent.get("name", "")[: COMPANY_CHARACTERS_MAX + 1])
    if len(typed) > COMPANY_CHARACTERS_MAX:
        return _show_companies(
            visit,
            typed=typed,
            problem=_("%(max)s文字までで書いてください。") % {"max": COMPANY_CHARACTERS_MAX},
        )
    try:
        revoked = hide_from_company(
            visit.link,
            name=typed,
            is_employer="employer" in sent,
            nonce=sent.get("nonce", ""),
            at=visit.at,
        )
    except AlreadyAnswered:
        return visit.go_to("companies", done="hidden")
    except ForgedNonce:
        return _show_companies(visit, typed=typed, problem=shown_after("unsaved"))
    except (UnusableCompanyName, TooManyHidden) as refused:
        return _show_companies(visit, typed=typed, problem=refused)
    return visit.go_to("companies", done="hidden_revoked" if revoked else "hidden")


def _show_companies(visit: Visit, *, typed: str = "", problem: Refusal | str | None = None) -> HttpResponse:
    with acting_for_person(visit.link.person_id):
        hidden = hidden_companies_in_scope(person_id=visit.link.person_id)
    context = {
        **writer_of(visit),
        "visit": visit,
        "hidden": hidden_rows(hidden, visit=visit),
        "typed": typed,
        "problem": problem,
        "errors": {"name": problem} if problem else {},
        "is_employer": "employer" in visit.request.POST,
        "nonce": visit.nonce_for("companies"),
        "done": shown_after(visit.request.GET.get("done", "")),
    }
    return render(visit.request, "candidate/companies.html", context, status=422 if problem else 200)


def hidden_rows(hidden: Any, *, visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "id": company.id,
            "name": company.name,
            "is_employer": company.is_employer,
            "nonce": visit.nonce_for(f"show/{company.id}"),
        }
        for company in hidden
    ]


@behind_link(*LOOKING, *SENDING)
def shown_company(visit: Visit) -> HttpResponse:
    """Takes a company off the list."""
    try:
        hidden_id = UUID(visit.request.POST.get("company", ""))
    except ValueError:
        return visit.go_to("companies")

    def show(nonce: str) -> None:
        show_to_company(visit.link, hidden_id=hidden_id, nonce=nonce, at=visit.at)

    return press(visit, show, done="shown", to="companies")


def press(visit: Visit, deed: Callable[[str], None], *, done: str, to: str = "page") -> HttpResponse:
    """One button, once. Whoever comes back to its address finds their page."""
    if visit.request.method != "POST" or not has_stated(visit.link):
        return visit.go_to("page")
    try:
        deed(visit.request.POST.get("nonce", ""))
    except AlreadyAnswered:
        return visit.go_to(to, done="already")
    except ForgedNonce:
        return visit.go_to(to, done="old")
    return visit.go_to(to, done=done)
