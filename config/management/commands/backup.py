import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.backups import dump_database, dumping_server
from config.restoring import bring_journal_up_to_date


class Command(BaseCommand):
    help = "Write everything into one file, at one consistent moment, while the program goes on."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        bring_journal_up_to_date()
        octets = dump_database(dumping_server(), path=options["file"])
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["file"]), "bytes": octets}))
        else:
            self.stdout.write(
                f"{options['file']}: {octets:,} bytes. Keep the journal beside it, not only here."
            )
