"""A profile leaves only with consent, permit and record, once its time has come, and counts once."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from careerrelay.accounts.actions import suspend_permit
from careerrelay.accounts.models import Permit
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.consent.models import Statement
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.calendar import day_in_japan, months_later
from careerrelay.core.ids import new_id
from careerrelay.core.sealing import SealBroken, key_for, unseal
from careerrelay.ledger.queries import balances_of
from careerrelay.relay.actions.agreeing import make_agreement
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.recalling import NothingToDelete, confirm_deletion
from careerrelay.relay.actions.replying import (
    NotWaitingForAnswer,
    PermitNotValid,
    accept_copy,
    accept_overdue,
    decline_copy,
)
from careerrelay.relay.models import Introduction, Provision, Relay, RelayedProfile
from careerrelay.relay.queries import inbox_of
from careerrelay.relay.rules.counting import Counting, Trigger
from careerrelay.relay.rules.states import CopyState, DeclineReason, RelayState
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_link,
    make_network,
    nonce_for,
)

pytestmark = pytest.mark.django_db
HANDED = NOW + timedelta(hours=24)
DAY_AFTER = NOW + timedelta(hours=48)


@pytest.fixture
def network() -> Network:
    return make_network()


def consent(network: Network, *agencies, address="aoi@example.jp", company=None, at=NOW, profile=True):
    """Somebody asks for a relay to these agencies and confirms who they are."""
    company = company or network.company
    person_id = answer(make_link(company, address=address, at=at), agencies=agencies, at=at).person_id
    if profile:
        confirm_own_profile(make_link(company, address=address, at=at), at=at)
    return person_id


def copy_at(agency) -> RelayedProfile:
    with acting_for(agency.id):
        return RelayedProfile.objects.latest("received_at")


def accept(network: Network, agency, *, at=DAY_AFTER) -> Counting:
    return accept_copy(
        organization_id=agency.id,
        operator_id=network.operator.id,
        copy_id=copy_at(agency).id,
        actor=TESTER,
        at=at,
    )


def take_back(network: Network, agency, *, at) -> None:
    link = make_link(network.company, at=at)
    revoke(link, purpose=Purpose.RELAY, recipient_id=agency.id, nonce=nonce_for(link, at=at), at=at)


def test_nothing_leaves_before_the_cooling_period_is_over(network: Network) -> None:
    consent(network, network.agencies[0])
    assert not provide_due(operator_id=network.operator.id, at=HANDED - timedelta(seconds=1))
    with acting_for(network.agencies[0].id):
        assert not RelayedProfile.objects.exists()
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {RelayState.PROVIDED: 1}
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {}


@pytest.mark.promise("P02")
def test_only_the_agency_that_was_chosen_receives_the_profile(network: Network) -> None:
    consent(network, network.agencies[0])
    provide_due(operator_id=network.operator.id, at=HANDED)
    assert copy_at(network.agencies[0]).name == "三浦 葵"
    for other in (network.agencies[1], network.company, network.other_company, network.operator):
        with acting_for(other.id):
            assert not RelayedProfile.objects.exists()


@pytest.mark.promise("P09")
def test_the_record_holds_every_item_that_the_law_asks_for_and_opens_only_for_its_row(
    network: Network,
) -> None:
    person_id = consent(network, network.agencies[0])
    provide_due(operator_id=network.operator.id, at=HANDED)
    with acting_for(network.operator.id):
        record = Provision.objects.get()
    assert record.provided_at == HANDED
    assert record.recipient_name == "三日月キャリア株式会社"
    assert record.recipient_address == network.agencies[0].postal_address != ""
    assert record.recipient_representative == "野村 拓海"
    assert record.permit_number == "13-ユ-999101"
    assert record.person_id == person_id
    assert set(record.categories) == {"name", "contact", "experience", "skills", "wishes", "origin"}
    assert record.keep_until_on == months_later(day_in_japan(HANDED), 36)
    with acting_for_person(person_id):
        statement = Statement.objects.get()
    assert (record.statement_id, record.text_hash) == (statement.id, statement.text_id), (
        "by consent, to that text"
    )
    key = key_for("provision", secret=settings.SECRET_KEY)
    about = json.loads(unseal(bytes(record.sealed), key=key, belongs_to=str(record.id)))
    assert about["name"] == "三浦 葵"
    assert about["address"] == "aoi@example.jp"
    assert {"name", "occupation", "skills", "regions"} <= set(about["items"]), "which data"
    with pytest.raises(SealBroken):
        unseal(bytes(record.sealed), key=key, belongs_to=str(new_id()))


@pytest.mark.promise("P09")
def test_no_copy_can_exist_without_its_record(network: Network) -> None:
    def hand_over_without_record() -> None:
        with acting_for(network.agencies[0].id):
            RelayedProfile.objects.create(
                organization=network.agencies[0],
                relay_id=new_id(),
                provision_id=new_id(),
                confirmed_at=NOW,
                consented_at=NOW,
                consent_until_on=NOW.date(),
                received_at=NOW,
                answer_by_at=NOW,
                state=CopyState.NEW,
            )
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        hand_over_without_record()


@pytest.mark.promise("P09")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE relay_provision SET recipient_name = 'x'",
        "DELETE FROM relay_provision",
        "TRUNCATE relay_provision CASCADE",
    ],
)
@pytest.mark.django_db(databases=["default", "owner"])
def test_nobody_changes_or_deletes_a_record(network: Network, statement: str) -> None:
    consent(network, network.agencies[0])
    provide_due(operator_id=network.operator.id, at=HANDED)
    with (
        acting_for(network.operator.id),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.promise("P10")
def test_a_suspended_permit_stops_what_is_queued_and_a_renewed_one_lets_it_go(network: Network) -> None:
    consent(network, network.agencies[0])
    permit = Permit.objects.get(agency_id=network.agencies[0].id)
    suspend_permit(permit, on=day_in_japan(HANDED))
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {RelayState.WAITING: 1}
    with acting_for(network.agencies[0].id):
        assert not RelayedProfile.objects.exists()
    Permit.objects.create(
        agency_id=network.agencies[0].id,
        number="13-ユ-999102",
        valid_from_on=day_in_japan(HANDED),
        valid_until_on=day_in_japan(HANDED) + timedelta(days=700),
        checked_on=day_in_japan(HANDED),
    )
    assert provide_due(operator_id=network.operator.id, at=DAY_AFTER) == {RelayState.PROVIDED: 1}
    with acting_for(network.operator.id):
        assert Provision.objects.get().permit_number == "13-ユ-999102"


@pytest.mark.promise("P10")
@pytest.mark.parametrize("why", ["missing", "expired", "not yet valid"])
def test_without_a_permit_that_is_valid_today_nothing_leaves_the_queue(network: Network, why: str) -> None:
    person_id = consent(network, network.agencies[0])
    permits = Permit.objects.filter(agency_id=network.agencies[0].id)
    today = day_in_japan(HANDED)
    if why == "missing":
        permits.delete()
    elif why == "expired":
        permits.update(valid_until_on=today - timedelta(days=1))
    else:
        permits.update(valid_from_on=today + timedelta(days=1))
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {RelayState.WAITING: 1}
    with acting_for(network.operator.id):
        assert not Provision.objects.exists()
    with acting_for_person(person_id):
        assert Relay.objects.get().waiting_for == "permit"
    with acting_for(network.agencies[0].id):
        assert not RelayedProfile.objects.exists()


@pytest.mark.promise("P10")
def test_an_agency_without_a_valid_permit_cannot_accept(network: Network) -> None:
    consent(network, network.agencies[0])
    provide_due(operator_id=network.operator.id, at=HANDED)
    suspend_permit(Permit.objects.get(agency_id=network.agencies[0].id), on=day_in_japan(HANDED))
    with pytest.raises(PermitNotValid):
        accept(network, network.agencies[0])
    assert copy_at(network.agencies[0]).state == CopyState.NEW


def test_a_profile_that_was_not_confirmed_waits_for_the_person(network: Network) -> None:
    consent(network, network.agencies[0], profile=False)
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {RelayState.WAITING: 1}
    confirm_own_profile(make_link(network.company, at=HANDED), at=HANDED)
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {RelayState.PROVIDED: 1}


@pytest.mark.promise("P03")
def test_once_a_revocation_is_answered_nothing_leaves(network: Network) -> None:
    consent(network, *network.agencies)
    take_back(network, network.agencies[1], at=HANDED - timedelta(seconds=1))
    assert provide_due(operator_id=network.operator.id, at=HANDED) == {RelayState.PROVIDED: 2}
    with acting_for(network.agencies[1].id):
        assert not RelayedProfile.objects.exists()


@pytest.mark.promise("P03")
def test_a_recalled_copy_is_empty_at_once_and_its_deletion_is_confirmed_once(network: Network) -> None:
    agency = network.agencies[0]
    consent(network, agency)
    provide_due(operator_id=network.operator.id, at=HANDED)
    accept(network, agency)
    take_back(network, agency, at=DAY_AFTER)
    copy = copy_at(agency)
    assert copy.state == CopyState.RECALLED
    assert (copy.name, copy.address, copy.phone, copy.experience, copy.skills) == ("", "", "", "", [])
    assert copy.delete_by_at == DAY_AFTER + timedelta(hours=72)
    with acting_for(agency.id):
        confirm_deletion(organization_id=agency.id, copy_id=copy.id, actor=TESTER, at=DAY_AFTER)
        with pytest.raises(NothingToDelete):
            confirm_deletion(organization_id=agency.id, copy_id=copy.id, actor=TESTER, at=DAY_AFTER)
    with acting_for(network.operator.id):
        assert Introduction.objects.count() == 1, "a revocation never takes back what was counted"


@pytest.mark.promise("P12")
def test_one_person_counts_once_for_a_company_however_many_agencies_accept(network: Network) -> None:
    consent(network, *network.agencies)
    provide_due(operator_id=network.operator.id, at=HANDED)
    counted = [accept(network, agency) for agency in network.agencies]
    assert counted == [Counting.COUNTED, Counting.ALREADY_AT_COMPANY, Counting.ALREADY_AT_COMPANY]
    with acting_for(network.operator.id):
        assert balances_of(company_id=network.company.id).introductions == 1


@pytest.mark.promise("P12")
@pytest.mark.parametrize("spelling", ["aoi@example.jp", "AOI@Example.JP", "ａｏｉ＠ｅｘａｍｐｌｅ．ｊｐ"])
def test_one_person_counts_once_per_agency_whatever_company_and_spelling(
    network: Network, spelling: str
) -> None:
    agency = network.agencies[0]
    consent(network, agency)
    provide_due(operator_id=network.operator.id, at=HANDED)
    assert accept(network, agency) is Counting.COUNTED
    take_back(network, agency, at=DAY_AFTER)
    again = DAY_AFTER + timedelta(hours=1)
    consent(network, agency, address=spelling, company=network.other_company, at=again)
    provide_due(operator_id=network.operator.id, at=again + timedelta(hours=24))
    at = again + timedelta(hours=25)
    assert accept(network, agency, at=at) is Counting.ALREADY_AT_AGENCY
    with acting_for(network.operator.id):
        assert balances_of(company_id=network.other_company.id).introductions == 0


def test_a_decline_deletes_the_copy_and_counts_nothing(network: Network) -> None:
    agency = network.agencies[0]
    person_id = consent(network, agency)
    provide_due(operator_id=network.operator.id, at=HANDED)
    decline_copy(
        organization_id=agency.id,
        operator_id=network.operator.id,
        copy_id=copy_at(agency).id,
        reason=DeclineReason.OUT_OF_SCOPE,
        actor=TESTER,
        at=DAY_AFTER,
    )
    copy = copy_at(agency)
    assert (copy.state, copy.name, copy.address) == (CopyState.DECLINED, "", "")
    with acting_for_person(person_id):
        assert Relay.objects.get().state == RelayState.DECLINED
    with acting_for(network.operator.id):
        assert not Introduction.objects.exists()
    with pytest.raises(NotWaitingForAnswer):
        accept(network, agency)


def test_a_second_press_on_accept_is_told_so_and_counts_nothing(network: Network) -> None:
    consent(network, network.agencies[0])
    provide_due(operator_id=network.operator.id, at=HANDED)
    accept(network, network.agencies[0])
    with pytest.raises(NotWaitingForAnswer):
        accept(network, network.agencies[0])
    with acting_for(network.operator.id):
        assert balances_of(company_id=network.company.id).introductions == 1


def test_fourteen_days_of_silence_count_as_accepted(network: Network) -> None:
    consent(network, network.agencies[0])
    provide_due(operator_id=network.operator.id, at=HANDED)
    almost = HANDED + timedelta(days=14) - timedelta(seconds=1)
    assert accept_overdue(operator_id=network.operator.id, at=almost) == 0
    assert accept_overdue(operator_id=network.operator.id, at=HANDED + timedelta(days=14)) == 1
    assert copy_at(network.agencies[0]).state == CopyState.ACCEPTED


@pytest.mark.promise("P02")
def test_a_copy_disappears_from_the_agency_on_the_day_the_consent_ends(network: Network) -> None:
    agency = network.agencies[0]
    consent(network, agency)
    provide_due(operator_id=network.operator.id, at=HANDED)
    with acting_for(agency.id):
        a_year = NOW + timedelta(days=365)
        assert inbox_of(organization_id=agency.id, at=a_year - timedelta(days=1)).exists()
        assert not inbox_of(organization_id=agency.id, at=a_year).exists()


def test_under_a_registered_agreement_the_hand_over_itself_counts_and_the_agency_sees_it(
    network: Network,
) -> None:
    agency = network.agencies[0]
    make_agreement(
        operator_id=network.operator.id,
        company_id=network.company.id,
        agency_id=agency.id,
        trigger=Trigger.REGISTERED,
        effective_on=day_in_japan(NOW),
        actor=TESTER,
        at=NOW,
    )
    consent(network, agency)
    provide_due(operator_id=network.operator.id, at=HANDED)
    assert copy_at(agency).counting == Counting.COUNTED
    assert accept(network, agency) is Counting.COUNTED
    with acting_for(network.operator.id):
        assert balances_of(company_id=network.company.id).introductions == 1
