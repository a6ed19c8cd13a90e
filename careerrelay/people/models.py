"""The human being across companies: a verified address, a profile in their own words, links to their page."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careerrelay.accounts.tenancy import PersonModel, ScopedModel, TenantModel, Walls
from careerrelay.people.rules import ContactWhen


class Person(ScopedModel):
    """Exists from the moment that somebody answered from a link mailed to an address (so: verified)."""

    walls = Walls(person=("id",))

    language = models.CharField(max_length=5, default="ja")
    verified_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class PersonAddress(PersonModel):
    """A mail address that was proven. Its keyed hash is unique over the whole network: that makes one person
    one person (P12). No tenant can ask this table anything."""

    address = models.CharField(max_length=320)
    address_hash = models.BinaryField(max_length=32, unique=True)
    verified_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class LinkKind(models.TextChoices):
    """A notice is answered to the company, quoted, link and all: its link opens less (people.rules.what_opens)."""

    VERIFICATION = "verification"
    PERSONAL = "personal"
    NOTICE = "notice"


class PersonalLink(PersonModel):
    """A link mailed to one address. Only the token's hash is kept. `person_id` may be a person to be: nothing
    but this row exists until the human being answers. `answered_at`: the first consent given by a notice's link."""

    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    token_hash = models.BinaryField(max_length=32, unique=True)
    address = models.CharField(max_length=320)
    address_hash = models.BinaryField(max_length=32)
    company_id = models.UUIDField()
    candidate_id = models.UUIDField(null=True)
    language = models.CharField(max_length=5)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address_hash", "issued_at"]),
            models.Index(fields=["ended_at"], condition=~Q(ended_at=None), name="links_that_ended"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Profile(PersonModel):
    """What the person says about themself; the only thing that is ever relayed. A draft until confirmed; from then on a
    part that is saved is confirmed with it. `confirmed`: when each part was, by its name (people.rules.ProfilePart)."""

    name = models.CharField(max_length=300, blank=True)
    kana = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=200, blank=True)
    experience = models.TextField(max_length=4000, blank=True)
    skills = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    wishes = models.TextField(max_length=2000, blank=True)
    updated_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person_id"], name="one_profile_per_person")]

    def __str__(self) -> str:
        return str(self.id)


class ContactWish(PersonModel):
    """When the person wants to be asked again; it binds every company and every agency. `holds_relays`: until then
    no profile leaves either; otherwise it leaves and carries the day."""

    when = models.CharField(max_length=12, choices=[(when, when) for when in ContactWhen])
    from_on = models.DateField(null=True)
    holds_relays = models.BooleanField(default=False)
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id"], name="one_contact_wish_per_person")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Pause(PersonModel):
    """Nobody writes and nothing is passed on, from this moment until the person resumes."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(ended_at=None), name="one_open_pause_per_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class HiddenCompany(PersonModel):
    """A company that must not see the person, by the name that they wrote and by the form under which spellings are
    one. `shown_at`: taken off the list again; the row stays, so that no import puts an employer back on it."""

    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300)
    is_employer = models.BooleanField(default=False)
    hidden_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "name_key"], name="a_company_is_hidden_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Satisfaction(PersonModel):
    """How somebody found a company's selection, in one tap, under the version of the notice that they received. Theirs
    until a closing counted it (`closed_at`); the company never sees the row. The person may still be one to be."""

    company_id = models.UUIDField()
    notice_version = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "company_id"], name="one_satisfaction_per_company"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="satisfaction_is_1_to_5"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["company_id", "given_at"], condition=Q(closed_at=None), name="satisfaction_to_close"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SatisfactionClosing(TenantModel):
    """What the company is told of a month: answers of at least five people, their sum, and the same for each version of
    the notice, only where every version has five. Append-only."""

    month_on = models.DateField()
    answers = models.PositiveIntegerField()
    score_sum = models.PositiveIntegerField()
    by_version = models.JSONField(default=dict)
    closed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "month_on"], name="one_satisfaction_closing_a_month"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Knock(models.Model):
    """How often somebody came to an open form within ten minutes. `visitor` is a hash of the network address under
    a key of that day: the next day nobody can tell that it was the same one, and the row goes. Global: nobody's yet."""

    visitor = models.BinaryField(max_length=32)
    from_at = models.DateTimeField()
    times = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visitor", "from_at"], name="one_count_per_visitor_and_time")
        ]

    def __str__(self) -> str:
        return f"{self.from_at}: {self.times}"
