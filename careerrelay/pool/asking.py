"""Who answers a question: set-based, over everybody whom the company may see. In the company's scope.

Whoever came by themself and left is in none of it, not in a list, a count or a frozen segment (P08).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Func,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import In

from careerrelay.candidates.freshness import not_confirmed_lately
from careerrelay.candidates.listing import hidden_only, list_order, not_set_aside
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
from careerrelay.candidates.searching import search_candidates
from careerrelay.consent.queries import pool_now
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

# A segment may ask another segment, and that one a third; nobody reads further, and a circle ends here.
SEGMENT_DEPTH_MAX = 3

KNOWN = Known(
    states=frozenset(ApplicationState.values),
    sources=frozenset(Source.values),
    stages=frozenset(stage.name.lower() for stage in Stage),
)


@dataclass(frozen=True, slots=True)
class Loosened:
    """Without the conditions of this kind so many answer."""

    key: str
    people: int


def in_pool_now(*, organization_id: UUID, at: datetime) -> Q:
    """Of the candidate of the outer query."""
    now = pool_now(organization_id=organization_id, at=at)
    is_granted = Q(Exists(now.grants.filter(candidate_id=OuterRef("id"))))
    return is_granted | is_one_of(now.merged_ids) if now.merged_ids else is_granted


def everybody_shown(*, organization_id: UUID, at: datetime) -> QuerySet[Candidate]:
    """All candidates whom the company may see, in no order.

    Whom it may not see are looked up first: they are few, because a record without any consent left is erased, and
    the rest then reads its index without a question for each row.
    """
    found = Candidate.objects.filter(organization_id=organization_id)
    left = hidden_only(found, is_in_pool=in_pool_now(organization_id=organization_id, at=at))
    hidden = list(left.values_list("id", flat=True))
    shown = found.filter(not_set_aside())
    return shown.filter(~is_one_of(hidden)) if hidden else shown


def who_answers(question: Question, *, organization_id: UUID, at: datetime) -> QuerySet[Candidate]:
    """In no order."""
    found = everybody_shown(organization_id=organization_id, at=at)
    return _asked_of(found, question, organization_id=organization_id, at=at, depth=1)


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
            who_answers(
                without_kind(question, key, known=KNOWN), organization_id=organization_id, at=at
            ).count(),
        )
        for key in kinds
    ]
    return sorted((one for one in found if one.people), key=lambda one: -one.people)


class Answering:
    """The people who answer, in an order, for a paginator: counts once, and reads from the nearer end."""

    def __init__(
        self, question: Question, *, sort: str, organization_id: UUID, sees_inner: bool = False, at: datetime
    ) -> None:
        """`sees_inner`: notes and evaluations are searched too. `is_tolerant`: nobody bears the name that was asked
        for; these are one letter apart."""
        result = None
        if question.search:
            result = search_candidates(
                organization_id=organization_id, query=question.search, sees_inner=sees_inner
            )
        self._ranked = None if result is None else result.ids
        self.is_tolerant = result is not None and result.is_tolerant
        self._is_ranked = self._ranked is not None and not sort
        self.found = _asked_of(
            everybody_shown(organization_id=organization_id, at=at),
            replace(question, search=""),
            organization_id=organization_id,
            at=at,
            depth=1,
        )
        if self._ranked is not None:
            self.found = self.found.filter(is_one_of(self._ranked))
        self.found = self.found.order_by(*list_order(sort or "-applied"))

    def count(self) -> int:
        return self._total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, wanted: slice) -> list[UUID]:
        start, stop = wanted.start or 0, min(wanted.stop, self._total)
        if self._is_ranked:
            return self._in_rank[start:stop]
        if start <= self._total // 2:
            return list(self.found.values_list("id", flat=True)[start:stop])
        backwards = self.found.reverse().values_list("id", flat=True)
        return list(backwards[self._total - stop : self._total - start])[::-1]

    def all_ids(self) -> list[UUID]:
        return self._in_rank if self._is_ranked else list(self.found.values_list("id", flat=True))

    @cached_property
    def _total(self) -> int:
        return len(self._in_rank) if self._is_ranked else self.found.order_by().count()

    @cached_property
    def _in_rank(self) -> list[UUID]:
        answering = set(self.found.order_by().values_list("id", flat=True))
        return [one for one in self._ranked or () if one in answering]


def is_one_of(ids: Iterable[UUID]) -> Q:
    """One array instead of ten thousand parameters."""
    array = Value(list(ids), output_field=ArrayField(UUIDField()))
    found = Func("id", array, template="%(expressions)s)", arg_joiner=" = ANY (", output_field=BooleanField())
    return Q(ExpressionWrapper(found, output_field=BooleanField()))


def _search_ids(words: str, *, organization_id: UUID, sees_inner: bool = False) -> tuple[UUID, ...]:
    return search_candidates(organization_id=organization_id, query=words, sees_inner=sees_inner).ids


def _asked_of(
    found: QuerySet[Candidate], question: Question, *, organization_id: UUID, at: datetime, depth: int
) -> QuerySet[Candidate]:
    if question.search:
        found = found.filter(is_one_of(_search_ids(question.search, organization_id=organization_id)))
    if question.is_in_pool:
        found = found.filter(in_pool_now(organization_id=organization_id, at=at))
    if question.segment is not None:
        found = _of_segment(found, question.segment, organization_id=organization_id, at=at, depth=depth)
    if question.is_revisit_due:
        due = rejections_to_revisit(organization_id=organization_id, on=day_in_japan(at))
        found = found.filter(Exists(due.order_by().filter(application__candidate_id=OuterRef("id"))))
    for condition in (*_of_record(question, at=at), *_of_tags(question), *_of_applications(question)):
        found = found.filter(condition)
    return found


def _of_segment(
    found: QuerySet[Candidate], segment_id: UUID, *, organization_id: UUID, at: datetime, depth: int
) -> QuerySet[Candidate]:
    segment = Segment.objects.filter(organization_id=organization_id, id=segment_id).first()
    if segment is None or depth > SEGMENT_DEPTH_MAX:
        return found.none()
    question = question_of_document(segment.question, known=KNOWN).question
    if segment.is_frozen:
        if question.is_in_pool:
            found = found.filter(in_pool_now(organization_id=organization_id, at=at))
        return found.filter(
            Exists(SegmentMember.objects.filter(segment_id=segment_id, candidate_id=OuterRef("id")))
        )
    return _asked_of(found, question, organization_id=organization_id, at=at, depth=depth + 1)


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
