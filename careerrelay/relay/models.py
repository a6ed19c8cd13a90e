"""A profile handed, with consent, as a copy, to one agency; the record of it; and what the company earns."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careerrelay.accounts.rules import PermitFacts
from careerrelay.accounts.tenancy import ScopedModel, TenantModel, Walls
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_id
from careerrelay.people.rules import ContactWhen
from careerrelay.relay.rules.counting import Trigger
from careerrelay.relay.rules.modes import Mode, StopReason
from careerrelay.relay.rules.placements import PlacementMistake
from careerrelay.relay.rules.states import CopyState, DataNoticeKind, RelayState


class Agreement(ScopedModel):
    """The terms between a company and an agency, versioned. Introductions keep the version they were made under."""

    walls = Walls(organization=("operator_id", "company_id", "agency_id"))

    operator_id = models.UUIDField()
    company_id = models.UUIDField()
    agency_id = models.UUIDField()
    version = models.PositiveIntegerField()
    trigger = models.CharField(max_length=12, choices=[(t, t) for t in Trigger], default=Trigger.ACCEPTED)
    ratio = models.PositiveIntegerField(default=10)
    credit_months = models.PositiveIntegerField(default=24)
    effective_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company_id", "agency_id", "version"], name="one_version_per_agreement"
            ),
            models.CheckConstraint(condition=models.Q(ratio__gte=1), name="ratio_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.id} v{self.version}"


class Relay(ScopedModel):
    """From the grant to the placement. The person and the operator see it; the company it began at never does."""

    walls = Walls(organization=("operator_id",), person=("person_id",))

    operator_id = models.UUIDField()
    person_id = models.UUIDField()
    person_hash = models.BinaryField(max_length=32)
    company_id = models.UUIDField()
    agency_id = models.UUIDField()
    statement_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=[(state, state) for state in RelayState])
    granted_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    provided_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=20, blank=True)
    waiting_for = models.CharField(max_length=20, blank=True)
    counting = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement_id"], name="one_relay_per_grant"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["operator_id", "state", "leaves_at"]),
            models.Index(fields=["person_id", "granted_at"]),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Provision(ScopedModel):
    """The legal record that is written before data leaves (個人情報保護法29条, 施行規則20条). Append-only.

    `sealed` holds who it was about and what was handed over, encrypted under a key of its own."""

    walls = Walls(organization=("operator_id",), person=("person_id",))

    operator_id = models.UUIDField()
    person_id = models.UUIDField()
    relay_id = models.UUIDField(unique=True)
    company_id = models.UUIDField()
    agency_id = models.UUIDField()
    recipient_name = models.CharField(max_length=200)
    recipient_address = models.CharField(max_length=300)
    recipient_representative = models.CharField(max_length=100)
    permit_number = models.CharField(max_length=20)
    categories = ArrayField(models.CharField(max_length=20))
    statement_id = models.UUIDField()
    text_hash = models.CharField(max_length=64)
    sealed = models.BinaryField()
    provided_at = models.DateTimeField()
    keep_until_on = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class Correction(ScopedModel):
    """Corrected words were handed over under a provision: the same legal record for what changed. Append-only."""

    walls = Walls(organization=("operator_id",), person=("person_id",))

    operator_id = models.UUIDField()
    person_id = models.UUIDField()
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    items = ArrayField(models.CharField(max_length=20))
    sealed = models.BinaryField()
    provided_at = models.DateTimeField()
    keep_until_on = models.DateField()

    def __str__(self) -> str:
        return str(self.id)


class RelayedProfile(TenantModel):
    """The agency's copy. It cannot exist without its provision record (P09). Its contact is shown only after
    the agency accepted. `contact_when` to `hidden_from` are what binds the agency: when the person may be contacted,
    and which companies they must not be introduced to; these follow the person's page. From `placed_on` the agency sees
    nothing of it until `placed_free_on`: it placed the person itself (see Placement)."""

    relay_id = models.UUIDField(unique=True)
    provision = models.OneToOneField(Provision, on_delete=models.PROTECT, related_name="+")
    company_name = models.CharField(max_length=200)
    company_name_en = models.CharField(max_length=200)
    name = models.CharField(max_length=300, blank=True)
    kana = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=200, blank=True)
    experience = models.TextField(blank=True)
    skills = ArrayField(models.CharField(max_length=100), default=list)
    regions = ArrayField(models.CharField(max_length=20), default=list)
    wishes = models.TextField(blank=True)
    contact_when = models.CharField(
        max_length=12, choices=[(when, when) for when in ContactWhen], default=ContactWhen.NOW
    )
    contact_from_on = models.DateField(null=True)
    is_paused = models.BooleanField(default=False)
    hidden_from = ArrayField(models.CharField(max_length=300), default=list)
    confirmed_at = models.DateTimeField()
    consented_at = models.DateTimeField()
    consent_until_on = models.DateField()
    received_at = models.DateTimeField()
    answer_by_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=[(state, state) for state in CopyState])
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    decline_reason = models.CharField(max_length=20, blank=True)
    counting = models.CharField(max_length=20, blank=True)
    delete_by_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    placed_on = models.DateField(null=True)
    placed_free_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "state", "answer_by_at"])]

    def __str__(self) -> str:
        return str(self.id)


class Placement(ScopedModel):
    """An agency placed somebody: when they join, and whether without a fixed term, which is what the two years hang
    on. Ids and a keyed hash, so that it outlives an erasure and knows the person by another link. A mistake is taken
    back, never changed: by the agency within its days, by the operator with `undone_reason`; what was right is a new
    row, which `replaces` the wrong one and which the agency cannot take back."""

    walls = Walls(organization=("agency_id", "operator_id"), person=("person_id",))

    agency_id = models.UUIDField()
    operator_id = models.UUIDField()
    person_id = models.UUIDField()
    person_hash = models.BinaryField(max_length=32)
    relay_id = models.UUIDField()
    joined_on = models.DateField()
    is_permanent = models.BooleanField()
    free_on = models.DateField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    replaces = models.UUIDField(null=True)
    undone_reason = models.CharField(
        max_length=12, choices=[(mistake, mistake) for mistake in PlacementMistake], blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["relay_id"], condition=models.Q(undone_at=None), name="one_placement_per_relay"
            ),
            models.CheckConstraint(
                condition=models.Q(free_on__gt=models.F("joined_on")), name="the_two_years_have_an_end"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["operator_id", "agency_id", "person_hash"], name="placements_by_hash"),
            models.Index(fields=["person_id"], name="placements_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DataNotice(ScopedModel):
    """An agency is told to delete or correct what it was handed: signed, so that it can show whom it obeyed, and with
    a deadline. It names the copy by its number and no person. `kept_law` and `kept_until_on`: instead of deleting, the
    agency names the law that makes it keep something. `escalated_at`: the deadline passed without a word."""

    walls = Walls(organization=("agency_id", "operator_id"), person=("person_id",))

    agency_id = models.UUIDField()
    operator_id = models.UUIDField()
    person_id = models.UUIDField()
    relay_id = models.UUIDField()
    copy_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in DataNoticeKind])
    fields = ArrayField(models.CharField(max_length=20), default=list)
    document = models.JSONField()
    signature = models.CharField(max_length=90)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    kept_law = models.CharField(max_length=200, blank=True)
    kept_until_on = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "acknowledged_at", "due_at"], name="data_notices_of_agency"),
            models.Index(fields=["operator_id", "acknowledged_at", "due_at"], name="data_notices_of_network"),
            models.Index(fields=["person_id", "issued_at"], name="data_notices_of_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kept_law="") | models.Q(kept_until_on__isnull=False),
                name="what_is_kept_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Introduction(ScopedModel):
    """A relay that counts. One person counts once per company, and once per agency across companies: the two
    unique constraints are the rule (P12). Append-only; `person_hash` recognises, it does not name."""

    walls = Walls(organization=("operator_id",))

    operator_id = models.UUIDField()
    company_id = models.UUIDField()
    agency_id = models.UUIDField()
    relay_id = models.UUIDField(unique=True)
    agreement_id = models.UUIDField()
    person_hash = models.BinaryField(max_length=32)
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operator_id", "company_id", "person_hash"], name="a_person_counts_once_per_company"
            ),
            models.UniqueConstraint(
                fields=["operator_id", "agency_id", "person_hash"], name="a_person_counts_once_per_agency"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["operator_id", "company_id", "counted_at"])]

    def __str__(self) -> str:
        return str(self.id)


class Closing(ScopedModel):
    """What the company is told once a month (締め): counts only, in batches of at least five. Append-only."""

    walls = Walls(organization=("company_id", "operator_id"))

    operator_id = models.UUIDField()
    company_id = models.UUIDField()
    month_on = models.DateField()
    from_month_on = models.DateField()
    introductions = models.PositiveIntegerField()
    introductions_total = models.PositiveIntegerField()
    credits = models.PositiveIntegerField()
    credits_total = models.PositiveIntegerField()
    closed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company_id", "month_on"], name="one_closing_per_month")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.month_on}"


class OperatorPermit(models.Model):
    """The operator's own permit for fee-charging placement as it was checked; a renewal, and the time after a stop,
    is a new row. Global on purpose: whoever places people shows the number to anybody (職業安定法32条の4第2項)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operator_id = models.UUIDField()
    number = models.CharField(max_length=20)
    holder_name = models.CharField(max_length=200)
    valid_from_on = models.DateField()
    valid_until_on = models.DateField()
    checked_on = models.DateField()
    evidence = models.CharField(max_length=300)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    stopped_on = models.DateField(null=True)
    stop_reason = models.CharField(
        max_length=12, choices=[(reason, reason) for reason in StopReason], blank=True
    )
    stop_recorded_by = models.UUIDField(null=True)
    stop_recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^(0[1-9]|[1-3][0-9]|4[0-7])-ユ-[0-9]{6}$"),
                name="an_operators_permit_is_for_a_fee",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until_on__gte=models.F("valid_from_on")),
                name="an_operators_permit_has_its_days",
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_on=None, stop_reason="")
                | (models.Q(stopped_on__isnull=False) & ~models.Q(stop_reason="")),
                name="a_stop_says_why",
            ),
            models.UniqueConstraint(
                fields=["operator_id", "valid_from_on"],
                condition=models.Q(stopped_on=None),
                name="one_operators_permit_per_period",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> PermitFacts:
        """It counts from the day of its record: what was typed today cannot have opened anything yesterday."""
        from_on = max(self.valid_from_on, day_in_japan(self.recorded_at))
        return PermitFacts(self.number, from_on, self.valid_until_on, self.stopped_on)


class ModeChoice(models.Model):
    """The operator chose how it works. What holds on a day follows from the newest row and the permits of that day.
    Append-only, and global on purpose: anybody may know in which mode a network is run."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operator_id = models.UUIDField()
    mode = models.CharField(max_length=12, choices=[(mode, mode) for mode in Mode])
    chosen_by = models.UUIDField(null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["operator_id", "chosen_at"], name="choices_of_network")]

    def __str__(self) -> str:
        return self.mode
