"""Which PostgreSQL, as whom: `DATABASE_URL`, or the embedded one in the home folder.

Two Django aliases on one database: `default` acts as careerrelay_app, whom row-level security binds, and
`owner` as careerrelay_owner, who migrates. `DATABASE_URL` alone is one login that may put on both roles;
`DATABASE_OWNER_URL` is a second login, so that web and worker need none that can migrate.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from careerrelay.core.postgres import ServerAddress, address, ensure_running
from careerrelay.core.postgres.roles import (
    APP_ROLE,
    CONNECT_SECONDS_MAX,
    DATABASE,
    OWNER_ROLE,
    Standing,
    ensure_embedded_database,
    make_roles,
    standing_of,
)
from careerrelay.core.refusal import Refusal
from config.environment import home, is_embedded

Parameters = Mapping[str, str]

URL, OWNER_URL = "DATABASE_URL", "DATABASE_OWNER_URL"
POSTGRESQL_MIN = 16
PGVECTOR_MIN = (0, 8)
POOL_SIZE_MAX = 8
POOL_SECONDS_MAX = 10


class MalformedDatabaseUrl(Refusal):
    pass


class UnreachableDatabase(Refusal):
    pass


class UnsuitableServer(Refusal):
    pass


def databases(*, pool: bool) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. Touches no server and no folder.

    Raises: MalformedDatabaseUrl.
    """
    return {
        "default": _alias(_acting_as(APP_ROLE), pool=pool),
        "owner": _alias(_acting_as(OWNER_ROLE), pool=False),
    }


def ensure_database(*, migrates: bool = False) -> ServerAddress | None:
    """Before Django: the embedded server runs until this process ends, or the given one is fit for use.

    Makes the roles where they are missing and the login may. The address is the embedded server's; `migrates`
    also asks for the owner's role.

    Raises: MalformedDatabaseUrl, UnreachableDatabase, UnsuitableServer, RolesNotMade; as `ensure_running`.
    """
    if is_embedded():
        place = ensure_running(home())
        ensure_embedded_database(place)
        return place
    check_server()
    if migrates:
        _connected(_acting_as(OWNER_ROLE), variable=_owner_variable()).close()
    return None


def check_server() -> None:
    """Whether the server of `DATABASE_URL` can be used: reachable, new enough, with pgvector and the roles.

    Raises: MalformedDatabaseUrl, UnreachableDatabase, UnsuitableServer, RolesNotMade.
    """
    login = _login(URL)
    with _connected(login, variable=URL) as connection:
        refuse_old_server(connection.info.server_version)
        standing = standing_of(connection)
        user = connection.info.user
    refuse_without_pgvector(standing)
    if standing.roles_complete and standing.vector_installed:
        return
    owner_login = _login(_owner_variable())
    with _connected(owner_login, variable=_owner_variable()) as connection:
        logins = {"app_login": user, "owner_login": connection.info.user}
    make_roles(make_conninfo(**owner_login), logins=logins)


def refuse_old_server(version_num: int) -> None:
    """Raises: UnsuitableServer."""
    if version_num < POSTGRESQL_MIN * 10000:
        found = f"{version_num // 10000}"
        raise UnsuitableServer(
            ja=f"PostgreSQL {found} は古すぎます。"
            f"{POSTGRESQL_MIN} 以降のサーバーを DATABASE_URL に指定してください。",
            en=f"PostgreSQL {found} is too old: "
            f"let DATABASE_URL name a server of version {POSTGRESQL_MIN} or later.",
        )


