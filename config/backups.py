"""A backup as one file, and the way back from it: the copy is made ready beside the database before it takes its place.

A dump needs a login that row-level security does not bind. The embedded server has one; for a server of one's own it is
`DATABASE_SUPERUSER_URL`.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from careerrelay.core.postgres import address
from careerrelay.core.postgres.account import known_account
from careerrelay.core.postgres.binaries import binaries_for
from careerrelay.core.postgres.roles import DATABASE, OWNER_ROLE
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.core.refusal import Refusal
from config.environment import home, is_embedded

SUPERUSER_URL = "DATABASE_SUPERUSER_URL"
RESTORING, FORMER = "careerrelay_restoring", "careerrelay_former"


class NoSuperuser(Refusal):
    pass


class BackupFailed(Refusal):
    pass


class UnreadableBackup(Refusal):
    pass


class DatabaseInUse(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class DumpingServer:
    """`login` is a superuser's on this server, `database` the one that is backed up and restored."""

    login: dict[str, str]
    database: str

    def conninfo(self, database: str) -> str:
        return make_conninfo(**{**self.login, "dbname": database})


def dumping_server() -> DumpingServer:
    """Raises: NoSuperuser."""
    if is_embedded():
        place = address(home())
        login = {"host": str(place.socket_folder), "port": str(place.port), "user": SUPERUSER}
        return DumpingServer(login, DATABASE)
    url = os.environ.get("DATABASE_SUPERUSER_URL", "")
    if not url:
        raise NoSuperuser(
            ja=f"バックアップと復元には、行レベルの制限を受けないログインがいります。{SUPERUSER_URL} に指定するか、"
            "サーバーの pg_dump を使い、復元のあとに careerrelay replay を実行してください。",
            en=f"A backup needs a login that row-level security does not bind: set {SUPERUSER_URL}, or use your "
            "server's own pg_dump and run `careerrelay replay` after restoring.",
        )
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    return DumpingServer(parts, parts["dbname"])


def dump_database(server: DumpingServer, *, path: Path) -> int:
    """One consistent moment, whole or not at all; readable by its owner only. Its size in bytes.

    Raises: BackupFailed.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as written:
        dumped = _run(
            "pg_dump", "--format=custom", f"--dbname={server.conninfo(server.database)}", output=written
        )
        os.fsync(written.fileno())
    if dumped.returncode != 0:
        unfinished.unlink()
        raise BackupFailed(
            ja=f"バックアップできませんでした（{_reason(dumped.stderr)}）。",
            en=f"The backup was not made ({_reason(dumped.stderr)}).",
        )
    unfinished.replace(path)
    return path.stat().st_size


def restore_database(
    server: DumpingServer, *, path: Path, make_ready: Callable[[str], Counter[str]]
) -> Counter[str]:
    """The copy stands beside the database until `make_ready` (its name → what was done) has erased again whom it
    would bring back; only then it takes the place, in one step. If anything fails, everything is as it was.

    Raises: UnreadableBackup, DatabaseInUse.
    """
    _check_readable(path)
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as connection:
        _check_unused(connection, server.database)
        _drop(connection, RESTORING)
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
        connection.execute(made.format(sql.Identifier(RESTORING), sql.Identifier(OWNER_ROLE)))
        try:
            _fill(server, path=path)
            done = make_ready(RESTORING)
            _take_place(connection, server.database)
        except BaseException:
            _drop(connection, RESTORING)
            raise
    return done


def _check_readable(path: Path) -> None:
    if not path.is_file() or _run("pg_restore", "--list", str(path)).returncode != 0:
        raise UnreadableBackup(
            ja=f"{path} は、careerrelay backup で作ったファイルではありません。",
            en=f"{path} is no file that `careerrelay backup` made.",
        )


def _check_unused(connection: psycopg.Connection, database: str) -> None:
    found = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
        [database],
    ).fetchone()
    if found and found[0]:
        raise DatabaseInUse(
            ja="データベースが使われています。web と worker を止めてから、もう一度実行してください。",
            en="The database is in use: stop web and worker, then run this again.",
        )


def _fill(server: DumpingServer, *, path: Path) -> None:
    filled = _run("pg_restore", "--exit-on-error", f"--dbname={server.conninfo(RESTORING)}", str(path))
    if filled.returncode != 0:
        raise UnreadableBackup(
            ja=f"復元できませんでした（{_reason(filled.stderr)}）。いまのデータは、そのままです。",
            en=f"The backup could not be restored ({_reason(filled.stderr)}); the present data is as it was.",
        )


def _take_place(connection: psycopg.Connection, database: str) -> None:
    """The former one goes at once: it is what people were promised not to find again."""
    _check_unused(connection, database)
    _rename(connection, database, to=FORMER)
    _rename(connection, RESTORING, to=database)
    _drop(connection, FORMER)


def _rename(connection: psycopg.Connection, name: str, *, to: str) -> None:
    renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(renamed.format(sql.Identifier(name), sql.Identifier(to)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(
    program: str, *arguments: str, output: object = subprocess.PIPE
) -> "subprocess.CompletedProcess[bytes]":
    command = [str(binaries_for(known_account()) / program), *arguments]
    return subprocess.run(command, check=False, stdout=output, stderr=subprocess.PIPE)  # type: ignore[call-overload]


def _reason(said: bytes) -> str:
    """The first line that says why; a password is never in it."""
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[0].rpartition("error: ")[2] if lines else "no message"
