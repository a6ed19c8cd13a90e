"""The agencies of a network and their permits. Public facts: they need no scope."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.models import Agency, Permit
from careerrelay.accounts.rules import is_valid_permit
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.queries import offer_of
from careerrelay.relay.rules.permit_standing import PermitStanding, standing_of_permits


@dataclass(frozen=True, slots=True)
class AgencyPermits:
    """`permits` in the order of their beginning, the newest first. `current` is the one to name: valid today, else
    the newest."""

    agency: Agency
    permits: tuple[Permit, ...]
    current: Permit | None
    standing: PermitStanding


def agencies_with_permits(*, operator_id: UUID, on: date) -> list[AgencyPermits]:
    """Those that may receive nobody first, then by days left; two queries."""
    agencies = list(Agency.objects.filter(operator_id=operator_id).order_by("legal_name", "organization_id"))
    permits: dict[UUID, list[Permit]] = {agency.pk: [] for agency in agencies}
    for permit in Permit.objects.filter(agency__operator_id=operator_id).order_by("-valid_from_on", "-id"):
        permits[permit.agency_id].append(permit)
    found = [_with_standing(agency, permits[agency.pk], on=on) for agency in agencies]
    return sorted(found, key=lambda each: -1 if each.standing.days_left is None else each.standing.days_left)


def agencies_of_company(*, company_id: UUID, at: datetime) -> list[AgencyPermits]:
    """Those that a company has an agreement with today, by name."""
    agency_ids = offer_of(company_id=company_id, at=at).agency_ids
    permits: dict[UUID, list[Permit]] = {}
    for permit in Permit.objects.filter(agency_id__in=agency_ids).order_by("-valid_from_on", "-id"):
        permits.setdefault(permit.agency_id, []).append(permit)
    agencies = Agency.objects.filter(organization_id__in=agency_ids).order_by("name", "organization_id")
    return [_with_standing(agency, permits.get(agency.pk, []), on=day_in_japan(at)) for agency in agencies]


def agency_with_permits(*, operator_id: UUID, agency_id: UUID, on: date) -> AgencyPermits | None:
    agency = Agency.objects.filter(operator_id=operator_id, organization_id=agency_id).first()
    if agency is None:
        return None
    permits = list(Permit.objects.filter(agency=agency).order_by("-valid_from_on", "-id"))
    return _with_standing(agency, permits, on=on)


def permit_of_network(*, operator_id: UUID, permit_id: UUID) -> Permit | None:
    return (
        Permit.objects.select_related("agency").filter(agency__operator_id=operator_id, id=permit_id).first()
    )


def _with_standing(agency: Agency, permits: list[Permit], *, on: date) -> AgencyPermits:
    valid = (permit for permit in permits if is_valid_permit(permit.facts, on=on))
    current = next(valid, permits[0] if permits else None)
    standing = standing_of_permits([permit.facts for permit in permits], on=on)
    return AgencyPermits(agency, tuple(permits), current, standing)
