"""Statements of will, the text each was made under, and who is whom between a person and a company."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import PersonModel, ScopedModel, TenantModel, Walls
from careerrelay.consent.rules.purposes import Deed, Purpose


class StartLink(TenantModel):
    """The one line in a company's own rejection mail, `/r/<code>`. The code is public; it opens no page of
    anybody's."""

    code = models.CharField(max_length=20, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class ServedText(models.Model):
    """The exact bytes of a consent text that stood before somebody who answered. Addressed by its own
    SHA-256, so one changed byte fails verification (P06). Global: it names companies and agencies, no person."""

    hash = models.CharField(primary_key=True, max_length=64)
    document = models.BinaryField()
    language = models.CharField(max_length=5)
    first_served_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash


class Statement(ScopedModel):
    """One purpose granted or revoked for one recipient. `pool` and `news` belong to the company too; a
    `relay` statement is the person's alone: its `organization_id` is empty, so no company can read it (P08)."""

    walls = Walls(organization=("organization_id",), person=("person_id",))

    person_id = models.UUIDField()
    organization_id = models.UUIDField(null=True)
    candidate_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=10, choices=[(purpose, purpose) for purpose in Purpose])
    deed = models.CharField(max_length=6, choices=[(deed, deed) for deed in Deed])
    company_id = models.UUIDField()
    recipient_id = models.UUIDField()
    categories = ArrayField(models.CharField(max_length=20))
    permit_number = models.CharField(max_length=20, blank=True)
    text = models.ForeignKey(ServedText, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.RELAY) | Q(organization_id=None),
                name="no_company_owns_a_relay_statement",
            ),
            models.CheckConstraint(
                condition=~Q(deed=Deed.GRANT) | Q(text__isnull=False), name="a_grant_has_its_wording"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person_id", "at"]),
            models.Index(fields=["organization_id", "candidate_id", "purpose", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.purpose}"


class ConsumedNonce(PersonModel):
    """A form was sent. The second of a double click meets the unique constraint and changes nothing."""

    digest = models.BinaryField(max_length=32, unique=True)
    consumed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class RenewalQuestion(PersonModel):
    """Somebody was asked whether a grant that ends shall go on: once for each grant, whatever comes of the mail."""

    statement_id = models.UUIDField(unique=True)
    delivery_id = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["delivery_id"], name="questions_by_their_mail")]

    def __str__(self) -> str:
        return str(self.id)


class CandidateLink(PersonModel):
    """Which candidate of a company this person is. The company cannot see this row."""

    company_id = models.UUIDField()
    candidate_id = models.UUIDField(null=True)
    linked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "company_id"], name="one_link_per_company")
        ]

    def __str__(self) -> str:
        return str(self.id)
