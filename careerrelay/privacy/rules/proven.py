"""What proves that something was lawful, as lines of the journal: the text, the yes, the record of the hand-over. The
names inside a record are sealed as they are in the database, under the key of records (個人情報保護法29条)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TextServed:
    """The bytes of a text that stood before somebody. They name companies and agencies, no person."""

    id: UUID
    hash: str
    document: bytes
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Granted:
    """A yes. `organization_id` is empty for a relay, which no company may read."""

    id: UUID
    person_id: UUID
    organization_id: UUID | None
    candidate_id: UUID | None
    purpose: str
    company_id: UUID
    recipient_id: UUID
    categories: tuple[str, ...]
    permit_number: str
    text_hash: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Provided:
    """The record of a hand-over, and of its relay what a copy without it needs."""

    id: UUID
    operator_id: UUID
    person_id: UUID
    relay_id: UUID
    company_id: UUID
    agency_id: UUID
    recipient_name: str
    recipient_address: str
    recipient_representative: str
    permit_number: str
    categories: tuple[str, ...]
    statement_id: UUID
    text_hash: str
    sealed: bytes
    keep_until_on: date
    person_hash: bytes
    granted_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """The record of words that were handed over later, to whom the first record says."""

    id: UUID
    operator_id: UUID
    person_id: UUID
    provision_id: UUID
    items: tuple[str, ...]
    sealed: bytes
    keep_until_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ProfileConfirmed:
    """The person confirmed their words: an older copy has other ones."""

    id: UUID
    person_id: UUID
    at: datetime


Proven = TextServed | Granted | Provided | Corrected | ProfileConfirmed
