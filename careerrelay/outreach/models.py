"""Letters: the notice that says no, the one invitation to those who were told long ago, and the outbox in which every
mail waits, is sent once, and is accounted for."""

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
    # Once in a lifetime to somebody who was turned down before they could choose anything here.
    INVITATION = "invitation"


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


class InvitationText(TenantModel):
    """The company's own words in an invitation, by their hash together with the fixed words around them: another word
    is another text, which an owner has to review anew."""

    language = models.CharField(max_length=5)
    words = models.TextField(max_length=2000)
    hash = models.CharField(max_length=64)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "hash"], name="one_invitation_text_per_hash")
        ]

    def __str__(self) -> str:
        return self.hash[:16]


class Invitation(TenantModel):
    """One batch of invitations: drawn up, approved, then held back until `send_at`. `people` is how many were approved.
    `name_keys`: by which names of the company somebody may have said that it must not see them."""

    text = models.ForeignKey(InvitationText, on_delete=models.PROTECT, related_name="+")
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    name_keys = ArrayField(models.CharField(max_length=300), default=list)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "made_at"], name="invitations_by_moment")]

    def __str__(self) -> str:
        return str(self.id)


class Invitee(TenantModel):
    """Somebody on the list of a batch. Whether the mail left is not for the company to see (P08): the delivery belongs
    to the mailbox. `promised_on`: on that day the record goes if nothing was agreed to, as the mail says."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="invitees")
    candidate_id = models.UUIDField()
    promised_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invitation", "candidate_id"], name="an_invitation_names_somebody_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "candidate_id"], name="invitees_by_candidate"),
            models.Index(fields=["organization", "promised_on"], name="invitees_by_promised_day"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class InvitationMark(TenantModel):
    """An address was invited by this company, once and for ever: a keyed hash, so it outlives the record, a merge, an
    erasure and the next import of the same file, and names nobody."""

    address_hash = models.BinaryField(max_length=32)
    invitation_id = models.UUIDField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "address_hash"], name="an_address_is_invited_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class InvitationRule(TenantModel):
    """Whether a second person has to approve a batch, and to review a text."""

    needs_second_person = models.BooleanField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization"], name="one_invitation_rule_per_organization")
        ]

    def __str__(self) -> str:
        return str(self.needs_second_person)
