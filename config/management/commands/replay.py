import json
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.core import clock
from careerrelay.privacy.replaying import replay
from config.restoring import what_to_replay


class Command(BaseCommand):
    help = (
        "After restoring by other means: erase and revoke again, from the journal, before anybody is let in."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        done = replay(what_to_replay(), at=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(dict(done)))
        else:
            said = ", ".join(f"{word.replace('_', ' ')} {count}" for word, count in sorted(done.items()))
            self.stdout.write(said or "Nothing had to be done again.")
