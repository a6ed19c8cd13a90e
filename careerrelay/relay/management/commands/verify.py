import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.relay.verifying import Check, verify_everything


class NotAHead(Refusal):
    pass


class Command(BaseCommand):
    help = "Recompute consents, books, chains and provisions on the live data. Exit code 1 if anything disagrees."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="for machines: one object")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HEX",
            help="a head as it was mailed once: is it a link of a chain still? Several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        checks = verify_everything(heads=[_head(typed) for typed in options["head"]], at=at)
        is_clean = not any(check.faults for check in checks)
        if options["json"]:
            document = {
                "at": at.isoformat(),
                "clean": is_clean,
                "checks": [
                    {"name": check.name, "checked": check.checked, "faults": list(check.faults)}
                    for check in checks
                ],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            for check in checks:
                self._say(check)
        if not is_clean:
            sys.exit(1)

    def _say(self, check: Check) -> None:
        self.stdout.write(f"{check.name:<12}{check.checked:>12,} checked   {len(check.faults):>6,} faults")
        for fault in check.faults:
            self.stdout.write(f"    {fault}")


def _head(typed: str) -> bytes:
    """As it stands in the mail, in groups. Raises: NotAHead."""
    try:
        head = bytes.fromhex(typed.replace("-", ""))
    except ValueError:
        head = b""
    if len(head) != 32:
        raise NotAHead(
            ja=f"「{typed}」は照合番号ではありません。メールの64文字をそのまま入れてください。",
            en=f"{typed!r} is no head. Give the 64 characters as they stand in the mail.",
        )
    return head
