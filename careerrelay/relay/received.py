"""What an agency knows of the copies that it was handed. All of it in the agency's own scope, unless it says so."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import JST
from careerrelay.relay.models import Agreement, Provision, RelayedProfile
from careerrelay.relay.queries import agreements_in_force, readable_copies
from careerrelay.relay.rules.counting import Counting
from careerrelay.relay.rules.states import CopyState, DeclineReason


@dataclass(frozen=True, slots=True)
class CopyCounts:
    """How many wait for an answer, and how many were accepted and may still be read."""

    new: int
    accepted: int


def copy_counts(*, organization_id: UUID, at: datetime) -> CopyCounts:
    counts = readable_copies(organization_id=organization_id, at=at).aggregate(
        new=Count("id", filter=Q(state=CopyState.NEW)),
        accepted=Count("id", filter=Q(state=CopyState.ACCEPTED)),
    )
    return CopyCounts(**counts)


def copy_of(*, organization_id: UUID, copy_id: UUID) -> RelayedProfile | None:
    """Whatever its state. Its words may be shown only if `readable_copies` has it too (P02)."""
    return RelayedProfile.objects.filter(organization_id=organization_id, id=copy_id).first()


def is_readable(copy: RelayedProfile, *, at: datetime) -> bool:
    return readable_copies(organization_id=copy.organization_id, at=at).filter(id=copy.id).exists()


def categories_of(copy: RelayedProfile, *, operator_id: UUID) -> list[str]:
    """What the person agreed to hand over, as the provision record has it. Enters the operator's scope."""
    with acting_for(operator_id):
        provision = Provision.objects.get(id=copy.provision_id, agency_id=copy.organization_id)
    return provision.categories


def declined_counts(*, organization_id: UUID) -> dict[DeclineReason, int]:
    """Every reason, also those that were never given."""
    rows = (
        RelayedProfile.objects.filter(organization_id=organization_id, state=CopyState.DECLINED)
        .values_list("decline_reason")
        .annotate(count=Count("id"))
        .order_by("decline_reason")
    )
    given = dict(rows)
    return {reason: given.get(reason, 0) for reason in DeclineReason}


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One company in one month (in Japan): how many copies were accepted, and how many of them counted."""

    month: date
    company_name: str
    company_name_en: str
    accepted: int
    counted: int


def settlement_lines(*, organization_id: UUID) -> list[SettlementLine]:
    """The newest month first. Copies whose words are gone are in it: a revocation never reverses what counted."""
    rows = (
        RelayedProfile.objects.filter(organization_id=organization_id)
        .exclude(answered_at=None)
        .exclude(counting="")
        .annotate(month=TruncMonth("answered_at", tzinfo=JST))
        .values("month", "company_name", "company_name_en")
        .annotate(accepted=Count("id"), counted=Count("id", filter=Q(counting=Counting.COUNTED)))
        .order_by("-month", "company_name", "company_name_en")
    )
    return [SettlementLine(**{**row, "month": row["month"].date()}) for row in rows]


@dataclass(frozen=True, slots=True)
class AgreementLine:
    company_name: str
    company_name_en: str
    agreement: Agreement


def agreement_lines(*, agency_id: UUID, operator_id: UUID, on: date) -> list[AgreementLine]:
    """The version in force with each company that day, by the company's name. Enters the operator's scope: only
    there do the parties have names."""
    with acting_for(operator_id):
        newest: dict[UUID, Agreement] = {}
        for agreement in agreements_in_force(on=on).filter(agency_id=agency_id):
            newest.setdefault(agreement.company_id, agreement)
        companies = Organization.objects.filter(id__in=newest).order_by("legal_name", "id")
        return [
            AgreementLine(company.legal_name, company.name_en, newest[company.id]) for company in companies
        ]
