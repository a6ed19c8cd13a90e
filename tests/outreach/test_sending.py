"""The sender against a real SMTP server and a real database, also when one of them dies in the middle."""

import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.models import Application, ApplicationState, Rejection
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.outreach.actions import ToldOfBreach, queue_breach_letters, queue_letter, queue_notices
from careerrelay.outreach.channels.mail.server import MailServer
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind
from careerrelay.outreach.queries import people_to_tell
from careerrelay.outreach.sending import send_due
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import open_link
from careerrelay.pool.bulk import Pressed, run_bulk_deed, start_bulk_deed, undo_bulk_deed
from careerrelay.pool.models import BulkDeed, BulkDeedKind
from careerrelay.pool.rules.question import Question
from config.demo.catcher import Catcher, caught_mails
from tests.make import NOW, TESTER, Network, make_candidates, make_network

TOMORROW = NOW + timedelta(days=1)
SENDER = "relay@careerrelay.example.jp"
RECEIPT_VALUES = {"choices": "・x", "when": "x", "version": "1", "fingerprint": "x"}


@pytest.fixture
def network(own_database) -> Network:
    return make_network()


@pytest.fixture
def catcher(tmp_path: Path):
    with Catcher(tmp_path / "mail") as running:
        yield running


def server(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, sender=SENDER)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def queue(network: Network, *, number: int) -> list:
    named = {f"c{index}@example.jp": f"候補 {index}" for index in range(number)}
    candidates = make_candidates(network.company, named)
    with acting_for(network.company.id):
        queue_notices(
            organization_id=network.company.id,
            candidate_ids=[candidate.id for candidate in candidates],
            language="ja",
            actor=TESTER,
            at=NOW,
        )
    return candidates


def states(network: Network) -> Counter:
    with acting_for(network.company.id):
        return Counter(Delivery.objects.values_list("state", flat=True))


def token_in(text: str) -> str:
    return text.partition("/c/")[2].split()[0]


def test_nothing_leaves_before_its_time(network, catcher, tmp_path) -> None:
    queue(network, number=2)
    assert send_due(server=server(catcher.port), clock=lambda: NOW) == Counter()
    assert caught_mails(tmp_path / "mail") == []


@pytest.mark.promise("P48")
def test_a_due_notice_is_sent_once_with_a_link_that_opens_its_question(network, catcher, tmp_path) -> None:
    queue(network, number=1)
    assert send_due(server=server(catcher.port), clock=lambda: TOMORROW) == Counter(accepted=1)
    assert send_due(server=server(catcher.port), clock=lambda: TOMORROW) == Counter()
    [mail] = caught_mails(tmp_path / "mail")
    assert mail.to == "c0@example.jp"
    assert "汐見計測株式会社" in mail.sender
    assert SENDER in mail.sender
    assert "候補 0 様" in mail.text
    link = open_link(token_in(mail.text), at=TOMORROW)
    assert link is not None
    assert link.company_id == network.company.id
    assert link.kind == LinkKind.NOTICE
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at == TOMORROW


@pytest.mark.promise("P48")
def test_only_a_notice_carries_less_and_only_a_link_that_was_asked_for_ends_the_others(
    network, catcher, tmp_path
) -> None:
    tokens = []
    for kind, wanted in (
        (LetterKind.RECEIPT, LinkKind.PERSONAL),
        (LetterKind.VERIFICATION, LinkKind.VERIFICATION),
        (LetterKind.LINK, LinkKind.PERSONAL),
    ):
        owner = new_id()
        with acting_for_person(owner):
            queue_letter(
                kind,
                person_id=owner,
                company_id=network.company.id,
                candidate_id=None,
                address="aoi@example.jp",
                language="ja",
                values=RECEIPT_VALUES if kind == LetterKind.RECEIPT else None,
                at=NOW,
            )
        assert send_due(server=server(catcher.port), clock=lambda: NOW) == Counter(accepted=1)
        tokens.append(token_in(caught_mails(tmp_path / "mail")[0].text))
        link = open_link(tokens[-1], at=NOW)
        assert link is not None
        assert link.kind == wanted
    assert [open_link(token, at=NOW) is not None for token in tokens] == [False, True, True]


