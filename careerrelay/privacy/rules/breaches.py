"""A leak, loss or damage of personal data: must it be reported, to whom, and until when.

Source: 個人情報保護法26条, 施行規則7条 (which ones), 8条 (what and until when), 10条 (notice to the persons); ガイドライン通則編
3-5-3 (how days are counted).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careerrelay.core.calendar import is_business_day

# More than a thousand: the thousandth person alone does not make it one (施行規則7条4号).
MANY_PEOPLE = 1_000
# "About three to five days"; the day on which somebody knew is the first one.
PROMPT_DAYS_AIM, PROMPT_DAYS = 3, 5
FINAL_DAYS, FINAL_DAYS_MALICIOUS = 30, 60


class BreachKind(StrEnum):
    MISDIRECTED = "misdirected"
    PUBLISHED = "published"
    INTRUSION = "intrusion"
    INSIDER = "insider"
    LOST = "lost"
    DAMAGED = "damaged"
    OTHER = "other"


# What nobody does by mistake (施行規則7条3号).
MALICIOUS = frozenset({BreachKind.INTRUSION, BreachKind.INSIDER})


class ReportKind(StrEnum):
    """施行規則8条1項 (速報), 2項 (確報); what is added to a report or put right in it is a follow-up, as often as needed."""

    PROMPT = "prompt"
    FINAL = "final"
    FOLLOW_UP = "follow_up"


class Item(StrEnum):
    """What is told to the commission and to the person about whose data it was."""

    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    REGION = "region"
    CAREER = "career"
    SCHOOLING = "schooling"
    SKILLS = "skills"
    WISHES = "wishes"
    APPLICATIONS = "applications"
    EVALUATIONS = "evaluations"
    NOTES = "notes"
    FILES = "files"
    OWN_FIELDS = "own_fields"


# Free words, in which what needs special care (要配慮個人情報, 法2条3項) may stand although no field asks for it.
FREE_WORDS = frozenset({Item.EVALUATIONS, Item.NOTES, Item.FILES, Item.OWN_FIELDS})


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """The four numbers of 施行規則7条, in their order."""

    SENSITIVE = "sensitive"
    FINANCIAL = "financial"
    MALICIOUS = "malicious"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`items` says how many people each kind of data is there of; `is_malicious` whether somebody meant it."""

    noticed_on: date
    people: int
    items: Mapping[Item, int]
    is_malicious: bool
    holds_sensitive: Answer = Answer.UNKNOWN
    endangers_money: bool = False
    is_encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """`reasons` is empty when nothing has to be reported. The three days are days in Japan, each the last one."""

    reasons: tuple[Reason, ...]
    prompt_aim_on: date
    prompt_by_on: date
    final_by_on: date

    @property
    def must_report(self) -> bool:
        return bool(self.reasons)


def duty_of(circumstances: Circumstances) -> Duty:
    """Not known counts as yes: a report that was not needed harms nobody, a missing one does."""
    reasons = _reasons(circumstances)
    days = FINAL_DAYS_MALICIOUS if Reason.MALICIOUS in reasons else FINAL_DAYS
    return Duty(
        reasons,
        prompt_aim_on=_nth_day(circumstances.noticed_on, PROMPT_DAYS_AIM),
        prompt_by_on=_nth_day(circumstances.noticed_on, PROMPT_DAYS),
        final_by_on=_open_day(_nth_day(circumstances.noticed_on, days)),
    )


def _reasons(circumstances: Circumstances) -> tuple[Reason, ...]:
    """Data that nobody can read because of strong encryption need no report (施行規則7条1号, in brackets)."""
    if circumstances.is_encrypted or not circumstances.people:
        return ()
    holds = {
        Reason.SENSITIVE: may_be_sensitive(circumstances),
        Reason.FINANCIAL: circumstances.endangers_money,
        Reason.MALICIOUS: circumstances.is_malicious,
        Reason.MANY: circumstances.people > MANY_PEOPLE,
    }
    return tuple(reason for reason in Reason if holds[reason])


def may_be_sensitive(circumstances: Circumstances) -> bool:
    if circumstances.holds_sensitive is Answer.UNKNOWN:
        return any(circumstances.items.get(item) for item in FREE_WORDS)
    return circumstances.holds_sensitive is Answer.YES


def _nth_day(first: date, n: int) -> date:
    return first + timedelta(days=n - 1)


def _open_day(day: date) -> date:
    """A last day on which no office is open moves to the next one that is; the days before it do not matter."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day
