"""Mail addresses as people and systems write them, made into something that mail can be sent to."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_width
from careerrelay.text.quoting import quotable, says_nothing

ADDRESS_CHARACTERS_MAX = 254
_LOCAL_CHARACTERS_MAX = 64
_CELL_CHARACTERS_MAX = 2_000

# An ATS that hides the person behind an address of its own: mail arrives, but the address names nobody.
# Source: Indeed employer help, "applicant e-mail relay"; seen in exports 2024–2025.
PROXY_DOMAINS = frozenset({"indeedemail.com"})

# Until 2009 these carriers gave out addresses that RFC 5321 forbids (`a..b@`, `.a@`, `a.@`); they still live.
_LENIENT_DOMAINS = frozenset({"docomo.ne.jp", "ezweb.ne.jp", "au.com"})
_UNREACHABLE_DOMAINS = ("localhost", "local", "localdomain", "internal", "lan", "home", "invalid", "onion")

_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,24}"
)
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP_LABEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{2,59}")

_QUOTED_NAME = re.compile(r'"[^"]*"(?=\s*<)')
_NAMED = re.compile(r"[^<>@:]*<\s*([^<>\s]*)\s*>")
_LIST_SEPARATOR = re.compile(r"[,;、\r\n]+")
_REMARK = re.compile(r"\([^()@]*\)")
_LABELLED = re.compile(
    r"(?:mailto|e-?mail|mail|メールアドレス|メール|携帯|自宅|会社|pc)\s*:\s*", re.IGNORECASE
)
_SEPARATOR = re.compile(r"[\s,;、・|]+|/(?=[^/@]*@)")
_DOTS = str.maketrans("。｡．", "...")


class UnusableAddress(Refusal):
    def __init__(self, written: str, *, ja: str, en: str) -> None:
        shown = quotable(written)
        super().__init__(
            ja=f"メールアドレス「{shown}」は使えません。{ja}。",
            en=f"The mail address {shown} cannot be used: {en}.",
        )


class NoAddress(UnusableAddress):
    def __init__(self) -> None:
        Refusal.__init__(self, ja="メールアドレスを入力してください。", en="Enter a mail address.")


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address that mail can be sent to. Two are equal when they differ in nothing but letter case."""

    written: str = field(compare=False)
    comparable: str

    @property
    def domain(self) -> str:
        return self.comparable.rpartition("@")[2]

    @property
    def is_proxy(self) -> bool:
        """It belongs to a job board, not to the person: never evidence that two people are one."""
        return _is_of_a_proxy(self.domain)

    def __str__(self) -> str:
        return self.written


@lru_cache(maxsize=4_096)
def _is_of_a_proxy(domain: str) -> bool:
    return any(domain == proxy or domain.endswith("." + proxy) for proxy in PROXY_DOMAINS)


def parse_address(text: str) -> MailAddress:
    """The one address in the text: a form's field. Raises: NoAddress; UnusableAddress, also for two."""
    if not text.strip():
        raise NoAddress
    if re.search(r"[\r\n]", text.strip()):
        raise UnusableAddress(text, ja="改行が入っています", en="it contains a line break")
    found = parse_addresses(text)
    if len(found) != 1:
        raise UnusableAddress(text, ja="アドレスを1つだけ入力してください", en="enter exactly one address")
    return found[0]


def parse_addresses(cell: str) -> tuple[MailAddress, ...]:
    """All addresses of a cell in their order, each once; none for a blank, 「なし」 or a dash.

    Raises: UnusableAddress when anything in the cell is not understood: half of a cell is never taken.
    """
    if _PLAIN.fullmatch(cell):  # nearly all cells
        local, _, domain = cell.rpartition("@")
        if (
            len(local) <= _LOCAL_CHARACTERS_MAX
            and len(cell) <= ADDRESS_CHARACTERS_MAX
            and _is_sound(domain.lower())
        ):
            return (MailAddress(written=f"{local}@{domain.lower()}", comparable=cell.lower()),)
        return (_checked(cell, written_as=cell),)
    if len(cell) > _CELL_CHARACTERS_MAX:
        raise UnusableAddress(cell, ja="長すぎます", en="it is too long")
    text = fold_width(cell).translate(_DOTS).strip()
    if says_nothing(text):
        return ()
    found: dict[str, MailAddress] = {}
    for candidate in _candidates(text):
        address = _checked(candidate, written_as=cell)
        found.setdefault(address.comparable, address)
    return tuple(found.values())


