"""A mail as the bytes that go over the wire.

`PreparedMail` is compiled once per text, language and company; a mail for one person is then a splice of a
few dozen microseconds, where `EmailMessage` takes more than a thousand. Bodies are base64 (Japanese) or
quoted-printable (mostly ASCII): seven bits, short lines, no dot at a line's beginning that a relay could
lose, nothing that a hop on the way would have to convert under a DKIM signature.
"""

from binascii import b2a_base64, b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from types import MappingProxyType
from typing import Final, Literal, TypeAlias
from uuid import UUID

from careerrelay.outreach.rules.mail_headers import (
    LINE_MAX,
    header_line,
    mailbox_line,
    many_lines,
    message_id_line,
    one_line,
    unsubscribe_lines,
    web_address,
    wire_address,
)
from careerrelay.outreach.rules.mail_html import html_letter
from careerrelay.outreach.rules.mail_text import Filler, MailText, SlotKind, Splice, joined

Language: TypeAlias = Literal["ja", "en"]

# Neither base64 nor quoted-printable can contain "=_".
_BOUNDARY: Final = b"=_career_relay"
_NO_VALUES: Final[Mapping[str, str]] = MappingProxyType({})
_IN_SUBJECT: Final[Mapping[SlotKind, Filler]] = {"line": one_line, "lines": one_line, "link": web_address}
_IN_TEXT: Final[Mapping[SlotKind, Filler]] = {"line": one_line, "lines": many_lines, "link": web_address}
_IN_HTML: Final[Mapping[SlotKind, Filler]] = {
    "line": lambda value: escape(one_line(value)),
    "lines": lambda value: escape(many_lines(value)).replace("\n", "<br>\n"),
    "link": lambda value: escape(web_address(value)),
}


@dataclass(frozen=True, slots=True)
class MailSender:
    """The company's name at the operator's address; answers go to the company, if it gave an address."""

    name: str
    address: str
    reply_to: str = ""


def message_id_for(delivery_id: UUID, *, sender: MailSender) -> str:
    """The same delivery has the same Message-ID, whenever it is sent."""
    return f"<{delivery_id}@{wire_address(sender.address).rpartition('@')[2]}>"


class PreparedMail:
    """Everything that is the same for all recipients, encoded once.

    Raises: UnsendableAddress (the sender's or the reply address).
    """

    def __init__(
        self,
        *,
        sender: MailSender,
        language: Language,
        subject: MailText | str,
        text: MailText | str,
        is_html_added: bool = False,
        is_automatic: bool = False,
    ) -> None:
        """`is_automatic` marks answers of the program itself (RFC 3834): out-of-office replies stay away."""
        self._subject = Splice(joined(subject), literal=_unchanged, fillers=_IN_SUBJECT)
        self._subject_line = header_line("Subject", value=self._subject.fixed_words)
        self._head = mailbox_line("From", address=sender.address, display_name=sender.name)
        if sender.reply_to:
            self._head += mailbox_line("Reply-To", address=sender.reply_to, display_name=sender.name)
        self._foot = b"MIME-Version: 1.0\r\nContent-Language: " + language.encode() + b"\r\n"
        if is_automatic:
            self._foot += b"Auto-Submitted: auto-generated\r\n"
        words = tuple(many_lines(part) if isinstance(part, str) else part for part in joined(text))
        self._parts = [_Part("plain", Splice(words, literal=_unchanged, fillers=_IN_TEXT))]
        if is_html_added:
            letter = html_letter(words, language=language)
            self._parts.append(_Part("html", Splice(letter, literal=_unchanged, fillers=_IN_HTML)))
            self._foot += b'Content-Type: multipart/alternative; boundary="' + _BOUNDARY + b'"\r\n'

    def bytes_for(
        self,
        address: str,
        *,
        message_id: str,
        values: Mapping[str, str] = _NO_VALUES,
        unsubscribe_url: str | None = None,
        at: datetime,
    ) -> bytes:
        """The mail for one person, with CRLF line ends and no line over 998 octets; dots are not stuffed yet.

        Every slot needs its value. Raises: UnsendableAddress, UnsendableLink.
        """
        if at.tzinfo is None:
            raise ValueError("a mail's date needs a time zone")
        subject = self._subject
        return b"".join(
            (
                self._head,
                mailbox_line("To", address=address),
                self._subject_line
                if subject.is_fixed
                else header_line("Subject", value=subject.filled(values)),
                f"Date: {format_datetime(at)}\r\n".encode("ascii"),
                message_id_line(message_id),
                unsubscribe_lines(unsubscribe_url) if unsubscribe_url is not None else b"",
                self._foot,
                self._body(values),
            )
        )

    def _body(self, values: Mapping[str, str]) -> bytes:
        if len(self._parts) == 1:
            return self._parts[0].bytes_for(values)
        divided = b"".join(
            b"--" + _BOUNDARY + b"\r\n" + part.bytes_for(values) + b"\r\n" for part in self._parts
        )
        return b"\r\n" + divided + b"--" + _BOUNDARY + b"--\r\n"


class _Part:
    def __init__(self, subtype: str, splice: Splice) -> None:
        self._splice = splice
        self._is_base64 = _is_mostly_foreign(splice.fixed_words)
        encoding = "base64" if self._is_base64 else "quoted-printable"
        self._head = (
            f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        ).encode("ascii")

    def bytes_for(self, values: Mapping[str, str]) -> bytes:
        words = self._splice.filled(values).replace("\n", "\r\n")
        octets = (words if words.endswith("\r\n") else words + "\r\n").encode()
        return self._head + (_base64(octets) if self._is_base64 else b2a_qp(octets))


def _base64(octets: bytes) -> bytes:
    encoded = b2a_base64(octets, newline=False)
    lines = [encoded[start : start + LINE_MAX] for start in range(0, len(encoded), LINE_MAX)]
    return b"\r\n".join(lines) + b"\r\n"


def _is_mostly_foreign(words: str) -> bool:
    """Whether quoted-printable (three octets for one) would be longer than base64 (four for three)."""
    octets = words.encode()
    return sum(octet > 127 for octet in octets) * 6 > len(octets)


def _unchanged(words: str) -> str:
    return words
