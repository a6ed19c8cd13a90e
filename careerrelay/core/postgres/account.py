"""The system account that runs PostgreSQL: ours, or `careerrelay` where we are root (initdb refuses root)."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from careerrelay.core.refusal import Refusal

NAME = "careerrelay"
# Before the account is made, somebody without any rights of his own answers for it.
NOBODY_ID = 65534
# PGDATA, PGPORT, LC_ALL … of the caller must not reach the server.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


class NoAccountForServer(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return os.geteuid() == 0 and self.uid != 0

    def run(
        self, arguments: Sequence[str | Path], *, output: IO[str] | int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end as this account; stdout and stderr together.

        Raises: PermissionError where the account may not execute the program.
        """
        return subprocess.run(
            arguments,
            **self._identity(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def start(
        self, arguments: Sequence[str | Path], *, output: IO[str], before: Callable[[], None] | None = None
    ) -> subprocess.Popen[str]:
        """Start in a session of its own, so that Ctrl-C in our terminal does not reach it.

        `before` runs in the child as its last deed before the program, with the account's rights already.
        """
        return subprocess.Popen(
            arguments,
            **self._identity(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=before,  # noqa: PLW1509 - used before other threads exist (child.py)
            text=True,
        )

    def _identity(self) -> dict[str, Any]:
        common: dict[str, Any] = {"cwd": "/", "env": ENVIRONMENT}
        if self.is_other:
            common |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return common

    def may_enter(self, folder: Path) -> bool:
        """Asked as the account itself, because access lists and mounts make mode bits a guess.

        A folder that does not exist yet stands for the nearest one above it that does.
        """
        if not self.is_other:
            return True
        while not folder.exists():
            folder = folder.parent
        return self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", folder]).returncode == 0

    def take(self, path: Path) -> None:
        """Give something that we have just made to the account."""
        if self.is_other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def known_account() -> Account:
    """The account without making it: for questions that must leave no trace."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    return _look_up() or Account(NOBODY_ID, NOBODY_ID)


def account_of_server() -> Account:
    """The account, made first where root has none yet.

    Raises: NoAccountForServer.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    return _look_up() or _make()


def _look_up() -> Account | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _make() -> Account:
    """Several may try at once, and the password file is locked meanwhile: who loses looks again."""
    for _ in range(20):
        subprocess.run(_making_command(), capture_output=True, check=False)
        if account := _look_up():
            return account
        time.sleep(0.1)
    raise _no_account()


def _making_command() -> list[str]:
    if program := shutil.which("useradd"):
        folder_and_shell = ["--home-dir", "/nonexistent", "--no-create-home", "--shell", "/bin/false"]
        return [program, "--system", "--user-group", *folder_and_shell, NAME]
    if program := shutil.which("adduser"):  # BusyBox, as on Alpine
        return [program, "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false", NAME]
    raise _no_account()


def _no_account() -> NoAccountForServer:
    return NoAccountForServer(
        ja=f"PostgreSQL は root では動かず、システムユーザー「{NAME}」を作ることもできませんでした。"
        "一般ユーザーで実行するか、DATABASE_URL を指定してください。",
        en=f"PostgreSQL does not run as root and the system user {NAME!r} could not be made: "
        "run this as an ordinary user, or set DATABASE_URL.",
    )
