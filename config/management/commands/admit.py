import getpass
import json
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils.translation import override

from careerrelay.accounts.models import Organization, User
from careerrelay.accounts.queries import organization_of
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.staffing import admit_member
from careerrelay.core import clock
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal

KEPT = ", with the password that they have"


class UnfitPassword(Refusal):
    pass


class Command(BaseCommand):
    help = "Let somebody in as a member of an organization, or again whose access ended."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("--organization", required=True, help="its short name, as in its addresses")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        organization_id, _ = organization_of(options["organization"])
        with acting_for(organization_id):
            organization = Organization.objects.get(id=organization_id)
        is_known = User.objects.filter(email=options["email"].strip().lower()).exists()
        membership = admit_member(
            organization,
            email=options["email"],
            name=options["name"],
            password="" if is_known else _password(),
            role=Role(options["role"]),
            actor=Actor.system("command"),
            at=clock.now(),
        )
        said = {"email": membership.user.email, "organization": organization.slug, "role": membership.role}
        self.stdout.write(
            json.dumps(said)
            if options["json"]
            else f"{said['email']} is {said['role']} of {said['organization']}{KEPT if is_known else ''}."
        )


def _password() -> str:
    """Typed, or the first line of what is piped in: an argument would stay in the shell's history."""
    typed = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    ja, en = (_problems(typed, language) for language in ("ja", "en"))
    if en:
        raise UnfitPassword(ja=ja, en=en)
    return typed


def _problems(typed: str, language: str) -> str:
    with override(language):
        try:
            validate_password(typed)
        except ValidationError as refused:
            return " ".join(refused.messages)
    return ""
