"""The candidate and how they are reached."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf

from careerrelay.accounts.tenancy import TenantModel


class Source(models.TextChoices):
    """How somebody came to be known here. All but the first two have no application to begin with."""

    IMPORT = "import"
    SELF_DECLARED = "self_declared"
    ENTERED = "entered"
    EVENT = "event"
    SCOUT_REPLY = "scout_reply"
    REFERRAL = "referral"


class Candidate(TenantModel):
    """A person as one company knows them.

    `confirmed`: by field, when and by whom it was last said to be so: `{"employer": ["2026-11-19T01:15:00+00:00",
    "import"]}`; the second is `import`, `person` or `member:<id>`, the fields are those of rules/freshness.py (`custom:
    <id>` for a CustomField). `confirmed_at` is the latest of them. `custom`: by the id of a CustomField, a text, a
    number, or a day as `2026-11-19`. `name_key` and `kana_key` are the forms under which spellings of a name are one.
    `last_applied_on` and `application_states`: the day of the newest application, and which states there are, each
    once; kept by a trigger, so that a list of everybody is sorted and filtered without reading the applications.
    """

    name = models.CharField(max_length=300, blank=True)
    kana = models.CharField(max_length=300, blank=True)
    name_key = models.CharField(max_length=300, blank=True)
    kana_key = models.CharField(max_length=300, blank=True)
    region = models.CharField(max_length=20, blank=True)
    employer = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    education = models.TextField(blank=True)
    background = models.TextField(blank=True)
    desired_work = models.CharField(max_length=300, blank=True)
    desired_regions = ArrayField(models.CharField(max_length=20), default=list)
    desired_salary_min_jpy = models.PositiveIntegerField(null=True)
    desired_salary_max_jpy = models.PositiveIntegerField(null=True)
    available_from_on = models.DateField(null=True)
    source = models.CharField(max_length=15, choices=Source.choices)
    source_detail = models.CharField(max_length=300, blank=True)
    owner_id = models.UUIDField(null=True)
    last_applied_on = models.DateField(null=True)
    application_states = ArrayField(models.CharField(max_length=10), default=list, db_default=[])
    custom = models.JSONField(default=dict)
    confirmed = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True)
    from_import = models.ForeignKey(
        "candidates.Import", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "created_at", "id"], name="candidates_by_arrival"),
            models.Index(
                "organization",
                F("last_applied_on").desc(nulls_last=True),
                F("id").desc(),
                name="candidates_by_application",
                include=["source"],
            ),
            models.Index(
                "organization", NullIf("kana", Value("")), "name", "id", name="candidates_by_reading"
            ),
            models.Index(
                "organization",
                F("confirmed_at").desc(nulls_last=True),
                F("id").desc(),
                name="candidates_by_confirmation",
            ),
            models.Index(
                fields=["organization", "id"],
                condition=Q(source=Source.SELF_DECLARED, application_states=[]),
                name="candidates_by_themselves",
            ),
            models.Index(fields=["organization", "name_key"], name="candidates_by_name"),
            models.Index(fields=["organization", "kana_key"], name="candidates_by_kana"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CandidateAddress(TenantModel):
    """A mail address as it was written, and the form by which two spellings are the same. A proxy is a job board's:
    it reaches somebody, it tells nobody apart."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=320)
    canonical = models.CharField(max_length=320)
    is_proxy = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "canonical"], name="one_candidate_per_address_and_organization"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class CandidatePhone(TenantModel):
    """A number as it is dialled, and in E.164. Two people may share one: a family does."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=40)
    canonical = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "canonical", "candidate"], name="a_candidate_has_a_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
