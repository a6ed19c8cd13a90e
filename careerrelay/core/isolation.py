"""One bad row does not stop a batch, and is not swallowed either: it rises when the others are done."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def do_each(items: Iterable[Item], deed: Callable[[Item], object]) -> None:
    """Do the deed for every item, each in a transaction of its own that the deed opens.

    Raises: ExceptionGroup of everything that went wrong, after the last item.
    """
    failures: list[Exception] = []
    for item in items:
        try:
            deed(item)
        except Exception as failure:  # noqa: BLE001 - it is raised below, with the others
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of a batch failed", failures)
