"""What would come of a whole file: counts, and the first rows that somebody must look at. Kept as a document."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from careerrelay.candidates.rules.statuses import Outcome

LISTED_MAX = 100
OPEN_WORDS_MAX = 20


@dataclass(frozen=True, slots=True)
class RowToMend:
    """A row that cannot be taken in, and why."""

    line_number: int
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row of which the file does not say how it ended."""

    line_number: int
    name: str
    job_title: str
    status: str


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row says of somebody, as it is written; addresses and phones one a line."""

    line_number: int
    name: str
    kana: str
    addresses: str
    phones: str
    region: str
    employer: str
    title: str
    education: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeRow:
    """A row that would make somebody new who may be known: as `candidate_id`, or by `other`, an earlier row of the same
    file. `evidence` in the codes of rules/sameness.py."""

    row: RowFacts
    evidence: tuple[str, ...]
    likelihood: float
    candidate_id: str = ""
    other: RowFacts | None = None


@dataclass(slots=True, kw_only=True)
class Findings:
    """`unreachable` rows bear no address. To be decided by somebody: `undecided`, whose status mixes two ends;
    `shared`, whose address another name bears; `likely`, new people who may be somebody known by other signs.
    `open_words`: what leaves an end in doubt and may be decided once for all rows that say it, with their number, also
    where it was decided. `told` and `untold` count rejections of which the file says so. `holds_evaluations`: rows are
    what interviewers said. Of the lists, the first hundred each."""

    source: str = ""
    holds_evaluations: bool = False
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    unreachable: int = 0
    undecided: int = 0
    shared: int = 0
    likely: int = 0
    skipped: int = 0
    told: int = 0
    untold: int = 0
    to_mend: list[RowToMend] = field(default_factory=list)
    open_rows: list[OpenRow] = field(default_factory=list)
    alike: list[AlikeRow] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    open_words: Counter[str] = field(default_factory=Counter)

    @property
    def taken(self) -> int:
        return self.rows - self.refused

    @property
    def to_decide(self) -> int:
        return self.undecided + self.shared + self.likely

    @property
    def to_look_at(self) -> int:
        return self.refused + self.to_decide

    @property
    def outcomes(self) -> list[tuple[Outcome, int]]:
        return [(outcome, self.ends[outcome.value]) for outcome in Outcome if self.ends[outcome.value]]

    def as_document(self) -> dict[str, Any]:
        written = {one.name: getattr(self, one.name) for one in fields(self)}
        return written | {
            "to_mend": [asdict(row) for row in self.to_mend],
            "open_rows": [asdict(row) for row in self.open_rows],
            "alike": [asdict(row) for row in self.alike],
            "ends": dict(self.ends),
            "open_words": dict(self.open_words),
            "left_out": [[*said, n] for said, n in sorted(self.left_out.items())],
        }

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> Self:
        lists = {
            "to_mend": [RowToMend(**one) for one in document["to_mend"]],
            "open_rows": [OpenRow(**one) for one in document["open_rows"]],
            "alike": [_alike(one) for one in document["alike"]],
            "ends": Counter(document["ends"]),
            "open_words": Counter(document.get("open_words", {})),
            "left_out": Counter({(ja, en): n for ja, en, n in document["left_out"]}),
        }
        return cls(**{**document, **lists})


def _alike(written: Mapping[str, Any]) -> AlikeRow:
    other = written["other"]
    return AlikeRow(
        row=RowFacts(**written["row"]),
        evidence=tuple(written["evidence"]),
        likelihood=written["likelihood"],
        candidate_id=written["candidate_id"],
        other=RowFacts(**other) if other else None,
    )
