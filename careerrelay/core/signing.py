"""Signatures that anybody can check with a public key: Ed25519, the key derived by purpose from the one secret."""

import base64
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from careerrelay.core.sealing import key_for


def signed_bytes(document: Mapping[str, object]) -> bytes:
    """One spelling of a document: sorted keys, no blanks, UTF-8."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign_document(document: Mapping[str, object], *, purpose: str, secret: str) -> str:
    """64 bytes in base64."""
    return base64.b64encode(_private_key(purpose, secret).sign(signed_bytes(document))).decode()


def is_signed(document: Mapping[str, object], *, signature: str, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            base64.b64decode(signature, validate=True), signed_bytes(document)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key_of(purpose: str, *, secret: str) -> bytes:
    """32 bytes, as RFC 8032 writes them."""
    return _private_key(purpose, secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _private_key(purpose: str, secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key_for(f"signature/{purpose}", secret=secret))
