"""Find the person behind a link, and read what they say about themself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from careerrelay.core.sealing import key_for, keyed_hash
from careerrelay.core.sql import sql_rows, sql_value
from careerrelay.core.tokens import token_hash
from careerrelay.people.models import ContactWish, HiddenCompany, Pause, Person, PersonAddress, Profile
from careerrelay.people.rules import ContactWhen, Reach, is_hidden_among


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


def company_of_links(canonical_address: str) -> UUID | None:
    """In whose name a link was mailed to this address last, whatever became of the link."""
    found: UUID | None = sql_value("SELECT people_company_of_links(%s)", [address_hash(canonical_address)])
    return found


def person_in_scope(*, person_id: UUID) -> Person | None:
    return Person.objects.filter(id=person_id).first()


def address_in_scope(*, person_id: UUID) -> str:
    """The newest verified address."""
    found = PersonAddress.objects.filter(person_id=person_id).order_by("-verified_at", "-id").first()
    return found.address if found else ""


def profile_in_scope(*, person_id: UUID) -> Profile | None:
    return Profile.objects.filter(person_id=person_id).first()


def reach_in_scope(*, person_id: UUID) -> Reach:
    """What binds everybody who wants to write to this person, or to pass something on."""
    wish = ContactWish.objects.filter(person_id=person_id).first()
    is_paused = Pause.objects.filter(person_id=person_id, ended_at=None).exists()
    if wish is None:
        return Reach(is_paused=is_paused)
    return Reach(ContactWhen(wish.when), wish.from_on, wish.holds_relays, is_paused)


def reaches_of(person_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """For lists of many, in whatever scope: those who said something about being contacted."""
    rows = sql_rows("SELECT * FROM people_reaches_of(%s)", [list(person_ids)]) if person_ids else []
    return {
        person_id: Reach(ContactWhen(when or ContactWhen.NOW), from_on, bool(holds_relays), is_paused)
        for person_id, when, from_on, holds_relays, is_paused in rows
    }


def hidden_companies_in_scope(*, person_id: UUID) -> list[HiddenCompany]:
    """The employer first, then in the order in which they were added."""
    rows = HiddenCompany.objects.filter(person_id=person_id, shown_at=None)
    return list(rows.order_by("-is_employer", "hidden_at", "id"))


def is_hidden_in_scope(*names: str, person_id: UUID) -> bool:
    """Whether an organization that goes by these names must not see the person. Every relay asks here."""
    hidden = hidden_companies_in_scope(person_id=person_id)
    return is_hidden_among(names, keys=[company.name_key for company in hidden])
