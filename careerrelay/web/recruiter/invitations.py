"""過去の応募者への案内: whom to invite, the list once more, the approval, and the way back until its hour.

Nothing on these pages depends on what only an invited person said or did (P08).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.listing import not_set_aside
from careerrelay.candidates.models import Candidate, Import, ImportState
from careerrelay.candidates.queries import list_imports
from careerrelay.candidates.undoing import candidates_of_import
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.invitable import (
    invitations_of,
    invitees_of,
    is_being_sent,
    needs_second_person,
    texts_of,
)
from careerrelay.outreach.inviting import leave_out_invitee, undo_invitation
from careerrelay.outreach.models import Invitation, InvitationText
from careerrelay.outreach.queries import next_sending_moment
from careerrelay.outreach.rules.invitations import PEOPLE_MAX
from careerrelay.pool.asking import who_answers
from careerrelay.pool.models import Segment
from careerrelay.pool.queries import open_segments
from careerrelay.pool.rules.question import Question
from careerrelay.pool.showing import everybody_shown, is_one_of
from careerrelay.privacy.inviting import approve_invitation, draw_up_invitation, people_to_invite
from careerrelay.web.recruiter.invitation_texts import letter_of
from careerrelay.web.recruiter.notices import uuids_in
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count, moment

PER_PAGE = 100
SMALLEST_COUNT = 5
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Among:
    """Of whom the invitation is drawn up: everybody, a segment, or the people of an import."""

    value: str
    found: QuerySet[Candidate]


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def list_of_invitations(request: MemberRequest) -> HttpResponse:
    organization_id, at = request.member.organization_id, clock.now()
    context = {
        "invitations": [
            (one, _standing(one, request=request)) for one in invitations_of(organization_id=organization_id)
        ],
        "texts": texts_of(organization_id=organization_id),
        "is_two_needed": needs_second_person(organization_id=organization_id),
        "send_at": next_sending_moment(at),
    }
    return show(request, "recruiter/invitations.html", context)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_invitation(request: MemberRequest) -> HttpResponse:
    """Among whom, with which text; then the list is drawn up and waits for its approval."""
    sent = request.POST if request.method == "POST" else request.GET
    among, text = _among(request, sent), _text_in(request, sent)
    if request.method != "POST" or text is None:
        return _show_choice(request, among, text=text)
    try:
        drawn = draw_up_invitation(among.found, text=text, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_choice(request, among, text=text, refusal=refused)
    return redirect("recruiter:invitation", drawn.id)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def one_invitation(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    return _show_invitation(request, _invitation(request, invitation_id))


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_POST
def approval(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    invitation = _invitation(request, invitation_id)
    try:
        approved = approve_invitation(invitation, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_invitation(request, invitation, refusal=refused)
    said = ngettext(
        "%(n)s人への案内を、%(moment)sに送ります。それまでは取り消せます。",
        "%(n)s人への案内を、%(moment)sに送ります。それまでは取り消せます。",
        approved.people,
    )
    say_done(
        request,
        said % {"n": count(approved.people), "moment": moment(approved.send_at)},
        undo_url=reverse("recruiter:undo_invitation", args=[approved.id]),
    )
    return redirect("recruiter:invitation", approved.id)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_POST
def undoing(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    invitation = _invitation(request, invitation_id)
    try:
        undo_invitation(invitation.id, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_invitation(request, invitation, refusal=refused)
    say_done(request, _("案内を取り消しました。だれにも送っていません。"))
    return redirect("recruiter:invitations")


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_POST
def leaving_out(request: MemberRequest, invitation_id: UUID, candidate_id: UUID) -> HttpResponse:
    invitation = _invitation(request, invitation_id)
    if not Candidate.objects.filter(organization_id=request.member.organization_id, id=candidate_id).exists():
        raise Http404
    try:
        leave_out_invitee(
            invitation.id, candidate_id=candidate_id, actor=request.member.actor, at=clock.now()
        )
    except Refusal as refused:
        return _show_invitation(request, invitation, refusal=refused)
    say_done(request, _("この案内から外しました。"))
    return redirect("recruiter:invitation", invitation.id)


def _invitation(request: MemberRequest, invitation_id: UUID) -> Invitation:
    of_company = Invitation.objects.filter(organization_id=request.member.organization_id)
    found = of_company.filter(id=invitation_id).select_related("text").first()
    if found is None:
        raise Http404
    return found


def _among(request: MemberRequest, sent: QueryDict) -> Among:
    """What is no choice is everybody."""
    organization_id, at = request.member.organization_id, clock.now()
    everybody = everybody_shown(organization_id=organization_id, at=at)
    kind, _colon, written = sent.get("whom", "").partition(":")
    ids = uuids_in([written])
    if (
        ids
        and kind == "segment"
        and open_segments(organization_id=organization_id).filter(id=ids[0]).exists()
    ):
        question = Question(segment=ids[0])
        found = who_answers(question, organization_id=organization_id, at=at)
        return Among(f"segment:{ids[0]}", found)
    if ids and kind == "import":
        imported = Import.objects.filter(organization_id=organization_id, id=ids[0]).first()
        if imported is not None:
            return Among(f"import:{ids[0]}", everybody.filter(is_one_of(candidates_of_import(imported))))
    return Among(EVERYBODY, everybody)


def _text_in(request: MemberRequest, sent: QueryDict) -> InvitationText | None:
    ids = uuids_in([sent.get("text", "")])
    return next(
        (one for one in texts_of(organization_id=request.member.organization_id) if one.id in ids), None
    )


def _show_choice(
    request: MemberRequest, among: Among, *, text: InvitationText | None, refusal: Refusal | None = None
) -> HttpResponse:
    organization_id, at = request.member.organization_id, clock.now()
    texts = texts_of(organization_id=organization_id)
    text = text or next((one for one in texts if one.reviewed_at), texts[0] if texts else None)
    ids = people_to_invite(among.found, organization_id=organization_id, at=at)
    unfit = among.found.count() - len(ids)
    found = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    people = _people(list(found))
    note_sight(request, "see_list_of_invitations", [one.id for one in people])
    context = {
        "whom": among.value,
        "choices": _choices(organization_id=organization_id),
        "texts": texts,
        "text": text,
        "number": len(ids),
        "unfit": unfit if unfit >= SMALLEST_COUNT else 0,
        "is_too_many": len(ids) > PEOPLE_MAX,
        "people_max": PEOPLE_MAX,
        "found": found,
        "people": people,
        "refusal": refusal,
    }
    return show(request, "recruiter/new_invitation.html", context, status=422 if refusal else 200)


def _choices(*, organization_id: UUID) -> list[tuple[str, str]]:
    segments: QuerySet[Segment] = open_segments(organization_id=organization_id)
    imports = list_imports(organization_id=organization_id).filter(state=ImportState.DONE)[:20]
    return [
        (EVERYBODY, _("結果を伝え終えた応募者の全員")),
        *((f"segment:{one.id}", _("セグメント: %(name)s") % {"name": one.name}) for one in segments),
        *((f"import:{one.id}", _("取り込み: %(name)s") % {"name": one.filename}) for one in imports),
    ]


def _people(ids: list[UUID]) -> list[Candidate]:
    """In the order of the ids."""
    by_id = Candidate.objects.filter(is_one_of(ids), not_set_aside()).prefetch_related("addresses").in_bulk()
    return [by_id[one] for one in ids if one in by_id]


def _standing(invitation: Invitation, *, request: MemberRequest) -> str:
    """`draft`, `undone`, `waiting` for its hour, `sending`, `sent`: by the clock, and not by whose mail left."""
    at = clock.now()
    if invitation.undone_at is not None:
        return "undone"
    if invitation.send_at is None:
        return "draft"
    if at < invitation.send_at:
        return "waiting"
    return "sending" if is_being_sent(invitation, at=at) else "sent"


def _show_invitation(
    request: MemberRequest, invitation: Invitation, *, refusal: Refusal | None = None
) -> HttpResponse:
    names = names_of_members(organization_id=request.member.organization_id)
    listed = invitees_of(invitation)
    found = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    promised = {one.candidate_id: one.promised_on for one in found}
    people = _people(list(promised))
    note_sight(request, "see_list_of_invitations", [one.id for one in people])
    is_own = needs_second_person(organization_id=request.member.organization_id) and (
        invitation.made_by == request.member.user_id
    )
    context: dict[str, Any] = {
        "invitation": invitation,
        "standing": _standing(invitation, request=request),
        "number": invitation.people or listed.count(),
        "found": found,
        "people": [(one, promised[one.id]) for one in people],
        "letter": letter_of(request, words=invitation.text.words, language=invitation.text.language),
        "letter_language": invitation.text.language,
        "send_at": invitation.send_at or next_sending_moment(clock.now()),
        "made_by": names.get(invitation.made_by) if invitation.made_by else None,
        "approved_by": names.get(invitation.approved_by) if invitation.approved_by else None,
        "is_second_needed": is_own,
        "refusal": refusal,
    }
    return show(request, "recruiter/invitation.html", context, status=422 if refusal else 200)
