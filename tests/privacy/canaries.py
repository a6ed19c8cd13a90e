"""Somebody whose every word is a canary, and a search for them through every byte of a dump."""

import base64
import re
import subprocess
import unicodedata
from collections.abc import Iterator

from careerrelay.core.postgres.account import known_account
from careerrelay.core.postgres.binaries import binaries_for
from careerrelay.core.postgres.server import SUPERUSER
from tests.databases import OwnDatabase

BYTEA = re.compile(rb"\\\\?x([0-9a-f]{16,})")


def dump_of(database: OwnDatabase) -> bytes:
    """All rows as pg_dump writes them, and behind them every binary column as it is."""
    place = database.place
    made = subprocess.run(
        [
            binaries_for(known_account()) / "pg_dump",
            f"--host={place.socket_folder}",
            f"--port={place.port}",
            f"--username={SUPERUSER}",
            database.name,
        ],
        check=True,
        capture_output=True,
    )
    binaries = [
        bytes.fromhex(found[1].decode()[: len(found[1]) // 2 * 2]) for found in BYTEA.finditer(made.stdout)
    ]
    return b"\n".join([made.stdout, *binaries])


def spellings(canary: str) -> Iterator[bytes]:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        text = unicodedata.normalize(form, canary)
        for spelled in {text, text.casefold(), "".join(text.split())}:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                yield spelled.encode(encoding)
            yield from _in_base64(spelled.encode())


def _in_base64(octets: bytes) -> Iterator[bytes]:
    """At each of the three places at which it may begin, without the ends that depend on its neighbours."""
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + octets)
        first = -(-offset * 8 // 6)
        last = (offset + len(octets)) * 8 // 6
        yield encoded[first:last]


def found_in(haystack: bytes, canaries: list[str]) -> list[tuple[str, bytes]]:
    return [
        (canary, spelled)
        for canary in canaries
        for spelled in dict.fromkeys(spellings(canary))
        if len(spelled) > 5 and spelled in haystack
    ]