@pytest.mark.promise("P48")
def test_no_row_that_a_company_can_read_holds_the_way_into_a_page(
    network, catcher, tmp_path, own_database
) -> None:
    queue(network, number=1)
    send_due(server=server(catcher.port), clock=lambda: TOMORROW)
    token = token_in(caught_mails(tmp_path / "mail")[0].text)
    with psycopg.connect(own_database.conninfo(user="postgres")) as connection:
        tables = [
            row[0]
            for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        for table in tables:
            rows = connection.execute(f"SELECT t::text FROM {table} t").fetchall()
            assert not any(token in row[0] for row in rows), table


@pytest.mark.promise("P41")
def test_mails_wait_while_the_mail_server_is_away_and_leave_when_it_is_back(
    network, catcher, tmp_path
) -> None:
    queue(network, number=3)
    assert send_due(server=server(free_port()), clock=lambda: TOMORROW) == Counter(queued=3)
    assert states(network) == Counter(queued=3)
    later = TOMORROW + timedelta(minutes=5)
    assert send_due(server=server(catcher.port), clock=lambda: later) == Counter(accepted=3)
    assert len(caught_mails(tmp_path / "mail")) == 3


def test_a_person_who_is_in_the_process_again_is_not_told_no(network, catcher, tmp_path) -> None:
    candidates = queue(network, number=2)
    with acting_for(network.company.id):
        Application.objects.filter(candidate=candidates[0]).update(state=ApplicationState.OPEN)
    assert send_due(server=server(catcher.port), clock=lambda: TOMORROW) == Counter(accepted=1, cancelled=1)
    assert [mail.to for mail in caught_mails(tmp_path / "mail")] == ["c1@example.jp"]


def test_one_refused_address_does_not_stop_the_others(network, catcher, tmp_path) -> None:
    queue(network, number=3)
    with acting_for(network.company.id):
        Delivery.objects.filter(address="c1@example.jp").update(address="c1@exa\nmple.jp")
    tally = send_due(server=server(catcher.port), clock=lambda: TOMORROW)
    assert tally == Counter(accepted=2, refused=1)
    assert sorted(mail.to for mail in caught_mails(tmp_path / "mail")) == ["c0@example.jp", "c2@example.jp"]


def test_a_receipt_is_the_persons_and_sent_at_once(network, catcher, tmp_path) -> None:
    person_id = new_id()
    queue_letter(
        LetterKind.RECEIPT,
        person_id=person_id,
        company_id=network.company.id,
        candidate_id=None,
        address="aoi@example.jp",
        language="en",
        values={"choices": "- a", "when": "now", "version": "1", "fingerprint": "ab"},
        at=NOW,
    )
    assert send_due(server=server(catcher.port), clock=lambda: NOW) == Counter(accepted=1)
    assert "Receipt" in caught_mails(tmp_path / "mail")[0].subject
    with acting_for_person(person_id):
        assert Delivery.objects.get().state == DeliveryState.ACCEPTED


@pytest.mark.promise("P43")
@pytest.mark.promise("P48")
def test_a_letter_about_a_breach_goes_to_everybody_once_and_opens_no_page(network, catcher, tmp_path) -> None:
    told = [ToldOfBreach(new_id(), f"c{index}@example.jp", "青木 {name}") for index in range(2)]
    words = {
        "summary": "宛先を間違えました。\n{link}",
        "items": "氏名",
        "cause": "x",
        "harm": "x",
        "remarks": "x",
    }
    with acting_for(network.company.id):
        queue_breach_letters(told, organization_id=network.company.id, values=words, at=NOW)
    assert send_due(server=server(catcher.port), clock=lambda: NOW) == Counter(accepted=2)
    assert send_due(server=server(catcher.port), clock=lambda: NOW) == Counter()
    mails = caught_mails(tmp_path / "mail")
    assert all(any(one.address in mail.to for mail in mails) for one in told)
    for mail in mails:
        assert "宛先を間違えました。" in mail.text
        assert "/c/" not in mail.text
        assert "saiyo@shiomi.example.jp" in mail.text


WORKER = """
from config.cli import main
import os, sys
import django
django.setup()
from datetime import datetime
from careerrelay.outreach.sending import send_due
from careerrelay.outreach.channels.mail.server import parse_email_url
at = datetime.fromisoformat(sys.argv[1])
send_due(server=parse_email_url(os.environ["EMAIL_URL"]), clock=lambda: at)
"""


@pytest.mark.promise("P13")
def test_killing_the_sender_again_and_again_loses_no_notice_and_doubles_none(
    network, catcher, tmp_path, own_database
) -> None:
    number = 400
    queue(network, number=number)
    folder = tmp_path / "mail"
    environment = own_database.env | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{catcher.port}?from={SENDER}",
    }
    kills = 0
    for target in (20, 90, 160, 230, 300):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, TOMORROW.isoformat()],
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        deadline = time.monotonic() + 30
        while len(list(folder.iterdir())) < target and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            kills += 1
        worker.wait()
    assert kills == 5
    after = TOMORROW + timedelta(hours=1)
    send_due(server=server(catcher.port), clock=lambda: after)
    arrived = Counter(mail.to for mail in caught_mails(folder))
    found = states(network)
    assert max(arrived.values()) == 1, "a notice arrived twice"
    assert set(found) <= {"accepted", "in_doubt"}
    assert sum(found.values()) == number
    assert found["in_doubt"] <= kills
    assert len(arrived) >= found["accepted"]
    assert number - len(arrived) <= found["in_doubt"], "a notice was lost and nobody says so"


def test_a_rejection_of_many_that_was_undone_sends_nothing_to_anybody(network, catcher, tmp_path) -> None:
    """The notices were queued in between: the sender looks for itself, right before the wire."""
    company, bob = network.company, Actor.member(new_id(), organization_id=network.company.id)
    named = {f"c{n}@example.jp": f"候補 {n}" for n in range(3)}
    people = make_candidates(company, named, state=ApplicationState.OPEN)
    with acting_for(company.id):
        deed = start_bulk_deed(
            Pressed(
                kind=BulkDeedKind.REJECT,
                question=Question(),
                chosen_ids=[person.id for person in people],
                arguments={"reason": ""},
                press_key=new_id(),
            ),
            organization_id=company.id,
            actor=bob,
            at=NOW,
        )
    run_bulk_deed(organization_id=company.id, bulk_deed_id=deed.id, now=lambda: NOW)
    with acting_for(company.id):
        queue_notices(
            organization_id=company.id,
            candidate_ids=[person.id for person in people],
            language="ja",
            actor=TESTER,
            at=NOW,
        )
        undo_bulk_deed(BulkDeed.objects.get(), actor=TESTER, at=NOW)
    assert states(network) == Counter(queued=3)
    run_bulk_deed(organization_id=company.id, bulk_deed_id=deed.id, now=lambda: NOW)
    with acting_for(company.id):
        assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.OPEN}
    assert send_due(server=server(catcher.port), clock=lambda: TOMORROW)["accepted"] == 0
    assert caught_mails(tmp_path / "mail") == []
    assert states(network)["queued"] == 0
    with acting_for(company.id):
        assert not Rejection.objects.exists()
        assert [person.candidate.id for person in people_to_tell(organization_id=company.id)] == []
