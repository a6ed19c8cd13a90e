"""Questions that are asked again, and ways to look at their answers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models import Candidate


class Segment(TenantModel):
    """A saved question. A frozen one keeps who answered it at that moment; it still shows nobody who may no longer
    be shown, and of a question for the pool only who is in the pool today (P08)."""

    name = models.CharField(max_length=60)
    is_frozen = models.BooleanField(default=False)
    question = models.JSONField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(ended_at=None), name="one_open_segment_per_name"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SegmentMember(TenantModel):
    """Somebody who stood in a segment when it was frozen."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "candidate"], name="a_segment_holds_somebody_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class SavedView(TenantModel):
    """Columns, sorting and question of a list under a name: for one member, or for all where `owner_id` is empty."""

    name = models.CharField(max_length=60)
    owner_id = models.UUIDField(null=True)
    columns = ArrayField(models.CharField(max_length=60), default=list)
    sort = models.CharField(max_length=20, blank=True)
    question = models.JSONField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "name", "owner_id"],
                nulls_distinct=False,
                name="one_view_per_name_and_owner",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
