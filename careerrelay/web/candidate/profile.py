"""The person in their own words. Nothing else is ever passed on, and only after they confirmed it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.core.calendar import same_hour_months_later
from careerrelay.people.actions import ProfileFacts, ProfileRefused
from careerrelay.people.models import Profile
from careerrelay.people.queries import address_in_scope, profile_in_scope
from careerrelay.relay.actions.answering import save_profile
from careerrelay.relay.candidate_page import has_stated, is_mail_late
from careerrelay.relay.queries import relays_of_person
from careerrelay.relay.rules.situations import ON_THE_WAY
from careerrelay.web.candidate.forms import ProfileForm, as_typed
from careerrelay.web.candidate.names import listed, writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.regions import region_areas, region_word, remote_place
from careerrelay.web.candidate.said import said_on, shown_after
from careerrelay.web.shared.templatetags.words import full_day, masked_address

FRESH_MONTHS = 12


@behind_link(*LOOKING, *SENDING)
def profile(visit: Visit) -> HttpResponse:
    if not has_stated(visit.link):
        return visit.go_to("page")
    if visit.request.method == "POST":
        return _save(visit)
    stored = _stored(visit)
    return _show(visit, ProfileForm(initial=as_typed(stored)), stored=stored)


def _stored(visit: Visit) -> Profile | None:
    with acting_for_person(visit.link.person_id):
        return profile_in_scope(person_id=visit.link.person_id)


def _save(visit: Visit) -> HttpResponse:
    form = ProfileForm(visit.request.POST)
    if not form.is_valid():
        return _show(visit, form, stored=_stored(visit), status=422)
    try:
        save_profile(visit.link, facts=form.facts, nonce=visit.request.POST.get("nonce", ""), at=visit.at)
    except AlreadyAnswered:
        if is_as_stored(form.facts, stored=_stored(visit)):
            return visit.go_to("page", done="saved")
        form.add_error(None, shown_after("again"))
    except ForgedNonce:
        form.add_error(None, shown_after("unsaved"))
    except ProfileRefused as refused:
        form.add_error(None, refused.sentence(visit.language))
    else:
        return visit.go_to("page", done="saved")
    return _show(visit, form, stored=_stored(visit), status=422)


def is_as_stored(facts: ProfileFacts, *, stored: Profile | None) -> bool:
    """A double click asks for what is there already; who went back and changed a word asks for more."""
    return stored is not None and all(
        getattr(stored, column) == (list(value) if isinstance(value, tuple) else value)
        for column, value in asdict(facts).items()
    )


def _show(visit: Visit, form: ProfileForm, *, stored: Profile | None, status: int = 200) -> HttpResponse:
    chosen = form.chosen_regions
    context = {
        **writer_of(visit),
        "visit": visit,
        "form": form,
        "nonce": visit.nonce_for("profile"),
        "remote": remote_place(chosen),
        "areas": region_areas(chosen),
        **_about_the_hand_over(visit),
        "is_draft": stored is not None and stored.confirmed_at is None,
        "is_confirmed": stored is not None and stored.confirmed_at is not None,
        "done": said_on(visit.request, is_mail_late=is_mail_late(visit.link.person_id)),
    }
    return render(visit.request, "candidate/profile.html", context, status=status)


def _about_the_hand_over(visit: Visit) -> dict[str, Any]:
    with acting_for_person(visit.link.person_id):
        address = address_in_scope(person_id=visit.link.person_id)
    relays = relays_of_person(person_id=visit.link.person_id)
    waiting = [
        relay.leaves_at for relay in relays if relay.state in ON_THE_WAY and relay.leaves_at > visit.at
    ]
    return {"address": address, "leaves_at": min(waiting, default=None)}


def facts_of(profile: Profile | None, *, address: str, at: datetime) -> list[dict[str, Any]]:
    """Each item, when it was confirmed, and whether that is more than a year ago. Nothing without a profile."""
    if profile is None:
        return []
    confirmed_at = profile.confirmed_at
    items = (
        (_("氏名"), f"{profile.name}({profile.kana})" if profile.kana else profile.name),
        (_("電話"), profile.phone),
        (_("職種"), profile.occupation),
        (_("スキル"), listed(profile.skills)),
        (_("経験"), profile.experience),
        (_("希望の勤務地"), listed(region_word(region) for region in profile.regions)),
        (_("希望条件"), profile.wishes),
    )
    mail = {"term": _("メール"), "value": masked_address(address), "why": "", "is_stale": False}
    why = _("%(day)sに確認") % {"day": full_day(confirmed_at)} if confirmed_at else ""
    is_stale = confirmed_at is not None and same_hour_months_later(confirmed_at, FRESH_MONTHS) < at
    return [mail] + [
        {"term": term, "value": value, "why": why if value else "", "is_stale": is_stale and bool(value)}
        for term, value in items
    ]
