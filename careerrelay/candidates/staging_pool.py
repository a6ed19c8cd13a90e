"""Batches of rows understood in processes of their own, handed back in the order in which they were given.

Spawned, not forked: a worker has threads and open connections. They hold no connection and know nothing of Django.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import get_context

from careerrelay.candidates.rules.applicants import RefusedRow
from careerrelay.candidates.rules.lexemes import Cut, Searchable, cut_words
from careerrelay.candidates.rules.staging import StagedRow, Staging, stage_records
from careerrelay.candidates.rules.tables import Record

PROCESSES = 2
BATCH_ROWS = 200
# A smaller file is read before two processes have started.
ROWS_ALONE_MAX = 2_000
# Of the texts of people who are known already.
CUT_AT_ONCE = 25
# Enough for the processes to have work while a chunk is written, few enough to stay small in memory.
BATCHES_AHEAD = 16
_PARENT_SECONDS = 1.0

Batch = Sequence[Record]
Staged = list[StagedRow | RefusedRow]

_staging: Staging | None = None


class Hands:
    """What understands rows and cuts texts into words: processes of their own, or, for a small file, nobody else."""

    def __init__(self, staging: Staging, executor: ProcessPoolExecutor | None) -> None:
        self._staging, self._executor = staging, executor

    def stage(self, records: Iterable[Record]) -> Iterator[Staged]:
        """Some at a time, in the order in which they are given."""
        batches = _batches(iter(records))
        if self._executor is None:
            yield from (stage_records(batch, self._staging) for batch in batches)
            return
        waiting: deque[Future[Staged]] = deque()
        for batch in batches:
            waiting.append(self._executor.submit(_stage, batch))
            if len(waiting) >= BATCHES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def cut(self, found: Sequence[Searchable]) -> Callable[[], list[Cut]]:
        """Begins at once; whoever calls what it returns waits for all of them."""
        if self._executor is None:
            return partial(_cut_all, found, self._staging)
        parts = [found[at : at + CUT_AT_ONCE] for at in range(0, len(found), CUT_AT_ONCE)]
        waiting = [self._executor.submit(_cut, part) for part in parts]
        return lambda: [cut for part in waiting for cut in part.result()]


def _batches(records: Iterator[Record]) -> Iterator[Batch]:
    while batch := list(islice(records, BATCH_ROWS)):
        yield batch


@contextmanager
def hands(staging: Staging, *, processes: int) -> Iterator[Hands]:
    """`processes` 0 does it here, which is quicker for a small file."""
    if not processes:
        yield Hands(staging, None)
        return
    executor = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(staging, os.getpid())
    )
    try:
        yield Hands(staging, executor)
    finally:
        executor.shutdown(cancel_futures=True)


def processes_for(rows: int) -> int:
    return PROCESSES if rows > ROWS_ALONE_MAX else 0


def _begin(staging: Staging, parent: int) -> None:
    global _staging  # noqa: PLW0603 - one import in the life of such a process
    _staging = staging
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _stage(batch: Batch) -> Staged:
    assert _staging is not None
    return stage_records(batch, _staging)


def _cut(found: Sequence[Searchable]) -> list[Cut]:
    assert _staging is not None
    return _cut_all(found, _staging)


def _cut_all(found: Sequence[Searchable], staging: Staging) -> list[Cut]:
    return [cut_words(one, organization_id=staging.organization_id) for one in found]


def _end_with(parent: int) -> None:
    """Whoever was killed ends nobody: a process without its parent would wait for ever."""
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(1)
