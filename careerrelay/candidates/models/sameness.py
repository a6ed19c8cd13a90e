"""Two records that may be one person, and what became of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models.record import Candidate


class PairState(models.TextChoices):
    OPEN = "open"
    MERGED = "merged"
    DISTINCT = "distinct"


class DuplicatePair(TenantModel):
    """Two candidates who are likely one person, by evidence in codes (`phone`, `name_variant`), never in values. What
    a human being decided stays: a pair that is `distinct` is not suggested again."""

    first = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    evidence = ArrayField(models.CharField(max_length=30))
    likelihood = models.FloatField()
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_two_candidates"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_has_one_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "state"], name="duplicate_pairs_by_state")]

    def __str__(self) -> str:
        return str(self.id)


class Merge(TenantModel):
    """Two records became one. `before` holds the rows of both as they were, so that for 30 days it can be undone;
    then it is emptied and the merge stays."""

    kept = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    gone_id = models.UUIDField()
    before = models.JSONField(null=True)
    merged_by = models.UUIDField(null=True)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "kept"], name="merges_of_candidate"),
            models.Index(fields=["organization", "gone_id"], name="merges_by_the_gone"),
        ]

    def __str__(self) -> str:
        return str(self.id)
