"""The person in their own words. Nothing else is ever passed on, and only after they confirmed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import AlreadyAnswered
from careerrelay.consent.rules.nonce import ForgedNonce
from careerrelay.core.calendar import same_hour_months_later
from careerrelay.core.refusal import Refusal
from careerrelay.people.actions import ProfileRefused
from careerrelay.people.models import Profile
from careerrelay.people.queries import address_in_scope, hidden_companies_in_scope, profile_in_scope
from careerrelay.people.rules import ProfilePart, missing_for_relay
from careerrelay.relay.actions.profiling import confirm_draft
from careerrelay.relay.candidate_page import has_stated, is_mail_late
from careerrelay.relay.queries import relays_of_person
from careerrelay.relay.rules.situations import ON_THE_WAY
from careerrelay.web.candidate.names import is_japanese, listed, writer_of
from careerrelay.web.candidate.opening import LOOKING, SENDING, Visit, behind_link
from careerrelay.web.candidate.regions import region_word
from careerrelay.web.candidate.said import said_on
from careerrelay.web.shared.templatetags.words import full_day, masked_address

FRESH_MONTHS = 12

# Which page to go to for what a profile still lacks.
PART_OF_MISSING = {
    "name": ProfilePart.NAME,
    "skills": ProfilePart.WORK,
    "regions": ProfilePart.REGIONS,
}


@behind_link(*LOOKING, *SENDING)
def profile(visit: Visit) -> HttpResponse:
    """All parts at a glance, each with its way to be put right, and one press that confirms a draft."""
    if not has_stated(visit.link):
        return visit.go_to("page")
    if visit.request.method == "POST":
        return _confirm(visit)
    return _show(visit)


def _confirm(visit: Visit) -> HttpResponse:
    try:
        confirm_draft(visit.link, nonce=visit.request.POST.get("nonce", ""), at=visit.at)
    except AlreadyAnswered:
        return visit.go_to("page", done="already")
    except ForgedNonce:
        return visit.go_to("profile", done="unsaved")
    except ProfileRefused as refused:
        return _show(visit, refusal=refused)
    return visit.go_to("page", done="confirmed")


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part as it stands. `word` is what its link says."""

    part: ProfilePart
    title: str
    facts: list[dict[str, Any]]
    url: str


def _show(visit: Visit, *, refusal: Refusal | None = None) -> HttpResponse:
    with acting_for_person(visit.link.person_id):
        stored = profile_in_scope(person_id=visit.link.person_id)
        address = address_in_scope(person_id=visit.link.person_id)
        hidden = hidden_companies_in_scope(person_id=visit.link.person_id)
    is_confirmed = stored is not None and stored.confirmed_at is not None
    missing = _missing_parts(stored)
    context = {
        **writer_of(visit),
        "visit": visit,
        "rows": _rows(stored, visit=visit),
        "address": address,
        "hidden": listed(company.name for company in hidden),
        "nonce": visit.nonce_for("profile"),
        "is_confirmed": is_confirmed,
        "is_begun": stored is not None,
        "missing": listed(_needed()[part] for part in missing),
        "next_url": visit.url("part", part=missing[0]) if missing else "",
        "leaves_at": _leaves_at(visit),
        "refusal": refusal,
        "done": said_on(visit.request, is_mail_late=is_mail_late(visit.link.person_id)),
    }
    return render(visit.request, "candidate/profile.html", context, status=422 if refusal else 200)


def _missing_parts(stored: Profile | None) -> list[ProfilePart]:
    """The parts without which nothing may be passed on, in their order; all of them before anything is written."""
    if stored is None:
        return [ProfilePart.NAME, ProfilePart.WORK, ProfilePart.REGIONS]
    lacks = missing_for_relay(
        name=stored.name,
        occupation=stored.occupation,
        skills=stored.skills,
        regions=stored.regions,
        is_confirmed=True,
    )
    return [PART_OF_MISSING[word] for word in lacks]


def _leaves_at(visit: Visit) -> datetime | None:
    relays = relays_of_person(person_id=visit.link.person_id)
    waiting = [
        relay.leaves_at for relay in relays if relay.state in ON_THE_WAY and relay.leaves_at > visit.at
    ]
    return min(waiting, default=None)


def _needed() -> dict[ProfilePart, str]:
    """What a part has to say, which is less than its title: nobody has to give a telephone number."""
    return {
        ProfilePart.NAME: _("氏名"),
        ProfilePart.WORK: _("職種かスキル"),
        ProfilePart.REGIONS: _("希望の勤務地"),
    }


def part_titles() -> dict[ProfilePart, str]:
    return {
        ProfilePart.NAME: _("氏名と電話"),
        ProfilePart.WORK: _("職種と経験"),
        ProfilePart.SKILLS: _("スキル"),
        ProfilePart.REGIONS: _("希望の勤務地"),
        ProfilePart.WISHES: _("希望条件"),
    }


def _rows(stored: Profile | None, *, visit: Visit) -> list[PartRow]:
    then = "" if stored is None else "check"
    return [
        PartRow(
            part,
            title,
            _facts_of_part(stored or Profile(), part, at=visit.at),
            visit.url("part", part=part, then=then),
        )
        for part, title in part_titles().items()
    ]


def facts_of(profile: Profile | None, *, address: str, at: datetime) -> list[dict[str, Any]]:
    """Each item, when it was confirmed, and whether that is more than a year ago. Nothing without a profile."""
    if profile is None:
        return []
    mail = {"term": _("メール"), "value": masked_address(address), "why": "", "is_stale": False}
    facts = [mail] + [fact for part in ProfilePart for fact in _facts_of_part(profile, part, at=at)]
    if len({fact["why"] for fact in facts if fact["why"]}) > 1 or profile.confirmed_at is None:
        return facts
    # One day for everything is said once.
    day = {"term": _("確認した日"), "value": full_day(confirmed_at(profile, ProfilePart.NAME)), "why": ""}
    return [{**fact, "why": ""} for fact in facts] + [day]


def confirmed_at(profile: Profile, part: ProfilePart) -> datetime | None:
    """When the person last said that this part is so."""
    said = profile.confirmed.get(part)
    return datetime.fromisoformat(said) if said else profile.confirmed_at


def _facts_of_part(profile: Profile, part: ProfilePart, *, at: datetime) -> list[dict[str, Any]]:
    since_at = confirmed_at(profile, part)
    why = _("%(day)sに確認") % {"day": full_day(since_at)} if since_at else ""
    is_stale = since_at is not None and same_hour_months_later(since_at, FRESH_MONTHS) < at
    return [
        {"term": term, "value": value, "why": why if value else "", "is_stale": is_stale and bool(value)}
        for term, value in _items(profile)[part]
    ]


def _items(profile: Profile) -> dict[ProfilePart, list[tuple[str, str]]]:
    around = "{}({})" if is_japanese() else "{} ({})"
    name = around.format(profile.name, profile.kana) if profile.kana else profile.name
    return {
        ProfilePart.NAME: [(_("氏名"), name), (_("電話"), profile.phone)],
        ProfilePart.WORK: [(_("職種"), profile.occupation), (_("経験"), profile.experience)],
        ProfilePart.SKILLS: [(_("スキル"), listed(profile.skills))],
        ProfilePart.REGIONS: [(_("希望の勤務地"), listed(region_word(one) for one in profile.regions))],
        ProfilePart.WISHES: [(_("希望条件"), profile.wishes)],
    }
