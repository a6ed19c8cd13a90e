"""What becomes of a delivery after an outcome: pure, so that every case can be read in one place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ATTEMPTS_MAX = 6
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Next:
    """`state` to write, and when to try again if it is `queued`."""

    state: str
    retry_at: datetime | None = None


def wait_after(attempts: int) -> timedelta:
    """30 s, 1 min, 2 min … up to 4 hours."""
    return min(FIRST_WAIT * 2 ** max(attempts - 1, 0), LONGEST_WAIT)


def after_deferral(*, attempts: int, at: datetime) -> Next:
    """A 4xx or a server that is away: certainly not taken over, so it may be tried again, a bounded number of
    times."""
    if attempts >= ATTEMPTS_MAX:
        return Next("refused")
    return Next("queued", at + wait_after(attempts))


def after_trouble(*, attempts: int, at: datetime) -> Next:
    """The server is away for everybody: wait, for as long as it takes. Nothing is lost (P41)."""
    return Next("queued", at + wait_after(min(attempts, ATTEMPTS_MAX)))


def after_doubt(*, is_sent_once: bool, attempts: int, at: datetime) -> Next:
    """A notice or an invitation is never sent twice. The answer to somebody's own request may be (DESIGN §5)."""
    if is_sent_once or attempts >= ATTEMPTS_MAX:
        return Next("in_doubt")
    return Next("queued", at + wait_after(attempts))
