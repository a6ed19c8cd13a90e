"""The demo's mail server takes everything, keeps the newest, and lets nobody name its files."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerrelay.core.ids import new_id
from careerrelay.outreach.channels.mail.outcomes import Accepted, Deferred, Outcome, Refused
from careerrelay.outreach.channels.mail.server import MailServer, parse_email_url
from careerrelay.outreach.channels.mail.smtp import MailConnection
from careerrelay.outreach.rules.mail_text import Slot, mail_text
from careerrelay.outreach.rules.mails import MailSender, PreparedMail, message_id_for
from config.demo.catcher import Catcher, PortTaken, caught_bytes, caught_mail, caught_mails

AT = datetime(2025, 11, 21, 1, 0, tzinfo=UTC)
RELAY = MailSender("株式会社キャリアリレー運営事務局東日本支社", "relay@relay.example")


def mail_to(address: str, *, name: str = "髙橋 花子") -> bytes:
    prepared = PreparedMail(
        sender=RELAY,
        language="ja",
        subject="控えをお送りします",
        text=mail_text("{name} 様\n\n控えです。いつでも取り消せます。\n", name=Slot("name")),
        is_html_added=True,
    )
    return prepared.bytes_for(
        address, message_id=message_id_for(new_id(), sender=RELAY), values={"name": name}, at=AT
    )


def deliver(catcher: Catcher, *mails: bytes, recipient: str = "hanako@example.jp") -> list[Outcome]:
    with MailConnection(MailServer("127.0.0.1", catcher.port)) as connection:
        return [connection.send(mail, sender="relay@relay.example", recipient=recipient) for mail in mails]


def test_what_was_sent_can_be_read_newest_first(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    sent = [mail_to(f"p{number}@example.jp") for number in range(5)]
    with Catcher(folder) as catcher:
        assert {type(outcome) for outcome in deliver(catcher, *sent)} == {Accepted}
    mails = caught_mails(folder)
    assert [mail.to for mail in mails] == [f"p{number}@example.jp" for number in (4, 3, 2, 1, 0)]
    assert [caught_bytes(folder, mail_id=mail.id) for mail in mails] == sent[::-1]
    newest = mails[0]
    assert newest == caught_mail(folder, mail_id=newest.id)
    assert newest.sender == f"{RELAY.name} <relay@relay.example>"
    assert newest.subject == "控えをお送りします"
    assert newest.dated_at == AT
    assert newest.text == "髙橋 花子 様\n\n控えです。いつでも取り消せます。\n"
    assert "控えです。いつでも取り消せます。" in newest.html
    assert folder.stat().st_mode & 0o077 == 0


def test_mails_are_found_by_their_recipient(tmp_path: Path) -> None:
    addresses = ("a..b@docomo.ne.jp", "Hanako@Example.jp", "taro@example.jp")
    with Catcher(tmp_path) as catcher:
        deliver(catcher, *map(mail_to, addresses))
    assert [mail.to for mail in caught_mails(tmp_path, recipient="hanako@example.JP ")] == [
        "Hanako@Example.jp"
    ]
    assert len(caught_mails(tmp_path, recipient="a..b@docomo.ne.jp")) == 1
    assert len(caught_mails(tmp_path, recipient="example.jp")) == 2
    assert len(caught_mails(tmp_path, at_most=1)) == 1
    assert caught_mails(tmp_path, recipient="nobody@example.jp") == []


def test_only_the_newest_are_kept_across_restarts(tmp_path: Path) -> None:
    for start in (0, 4):
        with Catcher(tmp_path, kept_max=3) as catcher:
            deliver(catcher, *(mail_to(f"p{start + number}@example.jp") for number in range(4)))
    assert [mail.to for mail in caught_mails(tmp_path)] == ["p7@example.jp", "p6@example.jp", "p5@example.jp"]
    assert len(list(tmp_path.iterdir())) == 3


def test_pipelining_is_offered(tmp_path: Path) -> None:
    with Catcher(tmp_path) as catcher, socket.create_connection(("127.0.0.1", catcher.port)) as client:
        client.sendall(b"EHLO x\r\nQUIT\r\n")
        said = b""
        while chunk := client.recv(4096):
            said += chunk
    assert b"250-PIPELINING\r\n" in said


@pytest.mark.promise("P13")
def test_an_unfinished_mail_of_a_killed_server_is_no_mail(tmp_path: Path) -> None:
    (tmp_path / f"{new_id()}.part").write_bytes(b"half a ma")
    (tmp_path / "notes.eml").write_bytes(b"somebody else's")
    assert caught_mails(tmp_path) == []
    with Catcher(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["notes.eml"]


@pytest.mark.promise("P41")
def test_a_full_disk_defers_the_mail(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    with Catcher(folder) as catcher:
        folder.rmdir()
        assert deliver(catcher, mail_to("a@example.jp")) == [
            Deferred(452, "4.3.1 The mail cannot be written to disk now")
        ]
        folder.mkdir()
        assert [type(outcome) for outcome in deliver(catcher, mail_to("a@example.jp"))] == [Accepted]


def test_a_mail_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    with Catcher(tmp_path) as catcher:
        outcomes = deliver(catcher, b"Subject: x\r\n\r\n" + b"x" * 70 * 20_000, mail_to("a@example.jp"))
    assert [type(outcome) for outcome in outcomes] == [Refused, Accepted]


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as refused:
            Catcher(tmp_path, port=port)
    assert str(port) in refused.value.en
    assert str(port) in refused.value.ja


HOSTILE = {
    "nothing at all": b"",
    "no header": b"\r\nbody",
    "no body": b"Subject: x",
    "unknown charset": b"Content-Type: text/plain; charset=martian\r\n\r\n\xff\xfe",
    "raw bytes in the head": b"Subject: \xff\xfe\x00\x1b[31m\r\nFrom: \xe3\x81\r\n\r\nx",
    "a date that is none": b"Date: Mon, 99 Foo 999999999999 25:61:61 +9999\r\n\r\nx",
    "a name like a path": b"To: ../../../etc/passwd\r\nMessage-ID: <../../x>\r\n\r\nx",
    "broken encodings": b"Subject: =?utf-8?b?////?= =?x?q?=?= =?utf-8?b?a?=\r\n\r\nx",
    "an encoded line end": b"Subject: =?utf-8?b?DQpCY2M6IHg=?=\r\n\r\nx",
    "groups and comments": b'To: :;,<>(()@\\"[\r\nFrom: (((((\r\n\r\nx',
    "a very long head": b"To: " + b"(" * 300_000 + b"\r\n\r\nx",
    "ten thousand levels": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(10_000)
    ),
    "no boundary": b"Content-Type: multipart/alternative\r\n\r\nx",
    "broken base64": b"Content-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n!!!!a",
}


@pytest.mark.promise("P31")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_shown_and_does_not_hide_the_others(name: str, tmp_path: Path) -> None:
    good, bad = new_id(), new_id()
    (tmp_path / f"{good}.eml").write_bytes(mail_to("hanako@example.jp"))
    (tmp_path / f"{bad}.eml").write_bytes(HOSTILE[name])
    mails = caught_mails(tmp_path)
    assert [mail.id for mail in mails] == [bad, good]
    assert mails[1].to == "hanako@example.jp"
    for shown in (mails[0].sender, mails[0].to, mails[0].subject):
        assert shown.isprintable() or "\ufffd" in shown
        assert len(shown.splitlines()) <= 1
    (mails[0].text + mails[0].html).encode()


@pytest.mark.promise("P31")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.binary(max_size=200),
    kind=st.sampled_from(["plain", "html", "x", ""]),
    body=st.binary(max_size=200),
)
def test_any_bytes_are_a_mail_that_can_be_shown(head: bytes, kind: str, body: bytes, tmp_path: Path) -> None:
    mail_id = new_id()
    declared = b"From: " + head + b"\r\nContent-Type: text/" + kind.encode()
    (tmp_path / f"{mail_id}.eml").write_bytes(declared + b"\r\n" + head + b"\r\n\r\n" + body)
    mail = caught_mail(tmp_path, mail_id=mail_id)
    assert mail is not None
    (mail.sender + mail.to + mail.subject + mail.text + mail.html).encode()


def test_a_mail_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert caught_mail(tmp_path, mail_id=UUID(int=0)) is None
    assert caught_bytes(tmp_path, mail_id=UUID(int=0)) is None
    assert caught_mails(tmp_path / "nowhere") == []


@pytest.mark.promise("P25")
def test_its_log_repeats_no_line_of_a_mail(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with Catcher(tmp_path) as catcher:
        deliver(catcher, b"Subject: x\r\n\r\nhttps://relay.example/c/secret\r\n")
    assert "secret" not in caplog.text
    assert "hanako" not in caplog.text


def test_it_runs_alone_as_a_command_and_ends_on_request(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "config.demo.catcher", str(tmp_path), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    try:
        assert process.stdout is not None
        server = parse_email_url(process.stdout.readline().strip())
        with MailConnection(server) as connection:
            outcome = connection.send(mail_to("a@example.jp"), sender="", recipient="a@example.jp")
        assert isinstance(outcome, Accepted)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.communicate()
    assert [mail.to for mail in caught_mails(tmp_path)] == ["a@example.jp"]
