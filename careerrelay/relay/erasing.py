"""Take the words of a person out of every copy, wherever it stands. Relays, provisions and introductions stay: ids, a
sealed legal record and a keyed hash (個人情報保護法29条; the books of the network)."""

from collections import Counter
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.relay.actions.recalling import empty_copy, has_words
from careerrelay.relay.models import Relay, RelayedProfile


def empty_copies_of_person(*, person_id: UUID) -> Counter[str]:
    """Whatever state they are in; those that were in use were called back by `stop` before."""
    with acting_for_person(person_id):
        relays = list(
            Relay.objects.filter(person_id=person_id)
            .exclude(provided_at=None)
            .order_by("id")
            .values_list("agency_id", "id")
        )
    emptied = 0
    for agency_id, relay_id in relays:
        with acting_for(agency_id):
            copy = RelayedProfile.objects.select_for_update().filter(relay_id=relay_id).first()
            if copy is not None and has_words(copy):
                empty_copy(copy)
                copy.save()
            emptied += copy is not None
    return +Counter(relay_relayedprofile=emptied)
