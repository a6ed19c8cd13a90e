import json
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.accounts.queries import organization_id_of
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.indexing import index_organization
from careerrelay.candidates.models import CandidateSearch


class Command(BaseCommand):
    help = "Write anew by which words the candidates of a company are found; who is as before is left alone."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--organization", required=True, metavar="SLUG", help="the company")
        parser.add_argument("--all-anew", action="store_true", help="also those whose text is as it was")
        parser.add_argument("--json", action="store_true", help="answer for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        organization_id = organization_id_of(options["organization"], kind=Kind.COMPANY)
        with acting_for(organization_id):
            if options["all_anew"]:
                CandidateSearch.objects.filter(organization_id=organization_id).delete()
            written = index_organization(organization_id=organization_id)
        self.stdout.write(json.dumps({"written": written}) if options["json"] else f"written {written}")
