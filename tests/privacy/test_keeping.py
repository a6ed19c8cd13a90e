"""What the law made us keep is gone when its time is over, not a day before, and the chains still hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.chaining import seal_entries
from careerrelay.audit.models import AuditEntry, ErasedLink, Salt
from careerrelay.candidates.models import Candidate
from careerrelay.consent.models import Statement
from careerrelay.core.sql import sql_rows
from careerrelay.privacy.erasing import erase_at_one, erase_everywhere
from careerrelay.privacy.keeping import records_to_come, run_records
from careerrelay.privacy.models import DeletionProof
from careerrelay.privacy.retaining import lift_hold, place_hold
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import decline_copy
from careerrelay.relay.models import Correction, DataNotice, Introduction, Provision, Relay, RelayedProfile
from careerrelay.relay.rules.states import DeclineReason
from careerrelay.relay.verifying import verify_everything
from tests.make import (
    TESTER,
    Network,
    agree,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_network,
)

# The database refuses by its own clock, so what is over in these tests was over before they were written.
THEN = datetime(2020, 11, 19, 1, 15, tzinfo=UTC)
HANDED = THEN + timedelta(hours=25)
LAST = date(2023, 11, 20)


def at(day: date) -> datetime:
    """Midnight in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=9)


AFTER = at(LAST + timedelta(days=1))


@pytest.fixture
def network(db) -> Network:
    network = make_network(at=THEN)
    for agency in network.agencies:
        agree(network.company, agency, on=date(2020, 1, 1), at=THEN)
    return network


@pytest.fixture
def aoi(network) -> Candidate:
    """In the pool, handed to the first agency, and never yet to the second."""
    candidate = make_candidate(network.company, at=THEN)
    link = make_link(network.company, candidate=candidate, at=THEN)
    answer(link, pool=True, agencies=network.agencies[:1], at=THEN)
    confirm_own_profile(link, at=THEN)
    provide_due(operator_id=network.operator.id, at=HANDED)
    answer(
        make_link(network.company, candidate=candidate, at=HANDED), agencies=network.agencies[1:2], at=HANDED
    )
    return candidate


def person_of(network: Network):
    with acting_for(network.operator.id):
        return Relay.objects.order_by("id")[0].person_id


def left_over(network: Network) -> dict[str, int]:
    """Rows by model, in the scope that sees all of them."""
    found = {}
    with acting_for(network.operator.id):
        for model in (Relay, Provision, Correction, DataNotice):
            found[model.__name__] = model.objects.count()
    with acting_for(network.agencies[0].id):
        found["RelayedProfile"] = RelayedProfile.objects.count()
    return found


def statements_of(person_id) -> int:
    with acting_for_person(person_id):
        return Statement.objects.filter(person_id=person_id).count()


def faults(when: datetime) -> list[str]:
    seal_entries()
    return [fault for check in verify_everything(at=when) for fault in check.faults]


@pytest.mark.promise("P09")
@pytest.mark.promise("P47")
def test_three_years_after_the_hand_over_nothing_is_left_of_whoever_was_erased_and_the_chains_hold(
    network, aoi
):
    keeper = {"keeper_id": network.operator.id}
    person_id = person_of(network)
    erased_at = HANDED + timedelta(days=40)
    erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=erased_at)
    said = statements_of(person_id)
    assert run_records(**keeper, at=erased_at + timedelta(days=27)) == {}, "mail may have to be shown lawful"
    done = run_records(**keeper, at=erased_at + timedelta(days=32))
    assert done == {"statements": said - 2}, "the grant and the end of what was handed over stay"
    assert faults(erased_at + timedelta(days=32)) == []
    assert run_records(**keeper, at=AFTER - timedelta(minutes=1)) == {}
    assert left_over(network)["Provision"] == 1

    assert run_records(**keeper, at=AFTER) == {"relays": 1, "statements": 2}
    assert faults(AFTER) == []
    assert statements_of(person_id) == 0
    cancelled_until = AFTER + timedelta(days=40)
    assert run_records(**keeper, at=cancelled_until) == {"relays": 1}, "it was never provided"

    assert set(left_over(network).values()) == {0}
    with acting_for(network.operator.id):
        assert not Salt.objects.filter(person_id=person_id, chain__kind="consent").exists()
        assert ErasedLink.objects.count() >= 4
        proof = DeletionProof.objects.latest("at")
        assert str(person_id) not in str(proof.document)
        assert AuditEntry.objects.filter(deed="erase_records").exists()
    assert run_records(**keeper, at=cancelled_until) == {}


