"""What stays of a deletion, so that an older copy brings nobody back; and what an organization knows of a breach."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from careerrelay.accounts.tenancy import ScopedModel, TenantModel, Walls
from careerrelay.core.ids import new_id
from careerrelay.outreach.models import Delivery
from careerrelay.privacy.rules.breaches import Answer, BreachKind, ReportKind
from careerrelay.privacy.rules.holds import GROUNDS_MAX
from careerrelay.privacy.rules.retention import MONTHS_MAX, MONTHS_MIN


class TombstoneCause(models.TextChoices):
    ERASURE = "erasure"
    RETENTION = "retention"
    EXPIRY = "expiry"
    REQUEST = "request"
    # What the law made us keep, when its time was over. Sets no tombstone: the day stands in the record itself.
    RECORDS = "records"
    # What a hold kept back from an erasure: its day is over, or it is not needed any more. Sets no tombstone either.
    HOLD_OVER = "hold_over"


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
        indexes: ClassVar = [
            models.Index(fields=["operator_id", "at"], name="tombstones_by_moment"),
            GinIndex(fields=["address_hashes"], name="tombstones_by_address"),
        ]

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


class Restoration(models.Model):
    """A backup took the place of the database: which moment it was of, until when the journal reached, what was done
    again, and (`lost`, None where the former database could not be read) how many deeds of which kind are not in it.
    Global: counts over the whole installation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    copy_at = models.DateTimeField(null=True)
    reaches_at = models.DateTimeField(null=True)
    done = models.JSONField()
    lost = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="restorations_by_time")]

    def __str__(self) -> str:
        return f"{self.at}"


class Breach(TenantModel):
    """Data leaked, was lost or damaged, or may have been. The words are those of 施行規則8条1項, one field a number;
    `items` counts people by kind of data as it was when the list was entered, which erasure does not change.
    `people` were found in the records, `others` were not: lines that name nobody here, a list on paper. The two
    moments are those at which a report that the law asks for was made first."""

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in BreachKind])
    noticed_at = models.DateTimeField()
    happened_on = models.DateField(null=True)
    people = models.PositiveIntegerField(default=0)
    others = models.PositiveIntegerField(db_default=0, default=0)
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

    @property
    def concerned(self) -> int:
        return self.people + self.others


class BreachReport(TenantModel):
    """What the commission was told: when, under which number, in which `words`. A later one says what it `changed`."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in ReportKind])
    reported_at = models.DateTimeField()
    number = models.CharField(max_length=100, blank=True)
    changed = models.TextField(max_length=2000, blank=True)
    words = models.TextField(max_length=20000)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["breach", "kind"],
                condition=~models.Q(kind=ReportKind.FOLLOW_UP),
                name="one_prompt_and_one_final_report",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ReportKind.FOLLOW_UP) | ~models.Q(changed=""),
                name="a_follow_up_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reported_at:%Y-%m-%d}"


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


class RetentionRule(TenantModel):
    """How long a company keeps applicants who gave no consent: so many months after the last decision."""

    months = models.PositiveSmallIntegerField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization"], name="one_retention_rule_per_organization"),
            models.CheckConstraint(
                condition=models.Q(months__range=(MONTHS_MIN, MONTHS_MAX)), name="retention_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months}"


class LegalHold(TenantModel):
    """A record that has to stay, with the reason: a dispute, an inquiry. Retention leaves it alone until it is lifted.
    Against an erasure that the person asks for it stands only with `items`, until that day, on grounds that they are
    told."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    items = ArrayField(models.CharField(max_length=10), default=list)
    grounds = models.CharField(max_length=GROUNDS_MAX, blank=True)
    until_on = models.DateField(null=True)
    placed_by = models.UUIDField(null=True)
    placed_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate"], condition=models.Q(lifted_at=None), name="one_open_hold_per_candidate"
            ),
            models.CheckConstraint(
                condition=models.Q(items=[]) | (models.Q(until_on__isnull=False) & ~models.Q(grounds="")),
                name="a_hold_against_erasure_has_its_day_and_grounds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SealedRecord(TenantModel):
    """What a hold kept back when the person erased: sealed, in no list, opened by an owner with a reason, gone after
    `until_on`. No column says whose it is."""

    items = ArrayField(models.CharField(max_length=10))
    grounds = models.CharField(max_length=GROUNDS_MAX)
    until_on = models.DateField()
    sealed = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "until_on"])]

    def __str__(self) -> str:
        return str(self.id)


class SealedReading(TenantModel):
    """A sealed record was opened: by whom, when and why; kept as long as the record."""

    record = models.ForeignKey(SealedRecord, on_delete=models.CASCADE, related_name="readings")
    reason = models.CharField(max_length=GROUNDS_MAX)
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class RequestKind(models.TextChoices):
    """What the law lets somebody ask for (個人情報保護法33条から35条)."""

    DISCLOSE = "disclose"
    CORRECT = "correct"
    STOP = "stop"
    ERASE = "erase"
    STOP_PROVISION = "stop_provision"


class RequestChannel(models.TextChoices):
    PHONE = "phone"
    LETTER = "letter"
    MAIL = "mail"
    VISIT = "visit"


class RequestState(models.TextChoices):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class RightsRequest(TenantModel):
    """Somebody asked by phone or letter: what, when, how their identity was checked, by when it is answered, who
    answered it and how. `requester` and `words` go when it is closed as an erasure, and with the candidate."""

    kind = models.CharField(max_length=15, choices=RequestKind.choices)
    channel = models.CharField(max_length=8, choices=RequestChannel.choices)
    candidate = models.ForeignKey(
        "candidates.Candidate", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requester = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    received_on = models.DateField()
    due_on = models.DateField()
    identity_check = models.CharField(max_length=300, blank=True)
    identity_checked_by = models.UUIDField(null=True)
    identity_checked_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "due_on"], name="requests_by_deadline")
        ]

    def __str__(self) -> str:
        return str(self.id)
