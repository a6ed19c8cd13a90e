import json
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.core import clock
from careerrelay.privacy.restorations import restoration_in_words
from config.backups import dumping_server, restore_database
from config.restoring import bring_journal_up_to_date, make_copy_ready, what_to_replay


class Command(BaseCommand):
    help = "Go back to a backup: whoever was erased or said no since then stays erased and stays out."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        bring_journal_up_to_date()
        ready = partial(make_copy_ready, remembered=what_to_replay(), at=clock.now())
        done = restore_database(dumping_server(), path=options["file"], make_ready=ready)
        if options["json"]:
            self.stdout.write(json.dumps(dict(done)))
        else:
            said = ", ".join(f"{word.replace('_', ' ')} {count}" for word, count in sorted(done.items()))
            self.stdout.write(f"Restored. {said or 'Nothing had to be done again.'}")
            self.stdout.write("\n".join(restoration_in_words()))
