"""Deeds on many of a list: chosen, checked, pressed once; then a page of its own that says how far it is."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.members import members_in_scope, names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.models import Application, ApplicationState
from careerrelay.candidates.reasons import reasons_offered
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.pool.actions import make_tag, save_segment
from careerrelay.pool.bulk import (
    Pressed,
    cancel_bulk_deed,
    is_undoable,
    start_bulk_deed,
    undo_bulk_deed,
    whom_it_concerns,
)
from careerrelay.pool.exporting import FORMS, MEDIA, ExportGone, ExportOutdated, file_for
from careerrelay.pool.models import BulkDeed, BulkDeedKind, BulkDeedMember, BulkDeedState, TagGroup
from careerrelay.pool.people import listed_people, open_custom_fields
from careerrelay.pool.queries import bulk_deed_in_scope, open_tags, recent_bulk_deeds
from careerrelay.pool.rules.columns import OF_A_FILE, known_columns
from careerrelay.pool.rules.question import question_pairs
from careerrelay.pool.words import COLUMN_WORDS, DEED_WORDS
from careerrelay.web.recruiter.asked import question_in, reason_word
from careerrelay.web.recruiter.import_progress import Progress, measure_progress
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done

LISTED_MAX = 200
KEPT_DAYS = 30
NOTHING_NEW = 204


class NothingNamed(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="何をするかを選んでください。", en="Choose what to do.")


def deeds_for(request: MemberRequest) -> list[tuple[str, Any]]:
    """What this member may do with many; an export has a permission of its own."""
    may = request.member.may
    return [
        (kind.value, word)
        for kind, word in DEED_WORDS.items()
        if may["export_candidates" if kind == BulkDeedKind.EXPORT else "edit_candidates"]
    ]


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: MemberRequest) -> HttpResponse:
    """Who and what, before anything happens; the second form on it is what starts the deed."""
    if request.method != "POST":
        return redirect("recruiter:candidates")
    if request.POST.get("kind", "") not in {kind for kind, _word in deeds_for(request)}:
        raise Http404
    if "press" in request.POST:
        return _start(request)
    return _check(request)


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def bulk_deeds(request: MemberRequest) -> HttpResponse:
    organization_id, at = request.member.organization_id, clock.now()
    found = recent_bulk_deeds(organization_id=organization_id, since_at=at - timedelta(days=KEPT_DAYS))
    names = names_of_members(organization_id=organization_id)
    deeds = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [
        {
            "deed": deed,
            "word": DEED_WORDS[BulkDeedKind(deed.kind)],
            "by": names.get(deed.started_by, "") if deed.started_by else "",
        }
        for deed in deeds
    ]
    return show(request, "recruiter/bulk_deeds.html", {"rows": rows, "deeds": deeds})


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def one_bulk_deed(request: MemberRequest, bulk_deed_id: UUID) -> HttpResponse:
    return _show_deed(request, _deed_or_404(request, bulk_deed_id))


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def cancel(request: MemberRequest, bulk_deed_id: UUID) -> HttpResponse:
    deed = _deed_or_404(request, bulk_deed_id)
    cancel_bulk_deed(deed, actor=request.member.actor, at=clock.now())
    return redirect("recruiter:bulk_deed", deed.id)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def undo(request: MemberRequest, bulk_deed_id: UUID) -> HttpResponse:
    deed = _deed_or_404(request, bulk_deed_id)
    try:
        undo_bulk_deed(deed, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_deed(request, deed, refusal=refused)
    return redirect("recruiter:bulk_deed", deed.id)


@page(Kind.COMPANY, Permission.EXPORT_CANDIDATES)
@require_safe
def exported_file(request: MemberRequest, bulk_deed_id: UUID) -> HttpResponse:
    """Somebody else's and one that is gone answer alike."""
    deed = _deed_or_404(request, bulk_deed_id)
    try:
        found = file_for(deed, member_id=request.member.user_id, at=clock.now())
    except ExportGone as gone:
        raise Http404 from gone
    except ExportOutdated as outdated:
        return _show_deed(request, deed, refusal=outdated)
    response = HttpResponse(bytes(found.content), content_type=MEDIA[deed.arguments["form"]])
    response["Content-Disposition"] = content_disposition_header(True, found.filename) or "attachment"
    return response


