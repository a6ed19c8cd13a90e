"""Postings a second when eight writers introduce people for one company at once: one account, one hot row.

The limit is as many connections that commit two plain inserts each, into one table, without waiting for another.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections

from bench.ledger_writer import COMPANY, OPERATOR, RATIO
from bench.measuring import Measured, measured, percentile
from careerrelay.accounts.tenancy import acting_for
from careerrelay.ledger.models import Posting
from careerrelay.ledger.queries import balances_of, find_discrepancies

WRITERS = 8


def run(*, size: int) -> Measured:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_limit")
        cursor.execute("CREATE TABLE bench_limit (id uuid PRIMARY KEY, body text)")
        cursor.execute("GRANT INSERT ON bench_limit TO PUBLIC")
    share = max(size // WRITERS, 1)
    with _writers("plain_insert", share) as start:
        raw_seconds, _ = start()
    before = _posted()
    with _writers("introduction", share) as start:
        seconds, waits_ms = start()
    postings = _posted() - before
    assert postings >= share * WRITERS, postings
    return measured(
        "ledger",
        figure=postings / seconds,
        unit="postings/s",
        limit=share * WRITERS / raw_seconds,
        limit_is="transactions of two plain inserts by as many connections",
        writers=WRITERS,
        introductions=share * WRITERS,
        p50_ms=round(percentile(waits_ms, 0.5), 2),
        p95_ms=round(percentile(waits_ms, 0.95), 2),
    )


def _posted() -> int:
    """How many postings stand in the books, which must be exact: no discrepancy, ⌊n/10⌋ credits."""
    with acting_for(OPERATOR):
        assert (found := find_discrepancies()) == [], found
        balances = balances_of(COMPANY)
        assert balances.credits_pending == balances.introductions // RATIO, balances
        return Posting.objects.count()


@contextmanager
def _writers(deed: str, count: int) -> Iterator[Callable[[], tuple[float, list[float]]]]:
    """Processes that are connected and wait. Calling it starts them: seconds of all, sorted waits of each deed."""
    command = [sys.executable, "-P", "-m", "bench.ledger_writer", deed, str(count)]
    with ExitStack() as stack:
        pipes = []
        for _ in range(WRITERS):
            writer = subprocess.Popen(  # noqa: S603 - ours
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            stack.enter_context(writer)
            assert writer.stdin is not None
            assert writer.stdout is not None
            pipes.append((writer.stdin, writer.stdout))

        def start() -> tuple[float, list[float]]:
            began = time.perf_counter()
            for go, _ in pipes:
                go.write("go\n")
                go.flush()
            answers = [json.loads(said.readline()) for _, said in pipes]
            return time.perf_counter() - began, sorted(wait for waits in answers for wait in waits)

        for _, said in pipes:
            assert said.readline() == "ready\n", "a writer did not get ready"
        yield start
