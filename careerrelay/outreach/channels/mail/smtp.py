"""Hands many mails to one server over one connection, and knows of each what became of it.

smtplib opens the connection (EHLO, STARTTLS, AUTH); the mails themselves go out here: MAIL, RCPT and DATA in
one packet where the server offers PIPELINING (RFC 2920), which halves the time of a mail.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from careerrelay.outreach.channels.mail.outcomes import (
    Accepted,
    Deferred,
    InDoubt,
    MailNotSent,
    Outcome,
    Refused,
    Reply,
    Withheld,
    readable_reply,
)
from careerrelay.outreach.channels.mail.server import Encryption, MailServer
from careerrelay.outreach.channels.mail.wire import ConnectionLost, Wire
from careerrelay.outreach.rules.mail_headers import UnsendableAddress, wire_address

_BARE_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait; the end of a mail gets longest, because giving up there leaves it in doubt.

    Source: RFC 5321 §4.5.3.2 asks for minutes; the first two are shorter, because a server that is away is
    asked again by the next batch.
    """

    connect_seconds: float = 10
    command_seconds: float = 60
    end_of_mail_seconds: float = 600
    quit_seconds: float = 2


PATIENT = Patience()


def always() -> bool:
    return True


class MailConnection:
    """Opened by the first mail, opened again by the mail after a loss; for one thread."""

    def __init__(
        self, server: MailServer, *, patience: Patience = PATIENT, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._patience = patience
        self._tls = tls
        self._smtp: smtplib.SMTP | None = None
        self._wire: Wire | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(
        self, mail: bytes, *, sender: str, recipient: str, may_start: Callable[[], bool] = always
    ) -> Outcome:
        """Hand one mail over. `sender` may be "" (no bounces wanted).

        `may_start` is asked once, when the connection stands and before the first byte of MAIL FROM: the
        place to look at consent again and to mark the start. After it said yes nothing is tried twice.
        """
        try:
            envelope = _envelope(mail, sender=sender, recipient=recipient)
            wire = self._ready_wire()
        except UnsendableAddress as unsendable:
            return Refused(code=553, enhanced="5.1.3", reply=unsendable.en)
        except MailNotSent as away:
            return away
        impossible = self._impossible(envelope)
        if impossible is not None:
            return impossible
        if not may_start():
            return Withheld()
        outcome: Outcome | None = None
        try:
            outcome = self._exchange(wire, envelope)
        finally:
            # Whatever interrupted the exchange, the next mail must not speak into the middle of it.
            if outcome is None or isinstance(outcome, MailNotSent | InDoubt):
                self._drop()
        return outcome

    def check(self) -> None:
        """Open the connection, if it is not open, and sign in. Raises: MailNotSent."""
        self._ready_wire()

    def close(self) -> None:
        if self._wire is not None:
            try:
                self._wire.write(b"QUIT\r\n", seconds=self._patience.quit_seconds)
                self._wire.reply(seconds=self._patience.quit_seconds)
            except ConnectionLost:
                pass  # We were leaving.
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = self._wire = None

    # Opening

    def _ready_wire(self) -> Wire:
        if self._wire is not None and self._wire.has_unread():
            self._drop()
        if self._wire is None:
            self._smtp = self._opened()
            assert self._smtp.sock is not None
            # The last short packet of a mail must not wait for the acknowledgement of the one before.
            self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._wire = Wire(self._smtp.sock)
        return self._wire

    def _opened(self) -> smtplib.SMTP:
        smtp: smtplib.SMTP | None = None
        try:
            smtp = self._connected()
            smtp.ehlo_or_helo_if_needed()
            if self._server.encryption is Encryption.STARTTLS:
                smtp.starttls(context=self._tls_context())
                smtp.ehlo_or_helo_if_needed()
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            if smtp is not None:
                smtp.close()
            raise MailNotSent(self._why_closed(error)) from error
        return smtp

    def _connected(self) -> smtplib.SMTP:
        server, seconds = self._server, self._patience.connect_seconds
        # Named here, because smtplib would ask the name service for our own name, and tell it to the world.
        name = wire_address(server.sender).rpartition("@")[2] if server.sender else "localhost"
        if server.encryption is Encryption.TLS:
            return smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=name, timeout=seconds, context=self._tls_context()
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=seconds)

    def _tls_context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()

    def _why_closed(self, error: Exception) -> str:
        place = f"mail server {self._server.host}:{self._server.port}"
        if isinstance(error, smtplib.SMTPResponseException):
            words = error.smtp_error
            reply = readable_reply(words if isinstance(words, bytes) else words.encode())
            return f"{place} turned us away: {error.smtp_code} {reply}"
        return f"{place} cannot be used: {readable_reply(str(error).encode()) or type(error).__name__}"

    # One mail

    def _offers(self, extension: str) -> bool:
        return self._smtp is not None and self._smtp.has_extn(extension)

    def _impossible(self, envelope: "_Envelope") -> Refused | None:
        """What this server cannot carry unchanged is refused here, not handed over broken."""
        if envelope.needs_utf8 and not self._offers("smtputf8"):
            return Refused(553, "5.6.7", "The mail server carries no addresses outside ASCII (SMTPUTF8).")
        if envelope.is_eight_bit and not self._offers("8bitmime"):
            return Refused(554, "5.6.3", "The mail server carries no 8-bit mails (8BITMIME).")
        limit = self._smtp.esmtp_features.get("size", "") if self._smtp is not None else ""
        if limit.isdecimal() and 0 < int(limit) < len(envelope.content):
            return Refused(552, "5.3.4", f"The mail is larger than the server takes ({limit} octets).")
        return None

    def _exchange(self, wire: Wire, envelope: "_Envelope") -> Outcome:
        try:
            turned_down = (
                self._announce_at_once(wire, envelope)
                if self._offers("pipelining")
                else self._announce_in_steps(wire, envelope)
            )
            if turned_down is not None:
                return turned_down
            wire.write(envelope.content, seconds=self._patience.end_of_mail_seconds)
        except ConnectionLost as lost:
            return MailNotSent(f"mail server {self._server.host}: {lost}")
        try:
            reply = wire.reply(seconds=self._patience.end_of_mail_seconds)
        except ConnectionLost as lost:
            return InDoubt(reply=str(lost))
        if reply.is_positive:
            return Accepted(code=reply.code, reply=reply.text)
        if not reply.is_negative:
            return InDoubt(reply=f"{reply.code} {reply.text}")
        if reply.is_goodbye:
            self._drop()
        return reply.refusal()

    def _announce_at_once(self, wire: Wire, envelope: "_Envelope") -> Outcome | None:
        """None when the server waits for the mail. Raises: ConnectionLost."""
        seconds = self._patience.command_seconds
        wire.write(b"".join(envelope.commands), seconds=seconds)
        replies: list[Reply] = []
        for _ in envelope.commands:
            replies.append(wire.reply(seconds=seconds))
            if replies[-1].is_goodbye:
                break
        turned_down = _turned_down(*replies)
        if turned_down is None:
            return None
        if replies[-1].code == 354:
            # It waits for a mail that has nobody to go to: an empty one ends that, and is never delivered.
            wire.write(b".\r\n", seconds=seconds)
            wire.reply(seconds=seconds)
        self._reset(wire, after=replies[-1])
        return turned_down

    def _announce_in_steps(self, wire: Wire, envelope: "_Envelope") -> Outcome | None:
        """None when the server waits for the mail. Raises: ConnectionLost."""
        seconds = self._patience.command_seconds
        replies: list[Reply] = []
        for command in envelope.commands:
            wire.write(command, seconds=seconds)
            replies.append(wire.reply(seconds=seconds))
            turned_down = _turned_down(*replies)
            if turned_down is not None:
                self._reset(wire, after=replies[-1])
                return turned_down
        return None

    def _reset(self, wire: Wire, *, after: Reply) -> None:
        """Forget the mail that was turned down; a connection that cannot is not used again."""
        is_reset = False
        try:
            if not after.is_goodbye:
                wire.write(b"RSET\r\n", seconds=self._patience.command_seconds)
                is_reset = wire.reply(seconds=self._patience.command_seconds).is_positive
        except ConnectionLost:
            pass  # What became of the mail is known already.
        if not is_reset:
            self._drop()


