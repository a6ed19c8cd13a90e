"""People of a list with what its columns say of them: a bounded number of questions for any number of people.

In the company's scope.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from careerrelay.accounts.members import names_of_members
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateSkill,
    CustomField,
    Evaluation,
    Rejection,
    Source,
)
from careerrelay.candidates.rules.freshness import stale_before
from careerrelay.consent.queries import pool_now
from careerrelay.core.calendar import day_in_japan
from careerrelay.pool.models import Tagging
from careerrelay.pool.rules.columns import CUSTOM, EVALUATIONS
from careerrelay.pool.showing import is_one_of
from careerrelay.pool.words import SOURCE_WORDS, STATE_WORDS

_APPLICATIONS = frozenset({"application", "state", "reason", "revisit", EVALUATIONS})


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """What of it was not asked for is empty."""

    candidate: Candidate
    applications: Sequence[Application] = ()
    addresses: Sequence[str] = ()
    phones: Sequence[str] = ()
    tags: Sequence[str] = ()
    skills: Sequence[str] = ()
    evaluations: Sequence[str] = ()
    owner: str = ""
    is_in_pool: bool = False
    is_stale: bool = False
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def rejection(self) -> Rejection | None:
        """The newest one."""
        found = (
            application.rejection
            for application in self.applications
            if application.state == ApplicationState.REJECTED and hasattr(application, "rejection")
        )
        return next(found, None)


def open_custom_fields(*, organization_id: UUID) -> dict[UUID, CustomField]:
    found = CustomField.objects.filter(organization_id=organization_id, ended_at=None)
    return {one.id: one for one in found.order_by("created_at", "id")}


def listed_people(
    ids: Sequence[UUID], *, columns: Collection[str], organization_id: UUID, at: datetime
) -> list[ListedPerson]:
    """In the order of the ids; those that are gone are left out."""
    found = _with_columns(Candidate.objects.filter(organization_id=organization_id), columns)
    by_id = {candidate.id: candidate for candidate in found.filter(is_one_of(ids))}
    in_pool = _in_pool(ids, organization_id=organization_id, at=at) if "pool" in columns else frozenset()
    names = names_of_members(organization_id=organization_id) if "owner" in columns else {}
    tags = _tags(ids) if "tags" in columns else {}
    return [
        _listed(by_id[one], columns=columns, is_in_pool=one in in_pool, names=names, tags=tags, at=at)
        for one in ids
        if one in by_id
    ]


def cell_text(person: ListedPerson, column: str) -> str:
    """What a file says in this column; a page says the longer ones in its own way."""
    if column.startswith(CUSTOM):
        return person.custom.get(column.removeprefix(CUSTOM), "")
    return _CELLS[column](person)


def _with_columns(found: QuerySet[Candidate], columns: Collection[str]) -> QuerySet[Candidate]:
    if _APPLICATIONS & set(columns):
        applications = Application.objects.order_by("-applied_on", "-id").select_related(
            "rejection", "rejection__chosen_reason"
        )
        if EVALUATIONS in columns:
            written = Evaluation.objects.order_by("created_at", "id")
            applications = applications.prefetch_related(Prefetch("evaluations", queryset=written))
        found = found.prefetch_related(Prefetch("applications", queryset=applications))
    if "skills" in columns:
        found = found.prefetch_related(Prefetch("skills", queryset=CandidateSkill.objects.order_by("id")))
    for column, rows in (("contact", "addresses"), ("phone", "phones")):
        found = found.prefetch_related(rows) if column in columns else found
    return found


def _in_pool(ids: Sequence[UUID], *, organization_id: UUID, at: datetime) -> frozenset[UUID | None]:
    now = pool_now(organization_id=organization_id, at=at)
    granted = now.grants.filter(candidate_id__in=ids).values_list("candidate_id", flat=True)
    return frozenset(granted) | now.merged_ids


def _tags(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    taggings = Tagging.objects.filter(candidate_id__in=ids, tag__ended_at=None).order_by(
        "tag__group", "tag__name", "id"
    )
    for candidate_id, name in taggings.values_list("candidate_id", "tag__name"):
        names[candidate_id].append(name)
    return names


def _listed(
    candidate: Candidate,
    *,
    columns: Collection[str],
    is_in_pool: bool,
    names: dict[UUID, str],
    tags: dict[UUID, list[str]],
    at: datetime,
) -> ListedPerson:
    applications = list(candidate.applications.all()) if _APPLICATIONS & set(columns) else []
    written = (
        [one for application in applications for one in application.evaluations.all()]
        if EVALUATIONS in columns
        else []
    )
    return ListedPerson(
        candidate,
        applications=applications,
        addresses=[one.address for one in candidate.addresses.all()] if "contact" in columns else [],
        phones=[one.number for one in candidate.phones.all()] if "phone" in columns else [],
        tags=tags.get(candidate.id, []),
        skills=[one.name for one in candidate.skills.all()] if "skills" in columns else [],
        evaluations=[_evaluation_text(one) for one in written],
        owner=names.get(candidate.owner_id, "") if candidate.owner_id else "",
        is_in_pool=is_in_pool,
        is_stale=(candidate.confirmed_at or candidate.created_at) < stale_before(at),
        custom={key: _custom_text(value) for key, value in candidate.custom.items()},
    )


def _evaluation_text(evaluation: Evaluation) -> str:
    score = f"{evaluation.score}/5" if evaluation.score else ""
    return " ".join(part for part in (evaluation.interviewer_name, score, evaluation.words) if part)


def _custom_text(value: Any) -> str:
    return "" if value is None else str(value)


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{day_in_japan(moment):%Y/%m/%d}"


def _reason(person: ListedPerson) -> str:
    rejection = person.rejection
    if rejection is None:
        return ""
    return rejection.reason or (rejection.chosen_reason.name if rejection.chosen_reason else "")


def _revisit(person: ListedPerson) -> str:
    rejection = person.rejection
    return f"{rejection.revisit_on:%Y/%m/%d}" if rejection and rejection.revisit_on else ""


def _job_title(person: ListedPerson) -> str:
    return person.applications[0].job_title if person.applications else ""


def _state(person: ListedPerson) -> str:
    return str(STATE_WORDS[ApplicationState(person.applications[0].state)]) if person.applications else ""


_CELLS: dict[str, Callable[[ListedPerson], str]] = {
    "kana": lambda person: person.candidate.kana,
    "application": _job_title,
    "state": _state,
    "contact": lambda person: person.addresses[0] if person.addresses else "",
    "phone": lambda person: person.phones[0] if person.phones else "",
    "pool": lambda person: "1" if person.is_in_pool else "",
    "applied": lambda person: (
        f"{person.candidate.last_applied_on:%Y/%m/%d}" if person.candidate.last_applied_on else ""
    ),
    "region": lambda person: person.candidate.region,
    "employer": lambda person: person.candidate.employer,
    "title": lambda person: person.candidate.title,
    "education": lambda person: person.candidate.education,
    "background": lambda person: person.candidate.background,
    "desired_work": lambda person: person.candidate.desired_work,
    "skills": lambda person: "、".join(person.skills),
    "tags": lambda person: "、".join(person.tags),
    "owner": lambda person: person.owner,
    "source": lambda person: str(SOURCE_WORDS[Source(person.candidate.source)]),
    "reason": _reason,
    "revisit": _revisit,
    "confirmed": lambda person: _day(person.candidate.confirmed_at),
    "added": lambda person: _day(person.candidate.created_at),
    EVALUATIONS: lambda person: "\n".join(person.evaluations),
}
