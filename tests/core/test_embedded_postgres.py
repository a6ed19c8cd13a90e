"""The embedded PostgreSQL: who starts it, who joins, who stops it, and what a kill leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from careerrelay.core import postgres
from careerrelay.core.postgres import ServerAddress, server
from careerrelay.core.postgres.account import account_of_server
from careerrelay.core.postgres.roles import APP_ROLE, DATABASE, ensure_embedded_database
from careerrelay.core.postgres.server import SUPERUSER, DataOfOtherVersion, ServerDidNotStart
from tests.databases import REPOSITORY

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
PREAMBLE = f"""
import sys
from pathlib import Path
from careerrelay.core import postgres
from careerrelay.core.postgres.roles import ensure_embedded_database
home, settings = Path(sys.argv[1]), {QUICK!r}
"""
JOINS = PREAMBLE + "place = postgres.ensure_running(home, settings=settings)\n"
SAYS_WHEN_READY = "print('ready', flush=True)\nsys.stdin.read()\n"
AS_DEMO = PREAMBLE + "child = postgres.run_as_child(home, settings=settings)\n"

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a child")


@pytest.fixture
def run(embedded_home: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Start Python code in a process of its own, with the home folder as its argument."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(embedded_home)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ends_well(process: "subprocess.Popen[str]") -> str:
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    return said


def is_ready(process: "subprocess.Popen[str]") -> bool:
    assert process.stdout
    return process.stdout.readline() == "ready\n"


def killed(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()


def eventually(becomes_true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not becomes_true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return becomes_true()


def server_pid(place: ServerAddress) -> int:
    return int((place.data_folder / "postmaster.pid").read_text().split()[0])


def times_started(place: ServerAddress) -> int:
    return place.log.read_text().count("database system is ready to accept connections")


def superuser(place: ServerAddress, database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(place.conninfo(user=SUPERUSER, database=database), autocommit=True)


def test_what_was_committed_is_there_at_the_next_start(
    embedded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    place = postgres.ensure_running(embedded_home, settings=QUICK)
    with superuser(place) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'here' AS word")
    postgres.leave(place)
    assert not server.answers(place)

    assert postgres.ensure_running(embedded_home, settings=QUICK) == place
    with superuser(place) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("here",)
    postgres.leave(place)


def test_of_six_processes_at_once_one_starts_five_join_and_the_last_one_stops(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    bootstraps = JOINS + "ensure_embedded_database(place)\n" + SAYS_WHEN_READY
    processes = [run(bootstraps) for _ in range(6)]
    place = postgres.address(embedded_home)

    assert all(is_ready(process) for process in processes)
    assert times_started(place) == 1
    for process in processes[:-1]:
        ends_well(process)
    assert server.answers(place)
    ends_well(processes[-1])
    assert not server.answers(place)


def test_a_killed_user_leaves_the_server_to_the_next_command_which_stops_it(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    user = run(JOINS + SAYS_WHEN_READY)
    assert is_ready(user)
    killed(user)
    place = postgres.address(embedded_home)
    assert server.answers(place)

    ends_well(run(JOINS))

    assert times_started(place) == 1
    assert not server.answers(place)


def test_a_forked_child_keeps_the_server_after_its_parent_has_ended(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    # The child ends by os._exit as multiprocessing's do, without a word to anybody.
    parent = run(JOINS + "import os\nif os.fork():\n    sys.exit()\n" + SAYS_WHEN_READY + "os._exit(0)\n")
    assert is_ready(parent)
    place = postgres.address(embedded_home)
    assert parent.wait(timeout=60) == 0
    assert server.answers(place)

    parent.communicate()  # ends the child
    ends_well(run(JOINS))
    assert not server.answers(place)


@only_linux
def test_the_server_of_a_killed_demo_stops_by_itself(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    demo = run(AS_DEMO + SAYS_WHEN_READY)
    assert is_ready(demo)
    place = postgres.address(embedded_home)
    assert server.answers(place)

    killed(demo)

    assert eventually(lambda: not (place.data_folder / "postmaster.pid").exists())
    assert "received fast shutdown request" in place.log.read_text()
    assert not server.answers(place)


def test_a_demo_takes_over_the_server_that_a_killed_process_left(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    user = run(JOINS + SAYS_WHEN_READY)
    assert is_ready(user)
    killed(user)

    demo = run(AS_DEMO + "assert child.process\nchild.stop()\nchild.stop()\n")

    ends_well(demo)
    assert times_started(postgres.address(embedded_home)) == 2
    assert not server.answers(postgres.address(embedded_home))


def test_a_demo_joins_the_server_that_others_use_and_leaves_it_to_them(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    user = run(JOINS + SAYS_WHEN_READY)
    assert is_ready(user)

    ends_well(run(AS_DEMO + "assert child.process is None\nchild.stop()\n"))

    assert server.answers(postgres.address(embedded_home))
    ends_well(user)
    assert not server.answers(postgres.address(embedded_home))


def test_a_killed_server_is_started_again_by_the_next_command(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    parent = run(JOINS + SAYS_WHEN_READY + "postgres.ensure_running(home, settings=settings)\n")
    assert is_ready(parent)
    place = postgres.address(embedded_home)
    os.kill(server_pid(place), signal.SIGKILL)  # its parent does not look: a zombie keeps the number
    assert eventually(lambda: not server.answers(place))

    ends_well(run(JOINS + "postgres.leave(place)\n"))
    assert times_started(place) == 2
    ends_well(parent)
    assert not server.answers(place)


def test_the_process_that_started_a_server_starts_it_again_after_its_kill(embedded_home: Path) -> None:
    place = postgres.ensure_running(embedded_home, settings=QUICK)
    os.kill(server_pid(place), signal.SIGKILL)
    assert eventually(lambda: not server.answers(place))

    postgres.ensure_running(embedded_home, settings=QUICK)

    assert server.answers(place)


@only_linux
def test_a_pid_file_that_names_another_program_does_not_keep_the_server_from_starting(
    embedded_home: Path,
) -> None:
    place = postgres.ensure_running(embedded_home, settings=QUICK)
    postgres.leave(place)
    account = account_of_server()
    with place.log.open("a") as log:
        bystander = account.start(["sleep", "60"], output=log)
    pid_file = place.data_folder / "postmaster.pid"
    pid_file.write_text(f"{bystander.pid}\n{place.data_folder}\n")
    account.take(pid_file)

    postgres.ensure_running(embedded_home, settings=QUICK)
    assert server.answers(place)
    postgres.leave(place)

    assert bystander.poll() is None, "whoever got the number must not be stopped in the server's place"
    killed(bystander)


def test_an_initialisation_that_was_cut_short_is_begun_anew(embedded_home: Path) -> None:
    unfinished = postgres.address(embedded_home).folder / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    place = postgres.ensure_running(embedded_home, settings=QUICK)

    assert server.answers(place)
    assert not unfinished.exists()
    postgres.leave(place)


def test_data_of_another_version_are_refused_and_left_alone(embedded_home: Path) -> None:
    data = postgres.address(embedded_home).data_folder
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("15\n")

    with pytest.raises(DataOfOtherVersion) as refusal:
        postgres.ensure_running(embedded_home)

    assert "PostgreSQL 15" in refusal.value.en
    assert "PostgreSQL 15" in refusal.value.ja
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_a_server_that_does_not_start_says_why_and_where_its_log_is(embedded_home: Path) -> None:
    with pytest.raises(ServerDidNotStart) as refusal:
        postgres.ensure_running(embedded_home, settings=QUICK | {"shared_buffers": "plenty"})

    assert 'invalid value for parameter "shared_buffers"' in refusal.value.en
    assert str(postgres.address(embedded_home).log) in refusal.value.ja
    assert not postgres.users.has_joined(postgres.address(embedded_home).users_lock)


def test_a_server_in_use_is_not_erased(
    embedded_home: Path, run: Callable[[str], "subprocess.Popen[str]"]
) -> None:
    user = run(JOINS + SAYS_WHEN_READY)
    assert is_ready(user)

    with pytest.raises(postgres.launcher.ServerInUse):
        postgres.erase(embedded_home)

    assert server.answers(postgres.address(embedded_home))
    ends_well(user)


def test_stop_ends_the_server_whoever_uses_it(embedded_home: Path) -> None:
    place = postgres.ensure_running(embedded_home, settings=QUICK)
    ensure_embedded_database(place)
    with psycopg.connect(place.conninfo(user=APP_ROLE, database=DATABASE)) as connection:
        postgres.stop(embedded_home)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    postgres.leave(place)
