"""A PostgreSQL of the administrator's own, over TCP with passwords, in place of the embedded one."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db.utils import ConnectionHandler
from psycopg.pq import PGconn, Ping
from pytest_django import DjangoDbBlocker

from careerrelay.core.postgres.account import account_of_server
from careerrelay.core.postgres.binaries import _can_execute, _carried_binaries, _copy_once
from careerrelay.core.postgres.roles import APP_ROLE, OWNER_ROLE, RolesNotMade, Standing
from careerrelay.core.refusal import Refusal
from config.database import (
    MalformedDatabaseUrl,
    UnreachableDatabase,
    UnsuitableServer,
    databases,
    ensure_database,
    refuse_old_server,
    refuse_without_pgvector,
)
from tests.core.test_embedded_postgres import eventually
from tests.databases import open_folder

SECRET = "geheim/1"
IN_URL = "geheim%2F1"
SETTINGS = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "shared_buffers=16MB"]
WALLED_TABLE = """
    CREATE TABLE walled (organization integer);
    INSERT INTO walled VALUES (1), (2);
    ALTER TABLE walled ENABLE ROW LEVEL SECURITY;
    CREATE POLICY wall ON walled USING (organization = 1);
"""


@dataclass(frozen=True, slots=True)
class GivenServer:
    port: int
    binaries: Path

    def url(self, user: str, *, password: str = IN_URL, database: str = "shop") -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def administer(self, *statements: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url("postgres", database=database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def obey(self, sentence: str) -> None:
        """What an administrator does: copies the command out of our sentence into a shell."""
        access = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": "postgres", "PGPASSWORD": SECRET}
        command = re.search(r"PGOPTIONS=.*", sentence)
        assert command
        path = f"{self.binaries}:{os.defpath}"
        subprocess.run(command[0], shell=True, check=True, capture_output=True, env=access | {"PATH": path})


@pytest.fixture(scope="module", params=["pginstall", "pginstall18"], ids=["PostgreSQL 16", "PostgreSQL 18"])
def running_server(request: pytest.FixtureRequest) -> Iterator[GivenServer]:
    with open_folder() as folder, _started(request.param, folder) as server:
        yield server


@contextmanager
def _started(installation: str, folder: Path) -> Iterator[GivenServer]:
    account = account_of_server()
    binaries = _carried_binaries().parent.with_name(installation) / "bin"
    if not _can_execute(binaries, account):
        binaries = _copy_once(binaries.parent) / "bin"
    own = folder / "own"
    own.mkdir(mode=0o700)
    (own / "password").write_text(SECRET)
    account.take(own)
    account.take(own / "password")
    flags = [
        "-U",
        "postgres",
        f"--pwfile={own / 'password'}",
        "--auth=scram-sha-256",
        "--locale=C",
        "--no-sync",
    ]
    made = account.run([binaries / "initdb", "-D", own / "data", "--encoding=UTF8", *flags])
    assert made.returncode == 0, made.stdout
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [word for setting in [*SETTINGS, f"port={port}"] for word in ("-c", setting)]
    with (folder / "log").open("w") as log:
        process = account.start([binaries / "postgres", "-D", own / "data", *settings], output=log)
    try:
        assert eventually(lambda: PGconn.ping(f"host=127.0.0.1 port={port}".encode()) == Ping.OK)
        yield GivenServer(port, binaries)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


@pytest.fixture
def server(running_server: GivenServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[GivenServer]:
    """With an empty database `shop`, the administrator's, and an ordinary login of that name."""
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    running_server.administer("CREATE DATABASE shop", f"CREATE ROLE shop LOGIN PASSWORD '{SECRET}'")
    yield running_server
    roles = "shop, careerrelay_app, careerrelay_owner, careerrelay_search"
    running_server.administer("DROP DATABASE shop WITH (FORCE)", f"DROP ROLE IF EXISTS {roles}")


