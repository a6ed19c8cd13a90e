"""Background work: which task to wake, in the transaction of the deed that needs it."""

from procrastinate.contrib.django import app


def wake(task: str, **arguments: str | int) -> None:
    """Ask a worker to run the task as soon as this transaction commits; if it rolls back, nothing was asked.

    Arguments are ids, never personal data: they stay readable in the queue.
    """
    app.configure_task(task, allow_unknown=True).defer(**arguments)
