import json
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.accounts.queries import organization_id_of
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import count_former, index_organization
from careerrelay.candidates.models import CandidateSearch


class Command(BaseCommand):
    help = "Write anew by which words the candidates of a company are found; who is as before is left alone."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--organization", required=True, metavar="SLUG", help="the company")
        parser.add_argument("--all-anew", action="store_true", help="also those whose text is as it was")
        parser.add_argument(
            "--waiting", action="store_true", help="only say how many a worker has still to write anew"
        )
        parser.add_argument("--json", action="store_true", help="answer for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        organization_id = organization_id_of(options["organization"], kind=Kind.COMPANY)
        if options["waiting"]:
            with acting_for(organization_id):
                self._say("waiting", count_former(organization_id=organization_id), options)
            return
        with acting_for(organization_id):
            if options["all_anew"]:
                CandidateSearch.objects.filter(organization_id=organization_id).delete()
            written = index_organization(organization_id=organization_id)
        self._say("written", written, options)

    def _say(self, what: str, number: int, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps({what: number}) if options["json"] else f"{what} {number}")
