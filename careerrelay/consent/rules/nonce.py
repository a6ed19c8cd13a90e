"""The nonce of a consent form: signed and stateless, so that showing the page stores nothing (P01).

It binds the answer to the link, to the exact text that was shown, its language and the moment it was served.
It is consumed by a unique row when the form is sent.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

SALT_BYTES = 9
_HEADER = struct.Struct(">q2s9s32s16s")
_MAC_BYTES = 20


class ForgedNonce(ValueError):
    """Not made by us, cut short, or made for another link."""


@dataclass(frozen=True, slots=True)
class Served:
    """What stood before the reader: the hash of the text (or of the question), its language, the moment."""

    text_hash: str
    language: str
    served_at: datetime


def sign_nonce(served: Served, *, link_hash: bytes, salt: bytes, key: bytes) -> str:
    """`salt` keeps two tabs of the same second apart: 9 random bytes."""
    body = _HEADER.pack(
        int(served.served_at.timestamp()),
        served.language[:2].encode(),
        salt,
        bytes.fromhex(served.text_hash),
        link_hash[:16],
    )
    mac = hmac.new(key, body, hashlib.sha256).digest()[:_MAC_BYTES]
    return base64.urlsafe_b64encode(body + mac).decode().rstrip("=")


def read_nonce(nonce: str, *, link_hash: bytes, key: bytes) -> Served:
    """Raises: ForgedNonce."""
    try:
        raw = base64.urlsafe_b64decode(nonce.encode("ascii") + b"=" * (-len(nonce) % 4))
    except (ValueError, UnicodeEncodeError) as error:
        raise ForgedNonce from error
    # Base64 skips foreign letters: a second spelling of the same bytes would be a second use.
    if base64.urlsafe_b64encode(raw).decode().rstrip("=") != nonce:
        raise ForgedNonce
    body, mac = raw[: _HEADER.size], raw[_HEADER.size :]
    expected = hmac.new(key, body, hashlib.sha256).digest()[:_MAC_BYTES]
    if len(raw) != _HEADER.size + _MAC_BYTES or not hmac.compare_digest(mac, expected):
        raise ForgedNonce
    seconds, language, _salt, text_hash, bound_to = _HEADER.unpack(body)
    if not hmac.compare_digest(bound_to, link_hash[:16]):
        raise ForgedNonce
    return Served(text_hash.hex(), language.decode(), datetime.fromtimestamp(seconds, UTC))


def question_hash(question: str) -> str:
    """What stands in a nonce in place of a text where a button is all there is. `question`: what pressing it means."""
    return hashlib.sha256(f"careerrelay/question/{question}".encode()).hexdigest()


def nonce_digest(nonce: str) -> bytes:
    return hashlib.sha256(b"careerrelay/nonce/" + nonce.encode()).digest()
