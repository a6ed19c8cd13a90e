import getpass
import json
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from careerrelay.accounts.models import Organization, User
from careerrelay.accounts.queries import organization_by_slug
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.staffing import admit_member
from careerrelay.core import clock
from careerrelay.core.actor import Actor

KEPT = ", with the password that they have"


class Command(BaseCommand):
    help = "Let somebody in as a member of an organization, or again whose access ended."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("--organization", required=True, help="its short name, as in its addresses")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        found = organization_by_slug(options["organization"])
        if found is None:
            raise CommandError(f"There is no organization called {options['organization']!r}.")
        with acting_for(found[0]):
            organization = Organization.objects.get(id=found[0])
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
    try:
        validate_password(typed)
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages)) from refused
    return typed
