"""The embedded PostgreSQL for whoever needs it: the first process starts it, the last one stops it."""

import atexit
import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from careerrelay.core.postgres import server, users
from careerrelay.core.postgres.account import account_of_server
from careerrelay.core.postgres.place import DEFAULT_PORT, ServerAddress, address, make_folder
from careerrelay.core.refusal import Refusal, Trouble

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

_children: dict[Path, "subprocess.Popen[str] | None"] = {}


class ServerInUse(Refusal):
    pass


def ensure_running(
    home: Path, *, port: int = DEFAULT_PORT, settings: Mapping[str, str] = NO_SETTINGS
) -> ServerAddress:
    """Join the server of this home folder until this process ends; start it first where nobody did.

    `settings` are PostgreSQL's own and count for whoever starts it. A process that ends by a signal which it
    does not catch leaves the server running: the next one that joins stops it at its own end.

    Raises: NoAccountForServer, NoBinaries, FolderNotOurs, SocketFolderTaken, DataOfOtherVersion,
        ServerDidNotStart.
    """
    place, _ = start_or_join(home, port=port, settings=settings)
    return place


def start_or_join(
    home: Path,
    *,
    port: int,
    settings: Mapping[str, str],
    before: Callable[[], None] | None = None,
    takes_over: bool = False,
) -> tuple[ServerAddress, "subprocess.Popen[str] | None"]:
    """The address, and the process where it is ours. `takes_over` replaces a server that nobody uses."""
    account = account_of_server()
    place = address(home, port=port)
    make_folder(place, account=account)
    with users.exclusively(place.start_lock):
        if takes_over and not users.has_joined(place.users_lock) and not users.is_used(place.users_lock):
            _stop(place)
        is_new_here = users.join(place.users_lock)
        try:
            if not server.answers(place):
                _reap(place)
                server.initialise(place, account=account, is_durable=settings.get("fsync") != "off")
                process = server.start(place, account=account, settings=settings, before=before)
                _children[place.folder] = process
        except BaseException:
            if is_new_here:
                users.leave(place.users_lock)
            raise
    if is_new_here:
        atexit.register(_leave_at_exit, place)
    return place, _children.get(place.folder)


def leave(place: ServerAddress) -> None:
    """This process needs the server no longer; if nobody else does, it is stopped."""
    with users.exclusively(place.start_lock):
        users.leave(place.users_lock)
        if not users.is_used(place.users_lock):
            _stop(place)


def _leave_at_exit(place: ServerAddress) -> None:
    # The folder may be gone by now, and with it every reason to stop something there.
    with suppress(Trouble, FileNotFoundError):
        if users.has_joined(place.users_lock):
            leave(place)


def stop(home: Path, *, port: int = DEFAULT_PORT) -> None:
    """Stop the server whoever uses it. Their next statement fails."""
    place = address(home, port=port)
    if place.data_folder.exists():
        with users.exclusively(place.start_lock):
            _stop(place)


def _stop(place: ServerAddress) -> None:
    server.stop(place, account=account_of_server())
    _reap(place)


def _reap(place: ServerAddress) -> None:
    if process := _children.pop(place.folder, None):
        process.wait()


def erase(home: Path, *, port: int = DEFAULT_PORT) -> None:
    """Stop the server and delete all that it holds.

    Raises: ServerInUse.
    """
    place = address(home, port=port)
    if not place.folder.exists():
        return
    with users.exclusively(place.start_lock):
        if users.has_joined(place.users_lock) or users.is_used(place.users_lock):
            raise ServerInUse(
                ja=f"{place.folder} のデータベースは使用中です。ほかの careerrelay を終了してください。",
                en=f"The database in {place.folder} is in use: end the other careerrelay processes first.",
            )
        _stop(place)
        for folder in (place.data_folder, place.socket_folder):
            shutil.rmtree(folder, ignore_errors=True)
        place.log.unlink(missing_ok=True)
