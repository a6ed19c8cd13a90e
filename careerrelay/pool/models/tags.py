"""Words that a company puts on people."""

from typing import ClassVar

from django.db import models

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models import Candidate


class TagGroup(models.TextChoices):
    SKILL = "skill"
    OCCUPATION = "occupation"
    REGION = "region"
    FREE = "free"


class Tag(TenantModel):
    """A word of one group. `name_key` is the form under which two spellings are one; `taxonomy_key` its name in the
    taxonomy of skills, where it has one. One that is no longer offered has ended and stays on whoever has it."""

    group = models.CharField(max_length=10, choices=TagGroup.choices)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60)
    taxonomy_key = models.CharField(max_length=100, blank=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "group", "name_key"], name="a_tag_stands_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Tagging(TenantModel):
    """A tag on a candidate: put there when, by whom, and by which deed on many, so that undoing it takes away no
    more than it gave."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    bulk_deed = models.ForeignKey("pool.BulkDeed", null=True, on_delete=models.SET_NULL, related_name="+")
    tagged_by = models.UUIDField(null=True)
    tagged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "candidate"], name="a_candidate_has_a_tag_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "candidate", "tag"], name="taggings_of_candidate"),
        ]

    def __str__(self) -> str:
        return str(self.id)
