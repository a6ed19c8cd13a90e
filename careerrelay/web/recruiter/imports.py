"""取り込み: a file or a pasted table, what we understood of it, and a report by line number."""

from contextlib import suppress
from datetime import timedelta
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.cancelling import ImportNotRunning, cancel_import
from careerrelay.candidates.choosing import keep_unknown_table
from careerrelay.candidates.discarding import discard_file
from careerrelay.candidates.importing import receive_file
from careerrelay.candidates.models import Import, ImportRefusal, ImportState
from careerrelay.candidates.queries import import_in_scope, list_imports
from careerrelay.candidates.remembering import reuse_columns
from careerrelay.candidates.rules.aliases import REFUSAL_HEADINGS
from careerrelay.candidates.rules.columns import NoKnownColumn
from careerrelay.candidates.rules.exporting import export_csv
from careerrelay.candidates.undoing import UNDO_DAYS
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.undoing import undo_import
from careerrelay.web.recruiter.import_progress import progress_of
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import is_japanese

PER_PAGE = 50
UPLOAD_BYTES_MAX = 50_000_000


class NothingSent(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="ファイルを選ぶか、表を貼り付けてください。", en="Choose a file, or paste a table."
        )


class UploadTooLarge(Refusal):
    def __init__(self) -> None:
        megabytes = UPLOAD_BYTES_MAX // 1_000_000
        super().__init__(
            ja=f"ファイルが{megabytes}MBを超えています。期間を分けて書き出し、1つずつ取り込んでください。",
            en=f"The file is larger than {megabytes} MB. Export it in parts and import them one by one.",
        )


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_safe
def list_of_imports(request: MemberRequest) -> HttpResponse:
    found = list_imports(organization_id=request.member.organization_id)
    files = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "recruiter/imports.html", {"files": files})


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: MemberRequest) -> HttpResponse:
    """Kept until it is imported or discarded; a file that cannot be read is refused here and not kept."""
    if request.method != "POST":
        return show(request, "recruiter/new_import.html", {"step": "file"})
    try:
        received = _received(request)
    except Refusal as refused:
        context = {"refusal": refused, "pasted": request.POST.get("pasted", ""), "step": "file"}
        return show(request, "recruiter/new_import.html", context, status=422)
    return redirect("recruiter:import_reading", received.id)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_safe
def one_import(request: MemberRequest, import_id: UUID) -> HttpResponse:
    found = _import_or_404(request, import_id)
    if found.state == ImportState.UPLOADED:
        return redirect("recruiter:import_reading", found.id)
    if found.state == ImportState.RUNNING:
        return _show_progress(request, found)
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _show_result(request, found)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_POST
def discard(request: MemberRequest, import_id: UUID) -> HttpResponse:
    found = _import_or_404(request, import_id)
    try:
        discard_file(found, actor=request.member.actor, at=clock.now())
    except Refusal:
        # It began meanwhile: the page of the import says how it stands.
        return redirect("recruiter:import", import_id)
    say_done(request, _("「%(name)s」を消しました。何も取り込んでいません。") % {"name": found.filename})
    return redirect("recruiter:imports")


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_POST
def cancellation(request: MemberRequest, import_id: UUID) -> HttpResponse:
    found = _import_or_404(request, import_id)
    # Over already, or never begun: its page says so.
    with suppress(ImportNotRunning):
        cancel_import(found, actor=request.member.actor, at=clock.now())
    return redirect("recruiter:import", import_id)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_POST
def undoing(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """422 when something depends on it by now: nothing was taken back."""
    found = _import_or_404(request, import_id)
    if found.state in (ImportState.UPLOADED, ImportState.RUNNING):
        return redirect("recruiter:import", import_id)
    try:
        undo_import(found, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_result(request, found, refusal=refused)
    say_done(request, _("「%(name)s」の取り込みを元に戻しました。") % {"name": found.filename})
    return redirect("recruiter:import", import_id)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_safe
def refused_rows(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """The refused rows in the file's own layout. The reason stands in front: behind, it would hide a row that has
    more cells than there are headings."""
    found = _import_or_404(request, import_id)
    refusals = list(ImportRefusal.objects.filter(from_import=found).order_by("line_number"))
    rows = [[REFUSAL_HEADINGS[0 if is_japanese() else 1], *found.headings]]
    rows += [[_reason(one), *one.cells] for one in refusals]
    exported = export_csv(rows, encoding="utf-8-sig")
    response = HttpResponse(exported.content, content_type="text/csv; charset=utf-8")
    stem = found.filename.rpartition(".")[0] or found.filename
    name = _("%(name)s_直す行.csv") % {"name": stem}
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _received(request: MemberRequest) -> Import:
    """A table whose headings we do not know is kept too: the next pages ask what its columns are."""
    filename, content = _sent_by(request)
    sent: dict[str, Any] = {
        "organization_id": request.member.organization_id,
        "filename": filename,
        "content": content,
        "actor": request.member.actor,
        "at": clock.now(),
    }
    try:
        received = receive_file(**sent)
    except NoKnownColumn:
        received = keep_unknown_table(**sent)
    reuse_columns(received, actor=request.member.actor, at=clock.now())
    return received


def _sent_by(request: HttpRequest) -> tuple[str, bytes | BinaryIO]:
    """Raises: NothingSent, UploadTooLarge."""
    uploaded = request.FILES.get("file")
    if uploaded is not None:
        if (uploaded.size or 0) > UPLOAD_BYTES_MAX:
            raise UploadTooLarge
        return uploaded.name or "", cast("BinaryIO", uploaded.file)
    pasted = request.POST.get("pasted", "")
    if not pasted.strip():
        raise NothingSent
    return _("貼り付けた表"), pasted.encode()


def _show_progress(request: MemberRequest, found: Import) -> HttpResponse:
    """Asked for again every two seconds; said aloud only when another tenth is done."""
    progress = progress_of(found, at=clock.now())
    context = {"found": found, "progress": progress}
    if "HX-Request" not in request.headers:
        return show(request, "recruiter/import_running.html", context)
    context |= {"is_polling": True, "is_swapped": True}
    context["is_spoken"] = request.GET.get("tenth") != str(progress.tenth)
    return show(request, "recruiter/import_progress.html", context)


def _show_result(request: MemberRequest, found: Import, *, refusal: Refusal | None = None) -> HttpResponse:
    refusals = ImportRefusal.objects.filter(from_import=found).order_by("line_number")
    is_over = found.state in (ImportState.DONE, ImportState.CANCELLED)
    last_at = found.ended_at + timedelta(days=UNDO_DAYS) if found.ended_at else None
    context = {
        "found": found,
        "refusal": refusal,
        "taken_in": found.rows_new + found.rows_changed + found.rows_unchanged,
        "unread": max(found.rows_total - found.rows_read, 0),
        "is_over": is_over,
        "can_be_undone": is_over and last_at is not None and clock.now() <= last_at and _did_anything(found),
        "undo_until": last_at,
        "refusals": Paginator(refusals, PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, "recruiter/import_result.html", context, status=422 if refusal else 200)


def _did_anything(found: Import) -> bool:
    return bool(found.rows_new or found.rows_changed)


def _import_or_404(request: MemberRequest, import_id: UUID) -> Import:
    found = import_in_scope(organization_id=request.member.organization_id, import_id=import_id)
    if found is None:
        raise Http404
    return found


def _reason(refusal: ImportRefusal) -> str:
    return refusal.ja if is_japanese() else refusal.en
