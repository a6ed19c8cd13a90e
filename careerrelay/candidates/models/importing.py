"""The files of applicants that a company brought in, and what came of their rows."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careerrelay.accounts.tenancy import TenantModel


class ImportState(models.TextChoices):
    """`cancelled` keeps the rows that were taken in until then, by line number; `undone` took all of them back."""

    UPLOADED = "uploaded"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class Import(TenantModel):
    """A file of applicants: kept while it is looked at and read; afterwards its counts and what was refused.

    `columns`: what the recruiter chose a column to be, by its number from 0: a field, `custom:` and the id of a
    CustomField, or null, which leaves it out. `word_ends`: how an application ended of which only these words tell, by
    the word as it is folded for search. `header_line` is chosen too, or null for our guess. `rows_read` is how
    far a running import came: it goes on from there after a crash. `cancelling_at`: somebody asked it to stop.
    `counted_as`: the encoding, the line of headings and the columns with which `rows_total` was counted. `compared_at`:
    its people were compared with everybody, for second records; of a large file that comes after its end.
    `holds_evaluations`: its rows are what interviewers said, not people.
    """

    filename = models.CharField(max_length=255)
    headings = ArrayField(models.TextField(), default=list)
    header_line = models.PositiveIntegerField(null=True)
    columns = models.JSONField(default=dict)
    word_ends = models.JSONField(null=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    content_hash = models.BinaryField(max_length=32)
    encoding = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=30, blank=True)
    holds_evaluations = models.BooleanField(default=False, db_default=False)
    rejected_are_untold = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ImportState.choices)
    rows_total = models.PositiveIntegerField(default=0)
    counted_as = models.JSONField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_unreachable = models.PositiveIntegerField(default=0)
    rows_undecided = models.PositiveIntegerField(default=0)
    failure_ja = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    cancelling_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "uploaded_at"])]

    def __str__(self) -> str:
        return str(self.id)


class ImportPiece(TenantModel):
    """Some of the bytes of a file that waits or is being read, in their order from 0. Gone as soon as it was read."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of_import", "number"], name="one_piece_of_a_file_at_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class ImportForecast(TenantModel):
    """What a waiting file would bring, counted by a worker where a page would have to wait for it. `understood_hash`:
    how the file was read for it; with other choices it says nothing. `findings`: rules/findings.py as a document,
    null while it is counted. Goes when the import starts, and with the file."""

    of_import = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="+")
    understood_hash = models.BinaryField(max_length=32)
    rows_counted = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    findings = models.JSONField(null=True)
    failure_ja = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

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


class ImportChange(TenantModel):
    """How a row of this company stood before an import changed it: what undoing puts back. Rows that an import made
    name it themselves (`from_import`). Goes when the import can no longer be undone."""

    from_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    before = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_import", "object_kind", "object_id"], name="one_change_per_import_and_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_kind} {self.object_id}"


class RememberedColumns(TenantModel):
    """What a recruiter chose the columns of a source to be: the next file with the same headings starts from it.
    `columns`: lists of a heading, the how manieth of that name, and the choice as in Import.columns; by heading, not by
    number: an export may gain a column in front. `word_ends`: as in Import."""

    system = models.CharField(max_length=30)
    headings_hash = models.BinaryField(max_length=32)
    columns = models.JSONField()
    word_ends = models.JSONField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "system", "headings_hash"], name="columns_are_remembered_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
