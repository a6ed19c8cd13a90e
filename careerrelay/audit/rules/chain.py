"""A chain of commitments: what was written down can be proven unchanged, in its order, without a gap, and can
be erased.

A link holds no more than SHA-256 over the link before it, its number, its kind and a commitment. A commitment
is SHA-256 over a random salt and the bytes of what is committed to. Whoever knows both can prove what stands
there; once they are erased the link says nothing, and the chain still holds. The salt makes the heads blind
as well: two heads tell neither how many links lie between them nor what they are.

The database computes the same in migrations/0005_chain_walls.py; what is written there and here must give the
same bytes for ever, because old chains are checked by it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

SALT_BYTES = 32
# Between two fields of a payload: a control character that no id, word or moment contains.
SEPARATOR = "\x1f"


class ChainKind(StrEnum):
    """`consent`: statements. `audit`: what was done in an organization. `people`: what was done on the side
    of persons."""

    CONSENT = "consent"
    AUDIT = "audit"
    PEOPLE = "people"


class LinkKind(StrEnum):
    """`row` stands for a row; `tick` for nothing, so that a head changes on a day without deeds too;
    `erasure` names the links before it whose rows and salts are gone."""

    ROW = "row"
    TICK = "tick"
    ERASURE = "erasure"


# Whose chain it is when it is no organization's: what was done on the side of persons, in no company's sight.
NETWORK = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Link:
    seq: int
    kind: str
    commitment: bytes
    hash: bytes


def beginning(kind: str, owner_id: UUID) -> bytes:
    """What stands before the first link."""
    return hashlib.sha256(f"careerrelay/chain/1/{kind}/{owner_id}".encode()).digest()


def commitment(payload: bytes, *, salt: bytes) -> bytes:
    return hashlib.sha256(b"careerrelay/commitment/1/" + salt + payload).digest()


def erasure_commitment(erased: Iterable[int]) -> bytes:
    numbers = ",".join(str(number) for number in sorted(erased))
    return hashlib.sha256(f"careerrelay/erasure/1/{numbers}".encode()).digest()


def link_hash(previous: bytes, *, seq: int, kind: str, commitment: bytes) -> bytes:
    words = b"careerrelay/link/1/" + previous + seq.to_bytes(8, "big") + kind.encode() + b"/" + commitment
    return hashlib.sha256(words).digest()


def head_of(links: Iterable[Link], *, previous: bytes) -> bytes:
    """Where the links lead from `previous`, by their commitments alone: a proof that needs nothing of ours.

    Raises: ValueError where a link does not follow from the one before it.
    """
    for link in links:
        previous = link_hash(previous, seq=link.seq, kind=link.kind, commitment=link.commitment)
        if previous != link.hash:
            raise ValueError(f"link {link.seq} does not follow from the one before it")
    return previous


def payload_of(fields: Iterable[object]) -> bytes:
    """Fields in their order, as text; what is not there is empty."""
    return SEPARATOR.join("" if field is None else str(field) for field in fields).encode()
