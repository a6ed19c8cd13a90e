"""The bytes of a statement that its link commits to. Never changes: what was chained years ago is checked by it.

The database makes the same bytes in migrations/0003_chained.py.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from careerrelay.audit.rules.chain import payload_of


def statement_payload(
    *,
    statement_id: UUID,
    person_id: UUID,
    organization_id: UUID | None,
    candidate_id: UUID | None,
    purpose: str,
    deed: str,
    company_id: UUID,
    recipient_id: UUID,
    categories: Sequence[str],
    permit_number: str,
    text_hash: str | None,
    channel: str,
    at: datetime,
) -> bytes:
    """Who said what about which recipient under which text, when and how; moments in UTC to the microsecond."""
    return payload_of(
        [
            statement_id,
            person_id,
            organization_id,
            candidate_id,
            str(purpose),
            str(deed),
            company_id,
            recipient_id,
            ",".join(categories),
            permit_number,
            text_hash,
            channel,
            at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        ]
    )
