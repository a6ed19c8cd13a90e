import json
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.core import clock
from careerrelay.privacy.replaying import replay
from careerrelay.privacy.restorations import keep_restoration, last_deed_at, restoration_in_words
from config.restoring import what_to_replay


class Command(BaseCommand):
    help = (
        "After restoring by other means: erase and revoke again, from the journal, before anybody is let in."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        at, remembered, copy_at = clock.now(), what_to_replay(), last_deed_at()
        done = replay(remembered, at=at)
        keep_restoration(done, remembered=remembered, lost=None, copy_at=copy_at, at=at)
        if options["json"]:
            self.stdout.write(json.dumps(dict(done)))
        else:
            said = ", ".join(f"{word.replace('_', ' ')} {count}" for word, count in sorted(done.items()))
            self.stdout.write(said or "Nothing had to be done again.")
            self.stdout.write("\n".join(restoration_in_words()))
