"""One letter that nobody can write stops no other (P31): whoever types an address must not stop the outbox."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.outreach.channels.mail.server import MailServer
from careerrelay.outreach.models import Delivery
from careerrelay.outreach.sending import send_due
from careerrelay.outreach.verifying import request_verification
from careerrelay.people.verification import mailbox_of
from careerrelay.text.addresses import parse_address
from config.demo.catcher import Catcher, caught_mails
from tests.make import NOW, make_network

LATER = NOW + timedelta(minutes=1)
HOSTILE = ["=?utf-8?q?a?=@example.jp", "a" * 31 + ".." + "b" * 31 + "@docomo.ne.jp"]


@pytest.mark.promise("P31")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_address_that_no_mail_can_carry_stops_no_other_letter(
    hostile, own_database, tmp_path: Path
) -> None:
    network = make_network()
    for address in (hostile, "aoi@example.jp"):
        request_verification(address, company_id=network.company.id, language="ja", at=NOW)
    with Catcher(tmp_path / "mail") as catcher:
        server = MailServer("127.0.0.1", catcher.port, sender="relay@careerrelay.example.jp")
        assert send_due(server=server, clock=lambda: LATER) == Counter(accepted=1, refused=1)
    assert [mail.to for mail in caught_mails(tmp_path / "mail")] == ["aoi@example.jp"]
    mailbox_id = mailbox_of(parse_address(hostile).comparable)
    with acting_for_person(mailbox_id):
        assert Delivery.objects.get().state == "refused"


@pytest.mark.promise("P27")
def test_plus_tags_do_not_fill_one_mailbox(own_database) -> None:
    network = make_network()
    for number in range(9):
        at = NOW + timedelta(minutes=5 * number)
        request_verification(f"aoi+{number}@example.jp", company_id=network.company.id, language="ja", at=at)
    with acting_for_person(mailbox_of("aoi@example.jp")):
        assert Delivery.objects.count() == 2
