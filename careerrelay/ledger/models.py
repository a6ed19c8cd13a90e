"""The books of a network: accounts, postings and their entries. Ids and integers only, no personal data.

Everything belongs to the operator. A company reads its closings and statements, never these rows: they would
tell it on the day who was relayed.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import ScopedModel, Walls
from careerrelay.ledger.rules import CONTRA_KINDS, ONCE_PER_CAUSE, AccountKind, CauseKind, Deed, Unit

_CONTRA = sorted(kind.value for kind in CONTRA_KINDS)


class LedgerAccount(ScopedModel):
    """What one owner has of one thing. `balance` always equals the sum of the account's entries."""

    walls = Walls(organization=("operator_id",))

    operator_id = models.UUIDField()
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in AccountKind])
    unit = models.CharField(max_length=15, choices=[(unit.value, unit.value) for unit in Unit])
    # Introductions to one credit. One per company over all its agreements, so it stands where they are counted.
    ratio = models.PositiveIntegerField(null=True)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operator_id", "owner_id", "kind"], name="one_ledger_account_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_CONTRA) | Q(balance__gte=0),
                name="what_a_company_holds_is_never_negative",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_CONTRA) | Q(balance__lte=0),
                name="what_stands_against_it_is_never_positive",
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.INTRODUCTIONS.value, ratio__gte=1)
                | (~Q(kind=AccountKind.INTRODUCTIONS.value) & Q(ratio=None)),
                name="introductions_are_counted_at_a_ratio",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.kind}"


class Posting(ScopedModel):
    """One deed in the books, under a key that makes it happen once. Append-only: a correction is a new posting."""

    walls = Walls(organization=("operator_id",))

    operator_id = models.UUIDField()
    key = models.CharField(max_length=120)
    deed = models.CharField(max_length=25, choices=[(deed.value, deed.value) for deed in Deed])
    cause_kind = models.CharField(max_length=15, choices=[(kind.value, kind.value) for kind in CauseKind])
    cause_id = models.UUIDField()
    body_hash = models.BinaryField(max_length=32)
    # What this posting reverses or settles: a reservation that is now spent or freed, a credit that is lost.
    ends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operator_id", "key"], name="a_key_posts_once"),
            models.UniqueConstraint(fields=["ends"], condition=~Q(ends=None), name="a_posting_ends_once"),
            models.UniqueConstraint(
                fields=["operator_id", "deed", "cause_id"],
                condition=Q(deed__in=[deed.value for deed in ONCE_PER_CAUSE]),
                name="a_cause_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Entry(ScopedModel):
    """One side of a posting. The entries of a posting sum to zero per unit, which the table itself sees to."""

    walls = Walls(organization=("operator_id",))

    operator_id = models.UUIDField()
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["posting", "account"], name="one_entry_per_account_of_a_posting"),
            models.CheckConstraint(condition=~Q(amount=0), name="an_entry_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"
