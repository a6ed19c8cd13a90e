"""Read tags, segments and views. In the company's scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from careerrelay.pool.asking import count_answering
from careerrelay.pool.models import BulkDeed, SavedView, Segment, SegmentMember, Tag, Tagging, TagGroup
from careerrelay.pool.rules.question import Question
from careerrelay.pool.showing import everybody_shown


@dataclass(frozen=True, slots=True)
class CountedTag:
    """`people`: those of them whom the company may see today."""

    tag: Tag
    people: int


@dataclass(frozen=True, slots=True)
class CountedSegment:
    segment: Segment
    people: int


def tagged_or_frozen_ids(*, organization_id: UUID, import_id: UUID) -> set[UUID]:
    """Whom an import made and somebody put a tag on since, or froze into a segment."""
    made = {"organization_id": organization_id, "candidate__from_import_id": import_id}
    tagged = Tagging.objects.filter(**made).values_list("candidate_id", flat=True)
    frozen = SegmentMember.objects.filter(**made).values_list("candidate_id", flat=True)
    return {*tagged, *frozen}


def open_tags(*, organization_id: UUID) -> QuerySet[Tag]:
    """Those that can be put on somebody, by group and name."""
    return Tag.objects.filter(organization_id=organization_id, ended_at=None).order_by("group", "name", "id")


def counted_tags(*, organization_id: UUID, at: datetime) -> list[CountedTag]:
    shown = everybody_shown(organization_id=organization_id, at=at)
    people = dict(
        Tagging.objects.filter(organization_id=organization_id, candidate__in=shown.values("id"))
        .values_list("tag_id")
        .annotate(n=Count("id"))
        .order_by()
    )
    groups = {group.value: place for place, group in enumerate(TagGroup)}
    tags = sorted(open_tags(organization_id=organization_id), key=lambda tag: (groups[tag.group], tag.name))
    return [CountedTag(tag, people.get(tag.id, 0)) for tag in tags]


def tag_in_scope(*, organization_id: UUID, tag_id: UUID) -> Tag | None:
    return Tag.objects.filter(organization_id=organization_id, id=tag_id, ended_at=None).first()


def tags_on(candidate_id: UUID) -> list[Tag]:
    taggings = Tagging.objects.filter(candidate_id=candidate_id, tag__ended_at=None).select_related("tag")
    return [one.tag for one in taggings.order_by("tag__group", "tag__name", "id")]


def open_segments(*, organization_id: UUID) -> QuerySet[Segment]:
    return Segment.objects.filter(organization_id=organization_id, ended_at=None).order_by("name", "id")


def counted_segments(*, organization_id: UUID, at: datetime) -> list[CountedSegment]:
    """How many answer today; of a frozen one, how many of those who were kept may still be shown."""
    return [
        CountedSegment(
            segment,
            count_answering(Question(segment=segment.id), organization_id=organization_id, at=at),
        )
        for segment in open_segments(organization_id=organization_id)
    ]


def segment_in_scope(*, organization_id: UUID, segment_id: UUID) -> Segment | None:
    return Segment.objects.filter(organization_id=organization_id, id=segment_id, ended_at=None).first()


def views_for(*, organization_id: UUID, member_id: UUID) -> QuerySet[SavedView]:
    """The member's own and those that are shared."""
    return (
        SavedView.objects.filter(organization_id=organization_id)
        .filter(Q(owner_id=member_id) | Q(owner_id=None))
        .order_by("name", "id")
    )


def view_in_scope(*, organization_id: UUID, view_id: UUID, member_id: UUID) -> SavedView | None:
    return views_for(organization_id=organization_id, member_id=member_id).filter(id=view_id).first()


def recent_bulk_deeds(*, organization_id: UUID, since_at: datetime) -> QuerySet[BulkDeed]:
    """Newest first, without the ids of their people."""
    return (
        BulkDeed.objects.filter(organization_id=organization_id, started_at__gte=since_at)
        .defer("candidate_ids")
        .order_by("-started_at", "-id")
    )


def bulk_deed_in_scope(*, organization_id: UUID, bulk_deed_id: UUID) -> BulkDeed | None:
    return BulkDeed.objects.filter(organization_id=organization_id, id=bulk_deed_id).first()
