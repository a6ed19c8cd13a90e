"""The network as its operator sees it: exact and at once. Ids, counts, days and names of organizations; no person.

All of it in the operator's scope.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from careerrelay.accounts.models import Agency, Organization
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.ledger.models import LedgerAccount
from careerrelay.ledger.queries import Balances
from careerrelay.ledger.rules import AccountKind
from careerrelay.relay.models import Closing, Introduction, Relay, RelayedProfile
from careerrelay.relay.rules.provision import DELETE_WITHIN, WaitingFor
from careerrelay.relay.rules.states import CopyState, RelayState

BALANCE_KINDS = {field.name for field in fields(Balances)} & {kind.value for kind in AccountKind}


@dataclass(frozen=True, slots=True)
class UnconfirmedRecall:
    agency: Agency
    copy_id: UUID
    company_name: str
    company_name_en: str
    received_at: datetime
    delete_by_at: datetime


def unconfirmed_recalls(*, operator_id: UUID, at: datetime) -> list[UnconfirmedRecall]:
    """Recalled copies whose 72 hours are over without a word, the longest wait first (P24).

    Whether a recall was confirmed is known at the agency only: each agency that ever had one is asked.
    """
    recalled = Relay.objects.filter(
        operator_id=operator_id, state=RelayState.RECALLED, ended_at__lte=at - DELETE_WITHIN
    )
    agency_ids = set(recalled.values_list("agency_id", flat=True))
    agencies = Agency.objects.filter(operator_id=operator_id, organization_id__in=agency_ids)
    found = [
        recall for agency in agencies.order_by("organization_id") for recall in _unconfirmed_at(agency, at=at)
    ]
    return sorted(found, key=lambda recall: (recall.delete_by_at, recall.copy_id))


def _unconfirmed_at(agency: Agency, *, at: datetime) -> list[UnconfirmedRecall]:
    with acting_for(agency.pk):
        copies = RelayedProfile.objects.filter(
            organization_id=agency.pk, state=CopyState.RECALLED, delete_by_at__lte=at
        )
        columns = ("id", "company_name", "company_name_en", "received_at", "delete_by_at")
        return [UnconfirmedRecall(agency, *row) for row in copies.values_list(*columns)]


def waiting_counts(*, operator_id: UUID) -> dict[WaitingFor, int]:
    """Relays whose cooling period is over and that cannot leave yet, by what they wait for."""
    rows = (
        Relay.objects.filter(operator_id=operator_id, state=RelayState.WAITING)
        .values_list("waiting_for")
        .annotate(count=Count("id"))
        .order_by("waiting_for")
    )
    counts = dict(rows)
    return {reason: counts.get(reason, 0) for reason in WaitingFor if reason is not WaitingFor.TIME}


@dataclass(frozen=True, slots=True)
class CompanyBooks:
    """`introductions` have counted, `closed` of them the company knows of; `credits` are exact and now."""

    company: Organization
    introductions: int
    last_closing: Closing | None
    credits: Balances

    @property
    def closed(self) -> int:
        return self.last_closing.introductions_total if self.last_closing else 0

    @property
    def open(self) -> int:
        return self.introductions - self.closed


def companies_with_books(*, operator_id: UUID) -> list[CompanyBooks]:
    """By name; four queries, however many companies."""
    companies = Organization.objects.filter(operator_id=operator_id, kind=Kind.COMPANY)
    counted = dict(
        Introduction.objects.filter(operator_id=operator_id)
        .values_list("company_id")
        .annotate(count=Count("id"))
        .order_by("company_id")
    )
    newest = Closing.objects.filter(operator_id=operator_id).order_by("company_id", "-month_on")
    closings = {closing.company_id: closing for closing in newest.distinct("company_id")}
    balances = _balances_by_owner(operator_id)
    return [
        CompanyBooks(
            company,
            counted.get(company.id, 0),
            closings.get(company.id),
            balances.get(company.id, Balances()),
        )
        for company in companies.order_by("legal_name", "id")
    ]


def _balances_by_owner(operator_id: UUID) -> dict[UUID, Balances]:
    found: dict[UUID, dict[str, int | None]] = {}
    for account in LedgerAccount.objects.filter(operator_id=operator_id, kind__in=BALANCE_KINDS):
        figures = found.setdefault(account.owner_id, {})
        figures[account.kind] = account.balance
        if account.kind == AccountKind.INTRODUCTIONS:
            figures["ratio"] = account.ratio
    return {owner_id: Balances(**figures) for owner_id, figures in found.items()}  # type: ignore[arg-type]


def company_of_network(*, operator_id: UUID, company_id: UUID) -> Organization | None:
    return Organization.objects.filter(operator_id=operator_id, kind=Kind.COMPANY, id=company_id).first()


def last_closing_of(*, operator_id: UUID, company_id: UUID) -> Closing | None:
    return (
        Closing.objects.filter(operator_id=operator_id, company_id=company_id).order_by("-month_on").first()
    )


@dataclass(frozen=True, slots=True)
class NamedClosing:
    company: Organization
    closing: Closing


def newest_closings(*, operator_id: UUID, count_max: int) -> list[NamedClosing]:
    closings = Closing.objects.filter(operator_id=operator_id).order_by("-closed_at", "-id")[:count_max]
    companies = Organization.objects.in_bulk({closing.company_id for closing in closings})
    return [NamedClosing(companies[closing.company_id], closing) for closing in closings]
