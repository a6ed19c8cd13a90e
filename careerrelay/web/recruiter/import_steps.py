"""取り込みの手順: how a file is read, what its columns are, who needs a decision, then the start. Each step is a page of
its own, and what was chosen is kept with the file: back, reload and another day lose nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.choosing import (
    choose_columns,
    choose_reading,
    choose_word_ends,
    glance_at_import,
    kept_choices,
    kept_word_ends,
    targets_of,
)
from careerrelay.candidates.forecasting import ask_for_forecast, forecast_of
from careerrelay.candidates.importing import ImportAlreadyStarted, start_import
from careerrelay.candidates.models import Import, ImportState
from careerrelay.candidates.queries import import_in_scope, list_imports
from careerrelay.candidates.remembering import (
    forget_columns,
    recall_columns,
    recall_word_ends,
    remember_columns,
    remembered_columns,
)
from careerrelay.candidates.rules.aliases import SOURCES, detect_source
from careerrelay.candidates.rules.columns import Target
from careerrelay.candidates.rules.decoding import ENCODINGS
from careerrelay.candidates.rules.findings import LISTED_MAX
from careerrelay.candidates.rules.glances import Glance
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.undoing import UNDO_DAYS
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.import_findings import (
    ENDS_OF_WORDS,
    PAIRS_SHOWN_MAX,
    alike_pairs,
    asked_words_in,
    forecast_for,
    outcomes_in,
    remarks_in,
)
from careerrelay.web.recruiter.import_progress import forecast_progress
from careerrelay.web.recruiter.understood import (
    column_rows,
    facts_of,
    heading_lines,
    needs_a_look,
    previewed_rows,
    raw_preview,
    system_words,
    target_groups,
    unread_headings,
)
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done

REFUSED_SHOWN = 5
WORD_CHARACTERS_MAX = 500
NEXT = {
    "columns": "recruiter:import_columns",
    "decisions": "recruiter:import_decisions",
    "check": "recruiter:import_check",
}

Step = Callable[[MemberRequest, Import], HttpResponse]
KnownStep = Callable[[MemberRequest, Import, Glance], HttpResponse]


def step(view: Step) -> Callable[[MemberRequest, UUID], HttpResponse]:
    """Of a file that waits: once the import began, its own page says how it stands."""

    @wraps(view)
    def waiting(request: MemberRequest, import_id: UUID) -> HttpResponse:
        found = import_in_scope(organization_id=request.member.organization_id, import_id=import_id)
        if found is None:
            raise Http404
        if found.state != ImportState.UPLOADED:
            return redirect("recruiter:import", found.id)
        return view(request, found)

    return waiting


def known_step(view: KnownStep) -> Step:
    """Of a file in which people can be told apart: else its columns must be chosen first."""

    @wraps(view)
    def knowing(request: MemberRequest, found: Import) -> HttpResponse:
        glance = glance_at_import(found)
        if not glance.mapping.tells_people_apart:
            return redirect("recruiter:import_columns", found.id)
        return view(request, found, glance)

    return knowing


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
@step
def reading(request: MemberRequest, found: Import) -> HttpResponse:
    if request.method != "POST":
        return _show_reading(request, found)
    try:
        choose_reading(found, **_reading_in(request.POST, found), actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_reading(request, found, refusal=refused)
    return _to_next_step(request, found, here="recruiter:import_reading")


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
@step
def columns(request: MemberRequest, found: Import) -> HttpResponse:
    if request.method != "POST":
        return _show_columns(request, found, choices=kept_choices(found))
    choices = _choices_in(request.POST, found)
    try:
        choose_columns(found, columns=choices, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_columns(request, found, choices=choices, refusal=refused)
    return _to_next_step(request, found, here="recruiter:import_columns")


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_POST
@step
def forgotten_columns(request: MemberRequest, found: Import) -> HttpResponse:
    """Back to our guess; what was remembered for this source goes too."""
    headings = glance_at_import(found).headings
    actor, at = request.member.actor, clock.now()
    was_remembered = forget_columns(found, headings, actor=actor, at=at)
    choose_word_ends(found, word_ends={}, actor=actor, at=at)
    choose_columns(found, columns={}, actor=actor, at=at)
    say_done(
        request,
        _("列の選び方を忘れました。こちらの推測に戻しています。")
        if was_remembered
        else _("列をこちらの推測に戻しました。"),
    )
    return redirect("recruiter:import_columns", found.id)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
@step
@known_step
def decisions(request: MemberRequest, found: Import, glance: Glance) -> HttpResponse:
    """Rows that somebody must look at: how they ended, who they are, or what cannot be read in them. What a word of
    the file means is decided here once for all rows that say it."""
    if request.method == "POST":
        actor, at = request.member.actor, clock.now()
        choose_word_ends(found, word_ends=_word_ends_in(request.POST), actor=actor, at=at)
        return _to_next_step(request, found, here="recruiter:import_decisions")
    return _show_findings(request, found, glance, template="recruiter/import_decisions.html")


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
def forecast(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """How far a worker came who counts a large file; POST asks for it, or once more. Without the file's bytes: it is
    asked every two seconds."""
    found = list_imports(organization_id=request.member.organization_id).filter(id=import_id).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        if found.state == ImportState.UPLOADED:
            ask_for_forecast(found, again=True, actor=request.member.actor, at=clock.now())
        return redirect("recruiter:import_decisions", found.id)
    asked = forecast_of(found)
    if "HX-Request" not in request.headers:
        return redirect("recruiter:import_decisions", found.id)
    if asked is None or asked.ended_at is not None or found.state != ImportState.UPLOADED:
        return HttpResponse(headers={"HX-Refresh": "true"})
    progress = forecast_progress(asked, at=clock.now())
    context = {"found": found, "progress": progress, "is_swapped": True}
    context["is_spoken"] = request.GET.get("tenth") != str(progress.tenth)
    return show(request, "recruiter/import_forecast.html", context)


@page(Kind.COMPANY, Permission.IMPORT_APPLICANTS)
@require_http_methods(["GET", "HEAD", "POST"])
@step
@known_step
def check(request: MemberRequest, found: Import, glance: Glance) -> HttpResponse:
    if request.method != "POST":
        return _show_findings(request, found, glance, template="recruiter/import_check.html")
    at = clock.now()
    try:
        start_import(
            found,
            encoding=found.encoding,
            rejected_are_untold="untold" in request.POST,
            actor=request.member.actor,
            at=at,
        )
    except ImportAlreadyStarted:
        return redirect("recruiter:import", found.id)
    remember_columns(found, glance.headings, at=at)
    return redirect("recruiter:import", found.id)


def _show_reading(request: MemberRequest, found: Import, *, refusal: Refusal | None = None) -> HttpResponse:
    """422 when the file cannot be read in the chosen way; what was chosen stays in the form."""
    glance = glance_at_import(found) if refusal is None else None
    sent = request.POST
    context: dict[str, Any] = {
        "found": found,
        "step": "reading",
        "refusal": refusal,
        "encodings": ENCODINGS if found.encoding else {},
        "encoding": sent.get("encoding") or found.encoding,
        "systems": system_words(),
        "system": sent.get("system") or found.system,
        "twin": _same_file(found),
        "glance": glance,
    }
    if glance is None:
        context["lines"] = heading_lines(glance_at_import(found), chosen=_number(sent.get("header_line")))
    else:
        context |= {
            "lines": heading_lines(glance, chosen=glance.header_line),
            "facts": facts_of(found, glance),
            "previewed": previewed_rows(glance),
            "raw": raw_preview(glance),
            "refused": glance.refused[:REFUSED_SHOWN],
            "needs_a_look": needs_a_look(glance),
            "remembered": _remembered(found, glance),
        }
    return show(request, "recruiter/import_reading.html", context, status=422 if refusal else 200)


def _show_columns(
    request: MemberRequest,
    found: Import,
    *,
    choices: dict[int, Target | None],
    refusal: Refusal | None = None,
) -> HttpResponse:
    glance = glance_at_import(found, columns=choices)
    targets = targets_of(found.organization_id)
    context = {
        "found": found,
        "step": "columns",
        "refusal": refusal,
        "glance": glance,
        "columns": column_rows(glance, chosen=choices.keys()),
        "groups": target_groups(targets),
        "remembered": _remembered(found, glance),
        "has_choices": bool(choices),
    }
    return show(request, "recruiter/import_columns.html", context, status=422 if refusal else 200)


def _to_next_step(request: MemberRequest, found: Import, *, here: str) -> HttpResponse:
    """A large file is counted while somebody looks at the next page."""
    wanted = request.POST.get("next", "")
    if wanted in ("decisions", "check") and glance_at_import(found).mapping.tells_people_apart:
        ask_for_forecast(found, actor=request.member.actor, at=clock.now())
    return redirect(NEXT.get(wanted, here), found.id)


def _show_findings(request: MemberRequest, found: Import, glance: Glance, *, template: str) -> HttpResponse:
    """The whole file is read for it: at once where that is quick, else by a worker, when it is asked for."""
    organization_id, at = request.member.organization_id, clock.now()
    context: dict[str, Any] = {
        "found": found,
        "step": template.rpartition("_")[2].removesuffix(".html"),
        "twin": _same_file(found),
        "listed_max": LISTED_MAX,
        "pairs_max": PAIRS_SHOWN_MAX,
        "undo_days": UNDO_DAYS,
        "barred": glance.mapping.barred,
        "unread": unread_headings(glance),
        "evaluations": glance.mapping.holds_evaluations,
        "remembered": _remembered(found, glance),
    }
    try:
        forecast = forecast_for(found, at=at)
    except Refusal as refused:
        return show(request, template, context | {"refusal": refused}, status=422)
    context |= {"forecast": forecast, "findings": forecast.findings, "progress": forecast.progress}
    if forecast.findings is not None:
        asked_words = asked_words_in(forecast.findings, chosen=kept_word_ends(found))
        context |= {
            "outcomes": outcomes_in(forecast.findings),
            "remarks": remarks_in(forecast.findings),
            "asked_words": asked_words,
            "open_word": next((one for one in asked_words if not one.end), None),
            "pairs": alike_pairs(forecast.findings, organization_id=organization_id, at=at),
        }
    return show(request, template, context)


def _remembered(found: Import, glance: Glance) -> Any:
    """What was remembered for this source, when it is what the file is read by."""
    recalled = recall_columns(found, glance.headings), recall_word_ends(found, glance.headings)
    is_used = any(recalled) and recalled == (kept_choices(found), kept_word_ends(found))
    return remembered_columns(found, glance.headings) if is_used else None


def _same_file(found: Import) -> Import | None:
    """The same bytes, taken in before."""
    earlier = list_imports(organization_id=found.organization_id).filter(
        content_hash=bytes(found.content_hash), state=ImportState.DONE
    )
    return earlier.first()


def _reading_in(sent: QueryDict, found: Import) -> dict[str, Any]:
    """What differs from what the page showed is a choice. What we guessed is guessed anew when the rest changes."""
    glance = glance_at_import(found)
    encoding = sent.get("encoding", "")
    encoding = encoding if encoding in ENCODINGS and found.encoding else found.encoding
    line = _number(sent.get("header_line"))
    header_line = line if line and line != glance.header_line else found.header_line
    system = sent.get("system", "")
    is_guess = system not in SOURCES or (system == found.system == detect_source(glance.headings))
    is_changed = encoding != found.encoding or header_line != found.header_line
    return {
        "encoding": encoding or None,
        "header_line": header_line,
        "system": None if is_guess and is_changed else system if system in SOURCES else found.system,
    }


def _word_ends_in(sent: QueryDict) -> dict[str, Outcome]:
    """`word` and `end` come in pairs; an empty end leaves the word to be decided person by person."""
    pairs = zip(sent.getlist("word"), sent.getlist("end"), strict=False)
    return {word[:WORD_CHARACTERS_MAX]: Outcome(end) for word, end in pairs if end in ENDS_OF_WORDS}


def _number(written: str | None) -> int | None:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) <= 4 else None


def _choices_in(sent: QueryDict, found: Import) -> dict[int, Target | None]:
    """`c3=address`: column 3 is that. Where the page said so already, it is a choice only if it was one before."""
    targets = targets_of(found.organization_id)
    choices = kept_choices(found)
    for column in glance_at_import(found).mapping.columns:
        word = sent.get(f"c{column.index}")
        if word is None or column.barred or (word and word not in targets):
            continue
        target = targets[word] if word else None
        if target != column.target:
            choices[column.index] = target
    return choices
