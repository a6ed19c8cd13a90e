"""Can this process do its work now?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db import InterfaceError, OperationalError, ProgrammingError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@dataclass(frozen=True, slots=True)
class Readiness:
    """Each part with its state; "ok" everywhere is ready."""

    parts: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        return all(state == "ok" for state in self.parts.values())


def readiness() -> Readiness:
    """One question, whose answer is the proof that the database is there and as new as this program."""
    try:
        applied = set(MigrationRecorder.Migration.objects.using("default").values_list("app", "name"))
    except ProgrammingError:
        return Readiness({"database": "ok", "migrations": "pending"})
    except (OperationalError, InterfaceError):
        return Readiness({"database": "away", "migrations": "unknown"})
    return Readiness({"database": "ok", "migrations": "ok" if needed_migrations() <= applied else "pending"})


@cache
def needed_migrations() -> frozenset[tuple[str, str]]:
    """What this version of the program brings; read from disk once."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)
