"""Imports of one company take turns, a chunk each, so that they never hold each other up half way."""

from uuid import UUID

from careerrelay.core.sql import sql_value


def take_turn(organization_id: UUID) -> None:
    """Wait for the others; the turn ends with the transaction. In the organization's scope."""
    sql_value("SELECT pg_advisory_xact_lock(hashtextextended('import:' || %s, 0))", [str(organization_id)])
