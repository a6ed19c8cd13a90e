"""A bar on the terminal for whatever takes longer than two seconds; nothing where nobody looks at one."""

import time
from collections.abc import Callable
from typing import TextIO

_SECONDS_BEFORE = 2.0
_WIDTH = 30

Progress = Callable[[int, int], None]


def bar_on(stream: TextIO) -> Progress:
    """To be told what is done and what there is to do. Writes on one line, and ends it with the last."""
    began = time.perf_counter()

    def show(done: int, total: int) -> None:
        seconds = time.perf_counter() - began
        if not stream.isatty() or seconds < _SECONDS_BEFORE:
            return
        filled = _WIDTH * done // max(total, 1)
        end = "\n" if done >= total else ""
        stream.write(
            f"\r[{'#' * filled}{' ' * (_WIDTH - filled)}] {done:,} / {total:,}  {done / seconds:,.0f}/s {end}"
        )
        stream.flush()

    return show
