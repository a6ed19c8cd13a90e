"""What happened to one candidate here, as the company may read it: its own deeds, its files, and days that those name.

Every source gives its newest first and no more than is asked for, so that a page costs the same for somebody with ten
entries and for somebody with thousands. What a person decided about themself is their own (P08): such entries are
there while they are in the pool, and gone with them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from careerrelay.audit.models import AuditEntry
from careerrelay.audit.sights import READING
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateFile,
    Evaluation,
    Import,
    ImportChange,
    Interview,
    Merge,
    Note,
    StageMove,
)
from careerrelay.core.calendar import day_in_japan, moment_in_japan

# Deeds of the person: shown while they are in the pool, and gone with them (P08).
OWN_DEEDS = frozenset({"declare_oneself", "tell_own_name", "correct_record"})
# By what a member did here an application ended: then its day in the file says nothing more.
ENDING_DEEDS = frozenset(
    {
        "decide_application",
        "reject_application",
        "withdraw_application",
        "hire_applicant",
        "close_application",
    }
)
# Told better by rows of their own.
# Who looked is told to the person, and is no happening of the record.
TOLD_OTHERWISE = frozenset({"move_stage", *READING})
ENDED = (
    ApplicationState.REJECTED,
    ApplicationState.WITHDRAWN,
    ApplicationState.HIRED,
    ApplicationState.CLOSED,
)


class Topic(StrEnum):
    """By what a timeline is filtered."""

    SELECTION = "selection"
    RECORD = "record"
    NOTES = "notes"
    FILES = "files"
    IMPORTS = "imports"
    NOTICES = "notices"


_TOPICS = {
    "candidate": Topic.RECORD,
    "merge": Topic.RECORD,
    "application": Topic.SELECTION,
    "interview": Topic.SELECTION,
    "evaluation": Topic.SELECTION,
    "note": Topic.NOTES,
    "candidatefile": Topic.FILES,
}
_TOPICS_OF_DEEDS = {"delete_note": Topic.NOTES, "delete_file": Topic.FILES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """`deed` is the audit trail's word, or `import`, `apply`, `interview`, `end` for what a file or a day says.
    `by`: the member who did it. `subject` is what it was about: a job, a stage, a file. `is_day`: no hour is known."""

    at: datetime
    deed: str
    topic: Topic
    by: UUID | None = None
    subject: str = ""
    detail: str = ""
    state: str = ""
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """What belongs to a candidate, by id: the audit trail names rows, not people."""

    candidate_ids: frozenset[UUID]
    applications: Mapping[UUID, Application]
    interviews: Mapping[UUID, Interview]
    evaluations: Mapping[UUID, Evaluation]
    note_ids: frozenset[UUID]
    filenames: Mapping[UUID, str]
    merge_ids: frozenset[UUID]

    def ids(self, topic: Topic | None) -> set[UUID]:
        selection = {*self.applications, *self.interviews, *self.evaluations}
        by_topic = {
            Topic.RECORD: {*self.candidate_ids, *self.merge_ids},
            Topic.SELECTION: selection,
            # The row itself is gone after its deletion: then the entry stands at the candidate.
            Topic.NOTES: {*self.note_ids, *self.candidate_ids},
            Topic.FILES: {*self.filenames, *self.candidate_ids},
        }
        if topic is not None:
            return by_topic.get(topic, set())
        return set().union(*by_topic.values())


def timeline_of(
    candidate: Candidate,
    *,
    applications: Sequence[Application],
    is_in_pool: bool,
    limit: int,
    topic: Topic | None = None,
    at: datetime,
) -> list[Happening]:
    """Newest first, at most `limit`; eleven queries at most. In the organization's scope."""
    rows = _rows_of(candidate, applications)
    found = _deeds(
        rows, organization_id=candidate.organization_id, is_in_pool=is_in_pool, topic=topic, limit=limit
    )
    if topic in (None, Topic.SELECTION):
        found += _moves(rows, limit=limit)
        found += _days(rows, today=day_in_japan(at))
    if topic in (None, Topic.IMPORTS):
        found += _imports(candidate, rows, limit=limit)
    return newest_first(found)[:limit]


def newest_first(happenings: Sequence[Happening]) -> list[Happening]:
    """A day stands before every hour of it; at one moment the order is always the same."""
    return sorted(happenings, key=lambda one: (one.at, one.deed, one.subject), reverse=True)


def _rows_of(candidate: Candidate, applications: Sequence[Application]) -> _Rows:
    by_id = {application.id: application for application in applications}
    merges = list(
        Merge.objects.filter(Q(kept=candidate) | Q(gone_id=candidate.id)).defer("before").order_by("id")
    )
    # What happened to a record that is part of this one is a part of its story; once they are apart again, it is not.
    within = {merge.gone_id for merge in merges if merge.kept_id == candidate.id and merge.undone_at is None}
    return _Rows(
        candidate_ids=frozenset({candidate.id, *within}),
        applications=by_id,
        interviews={
            interview.id: interview
            for interview in Interview.objects.filter(application_id__in=by_id).order_by("id")
        },
        evaluations={
            evaluation.id: evaluation
            for evaluation in Evaluation.objects.filter(application_id__in=by_id)
            .select_related("interview")
            .defer("words")
            .order_by("id")
        },
        note_ids=frozenset(Note.objects.filter(candidate=candidate).values_list("id", flat=True)),
        filenames=dict(
            CandidateFile.objects.filter(candidate=candidate).order_by("id").values_list("id", "filename")
        ),
        merge_ids=frozenset(merge.id for merge in merges),
    )


