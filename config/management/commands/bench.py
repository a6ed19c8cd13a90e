"""`careerrelay bench`: in a process of its own, so that no setting of this one leads to anybody's data."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from careerrelay.core.refusal import Refusal


class NoBenches(Refusal):
    pass


class Command(BaseCommand):
    help = "Measure a work against the limit of this machine, on a fresh database that is removed afterwards."

    def run_from_argv(self, argv: list[str]) -> None:
        """The works have their own options; `--help` is theirs too."""
        sys.exit(_measured(argv[2:]))

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("words", nargs="*", help="the work and its options")

    def handle(self, *args: Any, **options: Any) -> None:
        if status := _measured(options["words"]):
            sys.exit(status)


def _measured(words: list[str]) -> int:
    """Raises: NoBenches."""
    root = settings.BASE_DIR
    if not (root / "bench" / "__main__.py").exists():
        raise NoBenches(
            ja="bench はソースコードのフォルダーで実行してください。",
            en="bench runs in a checkout of the source only.",
        )
    command = [sys.executable, "-P", "-m", "bench", *words]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": str(root)}, check=False).returncode
