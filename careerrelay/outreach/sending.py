"""Send what is due: claim a batch durably, mark each start and end, and never guess.

A worker holds an advisory lock as its lease; what a dead one left is sorted by `outreach_give_up`: claimed and
never started goes back, what was on the wire is in doubt. Marks are made on a connection of their own with
`synchronous_commit=off`: they cost no disk, and a restart of the database puts all claimed rows in doubt.
No tenant transaction is open while a mail server is spoken to.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg.rows import class_row

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import is_sending_hour, next_business_morning
from careerrelay.core.sql import own_connection
from careerrelay.core.tokens import new_salt
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
from careerrelay.outreach.models import LetterKind
from careerrelay.outreach.queries import writer_of
from careerrelay.outreach.rules.letters import Stage, Writer, prepare_letter
from careerrelay.outreach.rules.mail_headers import UnsendableAddress
from careerrelay.outreach.rules.mails import PreparedMail, message_id_for
from careerrelay.outreach.rules.retries import Next, after_deferral, after_doubt, after_trouble
from careerrelay.people.actions import WantedLink, issue_links
from careerrelay.people.models import LinkKind
from careerrelay.text.addresses import is_usable_address

BATCH = 50
# The first half of every lease of a sender, "SEND" in ASCII; the second half is the worker's number.
LEASES = 0x53454E44

# One bad address does not stop a batch (P31).
UNSENDABLE = Refused(code=553, enhanced="5.1.3", reply="The address cannot be written to.")

_LINK_KINDS: dict[str, LinkKind] = {
    LetterKind.VERIFICATION: LinkKind.VERIFICATION,
    LetterKind.NOTICE: LinkKind.NOTICE,
}
_SENT_ONCE = frozenset({LetterKind.NOTICE, LetterKind.INVITATION})
_WITHOUT_LINK = frozenset({LetterKind.BREACH, LetterKind.ERASED, LetterKind.HEAD})

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class InHand:
    """A claimed delivery, as the claim returned it."""

    id: UUID
    kind: str
    company_id: UUID
    candidate_id: UUID | None
    address: str
    name: str
    language: Any
    values: dict[str, str]
    attempts: int

    @property
    def is_sent_once(self) -> bool:
        """Never a second time, whatever became of the first."""
        return self.kind in _SENT_ONCE


class _End(NamedTuple):
    """The mark of how a letter ended, in the order of the arguments of `outreach_end`."""

    id: UUID
    worker: int
    state: str
    reply: str
    at: datetime
    retry_at: datetime | None


@dataclass(slots=True)
class _Desk:
    """What one worker needs at hand: its number, a cursor for its marks, and letters prepared once each.

    `ended` is the last end mark while it waits to be written with the next start, in one journey to the
    database. Nothing else is sent meanwhile, so a worker that is killed still leaves one letter in doubt at most.
    """

    worker: int
    marks: psycopg.Cursor[Any]
    clock: Clock
    ended: "_End | None" = None
    letters: dict[tuple[Any, ...], PreparedMail] = field(default_factory=dict)
    writers: dict[UUID, Writer] = field(default_factory=dict)


def send_due(*, server: MailServer, clock: Clock) -> Counter[str]:
    """Send everything that is due now. Returns how many ended in each state; `queued` means: again later."""
    tally: Counter[str] = Counter()
    with _working_desk(clock) as desk, MailConnection(server) as wire:
        _take_over_from_the_dead(desk)
        while claimed := _claim(desk):
            batch = []
            for letter in claimed:
                if not is_usable_address(letter.address):
                    tally[_end(letter, UNSENDABLE, desk=desk)] += 1
                elif _must_wait_for_morning(letter, at=clock()):
                    tally[_put_off(letter, desk=desk)] += 1
                else:
                    batch.append(letter)
            tokens = _issue_tokens(batch, at=clock())
            for index, letter in enumerate(batch):
                outcome = _send(letter, token=tokens.get(letter.id, ""), wire=wire, server=server, desk=desk)
                tally[_end(letter, outcome, desk=desk)] += 1
                if isinstance(outcome, MailNotSent):
                    for unsent in batch[index + 1 :]:
                        tally[_end(unsent, outcome, desk=desk)] += 1
                    return tally
    return tally


@contextmanager
def _working_desk(clock: Clock) -> Iterator[_Desk]:
    worker = int.from_bytes(new_salt(4), "big") >> 1
    with own_connection() as connection, connection.cursor() as marks:
        marks.execute("SET synchronous_commit = off")
        # Every look-up here is one row by its key, in the order in which it is written. Right after a large
        # import, before its statistics are known, PostgreSQL would begin at all rejections, for each mail anew.
        marks.execute("SET join_collapse_limit = 1; SET enable_seqscan = off")
        marks.execute("SELECT pg_advisory_lock(%s, %s)", [LEASES, worker])
        desk = _Desk(worker=worker, marks=marks, clock=clock)
        try:
            yield desk
        finally:
            _write_end(desk)


def _take_over_from_the_dead(desk: _Desk) -> None:
    for (worker,) in desk.marks.execute("SELECT * FROM outreach_workers_in_hand()").fetchall():
        held = desk.marks.execute("SELECT pg_try_advisory_lock(%s, %s)", [LEASES, worker]).fetchone()
        if held and held[0] and worker != desk.worker:
            desk.marks.execute("SELECT outreach_give_up(%s, %s)", [worker, desk.clock()])
            desk.marks.execute("SELECT pg_advisory_unlock(%s, %s)", [LEASES, worker])


def _claim(desk: _Desk) -> list[InHand]:
    """Durable before anything leaves, so on this one connection for once with a synchronous commit."""
    _write_end(desk)
    connection = desk.marks.connection
    with connection.transaction(), connection.cursor(row_factory=class_row(InHand)) as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        return cursor.execute(
            """
            SELECT id, kind, company_id, candidate_id, address, name, language, "values", attempts
            FROM outreach_claim(%s, %s, %s)
            """,
            [desk.worker, BATCH, desk.clock()],
        ).fetchall()


def _issue_tokens(batch: list[InHand], *, at: datetime) -> dict[UUID, str]:
    """By letter. A verification mail carries a link of 24 hours, a notice one that opens its question alone, because
    its answers go to the company (P48). The letter that somebody asked for ends the links before it."""
    linked = [letter for letter in batch if letter.kind not in _WITHOUT_LINK]
    tokens = issue_links(
        [
            WantedLink(
                kind=_LINK_KINDS.get(letter.kind, LinkKind.PERSONAL),
                address=letter.address,
                company_id=letter.company_id,
                candidate_id=letter.candidate_id,
                language=letter.language,
                replaces=letter.kind == LetterKind.LINK,
            )
            for letter in linked
        ],
        at=at,
    )
    return dict(zip((letter.id for letter in linked), tokens, strict=True))


def _send(letter: InHand, *, token: str, wire: MailConnection, server: MailServer, desk: _Desk) -> Outcome:
    writer = _writer(letter.company_id, desk=desk)
    link = f"{settings.PUBLIC_URL}/c/{token}"
    try:
        mail = _prepared(letter, writer=writer, desk=desk).bytes_for(
            letter.address,
            message_id=message_id_for(letter.id, sender=writer.sender(letter.language)),
            # A last letter that was queued before it had a place for what is kept has nothing to say there.
            values={"kept": "", **letter.values, **_links(letter, link=link), "name": letter.name},
            at=desk.clock(),
        )
    except UnsendableAddress:
        # SMTP is stricter than the form in which somebody typed it.
        return UNSENDABLE
    return wire.send(
        mail, sender=server.sender, recipient=letter.address, may_start=lambda: _may_start(letter, desk=desk)
    )


def _links(letter: InHand, *, link: str) -> dict[str, str]:
    """`deletion`: straight to the button that deletes what this company holds."""
    return {"link": link, "deletion": f"{link}/erasure?from={letter.company_id}"}


def _writer(company_id: UUID, *, desk: _Desk) -> Writer:
    if company_id not in desk.writers:
        with acting_for(company_id):
            desk.writers[company_id] = writer_of(organization_in_scope(organization_id=company_id))
    return desk.writers[company_id]


def _prepared(letter: InHand, *, writer: Writer, desk: _Desk) -> PreparedMail:
    stage = Stage(letter.values.get("stage", Stage.DOCUMENTS))
    key = (letter.kind, letter.company_id, letter.language, stage, bool(letter.name))
    if key not in desk.letters:
        desk.letters[key] = prepare_letter(
            letter.kind, writer=writer, language=letter.language, stage=stage, is_named=bool(letter.name)
        )
    return desk.letters[key]


def _may_start(letter: InHand, *, desk: _Desk) -> bool:
    """The last look before MAIL FROM: the row is still ours, and a notice may still go (P03)."""
    start = [letter.id, desk.worker, desk.clock()]
    if desk.ended is None:
        desk.marks.execute("SELECT outreach_start(%s, %s, %s)", start)
    else:
        # In this order: whom the last letter told is told when the next one looks.
        desk.marks.execute(
            "SELECT outreach_end(%s, %s, %s, %s, %s, %s), outreach_start(%s, %s, %s)",
            [*desk.ended, *start],
        )
        desk.ended = None
    row = desk.marks.fetchone()
    return row is not None and row[-1] == "sending"


def _end(letter: InHand, outcome: Outcome, *, desk: _Desk) -> str:
    """Note how it ended; what ended before without a start in between is written first."""
    if isinstance(outcome, Withheld):
        return "cancelled"
    _write_end(desk)
    at = desk.clock()
    following = _next_after(letter, outcome, at=at)
    desk.ended = _End(letter.id, desk.worker, following.state, _evidence(outcome), at, following.retry_at)
    return following.state


def _must_wait_for_morning(letter: InHand, *, at: datetime) -> bool:
    """A server that slept, or was away, must not bring an invitation at night or on a holiday."""
    return letter.kind == LetterKind.INVITATION and not settings.DEMO and not is_sending_hour(at)


def _put_off(letter: InHand, *, desk: _Desk) -> str:
    _write_end(desk)
    at = desk.clock()
    desk.ended = _End(letter.id, desk.worker, "queued", "", at, next_business_morning(at))
    return "queued"


def _write_end(desk: _Desk) -> None:
    if desk.ended is not None:
        desk.marks.execute("SELECT outreach_end(%s, %s, %s, %s, %s, %s)", desk.ended)
        desk.ended = None


def _next_after(letter: InHand, outcome: Outcome, *, at: datetime) -> Next:
    match outcome:
        case Accepted():
            return Next("accepted")
        case Refused():
            return Next("refused")
        case Deferred():
            return after_deferral(attempts=letter.attempts, at=at)
        case InDoubt():
            return after_doubt(is_sent_once=letter.is_sent_once, attempts=letter.attempts, at=at)
        case _:
            return after_trouble(attempts=letter.attempts, at=at)


def _evidence(outcome: Outcome) -> str:
    """The server's own words; a trouble has none that help, it is said as such."""
    reply = getattr(outcome, "reply", None)
    return reply if isinstance(reply, str) else str(outcome)