def _pressed(request: MemberRequest, *, arguments: dict[str, Any], press_key: UUID) -> Pressed:
    return Pressed(
        kind=BulkDeedKind(request.POST["kind"]),
        question=question_in(request.POST).question,
        chosen_ids=None if request.POST.get("whom") == "all" else _ids_in(request.POST),
        arguments=arguments,
        press_key=press_key,
        sees_inner=request.member.may["see_evaluations"],
    )


def _ids_in(sent: QueryDict) -> list[UUID]:
    found = []
    for written in sent.getlist("person"):
        try:
            found.append(UUID(written))
        except ValueError:
            continue
    return found


def _check(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    organization_id, at = request.member.organization_id, clock.now()
    pressed = _pressed(request, arguments={}, press_key=new_id())
    ids = whom_it_concerns(pressed, sort=request.POST.get("sort", ""), organization_id=organization_id, at=at)
    if not ids and refusal is None:
        say_done(request, _("だれも選ばれていません。左の四角にチェックを入れてください。"))
        return redirect("recruiter:candidates")
    people = listed_people(ids[:LISTED_MAX], columns={"application"}, organization_id=organization_id, at=at)
    context = {
        "kind": pressed.kind,
        "word": DEED_WORDS[pressed.kind],
        "number": len(ids),
        "unfit": _unfit(pressed, ids),
        "people": people,
        "rest": len(ids) - len(people),
        "question_pairs": question_pairs(pressed.question),
        "chosen_ids": pressed.chosen_ids or [],
        "is_all": pressed.chosen_ids is None,
        "sort": request.POST.get("sort", ""),
        "press": new_id(),
        "refusal": refusal,
        **_choices(request, pressed.kind),
    }
    return show(request, "recruiter/bulk_check.html", context, status=422 if refusal else 200)


def _unfit(pressed: Pressed, ids: list[UUID]) -> int:
    """Said before: how many of them the deed cannot be done on."""
    if pressed.kind != BulkDeedKind.REJECT:
        return 0
    open_ones = Application.objects.filter(candidate_id__in=ids, state=ApplicationState.OPEN)
    return len(ids) - open_ones.values("candidate_id").distinct().count()


def _choices(request: MemberRequest, kind: BulkDeedKind) -> dict[str, Any]:
    organization_id = request.member.organization_id
    if kind in (BulkDeedKind.ADD_TAG, BulkDeedKind.REMOVE_TAG):
        return {"tags": list(open_tags(organization_id=organization_id))}
    if kind == BulkDeedKind.SET_OWNER:
        return {"owners": members_in_scope(organization_id=organization_id)}
    if kind == BulkDeedKind.REJECT:
        offered = reasons_offered(organization_id=organization_id)
        return {"reasons": [(reason.id, reason_word(reason)) for reason in offered]}
    if kind == BulkDeedKind.EXPORT:
        custom = open_custom_fields(organization_id=organization_id)
        columns = [
            {"key": key, "word": word, "is_chosen": key in OF_A_FILE}
            for key, word in COLUMN_WORDS.items()
            if key != "evaluations" or request.member.may["see_evaluations"]
        ]
        columns += [
            {"key": f"custom.{one.id}", "word": one.name, "is_chosen": False} for one in custom.values()
        ]
        return {"file_columns": columns}
    return {}


def _start(request: MemberRequest) -> HttpResponse:
    member, at = request.member, clock.now()
    try:
        press_key = UUID(request.POST["press"])
    except ValueError as error:
        raise Http404 from error
    known = BulkDeed.objects.filter(organization_id=member.organization_id, press_key=press_key).first()
    if known is not None:
        return redirect("recruiter:bulk_deed", known.id)
    try:
        deed = start_bulk_deed(
            _pressed(request, arguments=_arguments(request), press_key=press_key),
            sort=request.POST.get("sort", ""),
            organization_id=member.organization_id,
            actor=member.actor,
            at=at,
        )
    except Refusal as refused:
        return _check(request, refusal=refused)
    return redirect("recruiter:bulk_deed", deed.id)


def _arguments(request: MemberRequest) -> dict[str, Any]:
    """Raises: NothingNamed, UnfitName, NameTaken."""
    member, sent = request.member, request.POST
    kind, argument, name = sent["kind"], sent.get("argument", ""), sent.get("name", "")
    named: dict[str, Any] = {
        "organization_id": member.organization_id,
        "actor": member.actor,
        "at": clock.now(),
    }
    if kind == BulkDeedKind.FREEZE:
        question = question_in(sent).question
        return {"segment": str(save_segment(name=name, question=question, is_frozen=True, **named).id)}
    if kind == BulkDeedKind.ADD_TAG and name.strip():
        return {"tag": str(make_tag(group=TagGroup.FREE, name=name, **named).id)}
    allowed = _allowed(request, BulkDeedKind(kind))
    if kind == BulkDeedKind.EXPORT:
        return _export_arguments(request)
    if kind == BulkDeedKind.LABELS_TO_TAGS:
        return {}
    if argument not in allowed:
        raise NothingNamed
    key = {"add_tag": "tag", "remove_tag": "tag", "set_owner": "owner", "reject": "reason"}[kind]
    return {key: argument}


def _allowed(request: MemberRequest, kind: BulkDeedKind) -> set[str]:
    choices = _choices(request, kind)
    allowed = {str(tag.id) for tag in choices.get("tags", [])}
    allowed |= {str(reason_id) for reason_id, _word in choices.get("reasons", [])}
    if kind == BulkDeedKind.SET_OWNER:
        allowed |= {"", *(str(owner.user_id) for owner in choices["owners"])}
    if kind == BulkDeedKind.REJECT:
        allowed.add("")
    return allowed


def _export_arguments(request: MemberRequest) -> dict[str, Any]:
    member = request.member
    custom = open_custom_fields(organization_id=member.organization_id)
    columns = known_columns(
        request.POST.getlist("column"),
        custom_ids=[str(field_id) for field_id in custom],
        may_see_evaluations=member.may["see_evaluations"],
    )
    form = request.POST.get("form", "")
    return {
        "columns": list(columns or OF_A_FILE),
        "form": form if form in FORMS else "csv",
        "language": get_language() or "ja",
        "stem": _("候補者_%(day)s") % {"day": f"{day_in_japan(clock.now()):%Y%m%d}"},
    }


def _deed_or_404(request: MemberRequest, bulk_deed_id: UUID) -> BulkDeed:
    found = bulk_deed_in_scope(organization_id=request.member.organization_id, bulk_deed_id=bulk_deed_id)
    if found is None:
        raise Http404
    return found


def _progress_of(deed: BulkDeed, members: int, *, at: datetime) -> Progress:
    """Of an undoing nobody wrote down when it began: it has no rate."""
    total = len(deed.candidate_ids)
    if deed.state == BulkDeedState.UNDOING:
        return measure_progress(total - min(members, total), total, since_at=at, at=at)
    return measure_progress(deed.position, total, since_at=deed.started_at, at=at)


def _show_deed(request: MemberRequest, deed: BulkDeed, *, refusal: Refusal | None = None) -> HttpResponse:
    at = clock.now()
    members = BulkDeedMember.objects.filter(bulk_deed=deed)
    is_running = deed.state in (BulkDeedState.RUNNING, BulkDeedState.UNDOING)
    file = getattr(deed, "file", None)
    is_mine = deed.started_by == request.member.user_id
    context = {
        "deed": deed,
        "word": DEED_WORDS[BulkDeedKind(deed.kind)],
        "is_running": is_running,
        "progress": _progress_of(deed, members.count(), at=at) if is_running else None,
        "total": len(deed.candidate_ids),
        "done": members.filter(is_unfit=False).count(),
        "unfit": members.filter(is_unfit=True).count(),
        "may_undo": is_undoable(deed, at=at) and request.member.may["edit_candidates"],
        "file": file if file is not None and is_mine and file.expires_at > at else None,
        "list_url": f"{reverse('recruiter:candidates')}",
        "refusal": refusal,
    }
    return show(request, "recruiter/bulk_deed.html", context, status=422 if refusal else 200)
