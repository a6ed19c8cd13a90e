"""Who uses a server: each process holds a shared lock, which the kernel drops however the process ends.

Nothing is counted, so nothing can be counted wrongly by `kill -9`. A file descriptor that a fork inherited
keeps the lock too: it is closed, never unlocked, and the question "does anybody?" is asked on a new one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_joined: dict[Path, int] = {}


def join(users_lock: Path) -> bool:
    """Count this process as a user until it leaves or ends. False: it was one already."""
    if users_lock in _joined:
        return False
    descriptor = _open(users_lock)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _joined[users_lock] = descriptor
    return True


def leave(users_lock: Path) -> None:
    os.close(_joined.pop(users_lock))


def has_joined(users_lock: Path) -> bool:
    return users_lock in _joined


def is_used(users_lock: Path) -> bool:
    """Whether any other process is a user; ask under the start lock, so that nobody joins meanwhile."""
    descriptor = _open(users_lock)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def exclusively(lock: Path) -> Iterator[None]:
    descriptor = _open(lock)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
