"""The audit trail: who did what to which row, when and why; and the chains that show whether anything was
changed.

Append-only, and without personal data."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models

from careerrelay.accounts.tenancy import ScopedModel, TenantModel, Walls
from careerrelay.audit.rules.chain import ChainKind, LinkKind
from careerrelay.core.ids import new_id


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
            # Whose access ended since a backup was made: a few rows of a large table.
            models.Index(
                fields=["at"], condition=models.Q(object_kind="user"), name="audit_entries_about_staff"
            ),
            # What was done since a moment: entries lie in the order of their moments, so that a few bytes find them.
            BrinIndex(fields=["at"], name="audit_entries_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.object_kind}"


class Sight(TenantModel):
    """Whom one look at a list showed, by id: one row for the whole list. Its entry in the trail names the digest of
    these ids, so that the chain holds for them too."""

    entry_id = models.UUIDField(unique=True)
    deed = models.CharField(max_length=60)
    object_ids = ArrayField(models.UUIDField())
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["object_ids"], name="sights_of_somebody")]

    def __str__(self) -> str:
        return str(self.id)


class PendingEntry(models.Model):
    """An entry that waits for its link: written by a trigger with the entry, taken away when it is chained.
    Global: ids of rows that nobody reads without their wall."""

    entry_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.entry_id)


class Chain(ScopedModel):
    """Where a chain of commitments stands. Its length is seen by who keeps it (the operator, or a company
    without one): a company that reads how long its own chain of consents is would learn of revocations
    (P08)."""

    walls = Walls(organization=("keeper_id",))

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ChainKind])
    owner_id = models.UUIDField()
    keeper_id = models.UUIDField()
    seq = models.BigIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "owner_id"], name="one_chain_per_owner")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id}"


class ChainLink(ScopedModel):
    """One link: numbers without a hole, each hash over the one before. Append-only; says nothing about
    anybody."""

    walls = Walls(organization=("keeper_id",))

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")
    keeper_id = models.UUIDField()
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in LinkKind])
    commitment = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="one_link_per_number")]
        indexes: ClassVar = [models.Index(fields=["hash"], name="links_by_their_hash")]

    def __str__(self) -> str:
        return str(self.seq)


class Salt(ScopedModel):
    """The salt that opens a link: with it and the row it can be shown what the link stands for. Goes with the
    row."""

    walls = Walls(organization=("keeper_id",), person=("person_id",))

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")
    keeper_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    seq = models.BigIntegerField()
    row_id = models.UUIDField(unique=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="one_salt_per_link")]
        indexes: ClassVar = [models.Index(fields=["person_id"], name="salts_of_person")]

    def __str__(self) -> str:
        return str(self.row_id)


class ErasedLink(ScopedModel):
    """A link whose row and salt were erased, and the link that says so. Append-only."""

    walls = Walls(organization=("keeper_id",))

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")
    keeper_id = models.UUIDField()
    seq = models.BigIntegerField()
    by_seq = models.BigIntegerField()
    row_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="erased_once")]
        indexes: ClassVar = [models.Index(fields=["row_id"], name="erased_by_row")]

    def __str__(self) -> str:
        return str(self.seq)


class DailyHead(TenantModel):
    """The head of a chain as it stood on a day and was mailed to the owners. One a day, whatever happened,
    and blind: it says neither that anything was stated nor how much. Append-only."""

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ChainKind])
    on = models.DateField()
    head = models.BinaryField(max_length=32)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "kind", "on"], name="one_head_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Verification(models.Model):
    """A run of `careerrelay verify` over everything. Global: counts of rows checked and of faults, nobody's
    name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    seconds = models.FloatField()
    checks = models.JSONField()
    is_clean = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="verifications_by_time")]

    def __str__(self) -> str:
        return f"{self.at}"