def _turned_down(
    mail: Reply, recipient: Reply | None = None, start: Reply | None = None
) -> Refused | Deferred | MailNotSent | None:
    """The first no among the replies to MAIL, RCPT and DATA.

    Whoever refuses our sender for good refuses every mail alike: that is a trouble with the server, and no
    recipient may be marked as unreachable for it.
    """
    if not mail.is_positive:
        outcome = mail.refusal()
        if isinstance(outcome, Refused):
            return MailNotSent(f"the mail server refuses our sender: {outcome.code} {outcome.reply}")
        return outcome
    if recipient is not None and not recipient.is_positive:
        return recipient.refusal()
    if start is not None and start.code != 354:
        return start.refusal()
    return None


@dataclass(frozen=True, slots=True)
class _Envelope:
    commands: tuple[bytes, bytes, bytes]
    content: bytes
    needs_utf8: bool
    is_eight_bit: bool


def _envelope(mail: bytes, *, sender: str, recipient: str) -> _Envelope:
    """Raises: UnsendableAddress for the recipient's, MailNotSent for our own."""
    try:
        return_path = wire_address(sender) if sender else ""
    except UnsendableAddress as unsendable:
        raise MailNotSent("our own sender's address is not a mail address") from unsendable
    mailbox = wire_address(recipient)
    needs_utf8 = not (return_path.isascii() and mailbox.isascii())
    is_eight_bit = not mail.isascii()
    options = (" BODY=8BITMIME" if is_eight_bit else "") + (" SMTPUTF8" if needs_utf8 else "")
    return _Envelope(
        commands=(
            f"MAIL FROM:<{return_path}>{options}\r\n".encode(),
            f"RCPT TO:<{mailbox}>\r\n".encode(),
            b"DATA\r\n",
        ),
        content=content_on_the_wire(mail),
        needs_utf8=needs_utf8,
        is_eight_bit=is_eight_bit,
    )


def content_on_the_wire(mail: bytes) -> bytes:
    """CRLF line ends only, dots stuffed, the final dot added (RFC 5321 §4.5.2).

    A bare CR or LF before a dot would let a mail end early and the rest of it speak SMTP.
    """
    line_ends = mail.count(b"\r\n")
    if line_ends != mail.count(b"\n") or line_ends != mail.count(b"\r"):
        mail = _BARE_LINE_END.sub(b"\r\n", mail)
    if not mail.endswith(b"\r\n"):
        mail += b"\r\n"
    stuffed = mail.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + b".\r\n"
