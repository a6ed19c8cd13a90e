"""How much memory a work takes over all its processes, looked at twice a second."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 0.5
_PROC = Path("/proc")


class Memory:
    """`samples_mb`, and `parts_mb` of the largest of them: our processes by their share (PSS), and what PostgreSQL's have for themselves: its shared
    buffers are set by the administrator and are there whatever is done. They count as private to whom alone touched
    them, so only anonymous memory is taken."""

    def __init__(self, *, backend_pid: int) -> None:
        self.samples_mb: list[float] = []
        self.parts_mb: dict[str, float] = {}
        self._server = _parent_of(backend_pid)
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def begin(self) -> None:
        self._looking.start()

    def end(self) -> None:
        self._is_over.set()
        self._looking.join()

    def _look(self) -> None:
        while True:
            parts = {part: round(kb / 1000, 1) for part, kb in self._taken_kb().items()}
            self.samples_mb.append(sum(parts.values()))
            if self.samples_mb[-1] == max(self.samples_mb):
                self.parts_mb = parts
            if self._is_over.wait(_SECONDS):
                return

    def _taken_kb(self) -> dict[str, int]:
        parents = {pid: _parent_of(pid) for pid in _pids()}
        own = os.getpid()
        servers = {pid for pid in parents if _descends(pid, self._server, parents)} - {own}
        others = {pid for pid in parents if _descends(pid, own, parents)} - servers - {own}
        return {
            "writer": _kb(own, ("Pss",)),
            "processes": sum(_kb(pid, ("Pss",)) for pid in others),
            "postgresql": sum(_kb(pid, ("Pss_Anon",)) for pid in servers),
        }


@contextmanager
def watched_memory(*, backend_pid: int) -> Iterator[Memory]:
    memory = Memory(backend_pid=backend_pid)
    memory.begin()
    try:
        yield memory
    finally:
        memory.end()


def _pids() -> list[int]:
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]


def _parent_of(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _descends(pid: int, ancestor: int, parents: dict[int, int]) -> bool:
    while pid and pid != ancestor:
        pid = parents.get(pid, 0)
    return pid == ancestor and bool(pid)


def _kb(pid: int, names: tuple[str, ...]) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(tuple(f"{name}:" for name in names)))
