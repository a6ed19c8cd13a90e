"""A statement names the permit that is valid on its day, also when the page lay open over a renewal (P06)."""

from datetime import timedelta

import pytest

from careerrelay.accounts.actions import record_permit
from careerrelay.accounts.models import Agency, Permit
from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.consent.actions import Chosen, TextChanged
from careerrelay.consent.models import Statement
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.actions.answering import answer_consent
from tests.make import NOW, answer, make_link, make_network, nonce_for


@pytest.mark.promise("P06", "P10")
def test_a_page_that_names_a_permit_of_yesterday_is_asked_again(db: None) -> None:
    network = make_network()
    agency, tomorrow = network.agencies[0], NOW + timedelta(days=1)
    link = make_link(network.company)
    nonce = nonce_for(link)
    Permit.objects.filter(agency_id=agency.id).update(valid_until_on=day_in_japan(NOW))
    record_permit(
        Agency.objects.get(organization_id=agency.id),
        number="13-ユ-888888",
        valid_from_on=day_in_japan(tomorrow),
        valid_until_on=day_in_japan(tomorrow + timedelta(days=365)),
        checked_on=day_in_japan(NOW),
    )
    with pytest.raises(TextChanged):
        answer_consent(
            link, chosen=Chosen(agency_ids=(agency.id,), is_sixteen=True), nonce=nonce, at=tomorrow
        )
    again = make_link(network.company, at=tomorrow)
    person_id = answer(again, agencies=(agency,), at=tomorrow).person_id
    assert person_id is not None
    with acting_for_person(person_id):
        assert Statement.objects.get().permit_number == "13-ユ-888888"
