"""The facts half of a candidate's page: what is known, when and by whom it was confirmed, what has grown old."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import pgettext

from careerrelay.candidates.custom_fields import custom_fields
from careerrelay.candidates.editing import facts_as_text
from careerrelay.candidates.entering import WAYS_IN
from careerrelay.candidates.histories import found_skills, history_rows
from careerrelay.candidates.models import Candidate, CustomField, Source
from careerrelay.candidates.rules.facts import FACTS
from careerrelay.candidates.rules.freshness import (
    IMPORT,
    PERSON,
    confirmed_moment,
    custom_field_key,
    is_stale,
    member_of_confirmer,
)
from careerrelay.candidates.rules.histories import COLUMNS
from careerrelay.web.recruiter.record_words import FACT_WORDS, SOURCES
from careerrelay.web.recruiter.words import enumerated

# Shown as `未記入` where they are empty; of the others only one line says that they are.
ALWAYS_SHOWN = ("name", "kana", "addresses", "phones", "region", "employer", "title")


def record_section(
    candidate: Candidate, *, names: Mapping[UUID, str], is_in_pool: bool, may_edit: bool, at: datetime
) -> dict[str, Any]:
    """The context of recruiter/candidate_record.html. `names`: of the members, by id."""
    prefetch_related_objects([candidate], *COLUMNS, "addresses", "phones")
    organization_id = candidate.organization_id
    own = custom_fields(organization_id=organization_id)
    facts = _facts(candidate, own=own, names=names, is_in_pool=is_in_pool, at=at)
    shown = [fact for fact in facts if fact["value"] or fact["field"] in ALWAYS_SHOWN]
    return {
        "record_facts": shown,
        "record_empty": enumerated(str(fact["term"]) for fact in facts if fact not in shown),
        "histories": _histories(candidate, names=names, is_in_pool=is_in_pool, at=at),
        "found_skills": found_skills(candidate) if may_edit else [],
        "may_edit": may_edit,
        "has_stale": any(fact["is_stale"] for fact in facts),
        "is_without_consent": candidate.source in WAYS_IN and not is_in_pool,
    }


def _facts(
    candidate: Candidate,
    *,
    own: Sequence[CustomField],
    names: Mapping[UUID, str],
    is_in_pool: bool,
    at: datetime,
) -> list[dict[str, Any]]:
    texts = facts_as_text(candidate, fields=own)
    texts["owner"] = names.get(candidate.owner_id, "") if candidate.owner_id else ""
    texts["source"] = SOURCES[_told_source(candidate, is_in_pool=is_in_pool)]
    words = {**{field: FACT_WORDS[field] for field in FACTS}}
    words.update({custom_field_key(field.id): field.name for field in own})
    return [
        {
            "field": field,
            "term": term,
            "value": texts[field],
            "is_missing": field == "addresses",
            **_confirmation(
                candidate, field, is_held=bool(texts[field]), names=names, is_in_pool=is_in_pool, at=at
            ),
        }
        for field, term in words.items()
    ]


def _told_source(candidate: Candidate, *, is_in_pool: bool) -> str:
    """That an applicant once came by themself is told while they are in the pool, and gone with them (P08)."""
    if candidate.source == Source.SELF_DECLARED and not is_in_pool:
        return Source.IMPORT
    return candidate.source


def _histories(
    candidate: Candidate, *, names: Mapping[UUID, str], is_in_pool: bool, at: datetime
) -> list[dict[str, Any]]:
    found = []
    for kind in COLUMNS:
        rows = history_rows(candidate, kind)
        found.append(
            {
                "kind": kind,
                "field": kind,
                "url": f"recruiter:{kind}",
                "term": FACT_WORDS[kind],
                "rows": rows,
                **_confirmation(
                    candidate, kind, is_held=bool(rows), names=names, is_in_pool=is_in_pool, at=at
                ),
            }
        )
    return found


def _confirmation(
    candidate: Candidate,
    field: str,
    *,
    is_held: bool,
    names: Mapping[UUID, str],
    is_in_pool: bool,
    at: datetime,
) -> dict[str, Any]:
    if not is_held or field in ("owner", "source", "source_detail"):
        return {"is_stale": False, "confirmed_at": None, "confirmed_by": ""}
    by = candidate.confirmed.get(field, [None, ""])[1] or ""
    # What the person said is gone with them, like their deeds in the timeline (P08).
    is_told = by != PERSON or is_in_pool
    member_id = member_of_confirmer(by)
    who = {IMPORT: pgettext("confirmed by", "取り込み"), PERSON: pgettext("confirmed by", "本人")}.get(
        by, names.get(member_id, "") if member_id else ""
    )
    return {
        "is_stale": is_stale(candidate.confirmed, field, at=at),
        "confirmed_at": confirmed_moment(candidate.confirmed, field) if is_told else None,
        "confirmed_by": who if is_told else "",
    }
