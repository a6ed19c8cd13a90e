"""One PostgreSQL process: initialise its data, start it, ask whether it answers, stop it. No locks here."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from psycopg.pq import PGconn, Ping

from careerrelay.core.postgres.account import Account
from careerrelay.core.postgres.binaries import MAJOR_VERSION, binaries_for
from careerrelay.core.postgres.place import ServerAddress, make_socket_folder
from careerrelay.core.refusal import Refusal, Trouble

SUPERUSER = "postgres"
START_SECONDS_MAX = 120
# After kill -9 of the server its backends need a moment to notice and to let go of the shared memory.
LEFTOVER_SECONDS_MAX = 10
LOG_BYTES_MAX = 16 * 1024 * 1024
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A refused statement is quoted with its values, and so is the row that stood in its way: names and addresses.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "jit": "off",
    "shared_buffers": "256MB",
    "cluster_name": "careerrelay",
}
INITDB_FLAGS = [
    f"--username={SUPERUSER}",
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
]
LEFTOVERS = re.compile(r'pre-existing shared memory block|lock file ".*" already exists')
FATAL = re.compile(r"^.*?(?:FATAL|PANIC|error):\s*(.+)$", re.MULTILINE)


class ServerDidNotStart(Refusal):
    pass


class DataOfOtherVersion(Refusal):
    pass


class ServerDidNotStop(Trouble):
    pass


def answers(place: ServerAddress) -> bool:
    """What `pg_isready` asks. A pid file would lie after kill -9, and after a restart of the machine."""
    return _ping(place) == Ping.OK


def _ping(place: ServerAddress) -> Ping:
    conninfo = place.conninfo(user=SUPERUSER, database="postgres")
    return Ping(PGconn.ping(conninfo.encode()))


def initialise(place: ServerAddress, *, account: Account, is_durable: bool) -> None:
    """Make the data folder, whole or not at all: `initdb` beside its place, then a rename.

    Local connections are trusted, because only the server's account and root get to the socket; somebody who
    switches TCP on needs passwords.

    Raises: DataOfOtherVersion; ServerDidNotStart.
    """
    written_by = place.data_folder / "PG_VERSION"
    if written_by.exists():
        _check_version(place, written_by.read_text().strip())
        return
    unfinished = place.folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.take(unfinished)
    flags = INITDB_FLAGS if is_durable else [*INITDB_FLAGS, "--no-sync"]
    made = account.run([binaries_for(account) / "initdb", "-D", unfinished, *flags])
    if made.returncode != 0:
        raise _did_not_start(made.stdout, place)
    unfinished.rename(place.data_folder)


def _check_version(place: ServerAddress, version: str) -> None:
    if version != MAJOR_VERSION:
        raise DataOfOtherVersion(
            ja=f"{place.data_folder} は PostgreSQL {version} のデータです（組み込みは {MAJOR_VERSION}）。"
            "移行するか、CAREERRELAY_HOME に別の場所を指定してください。",
            en=f"{place.data_folder} was written by PostgreSQL {version} and the embedded one is "
            f"{MAJOR_VERSION}: move the data by dump and restore, or set CAREERRELAY_HOME to another place.",
        )


def start(
    place: ServerAddress,
    *,
    account: Account,
    settings: Mapping[str, str],
    before: Callable[[], None] | None = None,
) -> "subprocess.Popen[str] | None":
    """Start PostgreSQL and wait until it answers; None where one that was starting already came up.

    Raises: ServerDidNotStart.
    """
    if _settles(place):
        return None
    make_socket_folder(place, account=account)
    _forget_false_pids(place)
    _keep_log_small(place)
    postgres = binaries_for(account) / "postgres"
    command: list[str | Path] = [postgres, "-D", place.data_folder, *_options(place, settings)]
    patient_until = time.monotonic() + LEFTOVER_SECONDS_MAX
    while True:
        with _opened_log(place) as log:
            log_start = os.fstat(log.fileno()).st_size
            process = account.start(command, output=log, before=before)
        if _came_up(place, process):
            return process
        said = place.log.read_bytes()[log_start:].decode(errors="replace")
        if not LEFTOVERS.search(said) or time.monotonic() > patient_until:
            raise _did_not_start(said, place)
        time.sleep(0.1)
        if answers(place):
            return None


def _settles(place: ServerAddress) -> bool:
    """Wait for a server that is coming up or going down; whether it answers then."""
    deadline = time.monotonic() + START_SECONDS_MAX
    while (state := _ping(place)) == Ping.REJECT and time.monotonic() < deadline:
        time.sleep(0.02)
    return state == Ping.OK


def _options(place: ServerAddress, settings: Mapping[str, str]) -> list[str]:
    quoted = str(place.socket_folder).replace('"', '""')
    chosen = SETTINGS | {"port": str(place.port), "unix_socket_directories": f'"{quoted}"'} | dict(settings)
    return [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]


def _came_up(place: ServerAddress, process: "subprocess.Popen[str]") -> bool:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        if answers(place):
            return True
        time.sleep(0.01)
    process.kill()
    process.wait()
    return False


def stop(place: ServerAddress, *, account: Account) -> None:
    """Fast shutdown: clients are sent away, everything committed is on disk.

    Nothing where nothing answers: the number in the pid file may be somebody else's by now.
    """
    if _ping(place) not in (Ping.OK, Ping.REJECT):
        return
    flags = ["--mode=fast", f"--timeout={START_SECONDS_MAX}", "--silent"]
    stopped = account.run([binaries_for(account) / "pg_ctl", "stop", "-D", place.data_folder, *flags])
    if stopped.returncode != 0 and answers(place):
        raise ServerDidNotStop(stopped.stdout.strip())


def _forget_false_pids(place: ServerAddress) -> None:
    """Remove the lock files of a server that is gone, where another program or a zombie has its number by now:
    PostgreSQL would take that one for a server. Only where /proc tells.
    """
    if not Path("/proc/self").exists():
        return
    for lock in (place.data_folder / "postmaster.pid", place.socket_folder / f".s.PGSQL.{place.port}.lock"):
        if lock.exists() and not _is_server_of(place, pid=lock.read_text().split("\n", 1)[0]):
            lock.unlink()


def _is_server_of(place: ServerAddress, *, pid: str) -> bool:
    """A server works in its data folder. A program whose folder we may not read is no server of ours."""
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(place.data_folder.resolve())
    except OSError:
        return False


def _opened_log(place: ServerAddress) -> IO[str]:
    descriptor = os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    return os.fdopen(descriptor, "a")


def _keep_log_small(place: ServerAddress) -> None:
    if place.log.exists() and place.log.stat().st_size > LOG_BYTES_MAX:
        place.log.replace(place.log.with_suffix(".log.1"))


def _did_not_start(said: str, place: ServerAddress) -> ServerDidNotStart:
    reasons = FATAL.findall(said) or said.strip().splitlines()[-1:] or ["no message"]
    return ServerDidNotStart(
        ja=f"組み込みの PostgreSQL が起動しません（{reasons[0]}）。{place.log} を確認してください。",
        en=f"The embedded PostgreSQL did not start ({reasons[0]}): see {place.log}.",
    )
