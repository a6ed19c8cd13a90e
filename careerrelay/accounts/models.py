"""Organizations, the staff who sign in, their roles, and what the public may know about agencies."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from careerrelay.accounts.rules import Kind, PermitFacts, Role
from careerrelay.accounts.tenancy import ScopedModel, TenantModel, Walls
from careerrelay.core.ids import new_id

SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


class Organization(ScopedModel):
    """A tenant: a company, an agency, or the operator of the network that both belong to."""

    walls = Walls(organization=("id", "operator_id"))

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in Kind])
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    legal_name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    postal_address = models.CharField(max_length=300)
    contact_desk = models.CharField(max_length=200)
    contact_address = models.EmailField()
    # Where it is empty, an English page shows the Japanese.
    postal_address_en = models.CharField(max_length=300, blank=True, db_default="")
    contact_desk_en = models.CharField(max_length=200, blank=True, db_default="")
    operator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.OPERATOR) | models.Q(operator=None),
                name="an_operator_has_no_operator",
            )
        ]

    def __str__(self) -> str:
        return self.slug


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The name and shape that Django's sign-in libraries expect."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff who signs in. Candidates never do: they have no account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # How often all sessions of this user were ended. Each session is bound to the number at its sign-in.
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own place for what a session is bound to, here also to `sessions_ended` (P37)."""
        bound = f"{self.password}/{self.sessions_ended}" if self.sessions_ended else self.password
        return salted_hmac(SESSION_SALT, bound, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return str(self.id)


class Membership(TenantModel):
    """A user's role in one organization. Ending it ends the access with the next request (P37)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=[(role, role) for role in Role])
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "user"], name="one_membership_per_organization")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Agency(models.Model):
    """What anybody may know about an agency: it stands on every consent page. Global on purpose.

    `country_name` is empty for Japan. For any other country what its law does for the person, and what the agency does
    instead, has to be told before they agree (個人情報保護法28条2項, 施行規則17条).
    """

    organization = models.OneToOneField(
        Organization, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    operator_id = models.UUIDField()
    name = models.CharField(max_length=100)
    legal_name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    representative = models.CharField(max_length=100)
    postal_address = models.CharField(max_length=300)
    field = models.CharField(max_length=200)
    field_en = models.CharField(max_length=200)
    country_name = models.CharField(max_length=100, blank=True)
    country_name_en = models.CharField(max_length=100, blank=True)
    country_law = models.TextField(max_length=1000, blank=True)
    country_law_en = models.TextField(max_length=1000, blank=True)
    measures = models.TextField(max_length=1000, blank=True)
    measures_en = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(country_name="")
                | ~(
                    models.Q(country_name_en="")
                    | models.Q(country_law="")
                    | models.Q(country_law_en="")
                    | models.Q(measures="")
                    | models.Q(measures_en="")
                ),
                name="a_country_abroad_is_explained",
            )
        ]

    def __str__(self) -> str:
        return self.legal_name


class Permit(models.Model):
    """A placement permit of an agency as it was checked; a renewal is a new row. Global on purpose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    valid_from_on = models.DateField()
    valid_until_on = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                # [0-9], because \d also means ١ and １ (P10).
                condition=models.Q(number__regex=r"^(0[1-9]|[1-3][0-9]|4[0-7])-(ユ|ム|特|地)-[0-9]{6}$"),
                name="permit_number_has_its_form",
            ),
            models.UniqueConstraint(fields=["agency", "valid_from_on"], name="one_permit_per_period"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> PermitFacts:
        return PermitFacts(self.number, self.valid_from_on, self.valid_until_on, self.suspended_on)


class Processor(models.Model):
    """Whom the operator has data processed by, and where it lies (外的環境の把握, 個人情報保護法施行令10条).

    Anybody may know: a public page shows it. Global on purpose. `country_name` is empty for Japan; what a law abroad
    does and what is done about it then stands in `country_law` and `measures`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operator_id = models.UUIDField()
    name = models.CharField(max_length=200)
    work = models.CharField(max_length=300)
    country_name = models.CharField(max_length=100, blank=True)
    country_law = models.TextField(max_length=1000, blank=True)
    measures = models.TextField(max_length=1000)
    since_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(country_name="") | ~models.Q(country_law=""),
                name="a_processor_abroad_is_explained",
            )
        ]

    def __str__(self) -> str:
        return self.name
