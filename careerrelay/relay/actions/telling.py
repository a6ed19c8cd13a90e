"""What binds the agencies that hold a copy follows what the person says on their page, in the same transaction."""

from uuid import UUID

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.rules.purposes import Category
from careerrelay.people.queries import hidden_companies_in_scope, reach_in_scope
from careerrelay.relay.models import Provision, Relay, RelayedProfile
from careerrelay.relay.rules.situations import HANDED_OVER


def what_binds_agencies(*, person_id: UUID) -> dict[str, object]:
    """When the person may be contacted, and to whom they must not be introduced, as a copy has it. In the person's
    scope."""
    reach = reach_in_scope(person_id=person_id)
    return {
        "contact_when": reach.when,
        "contact_from_on": reach.from_on,
        "is_paused": reach.is_paused,
        "hidden_from": [hidden.name for hidden in hidden_companies_in_scope(person_id=person_id)],
    }


def tell_agencies(*, person_id: UUID) -> None:
    """The words of a copy stay as they were handed over; this is what the agency must keep to from now on."""
    with acting_for_person(person_id):
        told = what_binds_agencies(person_id=person_id)
        relays = Relay.objects.filter(person_id=person_id, state__in=HANDED_OVER).order_by("agency_id", "id")
        provided = list(relays.values_list("id", "agency_id"))
        consented = set(
            Provision.objects.filter(
                person_id=person_id, relay_id__in=[relay_id for relay_id, _agency_id in provided]
            )
            .filter(categories__contains=[Category.WISHES])
            .values_list("relay_id", flat=True)
        )
    for relay_id, agency_id in provided:
        if relay_id in consented:
            with acting_for(agency_id):
                RelayedProfile.objects.filter(organization_id=agency_id, relay_id=relay_id).update(**told)