def _deeds(
    rows: _Rows, *, organization_id: UUID, is_in_pool: bool, topic: Topic | None, limit: int
) -> list[Happening]:
    entries = AuditEntry.objects.filter(
        organization_id=organization_id, object_id__in=rows.ids(topic)
    ).exclude(deed__in=TOLD_OTHERWISE)
    if not is_in_pool:
        entries = entries.exclude(Q(deed__in=OWN_DEEDS) | Q(actor_kind="person"))
    if topic is not None:
        elsewhere = [deed for deed, other in _TOPICS_OF_DEEDS.items() if other != topic]
        here = [deed for deed, other in _TOPICS_OF_DEEDS.items() if other == topic]
        kinds = [kind for kind, other in _TOPICS.items() if other == topic]
        entries = entries.filter(Q(object_kind__in=kinds) | Q(deed__in=here)).exclude(deed__in=elsewhere)
    return [_deed(entry, rows) for entry in entries.order_by("-at", "-id")[:limit]]


def _deed(entry: AuditEntry, rows: _Rows) -> Happening:
    assert entry.object_id is not None
    subject, state = _subject_of(entry.object_id, rows)
    return Happening(
        at=entry.at,
        deed=entry.deed,
        topic=_TOPICS_OF_DEEDS.get(entry.deed) or _TOPICS.get(entry.object_kind, Topic.RECORD),
        by=entry.actor_id if entry.actor_kind == "member" else None,
        subject=subject,
        state=state,
    )


def _subject_of(object_id: UUID, rows: _Rows) -> tuple[str, str]:
    """What the row is called, and the state where it has one. Of an evaluation only its interview: never the words."""
    if (application := rows.applications.get(object_id)) is not None:
        return application.job_title, application.state
    if (interview := rows.interviews.get(object_id)) is not None:
        return interview.stage, ""
    if (evaluation := rows.evaluations.get(object_id)) is not None:
        return evaluation.interview.stage if evaluation.interview else "", ""
    return rows.filenames.get(object_id, ""), ""


def _moves(rows: _Rows, *, limit: int) -> list[Happening]:
    moves = StageMove.objects.filter(application_id__in=rows.applications).order_by("-moved_at", "-id")
    return [
        Happening(
            at=move.moved_at,
            deed="move_stage",
            topic=Topic.SELECTION,
            by=move.moved_by,
            subject=rows.applications[move.application_id].job_title,
            detail=f"{move.stage_before} → {move.stage}" if move.stage_before else move.stage,
        )
        for move in moves[:limit]
    ]


def _days(rows: _Rows, *, today: date) -> Iterator[Happening]:
    """Days without an hour: of applying, of an interview that took place, of an end that no deed here tells of."""
    for application in rows.applications.values():
        if application.applied_on is not None:
            yield _day(application.applied_on, "apply", application.job_title, detail=application.route)
    for interview in rows.interviews.values():
        if interview.held_on is not None and interview.held_on <= today:
            job_title = rows.applications[interview.application_id].job_title
            yield _day(interview.held_on, "interview", job_title, detail=interview.stage)
    decided_here = AuditEntry.objects.filter(object_id=OuterRef("id"), deed__in=ENDING_DEEDS)
    ended = Application.objects.filter(id__in=rows.applications, state__in=ENDED).exclude(ended_on=None)
    for application in ended.exclude(Exists(decided_here)).order_by("id"):
        assert application.ended_on is not None
        yield _day(
            application.ended_on,
            "end",
            application.job_title,
            state=application.state,
            detail=application.stage,
        )


def _day(on: date, deed: str, subject: str, **more: Any) -> Happening:
    at = moment_in_japan(on, time(0))
    return Happening(at=at, deed=deed, topic=Topic.SELECTION, subject=subject, is_day=True, **more)


def _imports(candidate: Candidate, rows: _Rows, *, limit: int) -> list[Happening]:
    """The files that made this record or one of its applications, and those that changed one of them."""
    changed = ImportChange.objects.filter(object_id__in={*rows.candidate_ids, *rows.applications})
    made = {candidate.from_import_id, *(one.from_import_id for one in rows.applications.values())} - {None}
    found = Import.objects.filter(
        Q(id__in=made) | Q(id__in=changed.values("from_import_id")),
        organization_id=candidate.organization_id,
    ).values_list("ended_at", "started_at", "uploaded_at", "uploaded_by", "filename")
    return [
        Happening(
            at=ended_at or started_at or uploaded_at,
            deed="import",
            topic=Topic.IMPORTS,
            by=uploaded_by,
            subject=filename,
        )
        for ended_at, started_at, uploaded_at, uploaded_by, filename in found.order_by("-uploaded_at", "-id")[
            :limit
        ]
    ]
