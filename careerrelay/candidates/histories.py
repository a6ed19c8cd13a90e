"""Change what somebody did and can do: one kind of history at a time, as a whole. In the organization's scope."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.editing import ChangedMeanwhile
from careerrelay.candidates.freshness import confirm_fields
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Candidate,
    CandidateSkill,
    Employment,
    LanguageSkill,
    Qualification,
    Schooling,
)
from careerrelay.candidates.rules.facts import mark_of
from careerrelay.candidates.rules.freshness import confirmer_member
from careerrelay.candidates.rules.histories import COLUMNS, MONTHS, Row, read_rows
from careerrelay.candidates.rules.skills import KnownSkill, known_skills, skill_of_key
from careerrelay.core.actor import Actor
from careerrelay.text.months import written_month

MODELS: dict[str, type[models.Model]] = {
    "employments": Employment,
    "schoolings": Schooling,
    "languages": LanguageSkill,
    "qualifications": Qualification,
    "skills": CandidateSkill,
}
_NEWEST_FIRST = {"employments": "started_on", "schoolings": "ended_on", "qualifications": "obtained_on"}


def history_rows(candidate: Candidate, kind: str) -> list[Any]:
    """The newest first where there are days, those without last; else as they were entered."""
    rows = sorted(getattr(candidate, kind).all(), key=lambda row: row.id)
    column = _NEWEST_FIRST.get(kind)
    if column is None:
        return rows
    dated = [row for row in rows if getattr(row, column) is not None]
    undated = [row for row in rows if getattr(row, column) is None]
    return [*sorted(dated, key=lambda row: getattr(row, column), reverse=True), *undated]


def history_as_text(candidate: Candidate, kind: str) -> list[dict[str, str]]:
    return [_as_text(kind, row) for row in history_rows(candidate, kind)]


def mark_of_history(rows: Sequence[Row]) -> str:
    return mark_of(json.dumps(rows, ensure_ascii=False, sort_keys=True))


def change_history(
    candidate_id: UUID,
    *,
    organization_id: UUID,
    kind: str,
    rows: Sequence[Row],
    seen: str,
    actor: Actor,
    at: datetime,
) -> bool:
    """Whether it is different now. Rows that are as they were stay untouched; blank ones go.

    Raises: UnfitRows, ChangedMeanwhile (`seen` is the mark of what the form showed); then nothing is stored.
    """
    candidate = Candidate.objects.select_for_update().get(organization_id=organization_id, id=candidate_id)
    held = history_rows(candidate, kind)
    now = [_as_text(kind, row) for row in held]
    read = read_rows(kind, rows)
    is_changed = _replace(candidate, kind, held=held, read=read, is_seen=mark_of_history(now) == seen)
    if is_changed:
        Candidate.objects.filter(organization_id=organization_id, id=candidate.id).update(updated_at=at)
        if actor.id is not None:
            confirm_fields(
                organization_id=organization_id,
                candidate_ids=[candidate.id],
                fields=[kind],
                by=confirmer_member(actor.id),
                at=at,
            )
        index_candidates(organization_id=organization_id, candidate_ids=[candidate.id])
        record_deed(f"change_{kind}", of=candidate, actor=actor, at=at)
    return is_changed


def found_skills(candidate: Candidate) -> list[KnownSkill]:
    """Skills that the person's words and files speak of and that are not written down yet."""
    texts = [candidate.background, candidate.title, candidate.education]
    for employment in candidate.employments.all():
        texts += [employment.title, employment.duties]
    texts += candidate.files.order_by("uploaded_at", "id").values_list("text", flat=True)
    held = {skill.key for skill in candidate.skills.all()}
    found = dict.fromkeys(key for text in texts for key in known_skills(text))
    return [skill for key in found if key not in held and (skill := skill_of_key(key)) is not None]


def _replace(
    candidate: Candidate, kind: str, *, held: list[Any], read: list[tuple[Row, dict[str, Any]]], is_seen: bool
) -> bool:
    model: Any = MODELS[kind]
    left = [(_as_text(kind, row), row.id) for row in held]
    added = []
    for row, values in read:
        same = next((one for one in left if one[0] == _plain(kind, row)), None)
        if same is None:
            added.append(values)
        else:
            left.remove(same)
    if not added and not left:
        return False
    if not is_seen:
        raise ChangedMeanwhile
    model.objects.filter(id__in=[row_id for _, row_id in left]).delete()
    model.objects.bulk_create(
        model(organization_id=candidate.organization_id, candidate=candidate, **values) for values in added
    )
    return True


def _as_text(kind: str, row: Any) -> dict[str, str]:
    texts: dict[str, str] = {}
    for column in COLUMNS[kind]:
        value = getattr(row, column)
        texts[column] = written_month(value) if column in MONTHS else "" if value is None else str(value)
    return texts


def _plain(kind: str, row: Row) -> dict[str, str]:
    """As a browser gives back what it was shown."""
    return {column: row.get(column, "").replace("\r\n", "\n").strip() for column in COLUMNS[kind]}
