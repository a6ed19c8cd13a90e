"""応募書類: put in, listed with how reading went, handed on as a download, deleted. Never shown inline.

Seen on the candidate's page; the page here is the same list with the form, for errors and without scripts.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.files import FILES_MAX, delete_file, file_in_scope, files_of, keep_file
from careerrelay.candidates.models import Candidate, CandidateFile, FileState
from careerrelay.candidates.rules.documents.cleaning import LEFT_OUT
from careerrelay.candidates.rules.documents.refusals import FILE_BYTES_MAX, OversizedDocument
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.applications import seen_candidate
from careerrelay.web.recruiter.templatetags.recruiting import spoken
from careerrelay.web.recruiter.words import enumerated
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.said import say_done

AT_ONCE_MAX = 10
NOTHING_NEW = 204


class NoFileSent(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="ファイルを選んでください。", en="Choose a file.")


class TooManyAtOnce(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"一度に入れられるのは{AT_ONCE_MAX}件までです。分けて入れてください。",
            en=f"At most {AT_ONCE_MAX} files at once. Send them in parts.",
        )


def files_section(candidate: Candidate) -> dict[str, Any]:
    """For `recruiter/candidate_files.html`, two queries: each file, how it stands, who put it in."""
    names = names_of_members(organization_id=candidate.organization_id)
    rows: list[dict[str, Any]] = [
        {
            "file": file,
            "by": names.get(file.uploaded_by, "") if file.uploaded_by else "",
            "left_out": enumerated(spoken(LEFT_OUT[name]) for name in file.left_out if name in LEFT_OUT),
        }
        for file in files_of(candidate)
    ]
    return {"rows": rows, "is_waiting": any(row["file"].state == FileState.WAITING for row in rows)}


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def list_of_files(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    candidate = seen_candidate(request, candidate_id)
    if "HX-Request" in request.headers and files_of(candidate).filter(state=FileState.WAITING).exists():
        return HttpResponse(status=NOTHING_NEW)
    return _show_files(request, candidate)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_files(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Each file for itself: one that is refused keeps no other from coming in."""
    candidate = seen_candidate(request, candidate_id)
    if request.method != "POST":
        return _show_files(request, candidate)
    sent = request.FILES.getlist("files")
    if not sent or len(sent) > AT_ONCE_MAX:
        refusal = TooManyAtOnce() if sent else NoFileSent()
        return _show_files(request, candidate, refused=[("", refusal)])
    refused: list[tuple[str, Refusal]] = []
    for uploaded in sent:
        try:
            if (uploaded.size or 0) > FILE_BYTES_MAX:
                raise OversizedDocument
            keep_file(
                candidate,
                filename=uploaded.name or "",
                content=uploaded.read(),
                actor=request.member.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            refused.append((uploaded.name or "", refusal))
    if refused:
        return _show_files(request, candidate, refused=refused, kept=len(sent) - len(refused))
    said = _("応募書類を%(n)s件預かりました。文字は、いま読み取っています。")
    say_done(request, said % {"n": len(sent)})
    return redirect("recruiter:candidate", candidate.id)


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def one_file(request: MemberRequest, candidate_id: UUID, file_id: UUID) -> HttpResponse:
    note_sight(request, "see_file", [candidate_id])
    return answer_with_file(_file_or_404(request, candidate_id, file_id))


def answer_with_file(file: CandidateFile) -> HttpResponse:
    """Saved, never opened: no browser may guess what it is, run what is in it or show it as a page of ours."""
    if file.state == FileState.REMOVED:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def text_of_file(request: MemberRequest, candidate_id: UUID, file_id: UUID) -> HttpResponse:
    file = _file_or_404(request, candidate_id, file_id)
    if file.state != FileState.READ:
        raise Http404
    note_sight(request, "see_file", [candidate_id])
    return show(request, "recruiter/file_text.html", {"file": file, "candidate": file.candidate})


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def file_deletion(request: MemberRequest, candidate_id: UUID, file_id: UUID) -> HttpResponse:
    """Asked once, because nothing can bring it back."""
    file = _file_or_404(request, candidate_id, file_id)
    if request.method != "POST":
        return show(request, "recruiter/file_deletion.html", {"file": file, "candidate": file.candidate})
    delete_file(file, actor=request.member.actor, at=clock.now())
    say_done(request, _("「%(name)s」を消しました。") % {"name": file.filename})
    return redirect("recruiter:candidate", candidate_id)


def _show_files(
    request: MemberRequest,
    candidate: Candidate,
    *,
    refused: list[tuple[str, Refusal]] | None = None,
    kept: int = 0,
) -> HttpResponse:
    context = {
        "candidate": candidate,
        "files": files_section(candidate),
        "refused": refused or [],
        "kept": kept,
        "files_max": FILES_MAX,
    }
    return show(request, "recruiter/files.html", context, status=422 if refused else 200)


def _file_or_404(request: MemberRequest, candidate_id: UUID, file_id: UUID) -> CandidateFile:
    """Of somebody who left neither (P08)."""
    candidate = seen_candidate(request, candidate_id)
    found = file_in_scope(organization_id=candidate.organization_id, file_id=file_id)
    if found is None or found.candidate_id != candidate.id:
        raise Http404
    found.candidate = candidate
    return found
