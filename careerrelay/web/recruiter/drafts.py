"""書類から追加: a ZIP of CVs, read into drafts; each is looked at, put right and confirmed, or discarded."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.drafting import (
    DRAFT_DAYS,
    add_draft_to,
    confirm_draft,
    discard_draft,
    draft_in_scope,
    drafts_of,
    keep_bundle,
)
from careerrelay.candidates.editing import UnfitFacts
from careerrelay.candidates.entering import AlreadyKnown
from careerrelay.candidates.models import CandidateDraft, DraftState
from careerrelay.candidates.rules.documents.bundles import (
    BUNDLE_BYTES_MAX,
    DOCUMENTS_MAX,
    OversizedBundle,
)
from careerrelay.candidates.rules.documents.cleaning import LEFT_OUT
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.pool.showing import left_ids
from careerrelay.web.recruiter.applications import seen_candidate
from careerrelay.web.recruiter.entering import show_new_candidate, typed_facts
from careerrelay.web.recruiter.files import NoFileSent
from careerrelay.web.recruiter.templatetags.recruiting import spoken
from careerrelay.web.recruiter.words import enumerated
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count

PER_PAGE = 50


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def list_of_drafts(request: MemberRequest) -> HttpResponse:
    """A ZIP that is refused leaves nothing behind."""
    if request.method != "POST":
        return _show_drafts(request)
    try:
        filename, content = _bundle_in(request)
        kept = keep_bundle(
            organization_id=request.member.organization_id,
            filename=filename,
            content=content,
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_drafts(request, refusal=refused)
    said = ngettext("書類を%(n)s件読み取っています。", "書類を%(n)s件読み取っています。", len(kept))
    say_done(request, said % {"n": count(len(kept))})
    return redirect("recruiter:drafts")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def one_draft(request: MemberRequest, draft_id: UUID) -> HttpResponse:
    draft = _draft_or_404(request, draft_id)
    if request.method != "POST":
        typed = {"owner": str(request.member.user_id), **draft.facts}
        return show_new_candidate(request, typed=typed, filled=draft.facts, draft=draft)
    typed = typed_facts(request)
    organization_id, actor, at = request.member.organization_id, request.member.actor, clock.now()
    hidden = left_ids(organization_id=organization_id, at=at)
    try:
        candidate = confirm_draft(draft, typed=typed, leave_out=hidden, actor=actor, at=at)
    except UnfitFacts as refused:
        return show_new_candidate(request, typed=typed, problems=refused.problems, draft=draft)
    except AlreadyKnown as refused:
        return show_new_candidate(request, typed=typed, known=refused, draft=draft)
    except Refusal as refused:
        return show_new_candidate(request, typed=typed, problems={"name": refused}, draft=draft)
    name = candidate.name or _("氏名なし")
    say_done(request, _("%(name)sさんを追加しました。プールにはまだ入っていません。") % {"name": name})
    return _to_next_draft(request)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def handover(request: MemberRequest, draft_id: UUID, candidate_id: UUID) -> HttpResponse:
    """The document belongs to somebody who is here already."""
    draft, candidate = _draft_or_404(request, draft_id), seen_candidate(request, candidate_id)
    try:
        add_draft_to(draft, candidate, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_drafts(request, refusal=refused)
    name = candidate.name or _("氏名なし")
    say_done(request, _("%(name)sさんの応募書類に加えました。") % {"name": name})
    return _to_next_draft(request)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def discarding(request: MemberRequest, draft_id: UUID) -> HttpResponse:
    draft = _draft_or_404(request, draft_id)
    discard_draft(draft, actor=request.member.actor, at=clock.now())
    say_done(request, _("「%(name)s」を消しました。だれも追加していません。") % {"name": draft.filename})
    return redirect("recruiter:drafts")


def _to_next_draft(request: MemberRequest) -> HttpResponse:
    """On to the next one that was read: who goes through many does not come back to the list each time."""
    waiting = drafts_of(request.member.organization_id).filter(state=DraftState.READ).first()
    return redirect("recruiter:draft", waiting.id) if waiting else redirect("recruiter:drafts")


def _bundle_in(request: MemberRequest) -> tuple[str, bytes]:
    """Raises: NoFileSent, OversizedBundle."""
    sent = request.FILES.get("bundle")
    if sent is None:
        raise NoFileSent
    if (sent.size or 0) > BUNDLE_BYTES_MAX:
        raise OversizedBundle
    return sent.name or "", sent.read()


def _draft_or_404(request: MemberRequest, draft_id: UUID) -> CandidateDraft:
    found = draft_in_scope(organization_id=request.member.organization_id, draft_id=draft_id)
    if found is None:
        raise Http404
    return found


def _show_drafts(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    found = drafts_of(request.member.organization_id)
    drafts = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    waiting, total = found.filter(state=DraftState.WAITING).count(), drafts.paginator.count
    context: dict[str, Any] = {
        "drafts": drafts,
        "rows": [(draft, _left_out(draft)) for draft in drafts],
        "waiting": waiting,
        "done": total - waiting,
        "total": total,
        "draft_days": DRAFT_DAYS,
        "documents_max": DOCUMENTS_MAX,
        "refusal": refusal,
    }
    return show(request, "recruiter/drafts.html", context, status=422 if refusal else 200)


def _left_out(draft: CandidateDraft) -> str:
    return enumerated(spoken(LEFT_OUT[name]) for name in draft.left_out if name in LEFT_OUT)
