"""A fresh, durable database that nobody else uses, and nothing of it afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from careerrelay.core.postgres import address, ensure_running, erase, leave
from careerrelay.core.postgres.roles import ensure_embedded_database
from careerrelay.core.postgres.users import has_joined

ROOT = Path(__file__).resolve().parent.parent
# What leads to somebody's data, mails or pages, or makes a demo of us.
OF_THE_USER = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SECRET_KEY",
    "EMAIL_URL",
    "PUBLIC_URL",
    "LOG_LEVEL",
    "CAREERRELAY_HOME",
    "CAREERRELAY_DEMO",
    "CAREERRELAY_DEMO_COOLING_SECONDS",
    "CAREERRELAY_POOL",
)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Open to the account that the database server runs under."""
    folder = Path(tempfile.mkdtemp(prefix="careerrelay-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def kept_folder(folder: Path) -> Iterator[Path]:
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    yield folder.resolve()


@contextmanager
def scratch_database(kept: Path | None = None) -> Iterator[Path]:
    """A home with a running embedded PostgreSQL under its usual, durable settings. Before Django is set up. In `kept`
    it stays for the next run, and what that one finds in it is its own affair."""
    with kept_folder(kept) if kept else scratch_folder() as home:
        for variable in OF_THE_USER:
            os.environ.pop(variable, None)
        os.environ["CAREERRELAY_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        place = address(home)
        try:
            ensure_running(home)
            ensure_embedded_database(place)
            yield home
        finally:
            if has_joined(place.users_lock):
                leave(place)
            if not kept:
                forget_database(home)


def forget_database(home: Path) -> None:
    """Where a closed parent folder drove the data out of the home, that place goes too."""
    place = address(home)
    erase(home)
    if place.is_outside_home:
        shutil.rmtree(place.folder, ignore_errors=True)
