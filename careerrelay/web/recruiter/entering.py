"""候補者を追加: people who did not apply are written down by hand or from a list. Nobody is in the pool for that."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.custom_fields import custom_fields
from careerrelay.candidates.drafting import drafts_of
from careerrelay.candidates.editing import UnfitFacts
from careerrelay.candidates.entering import WAYS_IN, AlreadyKnown, enter_candidate
from careerrelay.candidates.entering_lists import PeopleList, enter_list, look_through_list
from careerrelay.candidates.files import keep_file
from careerrelay.candidates.models import CandidateDraft
from careerrelay.candidates.proposing import ProposedFacts, propose_facts
from careerrelay.candidates.rules.documents.refusals import FILE_BYTES_MAX, OversizedDocument
from careerrelay.candidates.rules.facts import FACTS, mark_of
from careerrelay.candidates.rules.freshness import custom_field_key
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.pool.showing import left_ids
from careerrelay.web.recruiter.files import NoFileSent
from careerrelay.web.recruiter.record_fields import form_fields
from careerrelay.web.recruiter.record_words import FACT_WORDS, SOURCES
from careerrelay.web.recruiter.templatetags.recruiting import spoken
from careerrelay.web.recruiter.words import enumerated
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_candidate(request: MemberRequest) -> HttpResponse:
    """By hand, or from a document: that is read into the fields, and nothing is stored before somebody confirms."""
    organization_id = request.member.organization_id
    if request.method != "POST":
        return show_new_candidate(request, typed={"owner": str(request.member.user_id)})
    typed = typed_facts(request)
    if "read" in request.POST:
        return _read_document(request, typed=typed)
    at = clock.now()
    try:
        with transaction.atomic():
            candidate = enter_candidate(
                organization_id=organization_id,
                typed=typed,
                leave_out=left_ids(organization_id=organization_id, at=at),
                actor=request.member.actor,
                at=at,
            )
            if "document" in request.FILES:
                filename, content = _document_in(request)
                keep_file(candidate, filename=filename, content=content, actor=request.member.actor, at=at)
    except UnfitFacts as refused:
        return show_new_candidate(request, typed=typed, problems=refused.problems)
    except AlreadyKnown as refused:
        return show_new_candidate(request, typed=typed, known=refused)
    except Refusal as refused:
        return show_new_candidate(request, typed=typed, problems={"document": refused})
    name = candidate.name or _("氏名なし")
    say_done(request, _("%(name)sさんを追加しました。プールにはまだ入っていません。") % {"name": name})
    return redirect("recruiter:candidate", candidate.id)


def _read_document(request: MemberRequest, *, typed: dict[str, str]) -> HttpResponse:
    """What was typed already stays; the document fills what is empty."""
    try:
        _filename, content = _document_in(request)
        proposed = propose_facts(content)
    except Refusal as refused:
        return show_new_candidate(request, typed=typed, problems={"document": refused})
    filled = {field: text for field, text in proposed.facts.items() if not typed.get(field, "").strip()}
    return show_new_candidate(request, typed=typed | filled, proposed=proposed, filled=filled)


def _document_in(request: MemberRequest) -> tuple[str, bytes]:
    """Raises: NoFileSent, OversizedDocument."""
    sent = request.FILES.get("document")
    if sent is None:
        raise NoFileSent
    if (sent.size or 0) > FILE_BYTES_MAX:
        raise OversizedDocument
    return sent.name or "", sent.read()


def typed_facts(request: MemberRequest) -> dict[str, str]:
    own = custom_fields(organization_id=request.member.organization_id)
    names = [*FACTS, *(custom_field_key(field.id) for field in own)]
    return {name: request.POST[name] for name in names if name in request.POST}


def show_new_candidate(
    request: MemberRequest,
    *,
    typed: Mapping[str, str],
    problems: Mapping[str, Refusal] | None = None,
    known: AlreadyKnown | None = None,
    proposed: ProposedFacts | None = None,
    filled: Collection[str] = (),
    draft: CandidateDraft | None = None,
) -> HttpResponse:
    """`filled`: what a document gave, to be looked at before it is confirmed. `draft`: the one that this is of."""
    organization_id = request.member.organization_id
    fields = form_fields(
        typed,
        now={},
        own=custom_fields(organization_id=organization_id),
        problems=problems or {},
        organization_id=organization_id,
        sources=WAYS_IN,
    )
    # How we came to know somebody is asked first: it is what makes this page another one than the import.
    fields.sort(key=lambda field: field["name"] not in ("source", "source_detail"))
    for field in fields:
        field["is_proposed"] = field["name"] in filled
    context: dict[str, Any] = {
        "fields": fields,
        "errors": problems or {},
        "refusal": known,
        "proposed": proposed,
        "filled": [FACT_WORDS[name] for name in FACTS if name in filled],
        "left_out": enumerated(spoken(item) for item in proposed.left_out) if proposed else "",
        "draft": draft,
        "waiting": drafts_of(organization_id).count() if not draft else 0,
    }
    # A script that swaps the fields leaves an answer of 422 aside.
    context["is_swapped"] = "HX-Request" in request.headers
    is_error = (problems or known) and not context["is_swapped"]
    return show(request, "recruiter/new_candidate.html", context, status=422 if is_error else 200)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: MemberRequest) -> HttpResponse:
    """Many at once: pasted, looked through, and only then written down."""
    if request.method != "POST":
        return _show_list(request)
    organization_id = request.member.organization_id
    at = clock.now()
    hidden = left_ids(organization_id=organization_id, at=at)
    try:
        listed = look_through_list(
            request.POST.get("pasted", ""),
            organization_id=organization_id,
            source=request.POST.get("source", ""),
            source_detail=request.POST.get("source_detail", ""),
            leave_out=hidden,
        )
    except Refusal as refused:
        return _show_list(request, refusal=refused)
    # What was changed since it was looked through is looked through again.
    if "start" not in request.POST or request.POST.get("checked") != _mark_of_list(request):
        return _show_list(request, listed=listed)
    count = enter_list(
        listed, organization_id=organization_id, leave_out=hidden, actor=request.member.actor, at=at
    )
    said = ngettext(
        "%(n)d人を追加しました。プールにはまだ入っていません。",
        "%(n)d人を追加しました。プールにはまだ入っていません。",
        count,
    )
    say_done(request, said % {"n": count})
    return redirect("recruiter:candidates")


def _mark_of_list(request: MemberRequest) -> str:
    return mark_of("\n".join(request.POST.get(name, "") for name in ("source", "source_detail", "pasted")))


def _show_list(
    request: MemberRequest, *, listed: PeopleList | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "listed": listed,
        "checked": _mark_of_list(request) if listed else "",
        "refusal": refusal,
        "typed": request.POST,
        "sources": [(source.value, SOURCES[source]) for source in WAYS_IN],
    }
    return show(request, "recruiter/new_list.html", context, status=422 if refusal else 200)
