"""The head of a mail: no value, however hostile, can open a line of its own (P31)."""

import re
from base64 import b64encode

from careerrelay.core.refusal import Refusal

LINE_MAX = 76
_ENCODED_WORD_OVERHEAD = len("=?utf-8?b??=")

# Control characters and the line ends that only Unicode knows: each run becomes one blank.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROLS_BUT_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
# Right-to-left overrides and their kin turn the words that follow them around. Joiners and variation
# selectors stay: names are written with them (P29).
_OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n|\r|\u2028|\u2029|\x85")

_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-"
_DOT_ATOM = re.compile(rf"[{_ATEXT}]+(?:\.[{_ATEXT}]+)*")
_LOOSE_LOCAL_PART = re.compile(rf"[.{_ATEXT}]+")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9'&+-]+(?: [A-Za-z0-9'&+-]+)*")
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\U0010ffff<>\"',]{1,900}")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._=+-]{1,200}@[A-Za-z0-9.-]{1,253}>")

LOCAL_PART_OCTETS_MAX = 64
ADDRESS_OCTETS_MAX = 254


class UnsendableAddress(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="このメールアドレスには送れません。書き方を確かめてください。",
            en="Mail cannot be sent to this address. Check how it is written.",
        )


class UnsendableLink(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="メールに入れるリンクが正しくありません。http:// か https:// で始まるアドレスだけを使えます。",
            en="The link for the mail is not usable. Only addresses that begin with http:// or https:// are.",
        )


def one_line(value: str) -> str:
    """The value without anything that could end a line, hide, or turn the text after it around."""
    if value.isprintable():
        return value.strip(" ")
    value = _OVERRIDES.sub("", _CONTROLS.sub(" ", value))
    return _SURROGATES.sub("\ufffd", value).strip(" ")


def many_lines(value: str) -> str:
    """The same for text of several lines; they end in \\n."""
    value = _CONTROLS_BUT_LINES.sub(" ", _LINE_ENDS.sub("\n", value))
    return _SURROGATES.sub("\ufffd", value)


def header_line(name: str, *, value: str) -> bytes:
    """One header of free text (Subject): as it is where it is short ASCII, else in encoded-words."""
    value = one_line(value)
    if value.isascii() and "=?" not in value and len(name) + 2 + len(value) <= LINE_MAX:
        return f"{name}: {value}\r\n".encode("ascii")
    return f"{name}: {_encoded_words(value, column=len(name) + 2)}\r\n".encode("ascii")


def mailbox_line(name: str, *, address: str, display_name: str = "") -> bytes:
    """One header that names a mailbox (From, To, Reply-To). Raises: UnsendableAddress."""
    mailbox = wire_address(address)
    phrase = _phrase(one_line(display_name), column=len(name) + 2)
    if not phrase:
        return f"{name}: {mailbox}\r\n".encode()
    column = len(phrase) - phrase.rfind("\n") - 1 if "\n" in phrase else len(name) + 2 + len(phrase)
    gap = "\r\n " if column + len(mailbox) + 3 > LINE_MAX else " "
    return f"{name}: {phrase}{gap}<{mailbox}>\r\n".encode()


def unsubscribe_lines(url: str) -> bytes:
    """Both headers of one-click unsubscribing, never folded: providers do not read a folded or encoded link.

    Raises: UnsendableLink. Source: RFC 8058.
    """
    return (
        f"List-Unsubscribe: <{web_address(url)}>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    ).encode("ascii")  # fmt: skip


def message_id_line(message_id: str) -> bytes:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a Message-ID is <id@domain> in ASCII")
    return f"Message-ID: {message_id}\r\n".encode("ascii")


def web_address(url: str) -> str:
    """The link itself, if it is one. Raises: UnsendableLink."""
    if not _WEB_ADDRESS.fullmatch(url):
        raise UnsendableLink
    return url


def wire_address(address: str) -> str:
    """An address as SMTP and headers spell it: `"a..b"@docomo.ne.jp`, a Japanese domain as xn--….

    Living addresses of Japanese carriers have dots where RFC 5321 wants none, or two of them; in quotes they
    are the same mailbox and lawful. Anything else that would need quotes is a typing error, not a mailbox.
    Raises: UnsendableAddress.
    """
    local_part, at, domain = address.rpartition("@")
    if len(local_part) > 2 and local_part[0] == local_part[-1] == '"':
        local_part = local_part[1:-1]
    if not at or not _LOOSE_LOCAL_PART.fullmatch(local_part) or not local_part.isprintable():
        raise UnsendableAddress
    if "=?" in local_part:  # Mail programs decode it, and read another address than the server did.
        raise UnsendableAddress
    if not _DOT_ATOM.fullmatch(local_part):
        local_part = f'"{local_part}"'
    domain = _wire_domain(domain)
    octets = len(local_part.encode())
    if octets > LOCAL_PART_OCTETS_MAX or octets + 1 + len(domain) > ADDRESS_OCTETS_MAX:
        raise UnsendableAddress
    return f"{local_part}@{domain}"


def _wire_domain(domain: str) -> str:
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as no_domain:
        raise UnsendableAddress from no_domain
    if not _DOMAIN.fullmatch(ascii_domain):
        raise UnsendableAddress
    return ascii_domain


def _phrase(name: str, *, column: int) -> str:
    if not name.isascii() or "=?" in name or column + len(name) + 2 > LINE_MAX:
        return _encoded_words(name, column=column)
    if not name or _PLAIN_PHRASE.fullmatch(name):
        return name
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _encoded_words(value: str, *, column: int) -> str:
    """RFC 2047 in UTF-8 and base64, a word a line, never cut inside a character."""
    octets = value.encode()
    words: list[str] = []
    start = 0
    while start < len(octets):
        room = (LINE_MAX - column - _ENCODED_WORD_OVERHEAD) // 4 * 3
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        words.append(f"=?utf-8?b?{b64encode(octets[start:end]).decode('ascii')}?=")
        start, column = end, 1
    return "\r\n ".join(words)