def comparable_address(text: str) -> str:
    """The whole address in lower case, width and blanks folded: what suppression and dedupe compare (P17).

    Plus tags stay: they are different mailboxes to us. Raises: UnusableAddress.
    """
    return parse_address(text).comparable


def is_usable_address(text: str) -> bool:
    try:
        parse_address(text)
    except UnusableAddress:
        return False
    return True


def _candidates(text: str) -> list[str]:
    """What stands between the separators; display names and remarks in parentheses gone."""
    if "<" in text:
        entries = _LIST_SEPARATOR.split(_QUOTED_NAME.sub(" ", text))
        return [_inside_brackets(entry) for entry in entries if "@" in entry] or [text]
    text = _LABELLED.sub(" ", _REMARK.sub(" ", text)).strip()
    return [part for part in _SEPARATOR.split(text) if part] or [text]


def _inside_brackets(entry: str) -> str:
    match = _NAMED.fullmatch(entry.strip())
    return match.group(1) if match is not None else entry.strip()


def _checked(candidate: str, *, written_as: str) -> MailAddress:
    bare = candidate.strip("'\"").rstrip(".") if not candidate.startswith('"') else candidate.rstrip(".")
    local, at, domain = bare.rpartition("@")
    if not at or "@" in local:
        raise UnusableAddress(
            written_as, ja="アドレスの形ではありません", en="it does not look like an address"
        )
    local = _unquoted(local)
    domain = _ascii_domain(domain.strip("."), written_as=written_as)
    _check_local_part(local, domain=domain, written_as=written_as)
    address = f"{local}@{domain}"
    if len(address) > ADDRESS_CHARACTERS_MAX:
        raise UnusableAddress(written_as, ja="長すぎます", en="it is too long")
    return MailAddress(written=address, comparable=address.lower())


def _unquoted(local: str) -> str:
    """`"a..b"@docomo.ne.jp`: some systems quote the carriers' forbidden local parts, as the RFC wants."""
    return local[1:-1] if len(local) > 2 and local[0] == local[-1] == '"' else local


def _ascii_domain(domain: str, *, written_as: str) -> str:
    domain = domain.lower()
    if not domain.isascii() and len(domain) <= ADDRESS_CHARACTERS_MAX:
        try:
            # The standard library's codec is IDNA 2003; it differs from 2008 in four letters (ß ς ZWJ ZWNJ).
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            domain = ""
    if _is_unreachable(domain):
        raise UnusableAddress(
            written_as, ja="外に届かないドメインです", en="its domain is not reachable from outside"
        )
    if not _is_sound(domain):
        raise UnusableAddress(written_as, ja="ドメインが正しくありません", en="its domain is malformed")
    return domain


# Most people of a company have their mail at a few hundred places.
@lru_cache(maxsize=4_096)
def _is_sound(domain: str) -> bool:
    labels = domain.split(".")
    return (
        len(domain) <= ADDRESS_CHARACTERS_MAX
        and len(labels) >= 2
        and all(_LABEL.fullmatch(label) for label in labels)
        and _TOP_LABEL.fullmatch(labels[-1]) is not None
        and not _is_unreachable(domain)
    )


def _is_unreachable(address: str) -> bool:
    return address.rpartition("@")[2].rpartition(".")[2] in _UNREACHABLE_DOMAINS


def _check_local_part(local: str, *, domain: str, written_as: str) -> None:
    if len(local) > _LOCAL_CHARACTERS_MAX:
        raise UnusableAddress(written_as, ja="@ の前が長すぎます", en="the part before @ is too long")
    if not _LOCAL_PART.fullmatch(local):
        raise UnusableAddress(
            written_as,
            ja="@ の前に使えない文字があります",
            en="the part before @ has characters that no mailbox has",
        )
    has_stray_dots = local.startswith(".") or local.endswith(".") or ".." in local
    if has_stray_dots and domain not in _LENIENT_DOMAINS:
        raise UnusableAddress(
            written_as,
            ja="@ の前の「.」の位置が正しくありません",
            en="a dot before @ stands where none may stand",
        )
