"""A flood from one network address stops at the door of the open forms, and no address is written down (P27)."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from careerrelay.core.calendar import day_in_japan
from careerrelay.core.sealing import key_for, keyed_hash
from careerrelay.core.sql import sql_value
from careerrelay.people.models import Knock
from careerrelay.people.rules import KNOCKS_MAX, KNOCKS_WITHIN, window_of

KEPT = timedelta(days=1)


def count_knock(visitor: str, *, at: datetime) -> int:
    """How many seconds this visitor has to wait; 0 if the form may be sent. Every call counts, known and unknown
    mail addresses alike, since nothing about them is looked up yet (P26)."""
    from_at = window_of(at)
    times = sql_value(
        """
        INSERT INTO people_knock (visitor, from_at, times) VALUES (%s, %s, 1)
        ON CONFLICT (visitor, from_at) DO UPDATE SET times = people_knock.times + 1 RETURNING times
        """,
        [_visitor_hash(visitor, at=at), from_at],
    )
    return ceil((from_at + KNOCKS_WITHIN - at).total_seconds()) if times > KNOCKS_MAX else 0


def forget_knocks(*, at: datetime) -> int:
    gone, _ = Knock.objects.filter(from_at__lt=at - KEPT).delete()
    return gone


def _visitor_hash(visitor: str, *, at: datetime) -> bytes:
    """Under a key of the day in Japan: two days cannot be laid beside each other."""
    key = key_for(f"visitor/{day_in_japan(at)}", secret=settings.SECRET_KEY)
    return keyed_hash(visitor, key=key)
