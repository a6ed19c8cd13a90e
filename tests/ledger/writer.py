"""One writer in a process of its own, to be killed: `python -m tests.ledger.writer SEED DEEDS RELAYS`.

A line for each deed that stands in the books, written after its commit.
"""

import os
import sys
from random import Random

import django


def main(seed: int, deeds: int, relays: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.ledger.books import SeededWriter

    writer = SeededWriter(Random(seed), relays=relays, reverses=True)
    for _ in range(deeds):
        if key := writer.write_one():
            sys.stdout.write(f"{key}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
