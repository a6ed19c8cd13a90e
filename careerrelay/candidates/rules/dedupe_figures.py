"""How well the rules of sameness do on a file in which somebody wrote down who is who.

The rows go through the very decisions of an import (recognising.decide_rows): who becomes one record there is
certain. The records that come of it are then weighed against each other as the suggestions are. Pairs of rows are
counted: precision is the share of the found pairs that are right, recall the share of the right pairs that are found.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from careerrelay.candidates.rules.applicants import ApplicantRow
from careerrelay.candidates.rules.name_evidence import Named, other_name_keys
from careerrelay.candidates.rules.recognising import Known as KnownRows
from careerrelay.candidates.rules.recognising import decide_rows
from careerrelay.candidates.rules.sameness import SHARED_ADDRESS, Commonness, Known, Sameness, judge
from careerrelay.candidates.rules.staging import Contact, StagedRow
from careerrelay.core.ids import new_written_id
from careerrelay.text.latin import latin_form, latin_forms_of_kana
from careerrelay.text.workplaces import comparable_employer, comparable_schools

BLOCK_MAX = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """Of pairs of rows: found, of these right, and how many there were to find."""

    found: int
    right: int
    to_find: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.to_find if self.to_find else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class SamenessFigures:
    """`suggestions`: pairs of records that a human being would be asked about."""

    rows: int
    people: int
    records: int
    suggestions: int
    certain: Figures
    with_likely: Figures


def measure_sameness(rows: Sequence[tuple[ApplicantRow, str]]) -> SamenessFigures:
    """Each row with the label of the person whom it is about."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    records: dict[str, Known] = {}
    conflicts: set[frozenset[str]] = set()
    known = KnownRows()
    for row, label in rows:
        [decision] = decide_rows([_staged(row)], known)
        labels[decision.candidate_id][label] += 1
        fresh = _known(row)
        before = records.get(decision.candidate_id)
        records[decision.candidate_id] = fresh if before is None else _together(before, fresh)
        conflicts |= {frozenset({decision.candidate_id, owner}) for owner in decision.shared_with}
    suggested = {frozenset(pair) for pair in _likely(records)} | conflicts
    people = Counter(label for _, label in rows)
    to_find = sum(_pairs(number) for number in people.values())
    certain = Figures(
        found=sum(_pairs(of_record.total()) for of_record in labels.values()),
        right=sum(_pairs(number) for of_record in labels.values() for number in of_record.values()),
        to_find=to_find,
    )
    crossing = [(labels[one], labels[other]) for one, other in map(tuple, suggested)]
    with_likely = replace(
        certain,
        found=certain.found + sum(one.total() * other.total() for one, other in crossing),
        right=certain.right + sum(one[label] * other[label] for one, other in crossing for label in one),
    )
    return SamenessFigures(len(rows), len(people), len(records), len(suggested), certain, with_likely)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _staged(row: ApplicantRow) -> StagedRow:
    named = Named(row.name, row.kana)
    return StagedRow(
        line_number=row.line_number,
        candidate_id=new_written_id(),
        application_id=new_written_id(),
        external_id=row.external_id,
        job_title=row.job_title,
        applied_on=row.applied_on,
        name=row.name,
        kana=row.kana,
        name_key=named.name_key,
        kana_key=named.kana_key,
        addresses=tuple(Contact(found.written, found.comparable, found.is_proxy) for found in row.addresses),
        phones=tuple(Contact(found.national, found.e164) for found in row.phones),
        interviews=(),
        line="",
        words="",
    )


def _known(row: ApplicantRow) -> Known:
    return Known(
        Named(row.name, row.kana),
        frozenset(found.comparable for found in row.addresses if not found.is_proxy),
        frozenset(found.e164 for found in row.phones),
        frozenset({comparable_employer(row.employer)}) - {""},
        comparable_schools(row.education),
    )


def _together(before: Known, fresh: Known) -> Known:
    """As the record stands after the later row: its name, and all that either said."""
    return Known(
        fresh.named if fresh.named.is_known else before.named,
        before.addresses | fresh.addresses,
        before.phones | fresh.phones,
        before.employers | fresh.employers,
        before.schools | fresh.schools,
    )


def _likely(records: Mapping[str, Known]) -> Iterator[tuple[str, str]]:
    names = Counter(known.named.name_key for known in records.values())
    kana = Counter(known.named.kana_key for known in records.values())
    employers = Counter(employer for known in records.values() for employer in known.employers)
    for one_id, other_id in _worth_weighing(records):
        one, other = records[one_id], records[other_id]
        commonness = Commonness(
            len(records),
            max(names[known.named.name_key] if known.named.name_key else 2 for known in (one, other)),
            max(kana[known.named.kana_key] if known.named.kana_key else 2 for known in (one, other)),
            min((employers[shared] for shared in one.employers & other.employers), default=2),
        )
        if judge(one, other, commonness=commonness).sameness is not Sameness.NO:
            yield one_id, other_id


def _worth_weighing(records: Mapping[str, Known]) -> set[tuple[str, str]]:
    """The blocks of candidates.blocking, in memory."""
    latin = {form for known in records.values() if (form := latin_form(known.named.name))}
    blocks: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for candidate_id, known in records.items():
        for phone in known.phones:
            blocks["phone", phone].add(candidate_id)
        for name in _spellings(known.named, latin=latin):
            for sign in _signs(known):
                blocks[(*name, *sign)].add(candidate_id)
    return {
        pair
        for block in blocks.values()
        if 2 <= len(block) <= BLOCK_MAX
        for pair in combinations(sorted(block), 2)
    }


def _spellings(named: Named, *, latin: set[str]) -> Iterator[tuple[str, str]]:
    if named.name_key:
        yield "name", named.name_key
        yield from (("name", key) for key in other_name_keys(named))
    if named.kana_key:
        yield "kana", named.kana_key
    form = latin_form(named.name)
    forms: Iterable[str] = {form} if form else latin_forms_of_kana(named.kana) & latin
    yield from (("latin", found) for found in forms)


def _signs(known: Known) -> Iterator[tuple[str, str]]:
    yield from (("employer", employer) for employer in known.employers)
    yield from (("school", school) for school in known.schools)
    for address in known.addresses - {SHARED_ADDRESS}:
        yield "mailbox", address.partition("@")[0]
