"""A company's own record: candidates, their applications and how these ended, and the files they came from."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import TenantModel


class Source(models.TextChoices):
    IMPORT = "import"
    SELF_DECLARED = "self_declared"


class Candidate(TenantModel):
    """A person as one company knows them."""

    name = models.CharField(max_length=300, blank=True)
    kana = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=20, blank=True)
    employer = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    education = models.TextField(blank=True)
    background = models.TextField(blank=True)
    source = models.CharField(max_length=15, choices=Source.choices)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "created_at"])]

    def __str__(self) -> str:
        return str(self.id)


class CandidateAddress(TenantModel):
    """A mail address as it was written, and the form by which two spellings are the same."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=320)
    canonical = models.CharField(max_length=320)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "canonical"], name="one_candidate_per_address_and_organization"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class CandidateSearch(TenantModel):
    """What of a candidate can be found. `text_hash` tells whether that has to be cut into words anew.

    Asked through the function candidates_search only: under the policy of this table PostgreSQL uses no index,
    because `@@` could tell of rows that the policy hides.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()
    text_hash = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="candidates_words", fastupdate=False),
            models.Index(fields=["organization", "candidate"], name="candidates_search_newest"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ApplicationState(models.TextChoices):
    OPEN = "open"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"
    CLOSED = "closed"
    # A status that mixes rejection and withdrawal; a human being decides, until then nothing is sent.
    UNDECIDED = "undecided"


class Application(TenantModel):
    """One candidate for one job, as far as they came and how it ended."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="applications")
    system = models.CharField(max_length=30)
    external_id = models.CharField(max_length=200, blank=True)
    job_title = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ApplicationState.choices)
    applied_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "system", "external_id"],
                condition=~Q(external_id=""),
                name="one_application_per_external_id",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "state"])]

    def __str__(self) -> str:
        return str(self.id)


class Rejection(TenantModel):
    """The company said no. `told_at` is when the person learned it; empty means that nobody told them yet."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="rejection")
    rejected_on = models.DateField()
    stage = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class ImportState(models.TextChoices):
    UPLOADED = "uploaded"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Import(TenantModel):
    """A file of applicants: kept while it is looked at and read; afterwards its counts and what was refused.

    `columns`: what the recruiter chose a column to be, by its number from 0; null leaves it out."""

    filename = models.CharField(max_length=255)
    headings = ArrayField(models.TextField(), default=list)
    columns = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    content_hash = models.BinaryField(max_length=32)
    encoding = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=30, blank=True)
    rejected_are_untold = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ImportState.choices)
    rows_total = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_unreachable = models.PositiveIntegerField(default=0)
    failure_ja = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "uploaded_at"])]

    def __str__(self) -> str:
        return str(self.id)


class ImportRefusal(TenantModel):
    """A line that was not imported, and why, in both languages. `cells` are the file's, without what may not be
    kept, so that the line can be mended and sent again."""

    from_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refusals")
    line_number = models.PositiveIntegerField()
    cells = ArrayField(models.TextField(), default=list)
    ja = models.TextField()
    en = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_import", "line_number"], name="one_refusal_per_line")
        ]

    def __str__(self) -> str:
        return f"{self.line_number}"
