"""The one place that reads the clock. Pages, tasks and commands ask here; everything below takes `at`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta(0)


def now() -> datetime:
    return datetime.now(UTC) + _shift


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let a test live at another moment; the clock keeps ticking from there, in every thread."""
    global _shift
    before = _shift
    _shift = moment - datetime.now(UTC)
    try:
        yield
    finally:
        _shift = before
