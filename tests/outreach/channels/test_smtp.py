"""The client against real servers: what it says of each mail is what happened to it."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from careerrelay.outreach.channels.mail.outcomes import (
    Accepted,
    Deferred,
    InDoubt,
    MailNotSent,
    Outcome,
    Refused,
    Withheld,
)
from careerrelay.outreach.channels.mail.server import MailServer
from careerrelay.outreach.channels.mail.smtp import MailConnection
from tests.outreach.channels.sending import HURRIED, MAIL, send
from tests.outreach.channels.servers import (
    EXTENSIONS,
    Conversation,
    ForbidsReset,
    GoesAheadWithNobody,
    LeavesAfterTheMail,
    LosesAfterTheDot,
    LosesBeforeTheDot,
    Script,
    SpeaksNonsenseAfterTheDot,
    closed_port,
    mail_server,
    smtp_sink,
    where_smtp_sink_is,
)

WITHOUT_PIPELINING = EXTENSIONS[1:]

both_ways = pytest.mark.parametrize(
    "extensions", [EXTENSIONS, WITHOUT_PIPELINING], ids=["at-once", "in-steps"]
)


@both_ways
def test_many_mails_go_over_one_connection(extensions: tuple[str, ...]) -> None:
    script = Script(extensions=extensions)
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        outcomes = [send(connection, f"p{number}@example.jp") for number in range(20)]
    assert outcomes == [Accepted(code=250, reply="2.0.0 queued as 4711")] * 20
    assert script.sessions == 1
    assert [mail.recipient for mail in script.received] == [f"p{number}@example.jp" for number in range(20)]
    assert {mail.sender for mail in script.received} == {"bounce@relay.example"}
    assert {mail.content for mail in script.received} == {MAIL}


def test_envelope_and_start_travel_in_one_packet_where_the_server_offers_it() -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server) as connection:
        send(connection)
    assert b"MAIL FROM:<bounce@relay.example>\r\nRCPT TO:<hanako@example.jp>\r\nDATA\r\n" in script.packets


def test_commands_travel_one_by_one_where_it_does_not() -> None:
    script = Script(extensions=WITHOUT_PIPELINING)
    with mail_server(script) as server, MailConnection(server) as connection:
        send(connection)
    assert [packet for packet in script.packets if packet.count(b"\r\n") > 1 and b"RCPT" in packet] == []


@both_ways
@pytest.mark.promise("P31")
def test_one_refused_address_does_not_stop_the_batch(extensions: tuple[str, ...]) -> None:
    script = Script(
        extensions=extensions,
        to_recipient={
            "gone@example.jp": "550 5.1.1 no such user",
            "later@example.jp": "451 4.7.1 greylisted",
        },
    )
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        outcomes = [
            send(connection, address)
            for address in ("a@example.jp", "gone@example.jp", "later@example.jp", "b@example.jp")
        ]
    assert outcomes == [
        Accepted(250, "2.0.0 queued as 4711"),
        Refused(550, "5.1.1", "5.1.1 no such user"),
        Deferred(451, "4.7.1 greylisted"),
        Accepted(250, "2.0.0 queued as 4711"),
    ]
    assert [mail.recipient for mail in script.received] == ["a@example.jp", "b@example.jp"]
    assert script.sessions == 1


def test_a_server_that_waits_for_a_mail_to_nobody_gets_an_empty_one() -> None:
    script = Script(to_recipient={"gone@example.jp": "550 5.1.1 no such user"})
    with (
        mail_server(script, GoesAheadWithNobody) as server,
        MailConnection(server, patience=HURRIED) as connection,
    ):
        assert send(connection, "gone@example.jp") == Refused(550, "5.1.1", "5.1.1 no such user")
        assert isinstance(send(connection), Accepted)
    assert [mail.content for mail in script.received] == [MAIL]
    assert script.sessions == 1


@both_ways
def test_a_connection_that_cannot_forget_a_mail_is_replaced(extensions: tuple[str, ...]) -> None:
    script = Script(extensions=extensions, to_recipient={"gone@example.jp": "550 no"})
    with mail_server(script, ForbidsReset) as server, MailConnection(server, patience=HURRIED) as connection:
        assert send(connection, "gone@example.jp") == Refused(550, "", "no")
        assert isinstance(send(connection), Accepted)
    assert script.sessions == 2


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("554 5.7.1 content refused", Refused(554, "5.7.1", "5.7.1 content refused")),
        ("452 4.3.1 disk full", Deferred(452, "4.3.1 disk full")),
        ("421 4.7.0 try later", Deferred(421, "4.7.0 try later")),
        ("354 what?", InDoubt("354 what?")),
    ],
)
def test_the_answer_to_the_content_decides(reply: str, outcome: Outcome) -> None:
    script = Script(to_content=reply)
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        assert send(connection) == outcome


@both_ways
@pytest.mark.promise("P41")
def test_a_server_that_takes_nothing_from_us_is_a_trouble_and_no_fault_of_the_recipient(
    extensions: tuple[str, ...],
) -> None:
    script = Script(extensions=extensions, to_mail="553 5.7.1 sender not allowed")
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        outcome = send(connection)
    assert isinstance(outcome, MailNotSent)
    assert "553 5.7.1 sender not allowed" in str(outcome)
    assert script.received == []


@both_ways
def test_a_server_that_leaves_while_the_envelope_is_written_defers_the_mail(
    extensions: tuple[str, ...],
) -> None:
    script = Script(extensions=extensions, to_mail="421 4.3.2 too many mails here")
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        assert send(connection) == Deferred(421, "4.3.2 too many mails here")
        script.to_mail = "250 ok"
        assert isinstance(send(connection), Accepted)
    assert script.sessions == 2


@pytest.mark.promise("P13")
@pytest.mark.parametrize("conversation", [LosesAfterTheDot, SpeaksNonsenseAfterTheDot])
def test_a_mail_without_an_answer_is_in_doubt_and_not_sent_again(conversation: type[Conversation]) -> None:
    script = Script()
    with mail_server(script, conversation) as server, MailConnection(server, patience=HURRIED) as connection:
        outcome = send(connection)
    assert isinstance(outcome, InDoubt)
    assert len(script.received) == 1


@pytest.mark.promise("P13")
def test_a_server_that_is_silent_after_the_mail_leaves_it_in_doubt() -> None:
    script = Script(content_delay_seconds=5)
    patience = replace(HURRIED, end_of_mail_seconds=0.3)
    with mail_server(script) as server, MailConnection(server, patience=patience) as connection:
        assert send(connection) == InDoubt("the server did not answer in time")
        script.content_delay_seconds = 0
        assert isinstance(send(connection), Accepted)
    assert script.sessions == 2


@pytest.mark.promise("P13")
def test_a_connection_lost_before_the_final_dot_means_certainly_not_sent() -> None:
    script = Script(extensions=("PIPELINING",))
    long_mail = MAIL + (b"y" * 900 + b"\r\n") * 20_000
    with (
        mail_server(script, LosesBeforeTheDot) as server,
        MailConnection(server, patience=HURRIED) as connection,
    ):
        connection.check()
        outcome = send(connection, mail=long_mail)
    assert script.received == []
    assert isinstance(outcome, MailNotSent)


@pytest.mark.promise("P41")
def test_a_server_that_is_away_is_an_answer_and_the_next_mail_finds_it_again() -> None:
    connection = MailConnection(MailServer("127.0.0.1", closed_port()), patience=HURRIED)
    outcome = send(connection)
    assert isinstance(outcome, MailNotSent)
    assert "cannot be used" in str(outcome)

    script = Script()
    with mail_server(script) as server:
        connection = MailConnection(server, patience=HURRIED)
        assert isinstance(send(connection), Accepted)
    assert isinstance(send(connection), MailNotSent)
    connection.close()


def test_a_server_that_left_between_two_mails_is_called_again() -> None:
    script = Script()
    with (
        mail_server(script, LeavesAfterTheMail) as server,
        MailConnection(server, patience=HURRIED) as connection,
    ):
        assert isinstance(send(connection), Accepted)
        time.sleep(0.1)
        assert isinstance(send(connection), Accepted)
    assert script.sessions == 2
    assert len(script.received) == 2


def test_the_last_look_is_taken_once_after_the_connection_stands_and_before_mail_from() -> None:
    script = Script()
    seen: list[tuple[int, int]] = []

    def may_start() -> bool:
        seen.append((script.sessions, sum(b"MAIL FROM" in packet for packet in script.packets)))
        return True

    with mail_server(script) as server, MailConnection(server) as connection:
        connection.send(MAIL, sender="", recipient="hanako@example.jp", may_start=may_start)
    assert seen == [(1, 0)]
    assert script.received[0].sender == "<>"


def test_a_last_look_that_says_no_sends_nothing() -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server) as connection:
        outcome = connection.send(MAIL, sender="", recipient="hanako@example.jp", may_start=lambda: False)
        assert outcome == Withheld()
        assert isinstance(send(connection), Accepted)
    assert [mail.sender for mail in script.received] == ["bounce@relay.example"]


def test_no_last_look_is_taken_for_a_server_that_is_away() -> None:
    def may_start() -> bool:
        raise AssertionError("asked without a connection")

    connection = MailConnection(MailServer("127.0.0.1", closed_port()), patience=HURRIED)
    outcome = connection.send(MAIL, sender="", recipient="hanako@example.jp", may_start=may_start)
    assert isinstance(outcome, MailNotSent)


@pytest.mark.promise("P31")
@pytest.mark.parametrize(
    "address",
    [
        "a@example.jp>\r\nRCPT TO:<evil@example.jp",
        "a@example.jp\r\nDATA",
        "a b@example.jp",
        "a@b@example.jp",
        "<a@example.jp>",
        "",
        "@",
        "a@",
    ],
)
def test_an_address_that_is_none_never_reaches_the_wire(address: str) -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server) as connection:
        outcome = send(connection, address)
    assert isinstance(outcome, Refused)
    assert outcome.enhanced == "5.1.3"
    assert not any(b"evil" in packet or b"MAIL" in packet for packet in script.packets)


def test_living_addresses_of_japanese_carriers_are_quoted_on_the_wire() -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server) as connection:
        for address in ("a..b@docomo.ne.jp", ".a@ezweb.ne.jp", "b.@docomo.ne.jp"):
            assert isinstance(send(connection, address), Accepted)
    commands = b"".join(script.packets)
    assert b'RCPT TO:<"a..b"@docomo.ne.jp>\r\n' in commands
    assert b'RCPT TO:<".a"@ezweb.ne.jp>\r\n' in commands
    assert b'RCPT TO:<"b."@docomo.ne.jp>\r\n' in commands


def test_eight_bit_mails_and_foreign_addresses_are_announced() -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server) as connection:
        send(connection, "太郎@例え.jp", mail=MAIL + "本文\r\n".encode())
        send(connection, "taro@例え.jp")
    first, second = script.received
    assert first.recipient == "太郎@xn--r8jz45g.jp"
    assert first.options == ["BODY=8BITMIME", "SMTPUTF8"]
    assert second.recipient == "taro@xn--r8jz45g.jp"
    assert second.options == []


def test_what_the_server_cannot_carry_is_refused_before_it_is_offered() -> None:
    script = Script(extensions=("PIPELINING", "SIZE 200"))
    with mail_server(script) as server, MailConnection(server) as connection:
        foreign = send(connection, "太郎@example.jp")
        eight_bit = send(connection, mail=MAIL + "本文\r\n".encode())
        large = send(connection, mail=MAIL + b"x" * 200)
    assert [outcome.enhanced for outcome in (foreign, eight_bit, large) if isinstance(outcome, Refused)] == [
        "5.6.7",
        "5.6.3",
        "5.3.4",
    ]
    assert script.received == []


@pytest.mark.promise("P31")
@pytest.mark.parametrize(
    "body",
    [
        b".\r\n",
        b"..\r\n",
        b".hidden\r\n\r\n.\r\nMAIL FROM:<evil@example.jp>\r\n",
        b"a\r\n.\r\nb\r\n",
        b"no line end",
        b"x" * 900 + b"\r\n" + b"." * 900 + b"\r\n",
    ],
)
def test_dots_survive_and_never_end_a_mail(body: bytes) -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        assert isinstance(send(connection, mail=MAIL + body), Accepted)
        assert isinstance(send(connection), Accepted)
    expected = MAIL + body + (b"" if body.endswith(b"\r\n") else b"\r\n")
    assert [mail.content for mail in script.received] == [expected, MAIL]


def test_a_mail_that_begins_with_a_dot_keeps_it() -> None:
    script = Script()
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        assert isinstance(send(connection, mail=b".\r\n..\r\nbody\r\n"), Accepted)
    assert [mail.content for mail in script.received] == [b".\r\n..\r\nbody\r\n"]


@pytest.mark.promise("P31")
@pytest.mark.parametrize("smuggled", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\r", b"\r.\n", b"\r\n.\n"])
def test_a_bare_line_end_cannot_smuggle_a_second_mail(smuggled: bytes) -> None:
    script = Script()
    mail = MAIL + b"before" + smuggled + b"MAIL FROM:<evil@example.jp>\r\n"
    with mail_server(script) as server, MailConnection(server, patience=HURRIED) as connection:
        assert isinstance(send(connection, mail=mail), Accepted)
    assert len(script.received) == 1
    content = script.received[0].content
    assert b"evil@example.jp" in content
    assert content.count(b"\r\n") == content.count(b"\r") == content.count(b"\n")


@pytest.mark.promise("P13")
def test_an_interruption_in_the_middle_of_a_mail_does_not_touch_the_next_one() -> None:
    script = Script(content_delay_seconds=0.3)

    class Interrupted(Exception):
        pass

    class Impatient(MailConnection):
        def _exchange(self, *arguments: object) -> Outcome:
            wire = self._wire
            assert wire is not None
            wire.write(b"MAIL FROM:<a@relay.example>\r\n", seconds=1)
            raise Interrupted

    with mail_server(script) as server:
        connection = Impatient(server, patience=HURRIED)
        with pytest.raises(Interrupted):
            send(connection)
        assert connection._wire is None
    assert script.received == []


@pytest.mark.skipif(
    where_smtp_sink_is() is None, reason="Postfix's smtp-sink is not installed (package postfix)"
)
def test_postfix_receives_what_was_sent(tmp_path: Path) -> None:
    sink = where_smtp_sink_is()
    assert sink is not None
    tmp_path.chmod(0o777)
    mails = [MAIL + b"mail %d\r\n.\r\n..x\r\n" % number for number in range(200)]
    with smtp_sink(sink, tmp_path) as server, MailConnection(server) as connection:
        outcomes = [
            connection.send(mail, sender="a@relay.example", recipient=f"p{number}@example.jp")
            for number, mail in enumerate(mails)
        ]
    assert {type(outcome) for outcome in outcomes} == {Accepted}
    kept = [path.read_bytes() for path in tmp_path.iterdir()]
    assert len(kept) == len(mails)
    wanted = {b"\nmail %d\n.\n..x\n" % number for number in range(200)}
    assert all(any(ending in mail.replace(b"\r", b"") for mail in kept) for ending in wanted)
