"""Batches of rows understood in processes of their own, handed back in the order in which they were given.

Spawned, not forked: a worker has threads and open connections. They hold no connection and know nothing of Django.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from careerrelay.candidates.rules.applicants import RefusedRow
from careerrelay.candidates.rules.staging import StagedRow, Staging, stage_records
from careerrelay.candidates.rules.tables import Record

PROCESSES = 2
BATCH_ROWS = 200
# A smaller file is read before two processes have started.
ROWS_ALONE_MAX = 2_000
# Enough for the processes to have work while a chunk is written, few enough to stay small in memory.
BATCHES_AHEAD = 24
_PARENT_SECONDS = 1.0

Batch = Sequence[Record]
Staged = list[StagedRow | RefusedRow]

_staging: Staging | None = None


def stage_batches(batches: Iterable[Batch], staging: Staging, *, processes: int) -> Iterator[Staged]:
    """`processes` 0 does it here, which is quicker for a small file."""
    if not processes:
        yield from (stage_records(batch, staging) for batch in batches)
        return
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(staging, os.getpid())
    )
    try:
        waiting: deque[Future[Staged]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_stage, batch))
            if len(waiting) >= BATCHES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def processes_for(rows: int) -> int:
    return PROCESSES if rows > ROWS_ALONE_MAX else 0


def _begin(staging: Staging, parent: int) -> None:
    global _staging  # noqa: PLW0603 - one import in the life of such a process
    _staging = staging
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _stage(batch: Batch) -> Staged:
    assert _staging is not None
    return stage_records(batch, _staging)


def _end_with(parent: int) -> None:
    """Whoever was killed ends nobody: a process without its parent would wait for ever."""
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(1)
