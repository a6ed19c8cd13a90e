"""Years later a consent is shown as it was; one changed byte, and the page says so."""

import json
import re
from datetime import timedelta

import psycopg
import pytest
from django.test import Client

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.audit.chaining import is_head
from careerrelay.audit.rules.chain import commitment
from careerrelay.consent.chaining import payload_of_statement
from careerrelay.consent.models import Statement
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core import clock
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.relay.actions.answering import revoke
from tests.make import (
    NOW,
    PASSWORD,
    answer,
    make_candidate,
    make_link,
    make_member,
    make_network,
    make_token,
    nonce_for,
)

YEAR = timedelta(days=360)
UUID = re.compile(r"receipt\?of=([0-9a-f-]{36})")


@pytest.mark.promise("P06", "P23", "P48")
def test_a_receipt_shows_text_recipient_permit_and_chain_of_that_day_and_one_changed_byte_is_seen(
    own_database,
):
    network = make_network()
    company, agency = network.company, network.agencies[0]
    candidate = make_candidate(company)
    person_id = answer(
        make_link(company, candidate=candidate), pool=True, news=True, agencies=network.agencies[:1]
    ).person_id
    link = make_link(company, at=NOW + YEAR)
    nonce = nonce_for(link, at=NOW + YEAR)
    revoke(link, purpose=Purpose.NEWS, recipient_id=company.id, nonce=nonce, at=NOW + YEAR)
    token = make_token(company, at=NOW + YEAR)
    notice = make_token(company, address="other@example.jp", at=NOW + YEAR)
    make_member(company)
    phone, desk = Client(), Client()
    desk.login(username="alice@shiomi.example.jp", password=PASSWORD)
    with clock.moved_to(NOW + YEAR):
        listed = phone.get(f"/c/{token}/receipts").text
        [receipt_id] = set(UUID.findall(listed))
        page = phone.get(f"/c/{token}/receipt?of={receipt_id}").text
        assert "そのときから変わっていません" in page
        assert all(
            word in page
            for word in ("三日月キャリア株式会社", "13-ユ-999101", "この日に有効でした", "取り消しました")
        )
        # Somebody else's receipt, and none at all, look the same.
        assert phone.get(f"/c/{notice}/receipt?of={receipt_id}").status_code == 303
        [nonce] = re.findall(r'name="nonce" value="([^"]+)"', page)
        sent = phone.post(f"/c/{token}/receipt", {"of": receipt_id, "nonce": nonce})
        assert "attachment" in sent["Content-Disposition"]
        receipt = json.loads(sent.content)
        assert desk.get(f"/app/candidates/{candidate.id}/consent/").status_code == 200

    assert token not in sent.text
    assert receipt["schema_version"] == "ISO/IEC TS 27560:2023"
    assert [one["purpose_type"] for one in receipt["pii_processing"]] == ["pool", "news", "relay"]
    relayed = receipt["pii_processing"][2]
    assert relayed["recipient_third_parties"] == [
        {
            "party_id": str(agency.id),
            "party_name": "三日月キャリア株式会社",
            "party_address": agency.postal_address,
            "party_role": "recipient: licensed placement agency",
            "permit_number": "13-ユ-999101",
            "permit_valid_from_on": "2025-11-19",
            "permit_valid_until_on": "2027-11-19",
            "permit_checked_on": "2026-11-19",
            "country": "JP",
        }
    ]
    assert [event["event_type"] for event in receipt["pii_processing"][1]["events"]] == ["given", "withdrawn"]
    assert person_id is not None
    with acting_for_person(person_id):
        statement = Statement.objects.get(id=relayed["statement_id"])
    proof = relayed["proof"]
    salt = bytes.fromhex(proof["salt"])
    assert commitment(payload_of_statement(statement), salt=salt).hex() == proof["commitment"]
    assert is_head(bytes.fromhex(proof["chain_link"]))

    with psycopg.connect(own_database.conninfo(user=SUPERUSER), autocommit=True) as connection:
        for table in ("consent_servedtext", "consent_statement"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        byte = "UPDATE consent_servedtext SET document = set_byte(document, 20, get_byte(document, 20) # 1)"
        permit = "UPDATE consent_statement SET permit_number = reverse(permit_number)"
        for change in (byte, permit):
            connection.execute(change)
            with clock.moved_to(NOW + YEAR):
                assert "合いません" in phone.get(f"/c/{token}/receipt?of={receipt_id}").text, change
            connection.execute(change)
        # Every byte is whole, and the permit that was named was not valid on that day.
        ended = "UPDATE accounts_permit SET valid_until_on = valid_until_on {} interval '700 days'"
        connection.execute(ended.format("-"))
        with clock.moved_to(NOW + YEAR):
            assert "合いません" in phone.get(f"/c/{token}/receipt?of={receipt_id}").text
        connection.execute(ended.format("+"))
    with clock.moved_to(NOW + YEAR):
        assert "そのときから変わっていません" in phone.get(f"/c/{token}/receipt?of={receipt_id}").text


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_the_company_finds_no_record_of_consent_of_who_is_not_in_its_pool_whatever_the_cause(client):
    network = make_network()
    company = network.company
    make_member(company)
    client.login(username="alice@shiomi.example.jp", password=PASSWORD)
    never, revoked, relayed = (
        make_candidate(company, address=f"p{number}@example.jp") for number in range(3)
    )
    link = make_link(company, address="p1@example.jp", candidate=revoked)
    answer(link, pool=True)
    answer(make_link(company, address="p2@example.jp", candidate=relayed), agencies=network.agencies)
    later = NOW + timedelta(days=1)
    revoke(link, purpose=Purpose.POOL, recipient_id=company.id, nonce=nonce_for(link, at=later), at=later)
    with clock.moved_to(later):
        answers = [client.get(f"/app/candidates/{one.id}/consent/") for one in (never, revoked, relayed)]
    assert {found.status_code for found in answers} == {404}
    assert (
        len({found.content.replace(str(found.request["PATH_INFO"]).encode(), b"") for found in answers}) == 1
    )
