"""What was stated and what was done cannot be changed unseen, not even by whoever owns the database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connections, transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.chaining import chains as all_chains
from careerrelay.audit.chaining import entry_faults, is_head, keep_head, link_faults, seal_entries
from careerrelay.audit.models import AuditEntry, Chain, ChainLink, Salt
from careerrelay.audit.rules.chain import (
    ChainKind,
    Link,
    beginning,
    commitment,
    erasure_commitment,
    head_of,
    payload_of,
)
from careerrelay.consent.chaining import erase_statements, payload_of_statement, statement_faults
from careerrelay.consent.models import Statement
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.postgres.server import SUPERUSER
from careerrelay.relay.actions.answering import revoke
from tests.make import NOW, Network, answer, make_link, make_network, nonce_for

DAY = timedelta(days=1)


def chain_of(kind: ChainKind, owner_id: UUID) -> UUID:
    return next(row[0] for row in all_chains() if row[1:3] == (kind, owner_id))


def all_faults() -> list[str]:
    found = [fault for row in all_chains() for fault in link_faults(row[0], name=row[1])]
    return [one.fault for one in [*found, *entry_faults(), *statement_faults()]]


def say_much(network: Network) -> UUID:
    """Two people at one company, agencies, a change of mind: seven statements in two chains. Returns the
    first person."""
    company, agencies = network.company, network.agencies
    aoi = answer(make_link(company), pool=True, news=True, agencies=agencies[:2]).person_id
    answer(make_link(company, address="sora@example.jp"), pool=True, agencies=agencies[:1])
    link = make_link(company)
    revoke(link, purpose=Purpose.NEWS, recipient_id=company.id, nonce=nonce_for(link), at=NOW + DAY)
    assert aoi is not None
    return aoi


@pytest.mark.django_db
@pytest.mark.promise("P06")
def test_every_statement_has_its_link_and_the_rules_compute_what_the_database_wrote():
    network = make_network()
    aoi = say_much(network)
    with acting_for(network.operator.id):
        for chain in Chain.objects.filter(kind=ChainKind.CONSENT):
            links = [
                Link(row.seq, row.kind, bytes(row.commitment), bytes(row.hash))
                for row in ChainLink.objects.filter(chain=chain).order_by("seq")
            ]
            assert [link.seq for link in links] == list(range(1, len(links) + 1))
            assert head_of(links, previous=beginning(chain.kind, chain.owner_id)) == bytes(chain.head)
        lengths = dict(Chain.objects.filter(kind=ChainKind.CONSENT).values_list("owner_id", "seq"))
    assert lengths == {network.company.id: 4, network.operator.id: 3}
    with acting_for_person(aoi):
        salts = {row.row_id: row for row in Salt.objects.all()}
        for statement in Statement.objects.filter(person_id=aoi):
            opened = salts[statement.id]
            expected = commitment(payload_of_statement(statement), salt=bytes(opened.salt))
            with acting_for(network.operator.id):
                link = ChainLink.objects.get(chain_id=opened.chain_id, seq=opened.seq)
            assert bytes(link.commitment) == expected
    seal_entries()
    assert all_faults() == []


@pytest.mark.django_db
@pytest.mark.promise("P35")
def test_every_entry_of_the_trail_gets_its_link_and_the_rules_compute_the_same_bytes():
    network = make_network()
    say_much(network)
    assert seal_entries() > 10
    assert seal_entries() == 0
    with acting_for(network.company.id):
        entry = AuditEntry.objects.filter(deed="make_start_link").get()
    payload = payload_of(
        [
            entry.id,
            entry.organization_id,
            entry.person_id,
            entry.actor_kind,
            entry.actor_id,
            entry.actor_organization_id,
            entry.actor_part,
            entry.deed,
            entry.object_kind,
            entry.object_id,
            entry.count,
            "2026-11-19T01:15:00.000000Z",
        ]
    )
    with acting_for(network.operator.id):
        kept = Salt.objects.get(row_id=entry.id)
        link = ChainLink.objects.get(chain_id=kept.chain_id, seq=kept.seq)
    assert bytes(link.commitment) == commitment(payload, salt=bytes(kept.salt))


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_a_company_reads_neither_the_length_of_its_chain_nor_any_link_of_it():
    network = make_network()
    say_much(network)
    seal_entries()
    with acting_for(network.company.id):
        assert not Chain.objects.exists()
        assert not ChainLink.objects.exists()
        assert not Salt.objects.exists()


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_the_head_of_a_day_is_new_every_day_whether_anything_was_said_or_not():
    network = make_network()
    company = network.company

    def head_at(days: int) -> tuple[bytes, bool]:
        kept, is_new = keep_head(
            ChainKind.CONSENT, owner_id=company.id, organization_id=company.id, at=NOW + days * DAY
        )
        return bytes(kept.head), is_new

    quiet = [head_at(0), head_at(1)]
    answer(make_link(company), pool=True)
    heads = [*quiet, head_at(2), head_at(3)]
    assert len({head for head, _ in heads}) == 4
    assert head_at(3) == (heads[3][0], False)
    assert all(is_head(head) for head, _ in heads)
    seal_entries()
    assert all_faults() == []


@pytest.mark.django_db
@pytest.mark.promise("P15", "P35")
def test_an_erased_person_leaves_links_that_open_nothing_and_a_chain_that_holds():
    network = make_network()
    aoi = say_much(network)
    seal_entries()
    with acting_for_person(aoi):
        said = Statement.objects.filter(person_id=aoi)
        to_company = list(said.exclude(purpose=Purpose.RELAY).values_list("id", flat=True))
        of_relays = list(said.filter(purpose=Purpose.RELAY).values_list("id", flat=True))
    assert erase_statements(to_company) == 3
    assert all_faults() == []
    assert erase_statements([*to_company, *of_relays]) == 2
    assert erase_statements(of_relays) == 0
    assert all_faults() == []
    with acting_for_person(aoi):
        assert not Statement.objects.filter(person_id=aoi).exists()
        assert not Salt.objects.filter(seq__lte=3, chain__kind=ChainKind.CONSENT).exists()
    with acting_for(network.operator.id):
        erasure = ChainLink.objects.get(
            chain_id=chain_of(ChainKind.CONSENT, network.operator.id), kind="erasure"
        )
    assert bytes(erasure.commitment) == erasure_commitment([1, 2])


# What somebody with all rights over the database does, and what `verify` calls it.
TAMPERING = {
    "another company in a statement": (
        """UPDATE consent_statement SET recipient_id = gen_random_uuid()
           WHERE id = (SELECT min(id::text)::uuid FROM consent_statement)""",
        {"changed"},
    ),
    "one byte of a text": (
        "UPDATE consent_servedtext SET document = set_byte(document, 9, 65)",
        {"text changed"},
    ),
    "a revocation taken out": (
        "DELETE FROM consent_statement WHERE deed = 'revoke'",
        {"removed"},
    ),
    "a revocation taken out with its salt": (
        """DELETE FROM audit_salt WHERE row_id IN (SELECT id FROM consent_statement WHERE deed = 'revoke');
           DELETE FROM consent_statement WHERE deed = 'revoke'""",
        {"erased without a trace"},
    ),
    "a revocation passed off as erased": (
        """INSERT INTO audit_erasedlink (id, chain_id, keeper_id, seq, by_seq, row_id)
           SELECT gen_random_uuid(), o.chain_id, o.keeper_id, o.seq, 2, o.row_id
           FROM audit_salt o JOIN consent_statement s ON s.id = o.row_id WHERE s.deed = 'revoke';
           DELETE FROM audit_salt WHERE row_id IN (SELECT id FROM consent_statement WHERE deed = 'revoke');
           DELETE FROM consent_statement WHERE deed = 'revoke'""",
        {"erasure"},
    ),
    "a grant slipped in": (
        """INSERT INTO consent_statement
           SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).*
           FROM consent_statement s LIMIT 1""",
        {"never chained"},
    ),
    "a link changed": (
        "UPDATE audit_chainlink SET commitment = sha256('x') WHERE seq = 2 AND chain_id = %(chain)s",
        {"changed"},
    ),
    "two links in another order": (
        """UPDATE audit_chainlink SET seq = 99 WHERE seq = 1 AND chain_id = %(chain)s;
           UPDATE audit_chainlink SET seq = 1 WHERE seq = 2 AND chain_id = %(chain)s;
           UPDATE audit_chainlink SET seq = 2 WHERE seq = 99 AND chain_id = %(chain)s""",
        {"changed"},
    ),
    "a link taken out of the middle": (
        """DELETE FROM audit_salt WHERE seq = 2 AND chain_id = %(chain)s;
           DELETE FROM audit_chainlink WHERE seq = 2 AND chain_id = %(chain)s""",
        {"gap", "changed", "never chained"},
    ),
    "the tail cut": (
        """DELETE FROM audit_salt WHERE seq > 2 AND chain_id = %(chain)s;
           DELETE FROM audit_chainlink WHERE seq > 2 AND chain_id = %(chain)s""",
        {"cut", "never chained"},
    ),
    "the tail cut, with its statements, and the chain set back": (
        """DELETE FROM consent_statement s USING audit_salt o
           WHERE o.row_id = s.id AND o.seq > 2 AND o.chain_id = %(chain)s;
           DELETE FROM audit_salt WHERE seq > 2 AND chain_id = %(chain)s;
           DELETE FROM audit_chainlink WHERE seq > 2 AND chain_id = %(chain)s;
           UPDATE audit_chain c SET seq = 2, head = l.hash FROM audit_chainlink l
           WHERE l.chain_id = c.id AND l.seq = 2 AND c.id = %(chain)s""",
        {"cut"},
    ),
    "one byte of the trail": (
        """UPDATE audit_auditentry SET deed = 'see_nothing'
           WHERE id = (SELECT min(id::text)::uuid FROM audit_auditentry)""",
        {"changed"},
    ),
    "a row of the trail taken out": (
        "DELETE FROM audit_auditentry WHERE id = (SELECT max(id::text)::uuid FROM audit_auditentry)",
        {"removed"},
    ),
    "two links of the trail in another order": (
        """UPDATE audit_chainlink SET seq = 99 WHERE seq = 1 AND chain_id = %(trail)s;
           UPDATE audit_chainlink SET seq = 1 WHERE seq = 2 AND chain_id = %(trail)s;
           UPDATE audit_chainlink SET seq = 2 WHERE seq = 99 AND chain_id = %(trail)s""",
        {"changed"},
    ),
    "the tail of the trail cut and its chain set back": (
        """DELETE FROM audit_auditentry e USING audit_salt o
           WHERE o.row_id = e.id AND o.seq > 1 AND o.chain_id = %(trail)s;
           DELETE FROM audit_salt WHERE seq > 1 AND chain_id = %(trail)s;
           DELETE FROM audit_chainlink WHERE seq > 1 AND chain_id = %(trail)s;
           UPDATE audit_chain c SET seq = 1, head = l.hash FROM audit_chainlink l
           WHERE l.chain_id = c.id AND l.seq = 1 AND c.id = %(trail)s""",
        {"cut"},
    ),
}
TABLES = [
    "audit_auditentry",
    "audit_chainlink",
    "audit_dailyhead",
    "audit_erasedlink",
    "audit_salt",
    "consent_servedtext",
    "consent_statement",
]


@contextmanager
def all_rights(conninfo: str) -> Iterator[psycopg.Cursor]:
    """A superuser who has switched the triggers off; what was done is undone afterwards."""
    with psycopg.connect(conninfo) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        connection.rollback()


def faults_seen_by(cursor: psycopg.Cursor) -> set[str]:
    cursor.execute(
        "SELECT f.fault FROM audit_chains() c, audit_link_faults(c.chain_id) f UNION ALL "
        "SELECT fault FROM audit_entry_faults() UNION ALL SELECT fault FROM consent_statement_faults()"
    )
    return {fault for (fault,) in cursor.fetchall()}


@pytest.mark.promise("P06", "P35", "P47")
def test_whatever_a_superuser_changes_is_found_and_a_mailed_head_outlives_even_the_kept_one(own_database):
    network = make_network()
    say_much(network)
    seal_entries()
    company_id = network.company.id
    mailed = {
        kind: bytes(keep_head(kind, owner_id=company_id, organization_id=company_id, at=NOW)[0].head)
        for kind in (ChainKind.CONSENT, ChainKind.AUDIT)
    }
    names = {
        "chain": chain_of(ChainKind.CONSENT, company_id),
        "trail": chain_of(ChainKind.AUDIT, company_id),
    }
    superuser = own_database.conninfo(user=SUPERUSER)
    with all_rights(superuser) as cursor:
        assert faults_seen_by(cursor) == set()
    for deed, (statements, expected) in TAMPERING.items():
        with all_rights(superuser) as cursor:
            for statement in statements.split(";"):
                cursor.execute(statement, names)
                assert cursor.rowcount, (deed, statement)
            assert faults_seen_by(cursor) == expected, deed
    with all_rights(superuser) as cursor:
        # Everything that could tell inside is set back as well. What was mailed is not.
        for statement in TAMPERING["the tail cut, with its statements, and the chain set back"][0].split(";"):
            cursor.execute(statement, names)
        cursor.execute("DELETE FROM audit_dailyhead WHERE kind = 'consent'")
        assert faults_seen_by(cursor) == set()
        cursor.execute("SELECT audit_is_head(%s), audit_is_head(%s)", list(mailed.values()))
        assert cursor.fetchone() == (False, True)


@pytest.mark.promise("P13")
def test_numbers_have_no_hole_when_many_speak_at_once_and_some_take_it_back(own_database):
    network = make_network()
    links = [make_link(network.company, address=f"p{number}@example.jp") for number in range(8)]

    def speak(number: int) -> None:
        try:
            with transaction.atomic():
                answer(links[number], pool=True, news=True, agencies=network.agencies[:1])
                if number % 4 == 3:
                    transaction.set_rollback(True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(speak, range(8)))
    lengths = {row[2]: row[3] for row in all_chains() if row[1] is ChainKind.CONSENT}
    assert lengths == {network.company.id: 12, network.operator.id: 6}
    seal_entries()
    assert all_faults() == []
