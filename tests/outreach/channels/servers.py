"""Real mail servers that misbehave on demand, each in a thread of its own."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from careerrelay.outreach.channels.mail.server import MailServer

HOST = "127.0.0.1"
EXTENSIONS = ("PIPELINING", "SIZE 1000000", "8BITMIME", "SMTPUTF8")


@dataclass
class Received:
    sender: str
    recipient: str
    options: list[str]
    content: bytes


@dataclass
class Script:
    """What the server says; what it is not told here it does by the book."""

    extensions: tuple[str, ...] = EXTENSIONS
    to_mail: str = "250 2.1.0 sender ok"
    to_recipient: dict[str, str] = field(default_factory=dict)
    to_content: str = "250 2.0.0 queued as 4711"
    content_delay_seconds: float = 0
    user: tuple[str, str] | None = None
    received: list[Received] = field(default_factory=list)
    sessions: int = 0
    packets: list[bytes] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        ours = [f"250-{word}" for word in self.extensions]
        theirs = [line for line in responses if line[4:].startswith(("STARTTLS", "AUTH"))]
        return [responses[0], *ours, *theirs, "250 HELP"]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_mail.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.to_mail

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.to_recipient.get(address, "250 2.1.5 recipient ok")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        assert envelope.mail_from is not None
        self.received.append(
            Received(envelope.mail_from, envelope.rcpt_tos[0], envelope.mail_options, envelope.content)
        )
        await asyncio.sleep(self.content_delay_seconds)
        return self.to_content

    def is_known(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, credentials: Any
    ) -> AuthResult:
        assert isinstance(credentials, LoginPassword)
        assert self.user is not None
        given = (credentials.login.decode(), credentials.password.decode())
        return AuthResult(success=given == self.user, handled=False)


class Conversation(SMTP):
    """aiosmtpd, counting its sessions and keeping the packets in which commands came."""

    event_handler: Script

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:
            self.event_handler.sessions += 1
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self.event_handler.packets.append(data)
        super().data_received(data)

    def hang_up(self) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()


def is_taken(status: str | bytes) -> bool:
    """Whether this is the answer to a mail's content."""
    return str(status).startswith("250 2.0.0")


class LosesAfterTheDot(Conversation):
    async def push(self, status: AnyStr) -> None:
        if is_taken(status):
            self.hang_up()
            return
        await super().push(status)


class LosesBeforeTheDot(Conversation):
    async def smtp_DATA(self, arg: str) -> None:
        await self.push("354 go ahead")
        await self._reader.readline()
        self.hang_up()


class SpeaksNonsenseAfterTheDot(Conversation):
    async def push(self, status: AnyStr) -> None:
        await super().push("mu" if is_taken(status) else str(status))


class LeavesAfterTheMail(Conversation):
    async def push(self, status: AnyStr) -> None:
        await super().push(status)
        if is_taken(status):
            await super().push("421 4.3.2 shutting down")
            assert self.transport is not None
            self.transport.close()


class GoesAheadWithNobody(Conversation):
    """Says 354 although it refused every recipient, as RFC 2920 allows."""

    async def smtp_DATA(self, arg: str) -> None:
        assert self.envelope is not None
        if self.envelope.rcpt_tos:
            await super().smtp_DATA(arg)
            return
        await self.push("354 go ahead")
        while await self._reader.readline() != b".\r\n":
            self.event_handler.received.append(Received("", "", [], b"content for nobody"))
        await self.push("554 5.5.1 no valid recipients")


class ForbidsReset(Conversation):
    async def smtp_RSET(self, arg: str) -> None:
        await self.push("502 5.5.1 no")


@contextmanager
def mail_server(
    script: Script,
    conversation: type[Conversation] = Conversation,
    *,
    tls: ssl.SSLContext | None = None,
    is_encrypted_at_once: bool = False,
) -> Iterator[MailServer]:
    loop = asyncio.new_event_loop()
    open_sessions: list[Conversation] = []

    def session() -> Conversation:
        open_sessions.append(
            conversation(
                script,
                enable_SMTPUTF8=True,
                hostname="scripted.example",
                loop=loop,
                tls_context=None if is_encrypted_at_once else tls,
                authenticator=script.is_known,
                auth_require_tls=script.user is None or (tls is not None and not is_encrypted_at_once),
            )
        )
        return open_sessions[-1]

    # Named as TCP, else asyncio does not recognise it and leaves Nagle's algorithm on: 40 ms a mail.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind((HOST, 0))
    port = listening.getsockname()[1]
    is_open = threading.Event()
    opening = loop.create_server(session, sock=listening, ssl=tls if is_encrypted_at_once else None)
    serving = threading.Thread(target=_serve, args=(loop, opening, open_sessions, is_open))
    serving.start()
    is_open.wait()
    try:
        yield MailServer(host=HOST, port=port)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        serving.join()


def _serve(
    loop: asyncio.AbstractEventLoop,
    opening: Coroutine[Any, Any, asyncio.Server],
    open_sessions: list[Conversation],
    is_open: threading.Event,
) -> None:
    async def hang_up() -> None:
        for one in open_sessions:
            if isinstance(one.transport, asyncio.Transport):
                one.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    server = loop.run_until_complete(opening)
    loop.call_soon(is_open.set)
    loop.run_forever()
    server.close()
    loop.run_until_complete(hang_up())
    loop.close()


def closed_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def smtp_sink(sink: Path, folder: Path) -> Iterator[MailServer]:
    """Postfix's own test server, keeping each mail in a file of `folder`."""
    port = closed_port()
    as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
    libraries = sink.resolve().parent.parent / "lib" / "postfix"
    process = subprocess.Popen(
        [str(sink), *as_nobody, "-d", "%M.", f"{HOST}:{port}", "100"],
        cwd=folder,
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(port, process)
        yield MailServer(host=HOST, port=port)
    finally:
        process.terminate()
        process.communicate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "smtp-sink ended by itself"
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("smtp-sink does not listen")


def where_smtp_sink_is() -> Path | None:
    found = shutil.which("smtp-sink", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    return Path(found) if found else None
