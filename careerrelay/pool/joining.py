"""Tags and frozen segments of two records that become one, and two again. In the company's scope, both locked."""

from typing import Any
from uuid import UUID

from careerrelay.pool.models import SegmentMember, Tagging


def join_kept_words(*, organization_id: UUID, kept_id: UUID, gone_id: UUID) -> dict[str, Any]:
    """What hangs on the record that goes moves to the one that stays, each once; answers with how it was."""
    taggings = list(Tagging.objects.filter(organization_id=organization_id, candidate_id=gone_id))
    segments = SegmentMember.objects.filter(organization_id=organization_id, candidate_id=gone_id)
    segment_ids = list(segments.values_list("segment_id", flat=True))
    tagged = set(Tagging.objects.filter(candidate_id=kept_id).values_list("tag_id", flat=True))
    listed = set(SegmentMember.objects.filter(candidate_id=kept_id).values_list("segment_id", flat=True))
    new_tags = [str(one.tag_id) for one in taggings if one.tag_id not in tagged]
    new_segments = [str(one) for one in segment_ids if one not in listed]
    Tagging.objects.filter(candidate_id=gone_id, tag_id__in=new_tags).update(candidate_id=kept_id)
    segments.filter(segment_id__in=new_segments).update(candidate_id=kept_id)
    return {
        "tags": [[str(one.tag_id), _text(one.tagged_by), one.tagged_at.isoformat()] for one in taggings],
        "segments": [str(one) for one in segment_ids],
        "new_tags": new_tags,
        "new_segments": new_segments,
    }


def part_kept_words(before: dict[str, Any], *, organization_id: UUID, kept_id: UUID, gone_id: UUID) -> None:
    """What was taken off meanwhile stays off."""
    still = {
        str(one) for one in Tagging.objects.filter(candidate_id=kept_id).values_list("tag_id", flat=True)
    }
    Tagging.objects.filter(candidate_id=kept_id, tag_id__in=before["new_tags"]).delete()
    Tagging.objects.bulk_create(
        Tagging(
            organization_id=organization_id,
            tag_id=tag_id,
            candidate_id=gone_id,
            tagged_by=tagged_by,
            tagged_at=tagged_at,
        )
        for tag_id, tagged_by, tagged_at in before["tags"]
        if tag_id in still
    )
    SegmentMember.objects.filter(candidate_id=kept_id, segment_id__in=before["new_segments"]).delete()
    SegmentMember.objects.bulk_create(
        SegmentMember(organization_id=organization_id, segment_id=segment_id, candidate_id=gone_id)
        for segment_id in before["segments"]
    )


def _text(one: UUID | None) -> str | None:
    return str(one) if one else None
