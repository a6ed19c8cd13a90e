"""The agencies that a company has an agreement with, and how their permits stand today. Public facts only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from careerrelay.accounts.models import Agency, Permit
from careerrelay.accounts.rules import is_valid_permit
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.queries import offer_of

RENEWAL_DAYS = 60


class PermitStanding(StrEnum):
    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Partner:
    """`until_on`: the last day of the permit, if there is one."""

    agency: Agency
    permit_number: str
    standing: PermitStanding
    until_on: date | None


def partners_of(*, company_id: UUID, at: datetime) -> list[Partner]:
    """By name. One agency's permits are few; the newest that is valid today counts, else the newest."""
    agency_ids = offer_of(company_id=company_id, at=at).agency_ids
    on = day_in_japan(at)
    permits: dict[UUID, list[Permit]] = {}
    for permit in Permit.objects.filter(agency_id__in=agency_ids).order_by("-valid_from_on", "-id"):
        permits.setdefault(permit.agency_id, []).append(permit)
    agencies = Agency.objects.filter(organization_id__in=agency_ids).order_by("name", "organization_id")
    return [_partner(agency, permits.get(agency.pk, []), on=on) for agency in agencies]


def _partner(agency: Agency, permits: list[Permit], *, on: date) -> Partner:
    valid = next((permit for permit in permits if is_valid_permit(permit.facts, on=on)), None)
    permit = valid or next(iter(permits), None)
    if permit is None:
        return Partner(agency, "", PermitStanding.UNKNOWN, None)
    return Partner(
        agency, permit.number, _standing(permit, is_valid=valid is not None, on=on), permit.valid_until_on
    )


def _standing(permit: Permit, *, is_valid: bool, on: date) -> PermitStanding:
    if not is_valid:
        is_suspended = permit.suspended_on is not None and permit.suspended_on <= on
        return PermitStanding.SUSPENDED if is_suspended else PermitStanding.ENDED
    is_ending = (permit.valid_until_on - on).days <= RENEWAL_DAYS
    return PermitStanding.ENDING if is_ending else PermitStanding.VALID
