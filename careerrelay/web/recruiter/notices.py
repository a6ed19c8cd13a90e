"""お見送り連絡: whom to tell, what each of them will read, and the last look before it is queued."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.listing import count_untold
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.models import DeliveryState
from careerrelay.outreach.notice_listing import in_doubt_ids, notices_to
from careerrelay.outreach.queries import (
    Recipient,
    count_notices,
    next_sending_moment,
    notices_in_hand,
    people_to_tell,
    preview_notice,
)
from careerrelay.outreach.rules.letters import Stage
from careerrelay.outreach.rules.mails import Language
from careerrelay.web.recruiter.words import STAGES
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show

PER_PAGE = 100


class NobodyChosen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="まだ誰も選ばれていません。送る人を選んでください。",
            en="Nobody is chosen yet. Tick the people to write to.",
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """What was ticked: people by id, or everybody of a stage (of all, if it is empty). `doubtful` may have got a
    notice already: they are written to again only if somebody ticked just them."""

    candidate_ids: frozenset[UUID]
    is_everybody: bool
    stage: str
    language: Language
    doubtful: frozenset[UUID]

    def picked(self, people: Sequence[Recipient]) -> list[Recipient]:
        return [
            person
            for person in people
            if (person.stage == self.stage or not self.stage) and self._is_meant(person.candidate.id)
        ]

    def _is_meant(self, candidate_id: UUID) -> bool:
        return candidate_id not in self.doubtful if self.is_everybody else candidate_id in self.candidate_ids


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    return show_people(request)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: MemberRequest) -> HttpResponse:
    """The chosen, once more by name, with what they will read and when. Nothing is written."""
    if request.method != "POST":
        return redirect("recruiter:notices")
    return show_check(request)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def preview(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Exactly what one person will read; the link in it opens nothing (P48)."""
    organization_id = request.member.organization_id
    language = language_of(request.GET.get("language", ""))
    found = people_to_tell(organization_id=organization_id, candidate_ids={candidate_id})
    if found:
        name, stage = found[0].candidate.name, found[0].stage
    else:
        notices = notices_to(candidate_id, organization_id=organization_id)
        if not notices:
            raise Http404
        name, stage = notices[0].name, Stage(notices[0].values["stage"])
    note_sight(request, "see_record", [candidate_id])
    company = organization_in_scope(organization_id=organization_id)
    context = {
        "name": name,
        "letter": preview_notice(company, name=name, stage=stage, language=language),
        "letter_language": language,
        "other": "en" if language == "ja" else "ja",
    }
    return show(request, "recruiter/preview.html", context)


def show_people(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    """Everybody who was not told yet, a hundred a page; `?stage=` shows one stage alone."""
    organization_id = request.member.organization_id
    everybody = people_to_tell(organization_id=organization_id)
    stage = _stage_of(request)
    shown = [person for person in everybody if person.stage == stage or not stage]
    shown.sort(key=lambda person: list(Stage).index(person.stage))
    found = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    note_sight(request, "see_list_of_notices", [person.candidate.id for person in found])
    doubtful = in_doubt_ids(organization_id=organization_id)
    fit = [person.candidate.id for person in shown if person.is_fit]
    context = {
        "tabs": tabs(organization_id=organization_id, untold=len(everybody)),
        "people": found,
        "stage": stage,
        "stages": [
            {"value": value, "word": word, "count": sum(person.stage == value for person in everybody)}
            for value, word in STAGES.items()
        ],
        "fit": len(fit),
        "sure": len(set(fit) - doubtful),
        "unfit": len(shown) - len(fit),
        "doubtful": doubtful,
        "send_at": next_sending_moment(clock.now()),
        "refusal": refusal,
    }
    return show(request, "recruiter/notices.html", context, status=422 if refusal else 200)


def show_check(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    organization_id = request.member.organization_id
    choice = choice_of(request)
    people = choice.picked(people_to_tell(organization_id=organization_id))
    fit = [person for person in people if person.is_fit]
    if not fit:
        return show_people(request, refusal=refusal or NobodyChosen())
    company = organization_in_scope(organization_id=organization_id)
    context = {
        "choice": choice,
        "groups": [
            {
                "word": word,
                "people": [person for person in fit if person.stage == stage],
                "letter": preview_notice(
                    company, name=_first_name(fit, stage), stage=stage, language=choice.language
                ),
            }
            for stage, word in STAGES.items()
            if any(person.stage == stage for person in fit)
        ],
        "number": len(fit),
        "unfit": len(people) - len(fit),
        "seen": seen_mark(fit),
        "send_at": next_sending_moment(clock.now()),
        "refusal": refusal,
    }
    return show(request, "recruiter/check_notices.html", context, status=422 if refusal else 200)


def choice_of(request: MemberRequest) -> Choice:
    return Choice(
        candidate_ids=frozenset(uuids_in(request.POST.getlist("person"))),
        is_everybody=request.POST.get("whom") == "everybody",
        stage=_stage_of(request),
        language=language_of(request.POST.get("language", "")),
        doubtful=frozenset(in_doubt_ids(organization_id=request.member.organization_id)),
    )


def seen_mark(people: Sequence[Recipient]) -> str:
    """Stands for the list that was looked at: what is queued is what was checked, or it is shown again."""
    ids = sorted(str(rejection.id) for person in people for rejection in person.rejections)
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()[:32]


def language_of(written: str) -> Language:
    return "en" if written == "en" else "ja"


def uuids_in(written: Sequence[str]) -> list[UUID]:
    """What is no id is nobody."""
    found = []
    for text in written:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def tabs(*, organization_id: UUID, untold: int | None = None) -> dict[str, Any]:
    """How many stand under each tab."""
    states = count_notices(organization_id=organization_id)
    if untold is None:
        in_hand = notices_in_hand(organization_id=organization_id).values_list("candidate_id", flat=True)
        untold = count_untold(organization_id=organization_id, leave_out=set(filter(None, in_hand)))
    waiting = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING)
    return {
        "untold": untold,
        "queue": sum(states.get(state, 0) for state in waiting),
        "sent": states.get(DeliveryState.ACCEPTED, 0),
        "in_doubt": states.get(DeliveryState.IN_DOUBT, 0),
        "undelivered": states.get(DeliveryState.REFUSED, 0),
    }


def _stage_of(request: HttpRequest) -> str:
    written = request.POST.get("stage", "") or request.GET.get("stage", "")
    return written if written in list(Stage) else ""


def _first_name(people: Sequence[Recipient], stage: Stage) -> str:
    return next(person.candidate.name for person in people if person.stage == stage)
