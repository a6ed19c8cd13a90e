"""What became of one mail. An outcome is an answer, so it is a value; the outbox keeps it as evidence."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from careerrelay.core.refusal import Trouble

REPLY_CHARACTERS_MAX = 300

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\d)", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# Filters like to quote the link that they did not like; a company that reads its bounces must not get one
# (P48). What remains of a link is its host.
_LINK_PATH = re.compile(r"(https?(?:://|%3A%2F%2F)[^\s/?#%<>\"']+)[/?#%][^\s<>\"']*", re.IGNORECASE)
_OUR_PATH = re.compile(r"/[a-z]/[\w-]{16,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server has taken the mail over."""

    code: int
    reply: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take this mail (5xx); `enhanced` is the status of RFC 3463, "" without one."""

    code: int
    enhanced: str
    reply: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """The server did not take this mail now (4xx)."""

    code: int
    reply: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """All of the mail was sent and no answer came: it may have been taken over or not."""

    reply: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """The last look before the wire said no; nothing was sent."""


class MailNotSent(Trouble):
    """The server is away, broke off, or takes no mail from us at all; this mail was certainly not taken.

    A value like the other outcomes. It speaks of the connection: whoever sends a batch stops there and waits.
    """


Outcome: TypeAlias = Accepted | Refused | Deferred | InDoubt | Withheld | MailNotSent


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server, over as many lines as it took."""

    code: int
    octets: bytes

    @property
    def text(self) -> str:
        return readable_reply(self.octets)

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code <= 299

    @property
    def is_negative(self) -> bool:
        return 400 <= self.code <= 599

    @property
    def is_goodbye(self) -> bool:
        """The server closes the connection after this reply."""
        return self.code == 421

    def refusal(self) -> Refused | Deferred:
        if 500 <= self.code <= 599:
            return Refused(code=self.code, enhanced=enhanced_status(self.text), reply=self.text)
        return Deferred(code=self.code, reply=self.text)


def readable_reply(octets: bytes) -> str:
    """A server's words as one line for logs and pages: no control characters, no path of any link (P25)."""
    words = octets.decode("utf-8", "replace")
    words = _UNPRINTABLE.sub(" ", words).strip()
    words = _OUR_PATH.sub("/…", _LINK_PATH.sub(r"\1/…", words))
    return words[:REPLY_CHARACTERS_MAX]


def enhanced_status(reply: str) -> str:
    found = _ENHANCED.match(reply)
    return found.group() if found else ""
