"""Whom a list means at an agency and in the network, and what of them was in its hands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast, Right

from careerrelay.accounts.models import Agency, Organization
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.rules.purposes import Category
from careerrelay.core.calendar import moment_in_japan
from careerrelay.people.queries import person_of
from careerrelay.relay.models import Provision, Relay, RelayedProfile
from careerrelay.relay.rules.receipts import receipt_in, receipt_number

# What a category of the consent text is called in a report; the contact is an address and, if given, a number.
_ITEMS = {
    Category.NAME: ("name",),
    Category.CONTACT: ("address", "phone"),
    Category.EXPERIENCE: ("career",),
    Category.SKILLS: ("skills",),
    Category.WISHES: ("region", "wishes"),
    Category.ORIGIN: ("applications",),
}


@dataclass(frozen=True, slots=True)
class Picked:
    """People of a network by what its pages show: to which agencies or from which companies they were handed over, and
    in which days (both included). What is left open leaves nobody out; all of it left open picks nobody."""

    company_ids: frozenset[UUID] = frozenset()
    agency_ids: frozenset[UUID] = frozenset()
    from_on: date | None = None
    until_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.company_ids or self.agency_ids or self.from_on or self.until_on)


def copies_meant(
    *, organization_id: UUID, ids: Collection[UUID], addresses: Collection[str], numbers: Collection[str]
) -> dict[UUID | str, UUID]:
    """In the agency's scope. By the id of a copy or of its relay, by the address in it, or by its receipt number."""
    lowered = {address.lower() for address in addresses}
    found: dict[UUID | str, UUID] = {}
    copies = RelayedProfile.objects.filter(organization_id=organization_id)
    for copy in copies.filter(Q(id__in=ids) | Q(relay_id__in=ids)).only("id", "relay_id"):
        found[copy.id] = found[copy.relay_id] = copy.id
    for copy in copies.filter(deleted_at=None).exclude(address="").only("id", "address") if lowered else ():
        if copy.address.lower() in lowered:
            found[copy.address.lower()] = copy.id
    by_receipt = {receipt_number(copy_id): copy_id for copy_id in _with_receipts(copies, numbers=numbers)}
    return found | _by_number(numbers, of=by_receipt)


def _with_receipts(copies: QuerySet[RelayedProfile], *, numbers: Collection[str]) -> list[UUID]:
    ends = {receipt.replace("-", "").lower() for receipt in map(receipt_in, numbers) if receipt}
    if not ends:
        return []
    found = copies.annotate(end=Right(Cast("id", CharField()), 8)).filter(end__in=ends)
    return list(found.values_list("id", flat=True))


def _by_number(numbers: Collection[str], *, of: dict[str, UUID]) -> dict[UUID | str, UUID]:
    return {number: of[receipt_in(number)] for number in numbers if receipt_in(number) in of}


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


def people_meant(
    *, operator_id: UUID, ids: Collection[UUID], addresses: Collection[str], numbers: Collection[str]
) -> dict[UUID | str, UUID]:
    """In the operator's scope. By the id of a relay or of the person, by an address of theirs, or by the receipt
    number of a copy; of those alone who were to be handed over in this network."""
    by_address = {address: person_id for address in addresses if (person_id := person_of(address))}
    by_receipt = _relays_with_receipts(operator_id=operator_id, numbers=numbers)
    ids = [*ids, *by_address.values(), *by_receipt.values()]
    found: dict[UUID | str, UUID] = {}
    relays = Relay.objects.filter(operator_id=operator_id)
    for relay_id, person_id in relays.filter(Q(id__in=ids) | Q(person_id__in=ids)).values_list(
        "id", "person_id"
    ):
        found[relay_id] = found[person_id] = person_id
    for written, known_as in (by_address | by_receipt).items():
        if known_as in found:
            found[written] = found[known_as]
    return found


def _relays_with_receipts(*, operator_id: UUID, numbers: Collection[str]) -> dict[UUID | str, UUID]:
    """Line to relay. A copy stands behind its agency's wall: each agency of the network is asked."""
    if not any(map(receipt_in, numbers)):
        return {}
    relays: dict[str, UUID] = {}
    for agency_id in Agency.objects.filter(operator_id=operator_id).values_list("organization_id", flat=True):
        with acting_for(agency_id):
            copies = RelayedProfile.objects.filter(organization_id=agency_id)
            for copy in copies.filter(id__in=_with_receipts(copies, numbers=numbers)).only("id", "relay_id"):
                relays[receipt_number(copy.id)] = copy.relay_id
    return _by_number(numbers, of=relays)


def people_picked(picked: Picked, *, operator_id: UUID) -> list[UUID]:
    """In the operator's scope, each once; also those who were erased since: it was about them all the same."""
    if picked.is_empty:
        return []
    provisions = Provision.objects.filter(operator_id=operator_id)
    if picked.company_ids:
        provisions = provisions.filter(company_id__in=picked.company_ids)
    if picked.agency_ids:
        provisions = provisions.filter(agency_id__in=picked.agency_ids)
    if picked.from_on:
        provisions = provisions.filter(provided_at__gte=moment_in_japan(picked.from_on, time.min))
    if picked.until_on:
        after = moment_in_japan(picked.until_on + timedelta(days=1), time.min)
        provisions = provisions.filter(provided_at__lt=after)
    return list(provisions.order_by("person_id").values_list("person_id", flat=True).distinct())


def parties_of_network(*, operator_id: UUID) -> tuple[list[Organization], list[Agency]]:
    """In the operator's scope. The companies and the agencies, each by name."""
    companies = Organization.objects.filter(operator_id=operator_id, kind=Kind.COMPANY)
    agencies = Agency.objects.filter(operator_id=operator_id)
    return list(companies.order_by("name", "id")), list(agencies.order_by("name", "organization_id"))


def items_provided(*, operator_id: UUID, person_ids: Collection[UUID]) -> dict[str, int]:
    """In the operator's scope. Of how many people each kind of data was ever handed over in this network."""
    people: dict[str, set[UUID]] = {}
    provisions = Provision.objects.filter(operator_id=operator_id, person_id__in=person_ids)
    for person_id, categories in provisions.values_list("person_id", "categories").iterator(chunk_size=1000):
        for category in categories:
            for item in _ITEMS[Category(category)]:
                people.setdefault(item, set()).add(person_id)
    return {item: len(found) for item, found in people.items()}
