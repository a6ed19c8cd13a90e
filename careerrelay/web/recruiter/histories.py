"""Work, schools, languages, qualifications and skills of a candidate: one page for each, changed as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.editing import ChangedMeanwhile
from careerrelay.candidates.histories import (
    change_history,
    found_skills,
    history_as_text,
    mark_of_history,
)
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.histories import COLUMNS, ROWS_MAX, UnfitRows
from careerrelay.candidates.rules.skills import skill_of_key
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.applications import seen_candidate
from careerrelay.web.recruiter.record_words import COLUMN_WORDS, FACT_WORDS, HISTORY_HINTS
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import is_japanese

BLANK_ROWS = {"employments": 1, "schoolings": 1, "languages": 2, "qualifications": 2, "skills": 3}
_WIDE = frozenset({"duties"})


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_history(request: MemberRequest, candidate_id: UUID, kind: str) -> HttpResponse:
    candidate = seen_candidate(request, candidate_id)
    if request.method != "POST":
        return _show_rows(request, candidate, kind, rows=history_as_text(candidate, kind))
    rows = _typed_rows(request, kind)
    try:
        is_changed = change_history(
            candidate.id,
            organization_id=request.member.organization_id,
            kind=kind,
            rows=rows,
            seen=request.POST.get("seen", ""),
            actor=request.member.actor,
            at=clock.now(),
        )
    except UnfitRows as refused:
        seen = request.POST.get("seen", "")
        return _show_rows(request, candidate, kind, rows=rows, seen=seen, problems=refused.problems)
    except ChangedMeanwhile as refused:
        # What somebody else wrote stands below what was typed: nothing of either is lost.
        rows += [row for row in history_as_text(candidate, kind) if row not in rows]
        return _show_rows(request, candidate, kind, rows=rows, refusal=refused)
    if is_changed:
        say_done(request, _("%(what)sを保存しました。") % {"what": FACT_WORDS[kind]})
    else:
        say_done(request, _("変わったところはありません。"))
    if "more" in request.POST:
        return redirect(f"recruiter:{kind}", candidate_id)
    return redirect("recruiter:candidate", candidate_id)


def _typed_rows(request: MemberRequest, kind: str) -> list[dict[str, str]]:
    """In the order of the form; skills that were ticked come behind those that were typed."""
    columns = [request.POST.getlist(column)[: ROWS_MAX + 10] for column in COLUMNS[kind]]
    count = max((len(column) for column in columns), default=0)
    rows = [
        {
            name: column[index].replace("\r\n", "\n").strip() if index < len(column) else ""
            for name, column in zip(COLUMNS[kind], columns, strict=True)
        }
        for index in range(count)
    ]
    if kind == "skills":
        for key in request.POST.getlist("found")[:ROWS_MAX]:
            known = skill_of_key(key)
            if known is not None:
                rows.append({"name": known.ja if is_japanese() else known.en, "years": ""})
    return [row for row in rows if any(row.values())]


def _show_rows(
    request: MemberRequest,
    candidate: Candidate,
    kind: str,
    *,
    rows: Sequence[Mapping[str, str]],
    seen: str = "",
    problems: Mapping[tuple[int, str], Refusal] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    found_problems = problems or {}
    blank: dict[str, str] = dict.fromkeys(COLUMNS[kind], "")
    shown = [*rows, *([blank] * BLANK_ROWS[kind])]
    context = {
        "candidate": candidate,
        "kind": kind,
        "word": FACT_WORDS[kind],
        "hint": HISTORY_HINTS[kind],
        "rows": [_row(kind, number, row, problems=found_problems) for number, row in enumerate(shown)],
        "seen": seen or mark_of_history(history_as_text(candidate, kind)),
        "errors": {f"{column}-{number}": one for (number, column), one in found_problems.items()},
        "refusal": refusal,
        "found": found_skills(candidate) if kind == "skills" else [],
    }
    return show(request, "recruiter/history_edit.html", context, status=422 if problems or refusal else 200)


def _row(
    kind: str, number: int, row: Mapping[str, str], *, problems: Mapping[tuple[int, str], Refusal]
) -> dict[str, Any]:
    return {
        "number": number + 1,
        "cells": [
            {
                "id": f"{column}-{number}",
                "name": column,
                "label": COLUMN_WORDS[kind, column],
                "value": row.get(column, ""),
                "is_wide": column in _WIDE,
                "error": problems.get((number, column)),
            }
            for column in COLUMNS[kind]
        ],
    }
