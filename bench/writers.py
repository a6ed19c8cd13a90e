"""Several processes that write at once, about one company, and the table of those who write next to nothing."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

from django.db import connections

WRITERS = 8


def make_limit_table() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_limit")
        cursor.execute("CREATE TABLE bench_limit (id uuid PRIMARY KEY, body text)")
        cursor.execute("GRANT INSERT ON bench_limit TO PUBLIC")


@contextmanager
def writers(
    deed: str, count: int, *, number: int, company_id: UUID
) -> Iterator[Callable[[], tuple[float, list[float]]]]:
    """Processes that are connected and wait. Calling it starts them: seconds of all, sorted waits of each deed."""
    command = [sys.executable, "-P", "-m", "bench.writer", deed, str(count), str(company_id)]
    with ExitStack() as stack:
        pipes = []
        for _ in range(number):
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
