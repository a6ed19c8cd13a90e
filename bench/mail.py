"""Mails a second out of the durable outbox, by one worker.

The limit is the same bytes over one connection to the same sink, pipelined, with no database anywhere.
"""

import socket
import time
from collections import Counter
from datetime import datetime

from bench.measuring import Measured, measured
from bench.sink import running_sink
from bench.world import World, address_of, make_bench_world, reject_candidates
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.outreach.channels.mail.server import MailServer
from careerrelay.outreach.channels.mail.smtp import content_on_the_wire
from careerrelay.outreach.models import Delivery, DeliveryState, LetterKind, RejectionNotice
from careerrelay.outreach.queries import writer_of
from careerrelay.outreach.rules.letters import Stage, prepare_letter
from careerrelay.outreach.rules.mails import message_id_for
from careerrelay.outreach.sending import send_due

SENDER = "relay@careerrelay.example.jp"


def run(*, size: int) -> Measured:
    at = clock.now()
    world = make_bench_world(at=at)
    with acting_for(world.company.id):
        _queue_in_bulk(world, count=size, at=at)
    content = _typical_mail(world, at=at)
    with running_sink() as sink:
        limit = _raw_mails_per_second(sink.port, content=content, count=size)
        server = MailServer("127.0.0.1", sink.port, sender=SENDER)
        began = time.perf_counter()
        tally = send_due(server=server, clock=clock.now)
        seconds = time.perf_counter() - began
    assert tally == Counter({DeliveryState.ACCEPTED: size}), tally
    return measured(
        "mail",
        figure=size / seconds,
        unit="mails/s",
        limit=limit,
        limit_is="one SMTP connection, pipelined, without a database",
        sink=sink.name,
        workers=1,
        notices=size,
        mail_bytes=len(content),
        seconds=round(seconds, 3),
    )


def _queue_in_bulk(world: World, *, count: int, at: datetime) -> None:
    company_id = world.company.id
    notices = [
        RejectionNotice(
            organization_id=company_id,
            candidate_id=rejection.application.candidate_id,
            rejection_ids=[rejection.id],
            language="ja",
            stage=Stage.DOCUMENTS,
            prepared_at=at,
        )
        for rejection in reject_candidates(world, count=count, at=at)
    ]
    RejectionNotice.objects.bulk_create(notices)
    Delivery.objects.bulk_create(
        Delivery(
            organization_id=company_id,
            notice=notice,
            kind=LetterKind.NOTICE,
            company_id=company_id,
            candidate_id=notice.candidate_id,
            address=address_of(world, index),
            name=f"候補 {index}",
            language="ja",
            values={"stage": Stage.DOCUMENTS},
            send_at=at,
            queued_at=at,
        )
        for index, notice in enumerate(notices)
    )


def _typical_mail(world: World, *, at: datetime) -> bytes:
    writer = writer_of(world.company)
    letter = prepare_letter("notice", writer=writer, language="ja", stage=Stage.DOCUMENTS, is_named=True)
    mail = letter.bytes_for(
        address_of(world, 0),
        message_id=message_id_for(new_id(), sender=writer.sender("ja")),
        values={"name": "候補 0", "link": f"https://careerrelay.example.jp/c/{'x' * 32}"},
        at=at,
    )
    return content_on_the_wire(mail)


def _raw_mails_per_second(port: int, *, content: bytes, count: int) -> float:
    envelope = f"MAIL FROM:<{SENDER}>\r\nRCPT TO:<c@example.jp>\r\nDATA\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as wire, wire.makefile("rb") as replies:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        replies.readline()
        wire.sendall(b"EHLO bench\r\n")
        while not replies.readline().startswith(b"250 "):
            pass
        began = time.perf_counter()
        for _ in range(count):
            wire.sendall(envelope)
            codes = [replies.readline()[:3] for _ in range(3)]
            wire.sendall(content)
            codes.append(replies.readline()[:3])
            assert codes == [b"250", b"250", b"354", b"250"], codes
        return count / (time.perf_counter() - began)
