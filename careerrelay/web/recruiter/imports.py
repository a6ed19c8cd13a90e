"""取り込み: a file or a pasted table, what we understood of it, and a report by line number."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.discarding import discard_file
from careerrelay.candidates.importing import look_at, receive_file, start_import
from careerrelay.candidates.models import Import, ImportRefusal, ImportState
from careerrelay.candidates.queries import import_in_scope, list_imports
from careerrelay.candidates.rules.decoding import ENCODINGS
from careerrelay.candidates.rules.exporting import export_csv
from careerrelay.candidates.rules.fields import Field
from careerrelay.candidates.rules.reading import Reading
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.understood import column_rows, facts_of, previewed_rows, tally_of
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import is_japanese

PER_PAGE = 50
UPLOAD_BYTES_MAX = 50_000_000
NOTHING_NEW = 204


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
        return show(request, "recruiter/new_import.html")
    try:
        filename, content = _sent_by(request)
        received = receive_file(
            organization_id=request.member.organization_id,
            filename=filename,
            content=content,
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        context = {"refusal": refused, "pasted": request.POST.get("pasted", "")}
        return show(request, "recruiter/new_import.html", context, status=422)
    return redirect("recruiter:import", received.id)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: MemberRequest, import_id: UUID) -> HttpResponse:
    found = _import_or_404(request, import_id)
    if request.method == "POST":
        return _start_or_look_again(request, found)
    if found.state == ImportState.UPLOADED:
        return _show_preview(request, found)
    if found.state == ImportState.RUNNING:
        is_polling = "HX-Request" in request.headers
        return (
            HttpResponse(status=NOTHING_NEW)
            if is_polling
            else show(request, "recruiter/import_running.html", {"found": found})
        )
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
@require_safe
def refused_rows(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """The refused rows in the file's own layout. The reason stands in front: behind, it would hide a row that has
    more cells than there are headings."""
    found = _import_or_404(request, import_id)
    refusals = list(ImportRefusal.objects.filter(from_import=found).order_by("line_number"))
    rows = [[_("取り込めなかった理由"), *found.headings]]
    rows += [[_reason(one), *one.cells] for one in refusals]
    exported = export_csv(rows, encoding="utf-8-sig")
    response = HttpResponse(exported.content, content_type="text/csv; charset=utf-8")
    stem = found.filename.rpartition(".")[0] or found.filename
    name = _("%(name)s_直す行.csv") % {"name": stem}
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _sent_by(request: HttpRequest) -> tuple[str, bytes]:
    """Raises: NothingSent, UploadTooLarge."""
    uploaded = request.FILES.get("file")
    if uploaded is not None:
        if (uploaded.size or 0) > UPLOAD_BYTES_MAX:
            raise UploadTooLarge
        return uploaded.name or "", uploaded.read()
    pasted = request.POST.get("pasted", "")
    if not pasted.strip():
        raise NothingSent
    return _("貼り付けた表"), pasted.encode()


def _start_or_look_again(request: MemberRequest, found: Import) -> HttpResponse:
    """What the page showed and was not changed is our guess; what was changed is a choice."""
    encoding, choices = _encoding_in(request.POST), _choices_in(request.POST)
    if found.state != ImportState.UPLOADED:
        return redirect("recruiter:import", found.id)
    if "look" in request.POST:
        query = {"encoding": encoding} if encoding else {}
        query |= {f"c{index}": field or "" for index, field in sorted(choices.items())}
        return redirect(f"{reverse('recruiter:import', args=[found.id])}?{urlencode(query)}")
    try:
        look_at(found, encoding=encoding, columns=choices)
        start_import(
            found,
            encoding=encoding or found.encoding,
            columns=choices,
            rejected_are_untold="untold" in request.POST,
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_preview(request, found, refusal=refused)
    return redirect("recruiter:import", found.id)


def _show_preview(request: MemberRequest, found: Import, *, refusal: Refusal | None = None) -> HttpResponse:
    """422 when the file cannot be read in the chosen way; the choice can be changed on the same page."""
    sent = request.POST if request.method == "POST" else request.GET
    encoding, choices = _encoding_in(sent), _choices_in(sent)
    reading: Reading | None = None
    try:
        reading = look_at(found, encoding=encoding, columns=choices)
    except Refusal as refused:
        refusal = refusal or refused
    context: dict[str, Any] = {
        "found": found,
        "reading": reading,
        "encodings": ENCODINGS if found.encoding else {},
        "encoding": encoding or found.encoding,
        "choices": [(index, field or "") for index, field in sorted(choices.items())],
        "is_untold": "untold" in sent,
        "refusal": refusal,
        "twin": _same_file(found),
    }
    if reading is not None:
        context |= {
            "facts": facts_of(found, reading),
            "columns": column_rows(reading, chosen=choices.keys()),
            "fields": list(Field),
            "previewed": previewed_rows(reading),
            "tally": tally_of(reading),
            "refused": reading.refused[:PER_PAGE],
        }
    return show(request, "recruiter/import_preview.html", context, status=422 if refusal else 200)


def _show_result(request: MemberRequest, found: Import) -> HttpResponse:
    refusals = ImportRefusal.objects.filter(from_import=found).order_by("line_number")
    context = {
        "found": found,
        "taken_in": found.rows_total - found.rows_refused,
        "refusals": Paginator(refusals, PER_PAGE).get_page(request.GET.get("page")),
    }
    return show(request, "recruiter/import_result.html", context)


def _import_or_404(request: MemberRequest, import_id: UUID) -> Import:
    found = import_in_scope(organization_id=request.member.organization_id, import_id=import_id)
    if found is None:
        raise Http404
    return found


def _same_file(found: Import) -> Import | None:
    """The same bytes, taken in before."""
    earlier = list_imports(organization_id=found.organization_id).filter(
        content_hash=bytes(found.content_hash), state=ImportState.DONE
    )
    return earlier.first()


def _encoding_in(sent: QueryDict) -> str | None:
    written = sent.get("encoding", "")
    return written if written in ENCODINGS else None


def _choices_in(sent: QueryDict) -> dict[int, Field | None]:
    """`c3=address`: column 3 is that. `k3` is what the page showed there: unchanged, it is no choice."""
    choices: dict[int, Field | None] = {}
    for key, found in sent.items():
        written = str(found)
        index = key.removeprefix("c")
        if not (key.startswith("c") and index.isascii() and index.isdigit() and len(index) <= 5):
            continue
        if written in _FIELDS and written != sent.get(f"k{index}"):
            choices[int(index)] = _FIELDS[written]
    return choices


_FIELDS: Mapping[str, Field | None] = {"": None, **{field.value: field for field in Field}}


def _reason(refusal: ImportRefusal) -> str:
    return refusal.ja if is_japanese() else refusal.en
