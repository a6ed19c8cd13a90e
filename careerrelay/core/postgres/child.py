"""PostgreSQL as a direct child, for `bin/demo`: it stops when its parent dies, even by `kill -9`."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from careerrelay.core.postgres import launcher, users
from careerrelay.core.postgres.place import DEFAULT_PORT, ServerAddress

PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class ChildServer:
    """`process` is None where a server that others use was joined, which lives on without us."""

    address: ServerAddress
    process: "subprocess.Popen[str] | None"

    def stop(self) -> None:
        """Stop it, last of all: after web and worker. May be called twice."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
        if users.has_joined(self.address.users_lock):
            launcher.leave(self.address)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def run_as_child(
    home: Path, *, port: int = DEFAULT_PORT, settings: Mapping[str, str] = launcher.NO_SETTINGS
) -> ChildServer:
    """Run the server of this home folder as our child; call it from the main thread, before there are others.

    A server that a killed process left behind is stopped first; one that others use is joined.

    Raises: as `ensure_running`.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("the child would die with this thread: call run_as_child from the main thread")
    place, process = launcher.start_or_join(
        home, port=port, settings=settings, before=_die_with(os.getpid()), takes_over=True
    )
    return ChildServer(place, process)


def _die_with(parent: int) -> Callable[[], None] | None:
    """Linux only; elsewhere a killed parent leaves the server to the next command, as `ensure_running` does.

    Runs after the change of user, which would reset it. SIGINT asks PostgreSQL for a fast shutdown.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # found before the fork: afterwards nothing may be loaded

    def before() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return before
