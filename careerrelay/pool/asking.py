"""Who answers a question: set-based, over everybody whom the company may see. In the company's scope.

Whoever came by themself and left is in none of it, not in a list, a count or a frozen segment (P08).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import In

from careerrelay.candidates.freshness import not_confirmed_lately
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    CandidateSkill,
    Source,
)
from careerrelay.candidates.revisiting import rejections_to_revisit
from careerrelay.candidates.rules.stages import Stage, read_stage
from careerrelay.candidates.searching import all_hits
from careerrelay.core.calendar import day_in_japan
from careerrelay.pool.models import Segment, SegmentMember, Tagging
from careerrelay.pool.rules.question import (
    NOBODY,
    Known,
    Question,
    question_of_document,
    question_pairs,
    without_kind,
)
from careerrelay.pool.showing import (
    Shown,
    everybody_shown,
    hidden_ids,
    in_pool_now,
    shown_if_applied,
    shown_in_order,
)

# A segment may ask another segment, and that one a third; nobody reads further, and a circle ends here.
SEGMENT_DEPTH_MAX = 3

KNOWN = Known(
    states=frozenset(ApplicationState.values),
    sources=frozenset(Source.values),
    stages=frozenset(stage.name.lower() for stage in Stage),
)


_NOBODY = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Loosened:
    """Without the conditions of this kind so many answer."""

    key: str
    people: int


def who_answers(question: Question, *, organization_id: UUID, at: datetime) -> QuerySet[Candidate]:
    """In no order."""
    conditions = conditions_of(question, organization_id=organization_id, at=at)
    return everybody_shown(organization_id=organization_id, at=at).filter(*conditions)


def count_answering(question: Question, *, organization_id: UUID, at: datetime) -> int:
    conditions = conditions_of(question, organization_id=organization_id, at=at)
    return shown_for(question, organization_id=organization_id, at=at).count(conditions)


def shown_for(question: Question, *, organization_id: UUID, at: datetime) -> Shown:
    """Whom the company may see of those who can answer at all."""
    if question.finds_nobody_who_left:
        everybody = shown_if_applied(organization_id=organization_id)
        return Shown(everybody, everybody)
    return shown_in_order(organization_id=organization_id, at=at)


def is_bound_to_pool(question: Question, *, organization_id: UUID) -> bool:
    """Whether it asks for the pool, by itself or through a segment: then only who is in it today may answer, also
    where the answer was kept."""
    for _ in range(SEGMENT_DEPTH_MAX):
        if question.is_in_pool or question.segment is None:
            return question.is_in_pool
        segment = Segment.objects.filter(organization_id=organization_id, id=question.segment).first()
        if segment is None:
            return False
        question = question_of_document(segment.question, known=KNOWN).question
    return question.is_in_pool


def what_to_drop(question: Question, *, organization_id: UUID, at: datetime) -> list[Loosened]:
    """For a question that nobody answers: which kind of condition, left out alone, lets somebody in. Most first."""
    kinds = dict.fromkeys(pair[0] for pair in question_pairs(question))
    found = [
        Loosened(
            key,
            count_answering(without_kind(question, key, known=KNOWN), organization_id=organization_id, at=at),
        )
        for key in kinds
    ]
    return sorted((one for one in found if one.people), key=lambda one: -one.people)


def conditions_of(
    question: Question, *, organization_id: UUID, sees_inner: bool = False, at: datetime, depth: int = 1
) -> list[Q]:
    """On a candidate; all must hold. `depth`: of the segment that asks."""
    found = [*_of_record(question, at=at), *_of_tags(question), *_of_applications(question)]
    if question.search:
        found.append(
            _has_words(question.search, organization_id=organization_id, sees_inner=sees_inner, at=at)
        )
    if question.is_in_pool:
        found.append(in_pool_now(organization_id=organization_id, at=at))
    if question.segment is not None:
        found += _of_segment(question.segment, organization_id=organization_id, at=at, depth=depth)
    if question.is_revisit_due:
        due = rejections_to_revisit(organization_id=organization_id, on=day_in_japan(at))
        found.append(Q(Exists(due.order_by().filter(application__candidate_id=OuterRef("id")))))
    return found


def _has_words(words: str, *, organization_id: UUID, sees_inner: bool, at: datetime) -> Q:
    """Who is hidden is left out at once: names one letter apart are found where nobody who is shown bears the name, and
    a company that searched for who left would find nobody, where otherwise it finds those (P08)."""
    hits = all_hits(
        organization_id=organization_id,
        query=words,
        sees_inner=sees_inner,
        leave_out=hidden_ids(organization_id=organization_id, at=at),
    )
    return Q(id__in=RawSQL(*hits)) if hits else _NOBODY  # noqa: S611 - our statement, values apart


def _of_segment(segment_id: UUID, *, organization_id: UUID, at: datetime, depth: int) -> list[Q]:
    segment = Segment.objects.filter(organization_id=organization_id, id=segment_id).first()
    if segment is None or depth > SEGMENT_DEPTH_MAX:
        return [_NOBODY]
    question = question_of_document(segment.question, known=KNOWN).question
    if not segment.is_frozen:
        return conditions_of(question, organization_id=organization_id, at=at, depth=depth + 1)
    kept = SegmentMember.objects.filter(segment_id=segment_id, candidate_id=OuterRef("id"))
    of_today = [in_pool_now(organization_id=organization_id, at=at)] if question.is_in_pool else []
    return [*of_today, Q(Exists(kept))]


def _of_record(question: Question, *, at: datetime) -> Iterable[Q]:
    if question.regions:
        yield Q(region__in=question.regions)
    if question.sources:
        yield Q(source__in=question.sources)
    if question.owners:
        members = [owner for owner in question.owners if owner != NOBODY]
        yield Q(owner_id__in=members) | (Q(owner_id=None) if NOBODY in question.owners else Q(pk__in=[]))
    if question.skills:
        yield Q(Exists(CandidateSkill.objects.filter(candidate_id=OuterRef("id"), key__in=question.skills)))
    if question.is_stale:
        yield not_confirmed_lately(at=at)
    if question.is_unreachable:
        yield ~Q(Exists(CandidateAddress.objects.filter(candidate_id=OuterRef("id"))))
    for field_id in dict.fromkeys(field_id for field_id, _ in question.custom):
        values = [text for of_field, text in question.custom if of_field == field_id]
        yield Q(In(KeyTextTransform(str(field_id), "custom"), values))


def _of_tags(question: Question) -> Iterable[Q]:
    on_them = Tagging.objects.filter(candidate_id=OuterRef("id"))
    for tag_id in question.tags_all:
        yield Q(Exists(on_them.filter(tag_id=tag_id)))
    if question.tags_any:
        yield Q(Exists(on_them.filter(tag_id__in=question.tags_any)))
    if question.tags_none:
        yield ~Q(Exists(on_them.filter(tag_id__in=question.tags_none)))


def _of_applications(question: Question) -> Iterable[Q]:
    """What is said of an application must hold of one and the same."""
    conditions = list(_of_one_application(question))
    if question.states:
        yield Q(application_states__overlap=list(question.states))
    if conditions and (len(conditions) > 1 or not question.states):
        found = Application.objects.filter(candidate_id=OuterRef("id"))
        for condition in conditions:
            found = found.filter(condition)
        yield Q(Exists(found))


def _of_one_application(question: Question) -> Iterable[Q]:
    if question.states:
        yield Q(state__in=question.states)
    if question.stage:
        yield Q(stage__in=stage_words_from(Stage[question.stage.upper()]))
    if question.routes:
        yield Q(route__in=question.routes)
    if question.applied_from_on:
        yield Q(applied_on__gte=question.applied_from_on)
    if question.applied_until_on:
        yield Q(applied_on__lte=question.applied_until_on)
    if question.reasons:
        yield Q(rejection__chosen_reason_id__in=question.reasons)


def stage_words_from(stage: Stage) -> list[str]:
    """The words of this company's systems for that stage and all after it."""
    words = Application.objects.order_by().values_list("stage", flat=True).distinct()
    return [word for word in words if (found := read_stage(word)) is not None and found >= stage]
