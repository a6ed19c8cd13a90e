"""Identifiers: UUIDv7, made here and not by the database, so that rows sort by birth on every engine."""

from uuid import UUID

import uuid_utils
import uuid_utils.compat


def new_id() -> UUID:
    return uuid_utils.compat.uuid7()


def new_written_id() -> str:
    """The same as it is written, for whoever only writes it down: a third of the time."""
    return str(uuid_utils.uuid7())
