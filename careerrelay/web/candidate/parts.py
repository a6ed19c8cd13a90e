"""The profile in small steps: one part a page, kept as soon as it is sent."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.people.actions import ProfileRefused
from careerrelay.people.models import Profile
from careerrelay.people.queries import address_in_scope, profile_in_scope
from careerrelay.people.rules import PART_COLUMNS, ProfilePart, part_after
from careerrelay.relay.actions.profiling import save_part
from careerrelay.relay.candidate_page import has_stated
from careerrelay.web.candidate.forms import ProfileForm, as_typed
from careerrelay.web.candidate.names import writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.regions import region_areas, remote_place
from careerrelay.web.candidate.said import shown_after
from careerrelay.web.candidate.skills import SkillBoxes, skill_boxes

HEADINGS = {
    ProfilePart.NAME: gettext_noop("お名前と電話を教えてください"),
    ProfilePart.WORK: gettext_noop("どんな仕事をしてきましたか"),
    ProfilePart.SKILLS: gettext_noop("できることを選んでください"),
    ProfilePart.REGIONS: gettext_noop("どこで働きたいですか"),
    ProfilePart.WISHES: gettext_noop("ほかに希望はありますか"),
}
# Came from the overview to put one part right: goes back there, and not on to the next part.
BACK = "check"


@behind_link(*LOOKING, *SENDING)
def part(visit: Visit) -> HttpResponse:
    asked = visit.arguments["part"]
    if asked not in set(ProfilePart):
        raise Http404
    if not has_stated(visit.link):
        return visit.go_to("page")
    with acting_for_person(visit.link.person_id):
        stored = profile_in_scope(person_id=visit.link.person_id)
    of = ProfilePart(asked)
    if visit.request.method == "POST":
        return _save(visit, of, stored=stored)
    return _show(visit, of, ProfileForm(initial=as_typed(stored), part=of), stored=stored)


def _save(visit: Visit, of: ProfilePart, *, stored: Profile | None) -> HttpResponse:
    form = ProfileForm(visit.request.POST, part=of)
    if "look" in visit.request.POST:
        return _show(visit, of, ProfileForm(part=of), stored=stored)
    if not form.is_valid():
        return _show(visit, of, form, stored=stored, status=422)
    nonce = visit.request.POST.get("nonce", "")
    try:
        is_confirmed = save_part(visit.link, part=of, changes=form.cleaned_data, nonce=nonce, at=visit.at)
    except AlreadyAnswered:
        if is_as_stored(form.cleaned_data, of, stored=stored):
            return _go_on(visit, of, is_confirmed=stored is not None and stored.confirmed_at is not None)
        form.add_error(None, shown_after("again"))
    except ForgedNonce:
        form.add_error(None, shown_after("unsaved"))
    except ProfileRefused as refused:
        form.add_error(None, refused.sentence(visit.language))
    else:
        return _go_on(visit, of, is_confirmed=is_confirmed)
    return _show(visit, of, form, stored=stored, status=422)


def _go_on(visit: Visit, of: ProfilePart, *, is_confirmed: bool) -> HttpResponse:
    """To the next part while everything is written for the first time, else back to the whole."""
    following = part_after(of)
    if is_confirmed or following is None or visit.request.POST.get("then") == BACK:
        return visit.go_to("profile", done="saved" if is_confirmed else "kept_draft")
    return visit.go_to("part", part=following)


def is_as_stored(changes: dict[str, Any], of: ProfilePart, *, stored: Profile | None) -> bool:
    """A double click asks for what is there already; who went back and changed a word asks for more."""
    return stored is not None and all(
        getattr(stored, column) == (list(value) if isinstance(value, tuple) else value)
        for column in PART_COLUMNS[of]
        if (value := changes[column]) is not None
    )


def _show(
    visit: Visit, of: ProfilePart, form: ProfileForm, *, stored: Profile | None, status: int = 200
) -> HttpResponse:
    with acting_for_person(visit.link.person_id):
        address = address_in_scope(person_id=visit.link.person_id)
    chosen = form.chosen_regions if of is ProfilePart.REGIONS else []
    is_back = BACK in (visit.request.GET.get("then"), visit.request.POST.get("then"))
    context = {
        **writer_of(visit),
        "visit": visit,
        "form": form,
        "part": of,
        "heading": HEADINGS[of],
        "number": list(ProfilePart).index(of) + 1,
        "parts_count": len(ProfilePart),
        "is_back": is_back or (stored is not None and stored.confirmed_at is not None),
        "nonce": visit.nonce_for(f"profile/{of}"),
        "address": address,
        "remote": remote_place(chosen),
        "areas": region_areas(chosen),
        "boxes": _boxes(visit, stored) if of is ProfilePart.SKILLS else None,
    }
    return render(visit.request, "candidate/part.html", context, status=status)


def _boxes(visit: Visit, stored: Profile | None) -> SkillBoxes:
    sent = visit.request.POST
    words = f"{stored.occupation}\n{stored.experience}" if stored else ""
    own = sent.getlist("skill") if visit.request.method == "POST" else (stored.skills if stored else [])
    return skill_boxes(own, words=words, looked_up=sent.get("skills", "") if "look" in sent else None)
