"""Where an embedded cluster lives: data, socket, locks. Computed, so that every process agrees."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

from careerrelay.core.postgres.account import Account, known_account
from careerrelay.core.postgres.binaries import OUTSIDE, make_open_folder
from careerrelay.core.refusal import Refusal

DEFAULT_PORT = 5432
# A socket's whole path has room for about 104 bytes on the strictest system; its name takes 14 to 15.
SOCKET_FOLDER_BYTES_MAX = 80


class FolderNotOurs(Refusal):
    pass


class SocketFolderTaken(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """`folder` holds everything of one cluster; `home` is the folder that it was asked for."""

    home: Path
    folder: Path
    port: int

    @property
    def data_folder(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def is_outside_home(self) -> bool:
        return not self.folder.is_relative_to(self.home)

    @property
    def socket_folder(self) -> Path:
        beside_data = self.folder / "socket"
        if len(os.fsencode(beside_data)) <= SOCKET_FOLDER_BYTES_MAX:
            return beside_data
        # Not TMPDIR: two shells that differ in it must still find the same server.
        return Path("/tmp") / f"careerrelay-{_digest(self.folder)}"  # noqa: S108 - 0700, checked when met

    def conninfo(self, *, user: str, database: str) -> str:
        return make_conninfo(host=str(self.socket_folder), port=self.port, user=user, dbname=database)


def address(home: Path, *, port: int = DEFAULT_PORT) -> ServerAddress:
    """Where the cluster of this home folder is or will be. Starts nothing, makes nothing."""
    home = home.resolve()
    return ServerAddress(home=home, folder=_folder_of(home), port=port)


def _folder_of(home: Path) -> Path:
    inside, outside = home / "postgres", OUTSIDE / _digest(home)
    if os.geteuid() != 0:
        return inside
    # Data decide before permissions: closing or opening a parent folder must not show an empty database.
    for folder in (outside, inside):
        if (folder / "data" / "PG_VERSION").exists():
            return folder
    return inside if known_account().may_enter(home) else outside


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def make_folder(place: ServerAddress, *, account: Account) -> None:
    """The folder of the cluster: the server's account may pass through it, not write there.

    Raises: FolderNotOurs.
    """
    try:
        make_open_folder(place.folder.parent)
        if place.is_outside_home:
            make_open_folder(place.home)
            (place.home / "postgres.txt").write_text(f"{place.folder}\n")
        place.folder.mkdir(exist_ok=True)
        place.folder.chmod(0o711 if account.is_other else 0o700)
    except OSError as refused:
        raise FolderNotOurs(
            ja=f"{refused.filename} に書き込めません（{refused.strerror}）。"
            "書き込めるフォルダーを CAREERRELAY_HOME に指定するか、持ち主のユーザーで実行してください。",
            en=f"{refused.filename} may not be written ({refused.strerror}): "
            "set CAREERRELAY_HOME to a folder of your own, or run this as the user whom it belongs to.",
        ) from refused


def make_socket_folder(place: ServerAddress, *, account: Account) -> None:
    """0700 and the server's own: who may enter it is a superuser there (`trust`), so it is checked when met.

    Raises: SocketFolderTaken.
    """
    folder = place.socket_folder
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        ours = found.st_uid in (account.uid, os.geteuid())
        if not (ours and stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700):
            raise SocketFolderTaken(
                ja=f"{folder} は他の人のものです。CAREERRELAY_HOME に短いパスを指定してください。",
                en=f"{folder} belongs to somebody else: set CAREERRELAY_HOME to a shorter path.",
            ) from None
    account.take(folder)
