"""Encrypted means verified; a password goes to no server that is not."""

import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from careerrelay.outreach.channels.mail.outcomes import Accepted, MailNotSent
from careerrelay.outreach.channels.mail.server import Encryption
from careerrelay.outreach.channels.mail.smtp import MailConnection
from tests.outreach.channels.certificates import tls_pair
from tests.outreach.channels.sending import HURRIED, send
from tests.outreach.channels.servers import Script, mail_server


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_encrypted_servers_are_verified_and_signed_in_to(encryption: Encryption, tmp_path: Path) -> None:
    ours, theirs = tls_pair(tmp_path)
    script = Script(user=("relay", "pass word"))
    is_at_once = encryption is Encryption.TLS
    with mail_server(script, tls=theirs, is_encrypted_at_once=is_at_once) as plain:
        server = replace(plain, encryption=encryption, user="relay", password="pass word")
        with MailConnection(server, patience=HURRIED, tls=ours) as connection:
            assert [type(send(connection)) for _ in range(3)] == [Accepted] * 3
            assert script.sessions == 1
        stranger = MailConnection(server, patience=HURRIED, tls=ssl.create_default_context())
        assert isinstance(send(stranger), MailNotSent)
    assert len(script.received) == 3


@pytest.mark.promise("P41")
def test_a_wrong_password_is_a_trouble_that_never_repeats_it(tmp_path: Path) -> None:
    ours, theirs = tls_pair(tmp_path)
    script = Script(user=("relay", "right"))
    with mail_server(script, tls=theirs) as plain:
        server = replace(plain, encryption=Encryption.STARTTLS, user="relay", password="hush-hush")
        connection = MailConnection(server, patience=HURRIED, tls=ours)
        outcome = send(connection)
    assert isinstance(outcome, MailNotSent)
    assert "535" in str(outcome)
    assert "hush-hush" not in str(outcome) + repr(outcome) + repr(server)


def test_a_server_without_encryption_gets_no_mail_that_asks_for_it() -> None:
    script = Script()
    with mail_server(script) as plain:
        server = replace(plain, encryption=Encryption.STARTTLS)
        assert isinstance(send(MailConnection(server, patience=HURRIED)), MailNotSent)
    assert script.received == []
