"""One row of a file of applicants, after everything in it was understood."""

from dataclasses import dataclass
from datetime import date

from careerrelay.candidates.rules.custom_values import CustomValue
from careerrelay.candidates.rules.stages import Stage
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.text.addresses import MailAddress
from careerrelay.text.phones import PhoneNumber


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was deliberately not taken in, or kept elsewhere than it stood; in words that the reader may
    see."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantRow:
    """Texts are `""` where the file says nothing. `was_told`: `None` when the file does not say.

    `stage_words` are the file's own, or the Japanese name of `stage` where it was inferred from days. `interviews`:
    those with a day. `asked_word`: as in rules/endings.py. `custom`: the id of a custom field and its value, as
    Candidate.custom holds it.
    """

    line_number: int
    outcome: Outcome
    external_id: str = ""
    candidate_external_id: str = ""
    job_external_id: str = ""
    job_title: str = ""
    name: str = ""
    kana: str = ""
    addresses: tuple[MailAddress, ...] = ()
    phones: tuple[PhoneNumber, ...] = ()
    region: str = ""
    source: str = ""
    source_detail: str = ""
    labels: str = ""
    employer: str = ""
    title: str = ""
    education: str = ""
    resume: str = ""
    notes: str = ""
    status: str = ""
    asked_word: str | None = None
    stage: Stage | None = None
    stage_words: str = ""
    rejection_reason: str = ""
    was_told: bool | None = None
    applied_on: date | None = None
    rejected_on: date | None = None
    withdrawn_on: date | None = None
    offered_on: date | None = None
    hired_on: date | None = None
    ended_on: date | None = None
    interviews: tuple[tuple[Stage, date], ...] = ()
    custom: tuple[tuple[str, CustomValue], ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_reachable(self) -> bool:
        return bool(self.addresses or self.phones)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row of which nothing is taken in. `cells` are the file's, without what may not be kept (P20)."""

    line_number: int
    ja: str
    en: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedRow:
    """A row that is nobody: the headings once more, or a line of totals."""

    line_number: int
    ja: str
    en: str
