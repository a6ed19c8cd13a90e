"""The roles that the application needs, made once in each database. Knows psycopg, not Django."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from careerrelay.core.postgres.place import ServerAddress
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.core.refusal import Refusal

OWNER_ROLE = "careerrelay_owner"
APP_ROLE = "careerrelay_app"
DATABASE = "careerrelay"
CONNECT_SECONDS_MAX = 5
ROLES_SQL = Path(__file__).with_name("roles.sql")
STANDING_SQL = Path(__file__).with_name("standing.sql")


class RolesNotMade(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Standing:
    """How a database stands; versions of pgvector as written, e.g. `0.8.1`."""

    server_version_num: int
    vector_installed: str | None
    vector_available: str | None
    roles_complete: bool


def standing_of(connection: psycopg.Connection) -> Standing:
    row = connection.execute(STANDING_SQL.read_bytes()).fetchone()
    assert row is not None
    return Standing(*row)


def ensure_embedded_database(place: ServerAddress, *, database: str = DATABASE) -> None:
    """Make the database and its roles on the embedded server where they are missing. Any number at once."""
    try:
        with _connected(place.conninfo(user=SUPERUSER, database=database)) as connection:
            if standing_of(connection).roles_complete:
                return
    except psycopg.OperationalError:  # no such database yet
        pass
    with _connected(place.conninfo(user=SUPERUSER, database="postgres")) as connection:
        # Held in one database for all of them: advisory locks do not reach from one to another.
        connection.execute("SELECT pg_advisory_lock(hashtext('careerrelay'), hashtext('database'))")
        make_roles(place.conninfo(user=SUPERUSER, database="template1"))
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount:
            made = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(made.format(sql.Identifier(database), sql.Identifier(OWNER_ROLE)))
        make_roles(place.conninfo(user=SUPERUSER, database=database))


def drop_embedded_database(place: ServerAddress, *, database: str = DATABASE) -> None:
    """With everything in it; whoever is connected loses the connection. The roles stay."""
    with _connected(place.conninfo(user=SUPERUSER, database="postgres")) as connection:
        dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(dropped.format(sql.Identifier(database)))


def make_roles(conninfo: str, *, logins: Mapping[str, str] | None = None) -> None:
    """Run roles.sql in this database; `logins` are its inputs, `app_login` and `owner_login`.

    Raises: RolesNotMade where the login may not, with what an administrator has to run.
    """
    logins = logins or {}
    with _connected(conninfo) as connection:
        for name, login in logins.items():
            connection.execute("SELECT set_config(%s, %s, false)", [f"careerrelay.{name}", login])
        try:
            connection.execute(ROLES_SQL.read_bytes())
        except psycopg.errors.InsufficientPrivilege as refused:
            raise _not_made(connection, logins) from refused


def _not_made(connection: psycopg.Connection, logins: Mapping[str, str]) -> RolesNotMade:
    options = " ".join(f"-c careerrelay.{name}={login}" for name, login in logins.items())
    command = f"PGOPTIONS={shlex.quote(options)} psql -f {ROLES_SQL} {shlex.quote(connection.info.dbname)}"
    user = connection.info.user
    return RolesNotMade(
        ja=f"ログイン「{user}」にはロールを作る権限がありません。PostgreSQL の管理者（スーパーユーザー）が"
        f"一度だけ次を実行してください： {command}",
        en=f"The login {user!r} may not make the roles that Career Relay needs: "
        f"let a superuser of this PostgreSQL run once: {command}",
    )


def _connected(conninfo: str) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(conninfo, connect_timeout=CONNECT_SECONDS_MAX), autocommit=True)
