"""What an agency and the operator call a copy once its words are gone."""

import re
from uuid import UUID

_RECEIPT = re.compile(r"(?<![0-9A-Z])[0-9A-F]{4}-[0-9A-F]{4}(?![0-9A-Z-])")


def receipt_number(copy_id: UUID) -> str:
    """`3F9A-71C0`: the random end of the id. Its beginning is the time, the same for all copies of a minute."""
    end = copy_id.hex[-8:].upper()
    return f"{end[:4]}-{end[4:]}"


def receipt_in(words: str) -> str:
    """The number that somebody copied from a page, whatever stands around it; empty without one."""
    found = _RECEIPT.search(words.upper())
    return found.group() if found else ""
