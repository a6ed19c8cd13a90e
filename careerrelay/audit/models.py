"""The audit trail: who did what to which row, when and why. Append-only, and without personal data."""

from typing import ClassVar

from django.db import models

from careerrelay.accounts.tenancy import ScopedModel, Walls


class AuditEntry(ScopedModel):
    walls = Walls(organization=("organization_id",), person=("person_id",))

    organization_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_organization_id = models.UUIDField(null=True)
    actor_part = models.CharField(max_length=40, blank=True)
    deed = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "at"]),
            models.Index(fields=["person_id", "at"]),
            # What happened to one row, such as a candidate, without reading the trail of the whole company.
            models.Index(fields=["organization_id", "object_id", "at"], name="audit_entries_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.object_kind}"
