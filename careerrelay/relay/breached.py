"""Whom a list means at an agency and in the network, and what of them was in its hands."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from careerrelay.consent.rules.purposes import Category
from careerrelay.relay.models import Provision, Relay, RelayedProfile

# What a category of the consent text is called in a report; the contact is an address and, if given, a number.
_ITEMS = {
    Category.NAME: ("name",),
    Category.CONTACT: ("address", "phone"),
    Category.EXPERIENCE: ("career",),
    Category.SKILLS: ("skills",),
    Category.WISHES: ("region", "wishes"),
    Category.ORIGIN: ("applications",),
}


def copies_meant(
    *, organization_id: UUID, ids: Collection[UUID], addresses: Collection[str]
) -> dict[UUID | str, UUID]:
    """In the agency's scope. By the id of a copy or of its relay, or by the address in it."""
    lowered = {address.lower() for address in addresses}
    found: dict[UUID | str, UUID] = {}
    copies = RelayedProfile.objects.filter(organization_id=organization_id)
    for copy in copies.filter(Q(id__in=ids) | Q(relay_id__in=ids)).only("id", "relay_id"):
        found[copy.id] = found[copy.relay_id] = copy.id
    for copy in copies.filter(deleted_at=None).exclude(address="").only("id", "address") if lowered else ():
        if copy.address.lower() in lowered:
            found[copy.address.lower()] = copy.id
    return found


def items_in_copies(*, organization_id: UUID, copy_ids: Collection[UUID]) -> dict[str, int]:
    """In the agency's scope. How many copies hold each kind of data now; a deleted one holds nothing."""
    counts: dict[str, int] = {}
    copies = RelayedProfile.objects.filter(organization_id=organization_id, id__in=copy_ids, deleted_at=None)
    for copy in copies.iterator(chunk_size=1000):
        held = {
            "name": copy.name or copy.kana,
            "address": copy.address,
            "phone": copy.phone,
            "career": copy.occupation or copy.experience,
            "skills": copy.skills,
            "region": copy.regions,
            "wishes": copy.wishes,
            "applications": copy.company_name,
        }
        for item in (item for item, value in held.items() if value):
            counts[item] = counts.get(item, 0) + 1
    return counts


def people_meant(*, operator_id: UUID, ids: Collection[UUID]) -> dict[UUID | str, UUID]:
    """In the operator's scope. By the id of a relay or of the person."""
    found: dict[UUID | str, UUID] = {}
    relays = Relay.objects.filter(operator_id=operator_id)
    for relay_id, person_id in relays.filter(Q(id__in=ids) | Q(person_id__in=ids)).values_list(
        "id", "person_id"
    ):
        found[relay_id] = found[person_id] = person_id
    return found


def items_provided(*, operator_id: UUID, person_ids: Collection[UUID]) -> dict[str, int]:
    """In the operator's scope. Of how many people each kind of data was ever handed over in this network."""
    people: dict[str, set[UUID]] = {}
    provisions = Provision.objects.filter(operator_id=operator_id, person_id__in=person_ids)
    for person_id, categories in provisions.values_list("person_id", "categories").iterator(chunk_size=1000):
        for category in categories:
            for item in _ITEMS[Category(category)]:
                people.setdefault(item, set()).add(person_id)
    return {item: len(found) for item, found in people.items()}