def refuse_without_pgvector(standing: Standing) -> None:
    """Raises: UnsuitableServer."""
    wanted = ".".join(map(str, PGVECTOR_MIN))
    major = standing.server_version_num // 10000
    if _version(standing.vector_installed or standing.vector_available) >= PGVECTOR_MIN:
        return
    if _version(standing.vector_available) >= PGVECTOR_MIN:
        raise UnsuitableServer(
            ja=f"このデータベースの pgvector {standing.vector_installed} は古すぎます。"
            "管理者が `ALTER EXTENSION vector UPDATE` を実行してください。",
            en=f"pgvector {standing.vector_installed} in this database is too old: "
            "let an administrator run `ALTER EXTENSION vector UPDATE` in it.",
        )
    raise UnsuitableServer(
        ja=f"データベースのサーバーに pgvector {wanted} 以降がありません。"
        f"サーバーに入れてください（Debian なら `apt install postgresql-{major}-pgvector`）。",
        en=f"The database server has no pgvector {wanted} or later: "
        f"install it there (on Debian `apt install postgresql-{major}-pgvector`).",
    )


class OwnerMigrates:
    """Django's router: only `owner` changes the schema. Both aliases are the same rows."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, obj1: object, obj2: object, **hints: Any) -> bool:
        return True


def forget_session(connection: psycopg.Connection) -> None:
    """What a pooled connection goes through between two users: a tenant set for the session must not leak.

    RESET ALL keeps the role of the start. The time zone is what Django sets only once in a connection's life.
    """
    connection.autocommit = True
    connection.execute("RESET ALL; SET timezone = 'UTC'; SELECT pg_advisory_unlock_all()")


def _alias(parameters: Parameters, *, pool: bool) -> dict[str, Any]:
    options: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS_MAX} | dict(parameters)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    alias: dict[str, Any] = {name: options.pop(parameter, "") for name, parameter in names.items()}
    if pool:
        sizes = {"min_size": 1, "max_size": POOL_SIZE_MAX, "timeout": POOL_SECONDS_MAX}
        options["pool"] = sizes | {"reset": forget_session}
    return alias | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _acting_as(role: str) -> Parameters:
    """Sign in as the role itself where the login is its own, else put it on for the whole session."""
    if is_embedded():
        place = address(home())
        return {"host": str(place.socket_folder), "port": str(place.port), "dbname": DATABASE, "user": role}
    login = _login(URL if role == APP_ROLE else _owner_variable())
    if login.get("user") == role:
        return login
    return {**login, "options": f"{login.get('options', '')} -c role={role}".strip()}


def _owner_variable() -> str:
    return OWNER_URL if os.environ.get(OWNER_URL) else URL


def _login(variable: str) -> Parameters:
    """The parts of the URL, by libpq's own rules, under libpq's names.

    Raises: MalformedDatabaseUrl, which does not repeat the value: a password is in it.
    """
    url = os.environ.get(variable, "")
    try:
        parts = conninfo_to_dict(url) if url.startswith(("postgres://", "postgresql://")) else {}
    except psycopg.ProgrammingError:
        parts = {}
    login = {name: str(value) for name, value in parts.items() if value is not None}
    ports = login.get("port", "5432").split(",")
    if not login.get("dbname") or not all(re.fullmatch(r"[0-9]{1,5}", port) for port in ports):
        raise MalformedDatabaseUrl(
            ja=f"{variable} は postgresql://ユーザー:パスワード@ホスト:5432/データベース名 の形に"
            "してください。",
            en=f"{variable} must look like postgresql://user:password@host:5432/database.",
        )
    return login


def _connected(parameters: Parameters, *, variable: str) -> psycopg.Connection:
    """Raises: UnreachableDatabase."""
    patient = {"connect_timeout": str(CONNECT_SECONDS_MAX)} | dict(parameters)
    try:
        return psycopg.connect(make_conninfo(**patient))
    except psycopg.Error as refused:
        where = parameters.get("host", "localhost")
        first_line = str(refused).strip().splitlines()[0]
        reason = first_line.rpartition("failed: ")[2].removeprefix("FATAL:").strip()
        raise UnreachableDatabase(
            ja=f"{where} の PostgreSQL に接続できません（{reason}）。"
            f"サーバーを起動するか、{variable} を直してください。",
            en=f"PostgreSQL at {where} does not let us in ({reason}): start it, or correct {variable}.",
        ) from refused


def _version(written: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]+", written or ""))
