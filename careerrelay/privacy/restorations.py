"""What a restored copy is, and what is not in it: kept for the operator, who answers for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from careerrelay.core.calendar import moment_in_words
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.privacy.models import Restoration
from careerrelay.privacy.rules.journal import Remembered
from careerrelay.privacy.rules.restored import is_lost, lost_of, missing_of

SHOWN_FOR = timedelta(days=30)


def last_deed_at() -> datetime | None:
    """Of which moment a database is: when the last deed in it was done."""
    found = sql_value("SELECT privacy_last_deed_at()")
    return found if isinstance(found, datetime) else None


def deeds_since(at: datetime) -> dict[str, int]:
    """Of organizations, how many of each kind were recorded after that moment."""
    return {deed: int(count) for deed, count in sql_rows("SELECT * FROM privacy_deeds_after(%s)", [at])}


def keep_restoration(
    done: Mapping[str, int],
    *,
    remembered: Sequence[Remembered],
    lost: Mapping[str, int] | None,
    copy_at: datetime | None,
    at: datetime,
) -> Restoration:
    return Restoration.objects.create(
        at=at,
        copy_at=copy_at,
        reaches_at=max((one.at for one in remembered), default=None),
        done={word: count for word, count in done.items() if count},
        lost=None if lost is None else {deed: count for deed, count in lost.items() if is_lost(deed)},
    )


def last_restoration(*, since: datetime | None = None) -> Restoration | None:
    found = Restoration.objects.order_by("-at", "-id")
    return (found.filter(at__gte=since) if since else found).first()


def restoration_in_words() -> list[str]:
    """For the command, after a restoration; one line each."""
    found = last_restoration()
    if found is None:
        return []
    told = [*missing_of(found.done), *lost_of(found.lost or {})]
    lines = [
        f"This copy is of {_moment(found.copy_at)}; the journal reaches until {_moment(found.reaches_at)}."
    ]
    lines.append("What is NOT in it, or has to be looked at:")
    lines += [f"  {one.count:>6,}  {one.en}" for one in told]
    if found.lost is None:
        lines.append(
            "  The former database could not be read: what else was recorded since cannot be counted."
        )
    return [*lines, "The report stays under /ops/restoration/ and on the operator's first page for 30 days."]


def _moment(moment: datetime | None) -> str:
    return moment_in_words(moment, language="en") if moment else "an unknown moment"
