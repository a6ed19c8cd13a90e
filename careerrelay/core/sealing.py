"""Keys by purpose from one secret; values sealed to the row that they belong to.

A value sealed for one row and purpose does not open in another: a swapped ciphertext fails (P36).
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class SealBroken(Exception):
    """The ciphertext was changed, moved to another row, or sealed under another key."""


def key_for(purpose: str, *, secret: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, b"careerrelay", purpose.encode()).derive(secret.encode())


def seal(value: bytes, *, key: bytes, belongs_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, belongs_to.encode())


def unseal(sealed: bytes, *, key: bytes, belongs_to: str) -> bytes:
    """Raises: SealBroken."""
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, belongs_to.encode())
    except InvalidTag as broken:
        raise SealBroken(belongs_to) from broken


def keyed_hash(value: str, *, key: bytes) -> bytes:
    """Recognises the same value again without keeping it; useless without the key."""
    return hmac.new(key, value.encode(), hashlib.sha256).digest()
