"""What a company may offer today, where each relay stands, and what the closings said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerrelay.accounts.models import Agency, Organization
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.queries import ConsentText, text_for
from careerrelay.core.calendar import day_in_japan
from careerrelay.ledger.queries import balances_of
from careerrelay.relay.models import Agreement, Closing, Relay, RelayedProfile
from careerrelay.relay.rules.states import CopyState, RelayState

DEFAULT_RATIO = 10
LIVE_RELAYS = (RelayState.COOLING, RelayState.WAITING, RelayState.PROVIDED, RelayState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Offer:
    """A company and the agencies whose agreement with it is in force that day."""

    company: Organization
    agency_ids: tuple[UUID, ...]
    ratio: int


def agreements_in_force(*, on: date) -> QuerySet[Agreement]:
    """In the scope of the operator or a party: of each pair the newest version that has begun, unless it ended."""
    begun = Agreement.objects.filter(effective_on__lte=on)
    newer = begun.filter(
        company_id=OuterRef("company_id"), agency_id=OuterRef("agency_id"), version__gt=OuterRef("version")
    )
    return (
        begun.filter(~Exists(newer))
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .order_by("company_id", "agency_id")
    )


def offer_of(*, company_id: UUID, at: datetime) -> Offer:
    with acting_for(company_id):
        company = organization_in_scope(organization_id=company_id)
        agreements = list(agreements_in_force(on=day_in_japan(at)).filter(company_id=company_id))
    ratio = agreements[0].ratio if agreements else DEFAULT_RATIO
    return Offer(company, tuple(agreement.agency_id for agreement in agreements), ratio)


def current_text(offer: Offer, *, language: str, at: datetime) -> ConsentText:
    return text_for(offer.company, agency_ids=offer.agency_ids, ratio=offer.ratio, language=language, at=at)


def relays_of_person(*, person_id: UUID) -> list[Relay]:
    """The newest relay per agency, newest grants first."""
    with acting_for_person(person_id):
        newest: dict[UUID, Relay] = {}
        for relay in Relay.objects.filter(person_id=person_id).order_by("-granted_at", "-id"):
            newest.setdefault(relay.agency_id, relay)
        return list(newest.values())


def agencies_by_id(*, agency_ids: Sequence[UUID]) -> dict[UUID, Agency]:
    return {
        agency.organization_id: agency for agency in Agency.objects.filter(organization_id__in=agency_ids)
    }


def inbox_of(*, organization_id: UUID, at: datetime) -> QuerySet[RelayedProfile]:
    """New copies of an agency, the nearest deadline first; none whose consent has run out (P02)."""
    return (
        readable_copies(organization_id=organization_id, at=at)
        .filter(state=CopyState.NEW)
        .order_by("answer_by_at", "id")
    )


def accepted_by(*, organization_id: UUID, at: datetime) -> QuerySet[RelayedProfile]:
    """Newest first."""
    return (
        readable_copies(organization_id=organization_id, at=at)
        .filter(state=CopyState.ACCEPTED)
        .order_by("-answered_at", "-id")
    )


def readable_copies(*, organization_id: UUID, at: datetime) -> QuerySet[RelayedProfile]:
    """Neither after the consent, nor in the two years after the agency placed the person (P40)."""
    on = day_in_japan(at)
    return RelayedProfile.objects.filter(
        Q(placed_on=None) | Q(placed_on__gt=on) | Q(placed_free_on__lte=on),
        organization_id=organization_id,
        consent_until_on__gt=on,
        state__in=[CopyState.NEW, CopyState.ACCEPTED],
    )


def recalls_of(*, organization_id: UUID) -> QuerySet[RelayedProfile]:
    """Copies that have to be confirmed as deleted, the nearest deadline first."""
    return RelayedProfile.objects.filter(organization_id=organization_id, state=CopyState.RECALLED).order_by(
        "delete_by_at", "id"
    )


@dataclass(frozen=True, slots=True)
class CompanyCredits:
    """What a company may know: closed figures and its credits. No name, nothing live (P08)."""

    closings: tuple[Closing, ...]
    introductions_total: int
    towards_next: int
    ratio: int
    usable: int
    reserved: int
    spent: int


def credits_of(*, company_id: UUID, at: datetime) -> CompanyCredits:
    offer = offer_of(company_id=company_id, at=at)
    with acting_for(company_id):
        closings = tuple(Closing.objects.filter(company_id=company_id).order_by("-month_on"))
    total = closings[0].introductions_total if closings else 0
    ratio, usable, reserved, spent = offer.ratio, 0, 0, 0
    if offer.company.operator_id is not None:
        with acting_for(offer.company.operator_id):
            balances = balances_of(company_id=company_id)
        # An agreement may be over; what was counted keeps its ratio.
        ratio = balances.ratio or ratio
        usable, reserved, spent = (
            balances.credits_usable,
            balances.credits_reserved,
            balances.credits_spent,
        )
    return CompanyCredits(closings, total, total % ratio, ratio, usable, reserved, spent)
