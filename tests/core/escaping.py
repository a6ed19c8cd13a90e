"""A child that tries to get out, after it was confined as every reader is: `python -m tests.core.escaping DEED`.

Says `escaped` when it got out, and nothing else that a test would take for it.
"""

import ctypes
import os
import socket
import sys
import threading

from careerrelay.core.confinement import Limits, confine


def _read_a_file() -> None:
    with open("/etc/hostname", "rb") as found:  # noqa: PTH123 - as a library would
        found.read()


def _write_a_file() -> None:
    with open("/tmp/escaped", "wb") as made:  # noqa: PTH123 - as a library would
        made.write(b"x")


def _list_a_folder() -> None:
    os.listdir("/")  # noqa: PTH208 - as a library would


def _open_a_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _open_a_local_socket() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _start_a_program() -> None:
    os.execv("/bin/true", ["true"])


def _start_a_thread() -> None:
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


def _end_the_parent() -> None:
    os.kill(os.getppid(), 0)


def _trace_the_parent() -> None:
    if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0):
        raise PermissionError


def _raise_own_limits() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (100, 100))


def _find_secrets() -> None:
    if not {name for name in os.environ if name not in ("LC_CTYPE", "__CF_USER_TEXT_ENCODING")}:
        raise PermissionError


def _eat_memory() -> None:
    bytearray(600_000_000)


def _loop() -> None:
    while True:
        pass


def _wait_for_ever() -> None:
    threading.Event().wait()


def _say_too_much() -> None:
    while True:
        sys.stdout.write("x" * 65_536)


def _crash() -> None:
    ctypes.string_at(0)


DEEDS = {
    deed.__name__.removeprefix("_"): deed
    for deed in (
        _read_a_file,
        _write_a_file,
        _list_a_folder,
        _open_a_socket,
        _open_a_local_socket,
        _fork,
        _start_a_program,
        _start_a_thread,
        _end_the_parent,
        _trace_the_parent,
        _raise_own_limits,
        _find_secrets,
        _eat_memory,
        _loop,
        _wait_for_ever,
        _say_too_much,
        _crash,
    )
}


def main(deed: str) -> None:
    confine(Limits(memory_bytes=300_000_000, cpu_seconds=0.5))
    try:
        DEEDS[deed]()
    except (OSError, RuntimeError, MemoryError, ValueError):
        sys.stdout.write("held")
    else:
        sys.stdout.write("escaped")


if __name__ == "__main__":
    main(sys.argv[1])
