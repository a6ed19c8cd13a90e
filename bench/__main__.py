"""`careerrelay bench WORK`: one JSON object on the standard output, everything else on the other one."""

import argparse
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from bench.measuring import Measured, median_of
from bench.scratch import ROOT, scratch_database
from careerrelay.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Work:
    """`run(size=…)` in `module` measures once. `may_keep`: it finds its people again in a database that was kept."""

    module: str
    size: int
    counted: str
    has_database: bool = True
    may_keep: bool = False


WORKS = {
    "consent": Work("bench.consent", 4000, "statements"),
    "ledger": Work("bench.ledger", 4000, "postings"),
    "mail": Work("bench.mail", 4000, "notices"),
    "relay": Work("bench.relay", 1000, "people"),
    "relay_page": Work("bench.relay_page", 5, "seconds for each page"),
    "import": Work("bench.importing", 2000, "rows"),
    "search": Work("bench.search", 100_000, "candidates", may_keep=True),
    "list": Work("bench.listing", 100_000, "candidates", may_keep=True),
    "start": Work("bench.start", 1, "later starts", has_database=False),
}


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    work = WORKS[options.work]
    # Also somebody who ends us from outside leaves no server and no folder behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # What a work starts is found wherever this was called from.
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        found = _measure(work, size=options.size or work.size, rounds=options.rounds, kept=options.keep)
    except Refusal as refused:
        print(refused.ja, refused.en, sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(json.dumps(found, ensure_ascii=False))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="careerrelay bench", description="Measure a work against the limit of this machine."
    )
    parser.add_argument("work", choices=list(WORKS))
    sizes = ", ".join(f"{work.size} {work.counted} ({name})" for name, work in WORKS.items())
    parser.add_argument("--size", "--rows", type=_positive, help=f"default: {sizes}")
    parser.add_argument(
        "--rounds", type=_positive, default=1, help="say the median of so many runs (default 1)"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="leave the database there, and find its people again next time",
    )
    options = parser.parse_args(arguments)
    if options.keep and not WORKS[options.work].may_keep:
        parser.error(f"{options.work} begins with nobody and keeps nothing")
    return options


def _positive(written: str) -> int:
    if not written.isascii() or not written.isdigit() or int(written) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 up")
    return int(written)


def _measure(work: Work, *, size: int, rounds: int, kept: Path | None) -> Measured:
    if not work.has_database:
        return _median(work, size=size, rounds=rounds)
    with scratch_database(kept):
        django.setup()
        call_command("migrate", verbosity=0)
        try:
            return _median(work, size=size, rounds=rounds)
        finally:
            connections.close_all()


def _median(work: Work, *, size: int, rounds: int) -> Measured:
    run = importlib.import_module(work.module).run
    return median_of([run(size=size) for _ in range(rounds)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
