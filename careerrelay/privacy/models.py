"""What stays of a deletion, so that an older copy brings nobody back; and what an organization knows of a breach."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careerrelay.accounts.tenancy import ScopedModel, TenantModel, Walls
from careerrelay.outreach.models import Delivery
from careerrelay.privacy.rules.breaches import Answer, BreachKind


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


class Breach(TenantModel):
    """Data leaked, was lost or damaged, or may have been. The words are those of 施行規則8条1項, one field a number;
    `items` counts people by kind of data as it was when the list was entered, which erasure does not change."""

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in BreachKind])
    noticed_at = models.DateTimeField()
    happened_on = models.DateField(null=True)
    people = models.PositiveIntegerField(default=0)
    items = models.JSONField(default=dict)
    is_malicious = models.BooleanField(default=False)
    holds_sensitive = models.CharField(
        max_length=7, choices=[(answer, answer) for answer in Answer], default=Answer.UNKNOWN
    )
    endangers_money = models.BooleanField(default=False)
    is_encrypted = models.BooleanField(default=False)
    summary = models.TextField(max_length=2000)
    cause = models.TextField(max_length=2000, blank=True)
    harm = models.TextField(max_length=2000, blank=True)
    publication = models.TextField(max_length=2000, blank=True)
    prevention = models.TextField(max_length=2000, blank=True)
    remarks = models.TextField(max_length=2000, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    prompt_reported_at = models.DateTimeField(null=True)
    final_reported_at = models.DateTimeField(null=True)
    report_number = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "noticed_at"])]

    def __str__(self) -> str:
        return str(self.id)


class BreachedRecord(TenantModel):
    """One of those concerned, by id alone: the candidate of a company, the copy of an agency, or for the operator
    the person of a relay."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="records")
    record_id = models.UUIDField()
    told_at = models.DateTimeField(null=True)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["breach", "record_id"], name="a_breach_names_somebody_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
