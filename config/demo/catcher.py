"""A mail server that delivers nothing: it takes every mail of the demo and keeps the last thousand to look at.

It runs in a thread of the demo, or alone: `python -m config.demo.catcher var/mail --port 2525`. A mail is one
file of raw bytes under a name of ours, in place by rename: killing the process leaves whole mails only.
"""

import argparse
import asyncio
import logging
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session

from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.rules.mail_headers import many_lines, one_line

HOST = "127.0.0.1"
KEPT_MAX = 1_000
MAIL_OCTETS_MAX = 1_000_000
HEADER_CHARACTERS_MAX = 10_000

T = TypeVar("T")

# What Python's mail parser is known to raise over hostile mails.
_UNREADABLE = (
    AttributeError,
    AssertionError,
    LookupError,
    MessageError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)


class PortTaken(Refusal):
    def __init__(self, port: int) -> None:
        super().__init__(
            ja=f"ポート {port} は使われています。デモのメールに別のポートを選んでください。",
            en=f"Port {port} is in use. Choose another one for the demo's mail.",
        )


class Catcher:
    """Open for mail between `start` and `stop`; the port is known from the beginning (0 takes a free one).

    Raises: PortTaken.
    """

    def __init__(self, folder: Path, *, port: int = 0, kept_max: int = KEPT_MAX) -> None:
        self._shelf = _Shelf(folder, kept_max=kept_max)
        self._socket = _bound_socket(port)
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._sessions: set[SMTP] = set()
        self._is_open = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="mail catcher", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        # At its lower levels the server's log repeats every line of every mail, personal links included (P25).
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self._thread.start()
        self._is_open.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _serve(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(self._session, sock=self._socket))
        loop.call_soon(self._is_open.set)
        try:
            loop.run_forever()
        finally:
            server.close()
            loop.run_until_complete(self._hang_up())
            loop.close()

    def _session(self) -> SMTP:
        session = SMTP(
            _Desk(self._shelf),
            data_size_limit=MAIL_OCTETS_MAX,
            enable_SMTPUTF8=True,
            hostname="localhost",
            loop=self._loop,
        )
        self._sessions = {open_one for open_one in self._sessions if open_one.transport is not None}
        self._sessions.add(session)
        return session

    async def _hang_up(self) -> None:
        for session in self._sessions:
            if isinstance(session.transport, asyncio.Transport):
                session.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _bound_socket(port: int) -> socket.socket:
    # Named as TCP, else asyncio does not recognise it and leaves Nagle's algorithm on: 40 ms a mail.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except (OSError, OverflowError) as taken:
        bound.close()
        raise PortTaken(port) from taken
    return bound


class _Desk:
    """What is answered in the conversation; aiosmtpd speaks the rest."""

    def __init__(self, shelf: "_Shelf") -> None:
        self._shelf = shelf

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # The server reads line by line and so bears it already; it only does not say so.
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        try:
            mail_id = self._shelf.put(content)
        except OSError:
            return "452 4.3.1 The mail cannot be written to disk now"
        return f"250 2.0.0 Caught as {mail_id}"


class _Shelf:
    """The folder, of which this process is the only writer."""

    def __init__(self, folder: Path, *, kept_max: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for unfinished in folder.glob("*.part"):
            unfinished.unlink(missing_ok=True)
        self._folder = folder
        self._kept_max = kept_max
        self._kept = deque(reversed(list(_ids_newest_first(folder))))
        self._drop_oldest()

    def put(self, content: bytes) -> UUID:
        mail_id = new_id()
        unfinished = self._folder / f"{mail_id}.part"
        unfinished.write_bytes(content)
        unfinished.replace(_file(self._folder, mail_id))
        self._kept.append(mail_id)
        self._drop_oldest()
        return mail_id

    def _drop_oldest(self) -> None:
        while len(self._kept) > self._kept_max:
            _file(self._folder, self._kept.popleft()).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One mail as its reader would see it; `html` is the sender's and belongs into a sandboxed frame."""

    id: UUID
    sender: str
    to: str
    subject: str
    dated_at: datetime | None
    text: str
    html: str


def caught_mails(folder: Path, *, recipient: str = "", at_most: int = KEPT_MAX) -> list[CaughtMail]:
    """Newest first; with `recipient` only those whose To contains it, in whatever case."""
    wanted = _bare(recipient.strip())
    found = (mail for mail in _read_mails(folder) if wanted in _bare(mail.to))
    return list(islice(found, at_most))


def _bare(mailbox: str) -> str:
    """`"a..b"@docomo.ne.jp` is looked for as it is spoken."""
    return mailbox.replace('"', "").casefold()


def caught_mail(folder: Path, *, mail_id: UUID) -> CaughtMail | None:
    raw = caught_bytes(folder, mail_id=mail_id)
    return None if raw is None else _read(mail_id, raw)


def caught_bytes(folder: Path, *, mail_id: UUID) -> bytes | None:
    """The mail exactly as it came over the wire; None if it is not kept, or no longer."""
    try:
        return _file(folder, mail_id).read_bytes()
    except FileNotFoundError:
        return None


def _read_mails(folder: Path) -> Iterator[CaughtMail]:
    for mail_id in _ids_newest_first(folder):
        mail = caught_mail(folder, mail_id=mail_id)
        if mail is not None:
            yield mail


def _ids_newest_first(folder: Path) -> Iterator[UUID]:
    for path in sorted(folder.glob("*.eml"), reverse=True):
        try:
            yield UUID(path.stem)
        except ValueError:
            continue  # Somebody else's file.


def _file(folder: Path, mail_id: UUID) -> Path:
    return folder / f"{mail_id}.eml"


def _read(mail_id: UUID, raw: bytes) -> CaughtMail:
    message = _readable(lambda: message_from_bytes(raw, _class=EmailMessage, policy=policy.default), None)
    if message is None:
        text = many_lines(raw.decode("utf-8", "replace"))
        return CaughtMail(mail_id, sender="", to="", subject="", dated_at=None, text=text, html="")
    return CaughtMail(
        id=mail_id,
        sender=_header(message, "From"),
        to=_header(message, "To"),
        subject=_header(message, "Subject"),
        dated_at=_readable(lambda: _date(message), None),
        text=many_lines(_readable(lambda: _body(message, "plain"), "")),
        html=many_lines(_readable(lambda: _body(message, "html"), "")),
    )


def _readable(read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except _UNREADABLE:
        return otherwise


def _header(message: EmailMessage, name: str) -> str:
    """The decoded value; one that is too long to be honest is shown as it came and not taken apart.

    The older decoder of the library: the newer one parts long names by blanks (Python 3.11).
    """
    written = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if len(written) > HEADER_CHARACTERS_MAX:
        return one_line(written[:HEADER_CHARACTERS_MAX])
    unfolded = one_line(written)
    return one_line(_readable(lambda: str(make_header(decode_header(unfolded))), unfolded))


def _date(message: EmailMessage) -> datetime | None:
    header = message["Date"]
    moment = getattr(header, "datetime", None)
    return moment if isinstance(moment, datetime) else None


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()) if part is not None else ""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m config.demo.catcher", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=2525)
    options = parser.parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        catcher = Catcher(options.folder, port=options.port)
    except PortTaken as taken:
        sys.exit(taken.en)
    with catcher:
        print(f"smtp://{HOST}:{catcher.port}", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
