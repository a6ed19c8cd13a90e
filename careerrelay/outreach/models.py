"""Letters: the notice that says no, and the outbox in which every mail waits, is sent once, and is accounted for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import ScopedModel, TenantModel, Walls


class RejectionNotice(TenantModel):
    """The mail that says no, kindly, with one opt-in block: one per candidate, however many applications."""

    candidate_id = models.UUIDField()
    rejection_ids = ArrayField(models.UUIDField())
    language = models.CharField(max_length=5)
    stage = models.CharField(max_length=20)
    prepared_by = models.UUIDField(null=True)
    prepared_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "candidate_id"])]

    def __str__(self) -> str:
        return str(self.id)


class DeliveryState(models.TextChoices):
    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"


class LetterKind(models.TextChoices):
    NOTICE = "notice"
    VERIFICATION = "verification"
    RECEIPT = "receipt"
    LINK = "link"
    BREACH = "breach"
    # The proof that somebody was erased. It carries no link, and its row goes when it ends.
    ERASED = "erased"
    # Asks once whether a consent shall go on.
    RENEWAL = "renewal"
    # To the owners of an organization, every day.
    HEAD = "head"


class Delivery(ScopedModel):
    """One letter to one address, from the outbox to the wire. A notice is the company's; a verification mail
    or a receipt is the person's, and no company can see that it exists (P48)."""

    walls = Walls(organization=("organization_id",), person=("person_id",))

    organization_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    notice = models.ForeignKey(RejectionNotice, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    company_id = models.UUIDField()
    candidate_id = models.UUIDField(null=True)
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    send_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organization_id=None) ^ Q(person_id=None), name="a_delivery_has_one_owner"
            ),
            models.UniqueConstraint(fields=["notice"], name="one_delivery_per_notice"),
            models.UniqueConstraint(
                fields=["organization_id", "candidate_id"],
                condition=Q(kind="notice", state__in=["queued", "claimed", "sending"]),
                name="one_notice_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["send_at", "id"], condition=Q(state="queued"), name="outreach_delivery_due"),
            models.Index(
                fields=["state", "claimed_by"],
                condition=Q(state__in=["claimed", "sending"]),
                name="outreach_delivery_in_hand",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
