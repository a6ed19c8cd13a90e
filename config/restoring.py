"""Make a restored copy ready, from inside Django: migrate it, erase again, send everybody away who was signed in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

import psycopg
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connections

from careerrelay.privacy.journal import remembered_in, write_journal
from careerrelay.privacy.replaying import replay
from careerrelay.privacy.restorations import deeds_since, keep_restoration, last_deed_at
from careerrelay.privacy.rules.journal import Remembered

ALIASES = ("default", "owner")


def bring_journal_up_to_date() -> None:
    """What the present database knows and the journal does not yet. A database that is lost knows nothing."""
    with suppress(DatabaseError):
        write_journal()
    close_connections()


def make_copy_ready(database: str, *, remembered: Sequence[Remembered], at: datetime) -> Counter[str]:
    with _speaking_to(database):
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        copy_at = last_deed_at()
    lost = _deeds_lost_since(copy_at)
    with _speaking_to(database):
        done = replay(remembered, at=at)
        done["sessions_ended"], _ = Session.objects.all().delete()
        keep_restoration(done, remembered=remembered, lost=lost, copy_at=copy_at, at=at)
    return +done


def _deeds_lost_since(copy_at: datetime | None) -> dict[str, int] | None:
    """What the present database knows of it; None where it is lost, or older than this question."""
    try:
        return deeds_since(copy_at) if copy_at else {}
    except DatabaseError:
        return None
    finally:
        close_connections()


def what_to_replay() -> list[Remembered]:
    """Raises: JournalUnreadable."""
    return remembered_in()


def close_connections() -> None:
    for alias in ALIASES:
        with suppress(psycopg.Error):
            connections[alias].close()


@contextmanager
def _speaking_to(database: str) -> Iterator[None]:
    close_connections()
    former = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    for alias in ALIASES:
        connections.settings[alias]["NAME"] = database
        connections[alias].settings_dict["NAME"] = database
    try:
        yield
    finally:
        close_connections()
        for alias, name in former.items():
            connections.settings[alias]["NAME"] = name
            connections[alias].settings_dict["NAME"] = name
