"""Whether a person lets an organization be told of them: the one place that every relay asks."""

from datetime import datetime
from uuid import UUID

from careerrelay.accounts.models import Agency, Organization
from careerrelay.core.calendar import day_in_japan
from careerrelay.people.queries import is_hidden_in_scope, reach_in_scope


def is_wished_at_agency(agency: Agency, *, person_id: UUID, at: datetime) -> bool:
    """Not while the person pauses, not before the day that they want to be waited for, and never where they hid. In
    the person's scope."""
    reach = reach_in_scope(person_id=person_id)
    return reach.lets_profile_leave(on=day_in_japan(at)) and not is_hidden_at(agency, person_id=person_id)


def is_hidden_at(organization: Agency | Organization, *, person_id: UUID) -> bool:
    """In the person's scope."""
    return is_hidden_in_scope(*names_of(organization), person_id=person_id)


def names_of(organization: Agency | Organization) -> list[str]:
    """By which a person may know it."""
    names = [organization.legal_name, organization.name_en]
    return [*names, organization.name] if isinstance(organization, Organization) else names
