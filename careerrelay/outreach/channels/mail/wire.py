"""One open connection: bytes out, whole replies in, each within its time."""

import select
import ssl
import time
from socket import socket

from careerrelay.outreach.channels.mail.outcomes import Reply

REPLY_OCTETS_MAX = 65_536


class ConnectionLost(Exception):
    """Closed, silent for too long, or no SMTP."""


class Wire:
    def __init__(self, connected: socket) -> None:
        self._socket = connected
        self._unread = bytearray()

    def write(self, octets: bytes, *, seconds: float) -> None:
        """Raises: ConnectionLost; then the last octet was certainly not sent."""
        try:
            self._socket.settimeout(seconds)
            self._socket.sendall(octets)
        except OSError as lost:
            raise ConnectionLost(_in_words(lost)) from lost

    def reply(self, *, seconds: float) -> Reply:
        """The next reply, however slowly the server spells it out. Raises: ConnectionLost."""
        # The monotonic clock measures a wait; it knows no date, so that no test needs to move it.
        deadline = time.monotonic() + seconds
        lines: list[bytes] = []
        while True:
            line = self._line(deadline=deadline)
            lines.append(line[4:].strip())
            if not line[:3].isdigit() or line[3:4] not in {b" ", b"-", b""}:
                raise ConnectionLost("the server does not speak SMTP")
            if line[3:4] != b"-":
                return Reply(code=int(line[:3]), octets=b" ".join(lines))
            if sum(map(len, lines)) > REPLY_OCTETS_MAX:
                raise ConnectionLost("the server's reply has no end")

    def has_unread(self) -> bool:
        """Between two mails a server has nothing to say but that it is leaving."""
        if self._unread or (isinstance(self._socket, ssl.SSLSocket) and self._socket.pending()):
            return True
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | select.POLLHUP)
        return bool(poll.poll(0))

    def _line(self, *, deadline: float) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > REPLY_OCTETS_MAX:
                raise ConnectionLost("the server's reply has no end")
            self._unread += self._received(deadline=deadline)
        line = bytes(self._unread[:end]).rstrip(b"\r")
        del self._unread[: end + 1]
        return line

    def _received(self, *, deadline: float) -> bytes:
        try:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            octets = self._socket.recv(4096)
        except OSError as lost:
            raise ConnectionLost(_in_words(lost)) from lost
        if not octets:
            raise ConnectionLost("the server closed the connection")
        return octets


def _in_words(lost: OSError) -> str:
    if isinstance(lost, TimeoutError):
        return "the server did not answer in time"
    return f"the connection broke ({lost.strerror or type(lost).__name__})"
