"""The mailbox behind an address that somebody typed into an open form.

It is a scope of its own, known or unknown address alike: nothing of a known person is read or written until
their address is proven (P26), and what was mailed to one address can be counted.
"""

from uuid import UUID

from django.conf import settings

from careerrelay.core.sealing import key_for, keyed_hash


def mailbox_of(canonical_address: str) -> UUID:
    """The same id for every spelling of an address; nobody without the key can compute it.

    What follows a plus is left out: aoi+1@ and aoi+2@ may be two people, but they are one mailbox to fill (P27).
    """
    local_part, _, domain = canonical_address.rpartition("@")
    mailbox = f"{local_part.partition('+')[0] or local_part}@{domain}"
    key = key_for("mailbox", secret=settings.SECRET_KEY)
    return UUID(bytes=keyed_hash(mailbox, key=key)[:16])
