"""`careerrelay verify` finds nothing where nothing is wrong, and names each place where something is."""

import json
from datetime import timedelta

import psycopg
import pytest
from django.core.management import call_command

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.chaining import keep_head, seal_entries
from careerrelay.audit.rules.chain import ChainKind
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core import clock
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.answering import revoke
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy
from careerrelay.relay.models import RelayedProfile
from careerrelay.relay.verifying import keep_verification, last_verification, verify_everything
from tests.make import NOW, TESTER, answer, confirm_own_profile, make_link, make_network, nonce_for

LATER = NOW + timedelta(days=2)
PLANTED = "'00000000-0000-0000-0000-0000000000ff'"
# What somebody with all rights does, the check that finds it with its words, and what puts it back.
WRONG: list[tuple[str, str, str, str | None]] = [
    ("UPDATE relay_provision SET text_hash = reverse(text_hash)", "provisions", "another text", ""),
    (
        "UPDATE relay_provision SET provided_at = provided_at - interval '9 days'",
        "provisions",
        "before the consent",
        "UPDATE relay_provision SET provided_at = provided_at + interval '9 days'",
    ),
    (
        "UPDATE consent_statement SET at = at - interval '13 months' WHERE purpose = 'relay'",
        "copies",
        "after the end",
        "UPDATE consent_statement SET at = at + interval '13 months' WHERE purpose = 'relay'",
    ),
    (
        f"""INSERT INTO consent_statement SELECT (jsonb_populate_record(s, jsonb_build_object(
            'id', {PLANTED}, 'deed', 'revoke', 'at', s.at + interval '1 hour'))).*
            FROM consent_statement s WHERE s.purpose = 'relay' LIMIT 1""",
        "copies",
        "after the revocation",
        f"DELETE FROM consent_statement WHERE id = {PLANTED}",
    ),
    (
        "UPDATE ledger_ledgeraccount SET balance = balance + 1 WHERE kind = 'introductions'",
        "books",
        "a balance is not the sum of its entries",
        "UPDATE ledger_ledgeraccount SET balance = balance - 1 WHERE kind = 'introductions'",
    ),
    (
        "UPDATE relay_relayedprofile SET placed_on = '2026-12-01', placed_free_on = '2028-12-01'",
        "copies",
        "not the two years of its joining",
        "UPDATE relay_relayedprofile SET placed_on = NULL, placed_free_on = NULL",
    ),
    ("UPDATE relay_provision SET relay_id = id", "provisions", "no provision", None),
]
TABLES = ["relay_relayedprofile", "consent_statement", "relay_provision", "ledger_ledgeraccount"]


def faults_found() -> dict[str, tuple[str, ...]]:
    return {check.name: check.faults for check in verify_everything(at=LATER)}


@pytest.mark.promise("P47", "P09")
def test_verify_finds_nothing_in_a_living_network_and_whatever_was_made_wrong_in_it(own_database, capsys):
    network = make_network()
    link, other = (make_link(network.company, address=f"p{number}@example.jp") for number in range(2))
    for one in (link, other):
        answer(one, pool=True, news=True, agencies=network.agencies[:1])
        confirm_own_profile(one)
    provide_due(operator_id=network.operator.id, at=LATER)
    agency_id, company_id = network.agencies[0].id, network.company.id
    with acting_for(agency_id):
        copy = RelayedProfile.objects.order_by("id")[0]
    accept_copy(
        organization_id=agency_id, operator_id=network.operator.id, copy_id=copy.id, actor=TESTER, at=LATER
    )
    an_hour_ago = LATER - timedelta(hours=1)
    nonce = nonce_for(link, at=an_hour_ago)
    revoke(link, purpose=Purpose.NEWS, recipient_id=company_id, nonce=nonce, at=an_hour_ago)
    seal_entries()
    head, _ = keep_head(ChainKind.CONSENT, owner_id=company_id, organization_id=company_id, at=LATER)

    checks = {check.name: check for check in verify_everything(at=LATER)}
    assert {name: check.faults for name, check in checks.items()} == dict.fromkeys(checks, ())
    assert checks["states"].checked == 4
    assert checks["provisions"].checked == checks["copies"].checked == 2
    assert checks["books"].checked > 1
    assert checks["chains"].checked > 10

    mailed = bytes(head.head).hex()
    with clock.moved_to(LATER):
        call_command("verify", "--json", "--head", mailed)
    assert json.loads(capsys.readouterr().out)["clean"] is True
    assert keep_verification(at=LATER).is_clean

    superuser = own_database.conninfo(user=SUPERUSER)
    with psycopg.connect(superuser, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, name, words, back in WRONG:
            assert connection.execute(statement).rowcount, statement
            assert any(words in fault for fault in faults_found()[name]), (statement, faults_found())
            if back is not None:
                connection.execute(back or statement)
    assert not keep_verification(at=LATER).is_clean
    kept = last_verification()
    assert kept is not None
    assert {check["name"]: check["faults"] for check in kept.checks}["provisions"] == 2

    with clock.moved_to(LATER), pytest.raises(SystemExit):
        call_command("verify", "--head", "00" * 32)
    said = capsys.readouterr().out
    assert "0" * 64 + ": cut" in said
    assert "no provision" in said
    with pytest.raises(Refusal):
        call_command("verify", "--head", "not a head")


@pytest.mark.django_db
@pytest.mark.promise("P47")
def test_a_state_that_the_database_answers_otherwise_than_the_walk_is_named(monkeypatch) -> None:
    answer(make_link(make_network().company), pool=True)
    assert verify_everything(at=NOW)[1].faults == ()
    monkeypatch.setattr("careerrelay.relay.verifying.granted_candidate_ids", lambda *_, **__: set())
    states = verify_everything(at=NOW)[1]
    assert states.name == "states"
    assert any(fault.startswith("pool ") for fault in states.faults)
