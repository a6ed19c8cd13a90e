"""The command `careerrelay`: Django's, with the database made ready first and refusals said in one sentence."""

import os
import sys

from careerrelay.core.refusal import Refusal

WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "check", "bench", "collectstatic"}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        if command == "demo":
            from config.demo.run import run_demo

            return run_demo(sys.argv[2:])
        if command not in WITHOUT_DATABASE:
            from config.database import ensure_database

            ensure_database(migrates=command == "migrate")
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except Refusal as refused:
        print(refused.ja, file=sys.stderr)
        print(refused.en, file=sys.stderr)
        return 1
    return 0
