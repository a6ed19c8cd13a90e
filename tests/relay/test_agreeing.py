"""A company's introductions count at one ratio, and one copy that cannot count holds up no other."""

from datetime import date, timedelta

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.relay.actions.agreeing import RatioNotOfCompany, make_agreement
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_overdue
from careerrelay.relay.models import Agreement, Introduction
from careerrelay.relay.queries import offer_of
from tests.make import NOW, TESTER, answer, confirm_own_profile, make_link, make_network

pytestmark = pytest.mark.django_db


@pytest.mark.promise("P11")
def test_no_agency_gets_another_ratio_than_the_others_of_the_company() -> None:
    network = make_network()
    with pytest.raises(RatioNotOfCompany):
        make_agreement(
            operator_id=network.operator.id,
            company_id=network.company.id,
            agency_id=network.agencies[0].id,
            ratio=5,
            effective_on=date(2026, 12, 1),
            actor=TESTER,
            at=NOW,
        )


@pytest.mark.promise("P31")
def test_silence_about_one_copy_that_cannot_count_holds_up_no_other() -> None:
    network = make_network()
    for index in range(3):
        address = f"person{index}@example.jp"
        at = NOW + timedelta(minutes=index)
        agency = network.agencies[index]
        answer(make_link(network.company, address=address, at=at), agencies=(agency,), at=at)
        confirm_own_profile(make_link(network.company, address=address, at=at), at=at)
    provide_due(operator_id=network.operator.id, at=NOW + timedelta(hours=25))
    with acting_for(network.operator.id):
        Agreement.objects.filter(agency_id=network.agencies[1].id).update(ratio=5)
    assert accept_overdue(operator_id=network.operator.id, at=NOW + timedelta(days=16)) == 2
    with acting_for(network.operator.id):
        assert Introduction.objects.count() == 2


def test_an_agreement_that_was_ended_by_a_newer_version_is_over() -> None:
    network = make_network()
    company, agency = network.company, network.agencies[0]
    ended = make_agreement(
        operator_id=network.operator.id,
        company_id=company.id,
        agency_id=agency.id,
        effective_on=date(2026, 11, 1),
        actor=TESTER,
        at=NOW,
    )
    with acting_for(network.operator.id):
        ended.ends_on = date(2026, 11, 18)
        ended.save()
    assert agency.id not in offer_of(company_id=company.id, at=NOW).agency_ids
