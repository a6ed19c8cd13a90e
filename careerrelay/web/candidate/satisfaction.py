"""How the selection was: five large buttons, one tap, no name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.people.rules import Opens
from careerrelay.relay.actions.rating import rate_selection
from careerrelay.web.candidate.names import writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.said import shown_after

SCORES = range(1, 6)


def score_words() -> list[tuple[int, str]]:
    words = (_("とても悪い"), _("悪い"), _("ふつう"), _("良い"), _("とても良い"))
    return list(zip(SCORES, words, strict=True))


@behind_link(*LOOKING, *SENDING, also=Opens.QUESTION)
def satisfaction(visit: Visit) -> HttpResponse:
    """A link in a mail only opens this; a tap is a button. What was tapped is not shown: others may hold the link."""
    if visit.request.method == "POST":
        return _tapped(visit)
    context = {
        **writer_of(visit),
        "visit": visit,
        "scores": score_words(),
        "score_nonce": visit.nonce_for("satisfaction"),
        "done": shown_after(visit.request.GET.get("done", "")),
    }
    return render(visit.request, "candidate/satisfaction.html", context)


def _tapped(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    if sent.get("score") not in {str(score) for score in SCORES}:
        return visit.go_to("satisfaction", done="old")
    try:
        is_kept = rate_selection(
            visit.link, score=int(sent["score"]), nonce=sent.get("nonce", ""), at=visit.at
        )
    except AlreadyAnswered:
        return visit.go_to("satisfaction", done="rated")
    except ForgedNonce:
        return visit.go_to("satisfaction", done="old")
    return visit.go_to("satisfaction", done="rated" if is_kept else "told")
