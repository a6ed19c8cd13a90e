"""What stays of a deletion: that it happened, and by what the same person is recognised in an older copy."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careerrelay.accounts.tenancy import ScopedModel, Walls


class TombstoneCause(models.TextChoices):
    ERASURE = "erasure"
    RETENTION = "retention"
    EXPIRY = "expiry"
    REQUEST = "request"


class Tombstone(ScopedModel):
    """Somebody is gone, from one organization or from everywhere (`organization_id` empty). Ids and keyed hashes: by
    them a restored backup finds whom it must not bring back. The operator's, since a company that read it would learn
    who left (P08). Append-only."""

    walls = Walls(organization=("operator_id",))

    operator_id = models.UUIDField()
    organization_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    candidate_ids = ArrayField(models.UUIDField(), default=list)
    address_hashes = ArrayField(models.BinaryField(max_length=32), default=list)
    cause = models.CharField(max_length=10, choices=TombstoneCause.choices)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["operator_id", "at"], name="tombstones_by_moment")]

    def __str__(self) -> str:
        return str(self.id)


class DeletionProof(ScopedModel):
    """That rows were deleted: what for, when, how many of which table; nothing about whom. `document` is what was
    signed. A person's is the operator's, who answers for it; a retention run's is the company's. Append-only."""

    walls = Walls(organization=("organization_id",))

    organization_id = models.UUIDField()
    cause = models.CharField(max_length=10, choices=TombstoneCause.choices)
    document = models.JSONField()
    signature = models.CharField(max_length=90)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization_id", "at"], name="proofs_by_moment")]

    def __str__(self) -> str:
        return str(self.id)
