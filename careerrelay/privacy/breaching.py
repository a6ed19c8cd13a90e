"""A breach is recorded, reported, told to those concerned, and closed. All in the organization's scope."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.models import CandidateAddress
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.actions import ToldOfBreach, queue_breach_letters, queue_letter
from careerrelay.outreach.models import LetterKind
from careerrelay.people.models import Person, PersonAddress
from careerrelay.privacy.breached import NOT_PICKED, concerned_by, duty_under, items_of
from careerrelay.privacy.models import Breach, BreachedRecord, BreachReport
from careerrelay.privacy.rules.breach_lists import ListedLine
from careerrelay.privacy.rules.breach_words import item_words
from careerrelay.privacy.rules.breaches import Answer, BreachKind, Item, ReportKind
from careerrelay.relay.breached import Picked
from careerrelay.relay.models import RelayedProfile


class BreachClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="この記録は閉じています。続きを書くには、開き直してください。",
            en="This record is closed. Reopen it to go on.",
        )


class NotYetReported(Refusal):
    """It would be closed before what the law asks for was done."""


class NobodyFound(Refusal):
    """A breach of nobody would look as if nothing had to be reported."""

    def __init__(self, lines: int) -> None:
        if lines:
            super().__init__(
                ja=f"一覧の{lines:,}行のどれでも、人が見つかりませんでした。書き方を確かめてください。ここに記録がない人なら、"
                "その人数を書いてください。",
                en=f"Nobody was found by the {lines:,} lines of the list. Check how they are written. If these people "
                "have no record here, say how many they are.",
            )
        else:
            super().__init__(
                ja="選んだ会社と期間で、渡した記録がありません。",
                en="Nobody was handed over by the companies and in the days that you picked.",
            )


class NotReportedThen(Refusal):
    """A report before anybody knew, or a follow-up to none."""


class WordsMissing(Refusal):
    """A letter would say nothing where the person has a right to be told."""


@dataclass(frozen=True, slots=True)
class BreachFacts:
    """What somebody knows at this moment; all but the first four can wait until the report."""

    kind: BreachKind
    noticed_at: datetime
    summary: str
    is_malicious: bool
    happened_on: date | None = None
    holds_sensitive: Answer = Answer.UNKNOWN
    endangers_money: bool = False
    is_encrypted: bool = False
    cause: str = ""
    harm: str = ""
    publication: str = ""
    prevention: str = ""
    remarks: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True)
class Reported:
    """`words` is the text as it was sent; `changed` what a follow-up adds or puts right."""

    kind: ReportKind
    reported_at: datetime
    words: str
    number: str = ""
    changed: str = ""


FACTS = tuple(BreachFacts.__dataclass_fields__)
_MOMENTS = {ReportKind.PROMPT: "prompt_reported_at", ReportKind.FINAL: "final_reported_at"}


def record_breach(
    facts: BreachFacts,
    *,
    listed: str,
    picked: Picked = NOT_PICKED,
    organization_id: UUID,
    kind: Kind,
    actor: Actor,
    at: datetime,
) -> tuple[Breach, list[ListedLine]]:
    """With the lines that nobody was found by; each counts as somebody until it is put right.

    Raises: TooLongAList, NobodyFound.
    """
    assert actor.id is not None
    concerned = concerned_by(listed, picked=picked, organization_id=organization_id, kind=kind, at=at)
    if not concerned.record_ids and not facts.others:
        raise NobodyFound(len(concerned.unknown))
    facts = replace(facts, others=facts.others + len(concerned.unknown))
    breach = Breach.objects.create(
        organization_id=organization_id,
        people=len(concerned.record_ids),
        items=concerned.items,
        recorded_by=actor.id,
        recorded_at=at,
        **{name: getattr(facts, name) for name in FACTS},
    )
    _keep_records(breach, concerned.record_ids)
    record_deed("record_breach", of=breach, actor=actor, at=at)
    return breach, concerned.unknown


def add_to_breach(
    breach: Breach, *, listed: str, picked: Picked = NOT_PICKED, kind: Kind, actor: Actor, at: datetime
) -> list[ListedLine]:
    """More people turned out to be concerned; the lines that nobody was found by, which count as before.

    Raises: TooLongAList, BreachClosed, NobodyFound.
    """
    breach = _open(breach)
    concerned = concerned_by(listed, picked=picked, organization_id=breach.organization_id, kind=kind, at=at)
    if not concerned.record_ids:
        raise NobodyFound(len(concerned.unknown))
    known = set(breach.records.values_list("record_id", flat=True))
    new = [record_id for record_id in concerned.record_ids if record_id not in known]
    _keep_records(breach, new)
    # Added to what was counted before: somebody who was erased since then was concerned all the same.
    items = Counter(breach.items) + Counter(items_of(new, organization_id=breach.organization_id, kind=kind))
    breach.people = len(known) + len(new)
    breach.others += len(concerned.unknown)
    breach.items = dict(items)
    breach.save(update_fields=["people", "others", "items"])
    record_deed("add_to_breach", of=breach, actor=actor, at=at)
    return concerned.unknown


def describe_breach(breach: Breach, facts: BreachFacts, *, actor: Actor, at: datetime) -> Breach:
    """What is known by now. Raises: BreachClosed."""
    breach = _open(breach)
    for name in FACTS:
        setattr(breach, name, getattr(facts, name))
    breach.save(update_fields=FACTS)
    record_deed("describe_breach", of=breach, actor=actor, at=at)
    return breach


def record_report(breach: Breach, reported: Reported, *, actor: Actor, at: datetime) -> Breach:
    """The commission has it; a second press keeps the first. What was sent is not changed any more: whatever is
    added to it or put right is a follow-up. Raises: BreachClosed, NotReportedThen."""
    assert actor.id is not None
    breach = _open(breach)
    _check_reported(reported, breach=breach)
    moment = _MOMENTS.get(reported.kind)
    if moment and getattr(breach, moment) is not None:
        return breach
    # A double click is one report.
    same = {"kind": reported.kind, "reported_at": reported.reported_at, "changed": reported.changed}
    if breach.reports.filter(**same).exists():
        return breach
    BreachReport.objects.create(
        organization_id=breach.organization_id,
        breach=breach,
        recorded_by=actor.id,
        recorded_at=at,
        **asdict(reported),
    )
    if moment:
        setattr(breach, moment, reported.reported_at)
        breach.report_number = reported.number or breach.report_number
        breach.save(update_fields=[moment, "report_number"])
    record_deed(f"report_breach_{reported.kind}", of=breach, actor=actor, at=at)
    return breach


def _check_reported(reported: Reported, *, breach: Breach) -> None:
    # Both are entered by the minute.
    if reported.reported_at < breach.noticed_at.replace(second=0, microsecond=0):
        raise NotReportedThen(
            ja="出した日時が、知った日時より前です。", en="The report is dated before anybody knew of it."
        )
    if reported.kind is ReportKind.FOLLOW_UP and not (breach.prompt_reported_at or breach.final_reported_at):
        raise NotReportedThen(
            ja="まだ何も報告していません。先に速報か確報を記録してください。",
            en="Nothing was reported yet. First record the prompt or the final report.",
        )


def tell_concerned(breach: Breach, *, kind: Kind, actor: Actor, at: datetime) -> int:
    """A letter to everybody who was not told yet and whom a mail reaches; how many.

    Raises: BreachClosed, WordsMissing.
    """
    breach = _open(breach)
    if not (breach.cause and breach.harm):
        raise WordsMissing(
            ja="本人に知らせるには、原因と、考えられる影響を書いてください。",
            en="To tell those concerned, first write the cause and what may come of it.",
        )
    waiting = {one.record_id: one for one in breach.records.filter(told_at=None)}
    if kind is Kind.OPERATOR:
        delivered = dict(_tell_people(list(waiting), breach, at=at))
    else:
        told = list(_reached(list(waiting), organization_id=breach.organization_id, kind=kind))
        delivered = queue_breach_letters(
            told, organization_id=breach.organization_id, values=letter_values(breach, "ja"), at=at
        )
    rows = [waiting[record_id] for record_id in delivered]
    for row in rows:
        # The letter of a person is behind their own wall: the operator keeps only that there is one.
        row.told_at = at
        row.delivery_id = delivered[row.record_id] if kind is not Kind.OPERATOR else None
    BreachedRecord.objects.bulk_update(rows, ["told_at", "delivery"], batch_size=1000)
    if rows:
        record_deed("tell_concerned", of=breach, count=len(rows), actor=actor, at=at)
    return len(rows)


def close_breach(breach: Breach, *, actor: Actor, at: datetime) -> Breach:
    """Raises: NotYetReported. A second press changes nothing."""
    breach = Breach.objects.select_for_update().get(id=breach.id)
    if breach.closed_at is not None:
        return breach
    if duty_under(breach).must_report and breach.final_reported_at is None:
        raise NotYetReported(
            ja="確報がまだです。個人情報保護委員会への確報を記録してから閉じてください。",
            en="The final report to the commission is not recorded yet. Record it, then close.",
        )
    breach.closed_at = at
    breach.save(update_fields=["closed_at"])
    record_deed("close_breach", of=breach, actor=actor, at=at)
    return breach


def reopen_breach(breach: Breach, *, actor: Actor, at: datetime) -> Breach:
    """Something came to light after all. A second press changes nothing."""
    breach = Breach.objects.select_for_update().get(id=breach.id)
    if breach.closed_at is not None:
        breach.closed_at = None
        breach.save(update_fields=["closed_at"])
        record_deed("reopen_breach", of=breach, actor=actor, at=at)
    return breach


def letter_values(breach: Breach, language: str) -> dict[str, str]:
    """The words of 施行規則10条, as they fill the letter."""
    nothing = {"ja": "特にありません。", "en": "Nothing."}[language]
    return {
        "summary": breach.summary,
        "items": item_words([item for item in Item if breach.items.get(item)], language),
        "cause": breach.cause,
        "harm": breach.harm,
        "remarks": breach.remarks or nothing,
    }


def _open(breach: Breach) -> Breach:
    """Locked, as it is now. Raises: BreachClosed."""
    breach = Breach.objects.select_for_update().get(id=breach.id)
    if breach.closed_at is not None:
        raise BreachClosed
    return breach


def _keep_records(breach: Breach, record_ids: Sequence[UUID]) -> None:
    rows = [
        BreachedRecord(organization_id=breach.organization_id, breach=breach, record_id=record_id)
        for record_id in record_ids
    ]
    BreachedRecord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)


def _reached(record_ids: Sequence[UUID], *, organization_id: UUID, kind: Kind) -> Iterator[ToldOfBreach]:
    if kind is Kind.AGENCY:
        copies = RelayedProfile.objects.filter(organization_id=organization_id, id__in=record_ids)
        for copy in copies.exclude(address=""):
            yield ToldOfBreach(copy.id, copy.address, copy.name)
        return
    told: set[UUID] = set()
    rows = CandidateAddress.objects.filter(
        organization_id=organization_id, candidate_id__in=record_ids
    ).select_related("candidate")
    # A job board's proxy only if there is nothing better.
    for row in rows.order_by("candidate_id", "is_proxy", "id"):
        if row.candidate_id not in told:
            told.add(row.candidate_id)
            yield ToldOfBreach(row.candidate_id, row.address, row.candidate.name)


def _tell_people(person_ids: Sequence[UUID], breach: Breach, *, at: datetime) -> Iterator[tuple[UUID, UUID]]:
    for person_id in person_ids:
        with acting_for_person(person_id):
            person = Person.objects.filter(id=person_id).first()
            address = PersonAddress.objects.filter(person_id=person_id).order_by("-verified_at").first()
        if person is None or address is None:
            continue
        delivery_id = queue_letter(
            LetterKind.BREACH,
            person_id=person_id,
            company_id=breach.organization_id,
            candidate_id=None,
            address=address.address,
            language=person.language,
            values=letter_values(breach, person.language),
            at=at,
        )
        yield person_id, delivery_id
