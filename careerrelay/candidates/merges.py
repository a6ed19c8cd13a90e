"""Which record became which. In the company's scope."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from careerrelay.candidates.models import Merge

# So long a merge can be undone; then what it remembers of the two records is forgotten.
UNDO_FOR = timedelta(days=30)


def kept_id_of(candidate_id: UUID, *, organization_id: UUID) -> UUID | None:
    """The record that this one became part of; None if it did not."""
    return (
        Merge.objects.filter(organization_id=organization_id, gone_id=candidate_id, undone_at=None)
        .order_by("-merged_at")
        .values_list("kept_id", flat=True)
        .first()
    )


def recent_merges(
    *, organization_id: UUID, leave_out: Collection[UUID] = (), at: datetime
) -> QuerySet[Merge]:
    """Those that can be undone, newest first, without those into a record that nobody may see (P08)."""
    return (
        Merge.objects.filter(
            organization_id=organization_id,
            undone_at=None,
            before__isnull=False,
            merged_at__gt=at - UNDO_FOR,
        )
        .exclude(kept_id__in=leave_out)
        .select_related("kept")
        .order_by("-merged_at", "-id")
    )


def forget_merges(*, organization_id: UUID, at: datetime) -> int:
    """After 30 days a merge no longer remembers the two records; how many forgot. The merge itself stays."""
    return Merge.objects.filter(
        organization_id=organization_id, before__isnull=False, merged_at__lt=at - UNDO_FOR
    ).update(before=None)
