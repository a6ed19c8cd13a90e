"""One deed on many people: who they are is decided when it is pressed, a worker does it, and it can be undone."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models import Candidate


class BulkDeedKind(models.TextChoices):
    ADD_TAG = "add_tag"
    REMOVE_TAG = "remove_tag"
    SET_OWNER = "set_owner"
    REJECT = "reject"
    FREEZE = "freeze"
    LABELS_TO_TAGS = "labels_to_tags"
    EXPORT = "export"


class BulkDeedState(models.TextChoices):
    """`partly`: done, and some of the people were not fit. `undoing` puts everything back, `undone` has."""

    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


class BulkDeed(TenantModel):
    """`question` is what was asked when it was pressed, `candidate_ids` who answered it then, `position` how many of
    them were looked at. `arguments` is what the deed needs: ids and words of ours, no personal data. `press_key`
    comes with the form: the second press of it meets the unique constraint."""

    kind = models.CharField(max_length=15, choices=BulkDeedKind.choices)
    press_key = models.UUIDField()
    question = models.JSONField()
    candidate_ids = ArrayField(models.UUIDField())
    position = models.PositiveIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BulkDeedState.choices)
    started_by = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    cancelling_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "press_key"], name="a_press_counts_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "started_at"], name="bulk_deeds_newest")]

    def __str__(self) -> str:
        return str(self.id)


class BulkDeedMember(TenantModel):
    """One of those on whom a deed was done, or could not be (`is_unfit`), and what stood there `before`. The row goes
    with the candidate, so that nothing counts who is no longer here (P08)."""

    bulk_deed = models.ForeignKey(BulkDeed, on_delete=models.CASCADE, related_name="members", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    is_unfit = models.BooleanField(default=False)
    before = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulk_deed", "candidate"], name="a_deed_concerns_somebody_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class ExportFile(TenantModel):
    """A list that was written as a file: for its maker, for a day, and only while everybody in it may be shown."""

    bulk_deed = models.OneToOneField(BulkDeed, on_delete=models.CASCADE, related_name="file")
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    rows = models.PositiveIntegerField()
    unwritable = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
