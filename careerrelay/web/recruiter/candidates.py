"""One candidate with all that the company knows, and the decisions that wait."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.actions import decide_application
from careerrelay.candidates.applications import application_to_change
from careerrelay.candidates.listing import set_aside
from careerrelay.candidates.merges import kept_id_of
from careerrelay.candidates.models import ApplicationState
from careerrelay.consent.queries import reach_of_candidate
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.people.rules import Reach
from careerrelay.pool.showing import is_in_pool_now, shown_candidate
from careerrelay.web.recruiter.applications import applications_section
from careerrelay.web.recruiter.contact import contact_words
from careerrelay.web.recruiter.files import files_section
from careerrelay.web.recruiter.notes import notes_section
from careerrelay.web.recruiter.record_section import record_section
from careerrelay.web.recruiter.segments import candidate_tags
from careerrelay.web.recruiter.timeline import timeline_section
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.said import say_done

DECISIONS = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def one_candidate(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    return _show_candidate(request, candidate_id)


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_POST
def decide(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """A status that mixed rejection and withdrawal is settled by a human being."""
    application = application_to_change(
        organization_id=request.member.organization_id, application_id=application_id
    )
    state = request.POST.get("state", "")
    if application is None or state not in DECISIONS:
        raise Http404
    try:
        decide_application(
            application, state=ApplicationState(state), actor=request.member.actor, at=clock.now()
        )
    except Refusal as refused:
        return _show_candidate(request, application.candidate_id, refusal=refused)
    name = application.candidate.name or _("氏名なし")
    if state == ApplicationState.REJECTED:
        said = _("%(name)sさんの応募を、お見送りにしました。まだ本人には伝えていません。")
    else:
        said = _("%(name)sさんの応募を、辞退にしました。お見送り連絡は送りません。")
    say_done(request, said % {"name": name})
    return redirect("recruiter:candidate", application.candidate_id)


def _lead_to_kept(candidate_id: UUID, *, organization_id: UUID, at: datetime) -> HttpResponse:
    """An old address leads to the record that this one became part of, if that may be seen; that of somebody who is
    set aside to the page on which they can be kept."""
    if set_aside().filter(organization_id=organization_id, candidate_id=candidate_id).exists():
        return redirect(f"{reverse('recruiter:retention')}#aside")
    kept_id = kept_id_of(candidate_id, organization_id=organization_id)
    if kept_id is None or shown_candidate(kept_id, organization_id=organization_id, at=at) is None:
        raise Http404
    return redirect("recruiter:candidate", kept_id)


def _show_candidate(
    request: MemberRequest, candidate_id: UUID, *, refusal: Refusal | None = None
) -> HttpResponse:
    organization_id, at = request.member.organization_id, clock.now()
    candidate = shown_candidate(candidate_id, organization_id=organization_id, at=at)
    if candidate is None:
        return _lead_to_kept(candidate_id, organization_id=organization_id, at=at)
    note_sight(request, "see_record", [candidate.id])
    applications = list(candidate.applications.all())
    is_in_pool = is_in_pool_now(candidate.id, organization_id=organization_id, at=at)
    names = names_of_members(organization_id=organization_id)
    context = {
        "candidate": candidate,
        **record_section(
            candidate,
            names=names,
            is_in_pool=is_in_pool,
            may_edit=request.member.may[Permission.EDIT_CANDIDATES],
            at=at,
        ),
        "applications": applications,
        "application_rows": applications_section(applications, reader_id=request.member.user_id),
        "noted": notes_section(candidate, reader_id=request.member.user_id, names=names),
        "files": files_section(candidate),
        "is_in_pool": is_in_pool,
        "contact": contact_words(
            reach_of_candidate(candidate.id, organization_id=organization_id) if is_in_pool else Reach(),
            at=at,
        ),
        "newest": timeline_section(candidate, applications, is_in_pool=is_in_pool, at=at),
        "refusal": refusal,
        **candidate_tags(candidate.id),
    }
    return show(request, "recruiter/candidate.html", context, status=422 if refusal else 200)
