"""What a company knows about somebody's work and learning, the files they handed in, and what was noted."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models.record import Candidate


class Employment(TenantModel):
    """One position of a working life. Days are the first of a month where only the month is known."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="employments")
    employer = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    duties = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Schooling(TenantModel):
    """A school that somebody went to, and what they left it with."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="schoolings")
    school = models.CharField(max_length=300)
    faculty = models.CharField(max_length=300, blank=True)
    degree = models.CharField(max_length=100, blank=True)
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class LanguageSkill(TenantModel):
    """A language and how well: `level` in the words of the source, or a test with its score."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=60)
    level = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "language"], name="a_language_stands_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Qualification(TenantModel):
    """An examination or licence (資格・免許)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="qualifications")
    name = models.CharField(max_length=200)
    obtained_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class CandidateSkill(TenantModel):
    """A skill in somebody's words; `key` is its name in the taxonomy, or the folded words where it has none."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    years = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "key"], name="a_skill_stands_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "key"], name="candidates_by_skill")]

    def __str__(self) -> str:
        return str(self.id)


class FileState(models.TextChoices):
    WAITING = "waiting"
    READ = "read"
    UNREADABLE = "unreadable"
    # It held what may not be kept (マイナンバー, a script): its bytes are gone, the reason stays.
    REMOVED = "removed"


class CandidateFile(TenantModel):
    """A file that somebody handed in, and the text that was read out of it. Never executed, never shown inline.

    Its bytes stand here and nowhere else. `left_out`: the names of the items that were taken out of the text and are
    still in the file; `is_cut`: the file goes on where the text ends.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)
    content = models.BinaryField()
    content_bytes = models.PositiveIntegerField()
    content_hash = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=FileState.choices)
    text = models.TextField(blank=True)
    is_cut = models.BooleanField(default=False)
    left_out = ArrayField(models.CharField(max_length=60), default=list)
    failure_ja = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "content_hash"], name="a_candidate_has_a_file_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class DraftState(models.TextChoices):
    WAITING = "waiting"
    READ = "read"
    UNREADABLE = "unreadable"


class CandidateDraft(TenantModel):
    """A document out of a ZIP of which a person may be made: its bytes and what was read in it, `facts` as they would
    be typed, until somebody confirms or discards it, or its days are over. Nobody is found by it."""

    filename = models.CharField(max_length=200)
    bundle_name = models.CharField(max_length=255)
    content = models.BinaryField()
    content_hash = models.BinaryField(max_length=32)
    facts = models.JSONField(default=dict)
    left_out = ArrayField(models.CharField(max_length=60), default=list)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WAITING)
    failure_ja = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "content_hash"], name="a_document_waits_once_as_a_draft"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Note(TenantModel):
    """What a colleague wrote down about somebody; for recruiters, never for the person's agencies."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="notes")
    words = models.TextField()
    author_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class CustomField(TenantModel):
    """A field that one company wants to keep about everybody. Its values stand in Candidate.custom under its id."""

    class Form(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DAY = "day"
        CHOICE = "choice"

    name = models.CharField(max_length=60)
    form = models.CharField(max_length=6, choices=Form.choices)
    choices = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=models.Q(ended_at=None),
                name="one_open_custom_field_per_name",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
