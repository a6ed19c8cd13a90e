"""Notes about a candidate, for recruiters: written on the candidate's page, changed and deleted by who wrote them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.models import Candidate, Note
from careerrelay.candidates.noting import delete_note, edit_note, notes_about, own_note, write_note
from careerrelay.core import clock
from careerrelay.web.recruiter.applications import seen_candidate
from careerrelay.web.recruiter.selection_forms import NoteForm
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """The form stands on the candidate's page too; here it comes back with what is missing."""
    candidate = seen_candidate(request, candidate_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        write_note(candidate, words=form.cleaned_data["words"], actor=request.member.actor, at=clock.now())
        say_done(request, _("メモを書きました。"))
        return redirect("recruiter:candidate", candidate.id)
    return _show_form(request, candidate, form)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, note_id: UUID) -> HttpResponse:
    note = _note(request, note_id)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"words": note.words})
    if request.method == "POST" and form.is_valid():
        edit_note(note, words=form.cleaned_data["words"], actor=request.member.actor, at=clock.now())
        say_done(request, _("メモを直しました。"))
        return redirect("recruiter:candidate", note.candidate_id)
    return _show_form(request, note.candidate, form, note=note)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def delete(request: MemberRequest, note_id: UUID) -> HttpResponse:
    note = _note(request, note_id)
    delete_note(note, actor=request.member.actor, at=clock.now())
    say_done(request, _("メモを消しました。"))
    return redirect("recruiter:candidate", note.candidate_id)


def notes_section(candidate: Candidate, *, reader_id: UUID, names: dict[UUID, str]) -> dict[str, Any]:
    """What `recruiter/candidate_notes.html` shows."""
    return {
        "form": NoteForm(),
        "notes": [
            {
                "note": note,
                "by": names.get(note.author_id, "") if note.author_id else "",
                "is_own": note.author_id == reader_id,
            }
            for note in notes_about(candidate)
        ],
    }


def _note(request: MemberRequest, note_id: UUID) -> Note:
    """Raises: Http404. Of somebody who left (P08) nothing is there to be edited."""
    member = request.member
    note = own_note(organization_id=member.organization_id, note_id=note_id, author_id=member.user_id)
    if note is None:
        raise Http404
    seen_candidate(request, note.candidate_id)
    return note


def _show_form(
    request: MemberRequest, candidate: Candidate, form: NoteForm, *, note: Note | None = None
) -> HttpResponse:
    context = {"candidate": candidate, "form": form, "note": note}
    return show(request, "recruiter/note_form.html", context, status=422 if form.errors else 200)
