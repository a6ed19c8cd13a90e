"""Which mail server to hand mails to: EMAIL_URL, read strictly."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from careerrelay.core.refusal import Refusal
from careerrelay.outreach.rules.mail_headers import UnsendableAddress, wire_address


class Encryption(StrEnum):
    NONE = "smtp"
    STARTTLS = "smtp+tls"
    TLS = "smtps"


PORTS = {Encryption.NONE: 25, Encryption.STARTTLS: 587, Encryption.TLS: 465}

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", re.ASCII)


class UnusableEmailUrl(Refusal):
    """The sentences never repeat the value: it holds a password."""

    def __init__(self, *, ja: str, en: str) -> None:
        form = "smtp+tls://user:password@host:587?from=mail@example.jp"
        super().__init__(
            ja=f"EMAIL_URL が正しくありません。{ja}。例: {form}",
            en=f"EMAIL_URL is not usable: {en}. Example: {form}",
        )


@dataclass(frozen=True, slots=True)
class MailServer:
    """`sender` is the operator's address from `?from=`, "" if none was given."""

    host: str
    port: int
    encryption: Encryption = Encryption.NONE
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""


def parse_email_url(url: str) -> MailServer:
    """smtp:// (never encrypted), smtp+tls:// (STARTTLS or nothing), smtps:// (TLS from the first byte).

    User and password are percent-encoded. Raises: UnusableEmailUrl.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        raise UnusableEmailUrl(
            ja="空白や全角文字は %XX の形で書きます",
            en="blanks and characters outside ASCII are written as %XX",
        )
    scheme, _, _ = url.partition("://")
    try:
        encryption = Encryption(scheme.lower())
    except ValueError:
        raise UnusableEmailUrl(
            ja="smtp://、smtp+tls://、smtps:// のどれかで始めます",
            en="it begins with smtp://, smtp+tls:// or smtps://",
        ) from None
    host, port = _host_and_port(url, encryption)
    user, password = _credentials(url)
    return MailServer(host, port, encryption, user, password, sender=_sender(url))


def _host_and_port(url: str, encryption: Encryption) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UnusableEmailUrl(
            ja="ポートは1から65535までの数です", en="the port is a number from 1 to 65535"
        ) from None
    if not _HOST.fullmatch(host):
        raise UnusableEmailUrl(ja="サーバー名がありません", en="the name of the server is missing")
    if port == 0:
        raise UnusableEmailUrl(ja="ポートは1から65535までの数です", en="the port is a number from 1 to 65535")
    if parts.path not in {"", "/"} or parts.fragment:
        raise UnusableEmailUrl(
            ja="サーバー名の後には ?from= だけを書けます。パスワードの / や # は %2F、%23 と書きます",
            en="only ?from= may follow the server; / and # in a password are written %2F and %23",
        )
    return host, port or PORTS[encryption]


def _credentials(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise UnusableEmailUrl(
            ja="ユーザー名とパスワードは両方書くか、両方省きます",
            en="user and password are given together or not at all",
        )
    if not (user + password).isascii() or not (user + password).isprintable():
        raise UnusableEmailUrl(
            ja="ユーザー名とパスワードに使えるのは半角の文字だけです",
            en="user and password may hold printable ASCII characters only",
        )
    return user, password


def _sender(url: str) -> str:
    sender = ""
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        if name != "from":
            raise UnusableEmailUrl(
                ja="? の後に書けるのは from だけです", en="the only thing that may follow ? is from"
            )
        sender = value
        try:
            wire_address(sender)
        except UnsendableAddress:
            raise UnusableEmailUrl(ja="from はメールアドレスです", en="from is a mail address") from None
    return sender
