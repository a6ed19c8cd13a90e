"""How far work on many came, in figures and in the words that are read aloud: an import, its forecast, a deed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerrelay.candidates.models import Import, ImportForecast
from careerrelay.web.shared.templatetags.words import count

# Before, a rate is chance.
RATED_AFTER = timedelta(seconds=10)
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """`tenth`: how many tenths are done; only when it changes something is read aloud. `left`: empty while unknown."""

    done: int
    total: int
    rows_per_second: int
    tenth: int
    left: str

    @property
    def is_waiting(self) -> bool:
        return self.done == 0

    @property
    def percent(self) -> int:
        return self.tenth * 10


def progress_of(found: Import, *, at: datetime) -> Progress:
    return measure_progress(
        found.rows_read, found.rows_total, since_at=found.started_at or found.uploaded_at, at=at
    )


def forecast_progress(asked: ImportForecast, *, at: datetime) -> Progress:
    return measure_progress(asked.rows_counted, asked.rows_total, since_at=asked.asked_at, at=at)


def measure_progress(done: int, total: int, *, since_at: datetime, at: datetime) -> Progress:
    seconds = max((at - since_at).total_seconds(), 0)
    done = min(done, total)
    rate = done / seconds if seconds else 0
    is_rated = bool(rate) and seconds >= RATED_AFTER.total_seconds()
    return Progress(
        done=done,
        total=total,
        rows_per_second=round(rate) if is_rated else 0,
        tenth=10 * done // total if total else 0,
        left=_left(round((total - done) / rate)) if is_rated else "",
    )


def _left(seconds: int) -> str:
    """Rounded up: nobody is told less than it takes."""
    if seconds < MINUTE:
        tens = max(-(-seconds // 10) * 10, 10)
        return _("あと約%(n)s秒") % {"n": tens}
    minutes = -(-seconds // MINUTE)
    return ngettext("あと約%(n)s分", "あと約%(n)s分", minutes) % {"n": count(minutes)}
