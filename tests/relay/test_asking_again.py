"""A consent that ran out and was given anew: the old copy goes, a new one leaves after a cooling period of its own."""

from datetime import date, timedelta

import pytest

from careerrelay.accounts.models import Permit
from careerrelay.accounts.tenancy import acting_for
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.queries import readable_copies
from careerrelay.relay.rules.states import CopyState
from tests.make import NOW, answer, confirm_own_profile, make_link, make_network


@pytest.mark.promise("P03")
def test_who_asks_again_after_their_consent_ran_out_is_handed_over_again(db: None) -> None:
    network = make_network()
    agency, later = network.agencies[0], NOW + timedelta(days=380)
    Permit.objects.update(valid_until_on=date(2030, 1, 1))
    answer(make_link(network.company), agencies=(agency,))
    confirm_own_profile(make_link(network.company))
    provide_due(operator_id=network.operator.id, at=NOW + timedelta(hours=25))
    answer(make_link(network.company, at=later), agencies=(agency,), at=later)

    with acting_for(agency.id):
        [old] = RelayedProfile.objects.all()
        assert (old.state, old.name) == (CopyState.RECALLED, "")
    provide_due(operator_id=network.operator.id, at=later + timedelta(hours=23))
    with acting_for(agency.id):
        assert RelayedProfile.objects.count() == 1
    provide_due(operator_id=network.operator.id, at=later + timedelta(hours=24))
    with acting_for(agency.id):
        [copy] = readable_copies(organization_id=agency.id, at=later + timedelta(hours=24))
        assert copy.name == "三浦 葵"


def test_a_grant_under_way_is_not_begun_again(db: None) -> None:
    network = make_network()
    agency, later = network.agencies[0], NOW + timedelta(days=30)
    answer(make_link(network.company), agencies=(agency,))
    confirm_own_profile(make_link(network.company))
    provide_due(operator_id=network.operator.id, at=NOW + timedelta(hours=25))
    answer(make_link(network.company, at=later), agencies=(agency,), at=later)
    with acting_for(agency.id):
        assert RelayedProfile.objects.get().state == CopyState.NEW