@pytest.fixture
def ask(django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., Any]]:
    """Run SQL through Django's own connection, made from what `databases()` says."""
    with django_db_blocker.unblock():
        opened = []

        def run(alias: str, statement: str) -> Any:
            opened.append(ConnectionHandler(databases(pool=False))[alias])
            with opened[-1].cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone() if cursor.description else None

        yield run
        for connection in opened:
            connection.close()


def assert_says_what_to_do(refusal: Refusal, *words: str) -> None:
    for sentence in (refusal.ja, refusal.en):
        assert SECRET not in sentence
        assert IN_URL not in sentence
        assert "\n" not in sentence
        for word in words:
            assert word in sentence


def test_one_superuser_login_is_enough_and_django_never_acts_as_it(
    server: GivenServer, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", server.url("postgres"))

    assert ensure_database(migrates=True) is None
    ensure_database(migrates=True)

    assert ask("default", "SELECT current_user, '[1,2]'::vector::text") == (APP_ROLE, "[1,2]")
    assert ask("owner", "SELECT current_user") == (OWNER_ROLE,)
    ask("owner", WALLED_TABLE)
    assert ask("default", "SELECT count(*) FROM walled") == (1,)
    with pytest.raises(Exception, match="permission denied for schema public"):
        ask("default", "CREATE TABLE mine (id integer)")


def test_a_login_that_owns_its_database_and_may_make_roles_needs_no_superuser(
    server: GivenServer, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.administer("ALTER ROLE shop CREATEROLE BYPASSRLS", "ALTER DATABASE shop OWNER TO shop")
    server.administer("CREATE EXTENSION vector", database="shop")
    monkeypatch.setenv("DATABASE_URL", server.url("shop"))

    ensure_database(migrates=True)

    ask("owner", WALLED_TABLE)
    assert ask("default", "SELECT current_user, count(*) FROM walled") == (APP_ROLE, 1)


def test_a_login_that_may_not_make_the_roles_is_told_what_an_administrator_has_to_run(
    server: GivenServer, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", server.url("shop"))
    with pytest.raises(RolesNotMade) as refusal:
        ensure_database()
    assert_says_what_to_do(refusal.value, "shop", "roles.sql")

    server.obey(refusal.value.en)

    ensure_database(migrates=True)
    assert ask("default", "SELECT session_user::text, current_user::text") == ("shop", APP_ROLE)
    assert ask("owner", "SELECT current_user") == (OWNER_ROLE,)


def test_web_and_worker_may_have_a_login_that_cannot_migrate(
    server: GivenServer, ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", server.url("postgres"))
    ensure_database()
    server.administer(*(f"ALTER ROLE {role} PASSWORD '{SECRET}'" for role in (APP_ROLE, OWNER_ROLE)))
    monkeypatch.setenv("DATABASE_URL", server.url(APP_ROLE))

    ensure_database()
    with pytest.raises(UnreachableDatabase, match="permission denied to set role"):
        ensure_database(migrates=True)

    monkeypatch.setenv("DATABASE_OWNER_URL", server.url(OWNER_ROLE))
    ensure_database(migrates=True)
    assert "options" not in databases(pool=False)["default"]["OPTIONS"]
    assert ask("owner", "SELECT session_user") == (OWNER_ROLE,)


def test_a_pooled_connection_forgets_the_tenant_and_keeps_its_role(
    server: GivenServer, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", server.url("postgres"))
    ensure_database()
    server.administer("ALTER DATABASE shop SET timezone = 'Asia/Tokyo'")
    settings = databases(pool=True)
    settings["default"]["OPTIONS"]["pool"]["max_size"] = 1
    connection: Any = ConnectionHandler(settings)["default"]
    session = """SELECT pg_backend_pid(), current_user::text, current_setting('timezone'),
                        coalesce(current_setting('app.organization_id', true), ''),
                        (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"""
    seen = []
    with django_db_blocker.unblock():
        for _ in range(2):
            with connection.cursor() as cursor:
                cursor.execute(session)
                seen.append(cursor.fetchone())
                cursor.execute(
                    "SELECT set_config('app.organization_id', 'somebody', false), pg_advisory_lock(1)"
                )
            connection.close()
        connection.close_pool()

    assert seen[0][1:] == (APP_ROLE, "UTC", "", 0)
    assert seen[1] == seen[0]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"password": "wrong"}, "password authentication failed"),
        ({"database": "nowhere"}, 'database "nowhere" does not exist'),
    ],
)
def test_a_connection_that_is_refused_says_why_and_which_variable_to_correct(
    server: GivenServer, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], reason: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", server.url("shop", **wrong))

    with pytest.raises(UnreachableDatabase) as refusal:
        ensure_database()

    assert_says_what_to_do(refusal.value, "127.0.0.1", reason, "DATABASE_URL")


def test_a_server_that_does_not_run_is_refused_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://shop:{IN_URL}@127.0.0.1:{port}/shop")

        with pytest.raises(UnreachableDatabase) as refusal:
            ensure_database()

    assert_says_what_to_do(refusal.value, "127.0.0.1", "Connection refused", "DATABASE_URL")


def test_a_server_without_pgvector_is_refused_before_anything_is_made(
    server: GivenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server.binaries.parent.name == "pginstall":
        pytest.skip("PostgreSQL 16 cannot be told to look for extensions elsewhere")
    server.administer("ALTER DATABASE shop SET extension_control_path = '/nowhere'")
    monkeypatch.setenv("DATABASE_URL", server.url("postgres"))

    with pytest.raises(UnsuitableServer) as refusal:
        ensure_database()

    assert_says_what_to_do(refusal.value, "pgvector 0.8", "apt install postgresql-18-pgvector")
    with pytest.raises(psycopg.errors.UndefinedObject):
        server.administer("COMMENT ON ROLE careerrelay_app IS NULL")


def test_pgvector_that_is_too_old_is_updated_where_the_server_has_a_newer_one() -> None:
    refuse_without_pgvector(Standing(160000, "0.8.0", None, roles_complete=False))
    refuse_without_pgvector(Standing(160000, None, "0.10.0", roles_complete=False))
    with pytest.raises(UnsuitableServer, match="ALTER EXTENSION vector UPDATE"):
        refuse_without_pgvector(Standing(160000, "0.7.4", "0.8.0", roles_complete=True))
    with pytest.raises(UnsuitableServer, match="apt install postgresql-17-pgvector"):
        refuse_without_pgvector(Standing(170004, "0.7.4", "0.7.4", roles_complete=True))


def test_a_server_before_version_16_is_refused() -> None:
    refuse_old_server(160000)
    with pytest.raises(UnsuitableServer) as refusal:
        refuse_old_server(150012)
    assert_says_what_to_do(refusal.value, "PostgreSQL 15", "16", "DATABASE_URL")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://shop:geheim%2F1@127.0.0.1/shop",
        "127.0.0.1:5432/shop",
        "host=127.0.0.1 dbname=shop password=geheim/1",
        "postgresql://shop:geheim%2F1@127.0.0.1",
        "postgresql://shop:geheim%2F1@127.0.0.1:port/shop",
        "postgresql://shop:geheim%2F1%zz@127.0.0.1/shop",
        "postgresql://shop:geheim%2F1@127.0.0.1/shop?pasword=geheim/1",
    ],
)
@pytest.mark.parametrize("variable", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_a_malformed_url_is_refused_without_repeating_the_password(
    monkeypatch: pytest.MonkeyPatch, url: str, variable: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://shop@127.0.0.1/shop")
    monkeypatch.setenv(variable, url)

    with pytest.raises(MalformedDatabaseUrl) as refusal:
        databases(pool=False)

    assert_says_what_to_do(refusal.value, variable, "postgresql://")
