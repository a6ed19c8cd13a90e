"""A mail server that takes every mail and keeps none: Postfix's smtp-sink where it is installed, else our own.

Ours is a process of its own too, but Python: it takes part of the time that the sender could have.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.ports import free_port

READY_SECONDS_MAX = 20
_END = b"\r\n.\r\n"


@dataclass(frozen=True, slots=True)
class RunningSink:
    name: str
    port: int


@contextmanager
def running_sink() -> Iterator[RunningSink]:
    port = free_port()
    found = shutil.which("smtp-sink", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
    if found:
        # Root has to name somebody else to run as.
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        command = [found, *user, f"127.0.0.1:{port}", "100"]
    else:
        command = [sys.executable, "-m", "bench.sink", str(port)]
    process = subprocess.Popen(command)  # noqa: S603 - ours or Postfix's
    try:
        _wait_until_it_listens(port, process)
        yield RunningSink("smtp-sink" if found else "bench.sink", port)
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("the mail sink did not start")


class Sink(asyncio.Protocol):
    """One connection. Commands come in one packet where the sender pipelines (RFC 2920)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.unread = b""
        self.is_in_mail = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.unread += data
        replies = []
        while reply := self._next_reply():
            replies.append(reply)
        if replies:
            self.transport.write(b"".join(replies))
        if b"221 bye\r\n" in replies:
            self.transport.close()

    def _next_reply(self) -> bytes:
        """Empty while the next command, or the mail, is not there as a whole."""
        if self.is_in_mail:
            _, found, rest = self.unread.partition(_END)
            if not found:
                return b""
            self.is_in_mail, self.unread = False, rest
            return b"250 taken\r\n"
        line, found, rest = self.unread.partition(b"\r\n")
        if not found:
            return b""
        # A mail of nothing but its end begins with that end: the line break before it is the command's.
        self.is_in_mail = line[:4].upper() == b"DATA"
        self.unread = b"\r\n" + rest if self.is_in_mail else rest
        return _reply(line[:4].upper())


def _reply(verb: bytes) -> bytes:
    known = {
        b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
        b"DATA": b"354 go on\r\n",
        b"QUIT": b"221 bye\r\n",
    }
    return known.get(verb, b"250 ok\r\n")


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
