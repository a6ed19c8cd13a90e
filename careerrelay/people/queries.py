"""Find the person behind a link, and read what they say about themself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.core.sealing import key_for, keyed_hash
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.core.tokens import token_hash
from careerrelay.people.models import Person, PersonAddress, Profile


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that still opens. `person_id` may be a person to be."""

    id: UUID
    token_hash: bytes
    person_id: UUID
    kind: str
    company_id: UUID
    candidate_id: UUID | None
    address: str
    language: str
    issued_at: datetime
    expires_at: datetime
    answered_at: datetime | None


def address_hash(canonical_address: str) -> bytes:
    """Recognises an address over the whole network without keeping it; keyed, so nobody else can compute it."""
    return keyed_hash(canonical_address, key=key_for("address", secret=settings.SECRET_KEY))


def open_link(token: str, *, at: datetime) -> OpenLink | None:
    """None for an unknown, ended or expired token alike: the page says the same to all three."""
    hashed = token_hash(token)
    rows = sql_rows("SELECT * FROM people_find_link(%s)", [hashed])
    if not rows:
        return None
    link_id, *columns, ended_at = rows[0]
    link = OpenLink(link_id, hashed, *columns)
    return link if ended_at is None and at < link.expires_at else None


def person_of(canonical_address: str) -> UUID | None:
    found: UUID | None = sql_value("SELECT people_person_of(%s)", [address_hash(canonical_address)])
    return found


def person_in_scope(*, person_id: UUID) -> Person | None:
    return Person.objects.filter(id=person_id).first()


def address_in_scope(*, person_id: UUID) -> str:
    """The newest verified address."""
    found = PersonAddress.objects.filter(person_id=person_id).order_by("-verified_at", "-id").first()
    return found.address if found else ""


def profile_in_scope(*, person_id: UUID) -> Profile | None:
    return Profile.objects.filter(person_id=person_id).first()