@pytest.mark.promise("P09")
def test_nobody_deletes_a_record_a_day_early_not_even_by_the_door_that_is_made_for_it(network, aoi):
    """Neither the clock of the application nor all rights over the table help: the day stands in the row."""
    with acting_for(network.operator.id):
        old = Provision.objects.get()
    columns = "operator_id, person_id, company_id, agency_id, recipient_name, recipient_address,"
    columns += (
        "recipient_representative, permit_number, categories, statement_id, text_hash, sealed, provided_at"
    )
    with acting_for(network.operator.id):
        [(young,)] = sql_rows(
            f"INSERT INTO relay_provision (id, relay_id, keep_until_on, {columns})"
            " SELECT gen_random_uuid(), gen_random_uuid(), (now() AT TIME ZONE 'Asia/Tokyo')::date,"
            f" {columns} FROM relay_provision RETURNING relay_id"
        )
        for statement in (
            "SELECT * FROM relay_erase_records(%(operator)s, %(relays)s)",
            "SELECT set_config('app.erasing', 'yes', true); DELETE FROM relay_provision",
        ):
            with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
                sql_rows(statement, {"operator": network.operator.id, "relays": [young, old.relay_id]})
        assert Provision.objects.count() == 2, "one that is due goes only without one that is not"


def test_a_copy_that_is_still_in_use_keeps_its_record_and_a_living_person_keeps_what_they_said(network, aoi):
    person_id = person_of(network)
    said = statements_of(person_id)
    with acting_for(network.operator.id):
        # The second was granted and has not left yet.
        [used] = Relay.objects.filter(agency_id=network.agencies[0].id)
    assert run_records(keeper_id=network.operator.id, at=AFTER) == {}
    assert left_over(network)["Provision"] == 1
    with acting_for(network.agencies[0].id):
        copy = RelayedProfile.objects.get(relay_id=used.id)
    decline_copy(
        copy_id=copy.id,
        organization_id=network.agencies[0].id,
        operator_id=network.operator.id,
        reason=DeclineReason.OUT_OF_SCOPE,
        actor=TESTER,
        at=HANDED + timedelta(days=1),
    )
    assert run_records(keeper_id=network.operator.id, at=AFTER) == {"relays": 1}
    assert left_over(network)["Provision"] == 0
    assert statements_of(person_id) == said
    with acting_for(network.operator.id):
        assert not Introduction.objects.exists()
    assert faults(AFTER) == []


def test_a_hold_of_the_company_keeps_the_record_and_the_preview_says_what_goes_when(network, aoi):
    with acting_for(network.agencies[0].id):
        copy_id = RelayedProfile.objects.get().id
    decline_copy(
        copy_id=copy_id,
        organization_id=network.agencies[0].id,
        operator_id=network.operator.id,
        reason=DeclineReason.OUT_OF_SCOPE,
        actor=TESTER,
        at=HANDED + timedelta(days=1),
    )
    operator = {"operator_id": network.operator.id}
    before = at(LAST - timedelta(days=20))
    assert [(one.day, one.records) for one in records_to_come(**operator, at=before).days] == [
        (LAST + timedelta(days=1), 1)
    ]
    assert records_to_come(**operator, at=before - timedelta(days=60)).days == ()
    company = {"organization_id": network.company.id}
    with acting_for(network.company.id):
        hold = place_hold(aoi.id, **company, reason="係争中", actor=TESTER, at=before)
    assert run_records(keeper_id=network.operator.id, at=AFTER) == {}
    coming = records_to_come(**operator, at=AFTER)
    assert (coming.days, coming.held) == ((), 1)
    with acting_for(network.company.id):
        lift_hold(hold.id, **company, actor=TESTER, at=AFTER)
    late = records_to_come(**operator, at=AFTER + timedelta(days=9))
    assert [one.day for one in late.days] == [LAST + timedelta(days=10)], "what is overdue goes today"
    assert run_records(keeper_id=network.operator.id, at=AFTER) == {"relays": 1}


def test_one_company_forgets_what_it_was_told_and_the_rest_stays(network, aoi):
    person_id = person_of(network)
    company = network.company
    erased_at = HANDED + timedelta(days=2)
    erase_at_one(person_id=person_id, company_id=company.id, actor=TESTER, at=erased_at)
    again = make_link(company, at=erased_at + timedelta(days=1))
    answer(again, news=True, at=erased_at + timedelta(days=1))
    assert run_records(keeper_id=network.operator.id, at=erased_at + timedelta(days=40))["statements"] == 2
    with acting_for_person(person_id):
        left = sorted(Statement.objects.filter(person_id=person_id).values_list("purpose", flat=True))
    assert left == ["news", "relay", "relay"], "what was said afterwards, and what concerns agencies"
    assert faults(erased_at + timedelta(days=40)) == []
