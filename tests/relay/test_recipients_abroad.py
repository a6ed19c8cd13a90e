"""An agency abroad needs a consent of its own, which says where it is (個人情報保護法28条)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from careerrelay.accounts.models import Agency
from careerrelay.accounts.tenancy import acting_for
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import Provision, RelayedProfile
from careerrelay.relay.queries import current_text, offer_of
from tests.make import NOW, Network, answer, confirm_own_profile, make_link, make_network

pytestmark = [pytest.mark.promise("P02"), pytest.mark.django_db]

SINGAPORE = {
    "country_name": "シンガポール",
    "country_name_en": "Singapore",
    "country_law": "個人情報保護法(PDPA)があります。",
    "country_law_en": "There is the PDPA.",
    "measures": "日本の法律と同じ水準を契約で約束しています。",
    "measures_en": "It is bound by contract to the level of Japanese law.",
}
DUE = NOW + timedelta(hours=25)


@pytest.fixture
def network(db) -> Network:
    return make_network()


def handed_over(network: Network) -> int:
    provide_due(operator_id=network.operator.id, at=DUE)
    with acting_for(network.agencies[0].id):
        copies = RelayedProfile.objects.count()
    with acting_for(network.operator.id):
        assert Provision.objects.count() == copies
    return copies


def test_who_agreed_to_it_in_japan_is_not_handed_to_it_abroad(network) -> None:
    answer(make_link(network.company), agencies=network.agencies[:1])
    confirm_own_profile(make_link(network.company))
    Agency.objects.filter(organization_id=network.agencies[0].id).update(**SINGAPORE)
    assert handed_over(network) == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_read_where_it_is_and_agreed_is_handed_to_it(network, language) -> None:
    Agency.objects.filter(organization_id=network.agencies[0].id).update(**SINGAPORE)
    text = current_text(offer_of(company_id=network.company.id, at=NOW), language=language, at=NOW)
    end = "" if language == "ja" else "_en"
    for name in ("country_name", "country_law", "measures"):
        assert SINGAPORE[f"{name}{end}"] in text.content.decode().partition('"words"')[2]
    answer(make_link(network.company), agencies=network.agencies[:1])
    confirm_own_profile(make_link(network.company))
    assert handed_over(network) == 1


def test_a_country_abroad_cannot_be_recorded_without_what_is_told_about_it(network) -> None:
    abroad = Agency.objects.filter(organization_id=network.agencies[0].id)
    with pytest.raises(IntegrityError), transaction.atomic():
        abroad.update(**SINGAPORE | {"measures": ""})
