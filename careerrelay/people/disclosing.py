"""What is held about the person themself, across companies. In the person's scope."""

from uuid import UUID

from careerrelay.core.disclosure import DisclosedPart, Rows, told_row
from careerrelay.people.models import (
    ContactWish,
    HiddenCompany,
    Pause,
    Person,
    PersonAddress,
    PersonalLink,
    Profile,
    Satisfaction,
)

PROFILE_FIELDS = ("name", "kana", "phone", "occupation", "experience", "skills", "regions", "wishes")


def disclose_person(*, person_id: UUID) -> list[DisclosedPart]:
    return [
        DisclosedPart("person", _people(person_id)),
        DisclosedPart("person_address", _addresses(person_id)),
        DisclosedPart("profile", _profiles(person_id)),
        DisclosedPart("contact_wish", _wishes(person_id)),
        DisclosedPart("satisfaction", _satisfactions(person_id)),
        DisclosedPart("pause", _pauses(person_id)),
        DisclosedPart("hidden_company", _hidden(person_id)),
        DisclosedPart("personal_link", _links(person_id)),
    ]


def proven_addresses(*, person_id: UUID) -> list[str]:
    """As they were written, the newest first."""
    found = PersonAddress.objects.filter(person_id=person_id).order_by("-verified_at", "-id")
    return list(found.values_list("address", flat=True))


def _people(person_id: UUID) -> Rows:
    return tuple(
        told_row(language=person.language, verified_at=person.verified_at)
        for person in Person.objects.filter(id=person_id)
    )


def _addresses(person_id: UUID) -> Rows:
    rows = PersonAddress.objects.filter(person_id=person_id).order_by("verified_at", "id")
    return tuple(told_row(address=row.address, verified_at=row.verified_at) for row in rows)


def _profiles(person_id: UUID) -> Rows:
    return tuple(
        told_row(
            **{field: getattr(profile, field) for field in PROFILE_FIELDS},
            updated_at=profile.updated_at,
            confirmed_at=profile.confirmed_at,
        )
        for profile in Profile.objects.filter(person_id=person_id)
    )


def _wishes(person_id: UUID) -> Rows:
    return tuple(
        told_row(
            contact_when=row.when, from_on=row.from_on, holds_relays=row.holds_relays, stated_at=row.stated_at
        )
        for row in ContactWish.objects.filter(person_id=person_id)
    )


def _pauses(person_id: UUID) -> Rows:
    rows = Pause.objects.filter(person_id=person_id).order_by("started_at", "id")
    return tuple(told_row(started_at=row.started_at, ended_at=row.ended_at) for row in rows)


def _hidden(person_id: UUID) -> Rows:
    rows = HiddenCompany.objects.filter(person_id=person_id).order_by("hidden_at", "id")
    return tuple(
        told_row(name=row.name, is_employer=row.is_employer, hidden_at=row.hidden_at, shown_at=row.shown_at)
        for row in rows
    )


def _satisfactions(person_id: UUID) -> Rows:
    rows = Satisfaction.objects.filter(person_id=person_id).order_by("given_at", "id")
    return tuple(told_row(company_id=row.company_id, score=row.score, at=row.given_at) for row in rows)


def _links(person_id: UUID) -> Rows:
    """When and to which address, never the link: only its hash is kept."""
    rows = PersonalLink.objects.filter(person_id=person_id).order_by("issued_at", "id")
    return tuple(
        told_row(kind=row.kind, address=row.address, issued_at=row.issued_at, expires_at=row.expires_at)
        for row in rows
    )
