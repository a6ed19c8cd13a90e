"""The company's own words about somebody: that they exist is told, they are for the company. In its scope."""

from collections.abc import Collection
from uuid import UUID

from careerrelay.core.disclosure import DisclosedPart
from careerrelay.pool.models import SegmentMember, Tagging


def disclose_kept_words(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> list[DisclosedPart]:
    of_record = {"organization_id": organization_id, "candidate_id__in": candidate_ids}
    return [
        DisclosedPart("tag", withheld=Tagging.objects.filter(**of_record).count()),
        DisclosedPart("segment", withheld=SegmentMember.objects.filter(**of_record).count()),
    ]
