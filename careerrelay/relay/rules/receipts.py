"""What an agency and the operator call a copy once its words are gone."""

from uuid import UUID


def receipt_number(copy_id: UUID) -> str:
    """`3F9A-71C0`: the random end of the id. Its beginning is the time, the same for all copies of a minute."""
    end = copy_id.hex[-8:].upper()
    return f"{end[:4]}-{end[4:]}"
