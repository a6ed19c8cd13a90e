"""Secrets in links: 192 random bits, of which only the hash is kept (P25)."""

import hashlib
import secrets

TOKEN_BYTES = 24
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 10


def new_token() -> str:
    """32 characters that survive a mail, a chat and a broken line: letters, digits, - and _."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """A plain hash is enough: what is hashed is random already, there is nothing to guess."""
    return hashlib.sha256(b"careerrelay/token/" + token.encode()).digest()


def new_code() -> str:
    """A short public code for a start link: no letter that is taken for another when read aloud or on paper."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def new_salt(length: int) -> bytes:
    return secrets.token_bytes(length)
