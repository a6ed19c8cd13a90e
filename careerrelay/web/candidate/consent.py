"""The consent page, drawn from the stored text and nothing else, and the answer to it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from careerrelay.consent.actions import (
    AgencyNotOffered,
    AgeNotStated,
    AlreadyAnswered,
    Chosen,
    RevokedMeanwhile,
    TextChanged,
)
from careerrelay.consent.queries import ConsentText
from careerrelay.consent.rules.expiry import may_renew
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import NEVER_STATED, State, Topic
from careerrelay.core.refusal import Refusal
from careerrelay.people.rules import Opens
from careerrelay.privacy.own_page import is_only_theirs
from careerrelay.relay.actions.answering import answer_consent
from careerrelay.relay.candidate_page import (
    asked_again_behind,
    has_confirmed_profile,
    has_stated,
    states_behind,
)
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.web.candidate.names import short_cooling
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.said import shown_after

# `selected` and `none` are the two answers; anything else, Enter without a button too, is none of them.
SELECTED, NONE = "selected", "none"


@behind_link(*LOOKING, *SENDING, also=Opens.QUESTION)
def consent(visit: Visit) -> HttpResponse:
    if visit.request.method == "POST":
        return _answer(visit)
    return show_consent(visit)


def show_consent(
    visit: Visit, *, refusal: Refusal | str | None = None, is_nothing_ticked: bool = False
) -> HttpResponse:
    """Nothing is ticked, whatever was sent before: each answer is made anew under the text of now."""
    text = current_text(
        offer_of(company_id=visit.link.company_id, at=visit.at), language=visit.language, at=visit.at
    )
    context = {
        **_drawn_from(text, language=visit.language),
        **_standing(visit, text=text),
        "visit": visit,
        "nonce": visit.nonce_for_text(text.hash),
        "address": visit.link.address,
        "done": shown_after(visit.request.GET.get("done", "")),
        "refusal": refusal,
        "is_nothing_ticked": is_nothing_ticked,
        "short_cooling": short_cooling(),
        "may_erase": is_only_theirs(visit.link),
    }
    return render(visit.request, "candidate/consent.html", context, status=422 if refusal else 200)


def _drawn_from(text: ConsentText, *, language: str) -> dict[str, Any]:
    document: dict[str, Any] = text.document
    words, company = document["words"], document["company"]
    in_english = "" if language == "ja" else company.get("contact_desk_en", "")
    return {
        "words": words,
        "title": ("" if language == "ja" else " ").join(words["heading"]),
        "sender": company["legal_name"] if language == "ja" else company["name_en"],
        "desk": in_english or company["contact_desk"],
        "desk_language": "en" if in_english else "ja",
        "desk_address": company["contact_address"],
        "version": document["version"],
        "version_on": date.fromisoformat(document["version_on"]),
    }


def _standing(visit: Visit, *, text: ConsentText) -> dict[str, Any]:
    """What is granted already is shown as such; it is not asked again, and this form cannot take it back.

    Behind a link that opens the question alone, nobody learns what was said elsewhere (P48).
    """
    states = states_behind(visit.link, at=visit.at) if visit.opens is Opens.PAGE else {}
    wider = asked_again_behind(visit.link, at=visit.at) if states else set()
    company_id = visit.link.company_id
    words: Any = text.document["words"]
    return {
        "choices": [
            {
                "name": purpose.value,
                "word": words[purpose.value],
                "limits": [words[f"{purpose}_limit"]],
                **_how_it_stands(states, wider, Topic(purpose, company_id), at=visit.at),
            }
            for purpose in (Purpose.POOL, Purpose.NEWS)
        ],
        "agencies": [
            {
                **agency,
                **_how_it_stands(states, wider, Topic(Purpose.RELAY, UUID(agency["id"])), at=visit.at),
            }
            for agency in words["agencies"]
        ],
        "has_stated": bool(states),
    }


def _how_it_stands(
    states: Mapping[Topic, State], wider: Collection[Topic], topic: Topic, *, at: datetime
) -> dict[str, State | bool | None]:
    """`granted`: shown, not asked. `ending`: holds, and may be granted anew already because it ends soon.
    `is_wider`: holds as it was granted; today's text asks for more."""
    state = states.get(topic, NEVER_STATED)
    if not state.is_granted:
        return {"granted": None, "ending": None, "is_wider": False}
    is_ending = may_renew(state.until_at, at=at)
    is_asked = is_ending or topic in wider
    return {
        "granted": None if is_asked else state,
        "ending": state if is_ending else None,
        "is_wider": topic in wider,
    }


def _answer(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    chosen = Chosen() if sent.get("answer") == NONE else _chosen(sent)
    if sent.get("answer") not in (SELECTED, NONE) or (sent["answer"] == SELECTED and chosen.is_empty):
        return show_consent(visit, is_nothing_ticked=True)
    try:
        answer = answer_consent(visit.link, chosen=chosen, nonce=sent.get("nonce", ""), at=visit.at)
    except RevokedMeanwhile:
        return visit.go_to("page", done="outweighed")
    except AlreadyAnswered:
        return visit.go_to("page", done="already")
    except ForgedNonce:
        return show_consent(visit, refusal=shown_after("old"))
    except (TextChanged, AgencyNotOffered, AgeNotStated) as refused:
        return show_consent(visit, refusal=refused)
    if answer.person_id is None:
        is_kept = visit.opens is Opens.PAGE and has_stated(visit.link)
        return visit.go_to("page", done="kept" if is_kept else "none")
    if answer.relays and not has_confirmed_profile(answer.person_id):
        return visit.go_to("profile", done="granted")
    return visit.go_to("page", done="granted")


def _chosen(sent: QueryDict) -> Chosen:
    agency_ids = tuple(dict.fromkeys(_agency_id(written) for written in sent.getlist("relay")))
    return Chosen(
        pool="pool" in sent, news="news" in sent, agency_ids=agency_ids, is_sixteen="sixteen" in sent
    )


def _agency_id(written: str) -> UUID:
    """What is no id names an agency that nobody offers, and is refused as such."""
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)
