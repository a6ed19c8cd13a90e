"""The facts of a person: shown with who confirmed them when, changed, confirmed anew."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.custom_fields import custom_fields
from careerrelay.candidates.editing import (
    UnfitFacts,
    change_facts,
    confirm_facts,
    facts_as_text,
    held_fields,
)
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.facts import mark_of
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.pool.showing import is_in_pool_now, left_ids
from careerrelay.web.recruiter.applications import seen_candidate
from careerrelay.web.recruiter.record_fields import form_fields
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done

SEEN_CHARACTERS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Known:
    """A candidate whom the company may see; `hidden_ids` are those whom it may not."""

    candidate: Candidate
    is_in_pool: bool
    hidden_ids: frozenset[UUID]


def known_or_404(request: MemberRequest, candidate_id: UUID) -> Known:
    candidate, at = seen_candidate(request, candidate_id), clock.now()
    organization_id = candidate.organization_id
    return Known(
        candidate,
        is_in_pool_now(candidate.id, organization_id=organization_id, at=at),
        left_ids(organization_id=organization_id, at=at),
    )


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_facts(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    known = known_or_404(request, candidate_id)
    if request.method != "POST":
        return _show_form(request, known.candidate)
    typed = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    seen = seen_marks(request)
    try:
        changed = change_facts(
            known.candidate.id,
            organization_id=request.member.organization_id,
            typed=typed,
            seen=seen,
            leave_out=known.hidden_ids,
            actor=request.member.actor,
            at=clock.now(),
        )
    except UnfitFacts as refused:
        return _show_form(request, known.candidate, typed=typed, seen=seen, problems=refused.problems)
    if changed:
        count = len(changed)
        say_done(
            request,
            ngettext("%(n)d項目を保存しました。", "%(n)d項目を保存しました。", count) % {"n": count},
        )
    else:
        say_done(request, _("変わったところはありません。"))
    return redirect("recruiter:candidate", candidate_id)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def confirm(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Still right: one field, or with `all` every one that holds something."""
    known = known_or_404(request, candidate_id)
    organization_id = request.member.organization_id
    wanted = request.POST.getlist("field")
    if "all" in wanted:
        wanted = list(held_fields(known.candidate, fields=custom_fields(organization_id=organization_id)))
    confirmed = confirm_facts(known.candidate, fields=wanted, actor=request.member.actor, at=clock.now())
    if not confirmed:
        raise Http404
    count = len(confirmed)
    say_done(
        request,
        ngettext(
            "%(n)d項目を、いまも正しいと記録しました。", "%(n)d項目を、いまも正しいと記録しました。", count
        )
        % {"n": count},
    )
    return redirect("recruiter:candidate", candidate_id)


def seen_marks(request: MemberRequest) -> dict[str, str]:
    """What the form says that it showed; a broken one has seen nothing, and so overwrites nothing unasked."""
    written = request.POST.get("seen", "")
    try:
        marks = json.loads(written) if len(written) <= SEEN_CHARACTERS_MAX else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(marks, dict):
        return {}
    return {str(field): mark for field, mark in marks.items() if isinstance(mark, str)}


def _show_form(
    request: MemberRequest,
    candidate: Candidate,
    *,
    typed: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
    problems: Mapping[str, Refusal] | None = None,
) -> HttpResponse:
    organization_id = request.member.organization_id
    own = custom_fields(organization_id=organization_id)
    now = facts_as_text(candidate, fields=own)
    context = {
        "candidate": candidate,
        "fields": form_fields(
            _shown(now, typed=typed or {}, seen=seen or {}),
            now=now,
            own=own,
            problems=problems or {},
            organization_id=organization_id,
            may_change_source=_may_change_source(candidate),
        ),
        "seen": json.dumps({field: mark_of(text) for field, text in now.items()}),
        "errors": problems or {},
    }
    return show(request, "recruiter/record_edit.html", context, status=422 if problems else 200)


def _shown(now: Mapping[str, str], *, typed: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    """What was typed where somebody typed; elsewhere what stands there now, whoever wrote it."""
    return {
        field: typed[field] if field in typed and mark_of(typed[field]) != seen.get(field) else text
        for field, text in now.items()
    }


def _may_change_source(candidate: Candidate) -> bool:
    return bool(candidate.source != "self_declared" or candidate.applications.all())
