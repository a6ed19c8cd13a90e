"""Who of the new people in a file may be known already: the pairs that an import would leave for a human being, found
before it starts. Nothing is written. In blocks as in `blocking`, and weighed by the same rule."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.duplicates import known_candidates
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.applicants import ApplicantRow
from careerrelay.candidates.rules.findings import LISTED_MAX, AlikeRow, Findings, RowFacts
from careerrelay.candidates.rules.name_evidence import Named, other_name_keys
from careerrelay.candidates.rules.sameness import (
    SHARED_ADDRESS,
    Commonness,
    Judgement,
    Known,
    Sameness,
    judge,
)
from careerrelay.core.sql import sql_rows
from careerrelay.text.workplaces import comparable_employer, comparable_schools

# A name that more people bear tells nobody apart, even at one employer.
BEARERS_MAX = 50

_BY_PHONE = """
SELECT m.line, p.candidate_id FROM unnest(%(lines)s::int[], %(phones)s::text[]) AS m(line, phone)
JOIN candidates_candidatephone p ON p.organization_id = %(organization)s AND p.canonical = m.phone
"""
# As in `blocking`: a name together with an employer, a school or the part of an address before the @.
_BY_NAME = """
WITH mine AS (
    SELECT * FROM unnest(%(lines)s::int[], %(keys)s::text[]) AS m(line, key)
), kin AS (
    SELECT m.line, c.id FROM mine m
    JOIN candidates_candidate c ON c.organization_id = %(organization)s AND c.name_key = m.key
    UNION
    SELECT m.line, c.id FROM mine m
    JOIN candidates_candidate c ON c.organization_id = %(organization)s AND c.kana_key = m.key
), few AS (
    SELECT line FROM kin GROUP BY line HAVING count(*) <= %(bearers_max)s
), signs AS (
    SELECT * FROM unnest(%(sign_lines)s::int[], %(signs)s::text[]) AS s(line, sign)
)
SELECT DISTINCT k.line, k.id FROM kin k JOIN few USING (line) JOIN signs s USING (line)
JOIN candidates_candidate c ON c.organization_id = %(organization)s AND c.id = k.id
WHERE s.sign = 'e' || translate(replace(replace(replace(replace(lower(c.employer),
            '株式会社', ''), '有限会社', ''), '(株)', ''), '（株）', ''), ' 　㈱.,・', '')
   OR s.sign = 's' || right(split_part(c.education, '大学', 1), 2)
   OR s.sign IN (SELECT 'm' || split_part(a.canonical, '@', 1) FROM candidates_candidateaddress a
                 WHERE a.organization_id = %(organization)s AND a.candidate_id = k.id AND NOT a.is_proxy)
"""


def find_second_records(
    rows: Sequence[ApplicantRow], found: Findings, *, organization_id: UUID, leave_out: Collection[UUID]
) -> None:
    """Of rows that would make somebody new. Enters the organization's scope itself."""
    by_line = {row.line_number: row for row in rows}
    if not by_line:
        return
    with acting_for(organization_id):
        pairs = _pairs_to_weigh(rows, organization_id=organization_id)
        pairs = {pair for pair in pairs if pair[1] not in leave_out}
        if not pairs:
            return
        known = known_candidates({one for _, one in pairs}, organization_id=organization_id)
        counts = _Commonnesses([by_line[line] for line, _ in pairs], organization_id=organization_id)
    likely: dict[int, list[tuple[UUID, Judgement]]] = defaultdict(list)
    for line, candidate_id in sorted(pair for pair in pairs if pair[1] in known):
        row = by_line[line]
        judged = judge(known_row(row), known[candidate_id], commonness=counts.of(row))
        if judged.sameness is not Sameness.NO:
            likely[line].append((candidate_id, judged))
    found.likely += len(likely)
    for line, ranked in likely.items():
        candidate_id, judged = max(ranked, key=lambda one: one[1].likelihood)
        _list(found, by_line[line], judged.evidence, judged.likelihood, candidate_id=str(candidate_id))


def pair_shared(
    sharers: Mapping[int, tuple[str, ...]],
    rows: Mapping[int, ApplicantRow],
    lines: Mapping[str, int],
    found: Findings,
    *,
    organization_id: UUID,
) -> None:
    """Rows whose address somebody bears who is clearly called otherwise: in the records, or earlier in the file."""
    ids = {UUID(one) for owners in sharers.values() for one in owners if one not in lines}
    with acting_for(organization_id):
        known = known_candidates(ids, organization_id=organization_id) if ids else {}
        people = Candidate.objects.filter(organization_id=organization_id).count()
    for line, owners in sharers.items():
        for owner in owners:
            other = rows[lines[owner]] if owner in lines else None
            theirs = known_row(other) if other else known.get(UUID(owner))
            if theirs is None:
                continue
            mine, theirs = (
                replace(one, addresses=one.addresses | {SHARED_ADDRESS})
                for one in (known_row(rows[line]), theirs)
            )
            judged = judge(mine, theirs, commonness=Commonness(people))
            _list(
                found,
                rows[line],
                judged.evidence,
                judged.likelihood,
                candidate_id="" if other else owner,
                other=facts_of_row(other) if other else None,
            )


def known_row(row: ApplicantRow) -> Known:
    """What the rule compares, of a row."""
    return Known(
        Named(row.name, row.kana),
        frozenset(one.comparable for one in row.addresses if not one.is_proxy),
        frozenset(one.e164 for one in row.phones),
        frozenset({comparable_employer(row.employer)} - {""}),
        comparable_schools(row.education),
    )


def facts_of_row(row: ApplicantRow) -> RowFacts:
    return RowFacts(
        row.line_number,
        row.name,
        row.kana,
        "\n".join(sorted(one.written for one in row.addresses)),
        "\n".join(sorted(one.national for one in row.phones)),
        row.region,
        row.employer,
        row.title,
        row.education,
    )


def _list(
    found: Findings, row: ApplicantRow, evidence: tuple[str, ...], likelihood: float, **whom: Any
) -> None:
    if len(found.alike) < LISTED_MAX:
        found.alike.append(AlikeRow(row=facts_of_row(row), evidence=evidence, likelihood=likelihood, **whom))


def _pairs_to_weigh(rows: Sequence[ApplicantRow], *, organization_id: UUID) -> set[tuple[int, UUID]]:
    phones = [(row.line_number, phone.e164) for row in rows for phone in row.phones]
    keys = [(row.line_number, key) for row in rows for key in _name_keys(row)]
    signs = [(row.line_number, sign) for row in rows for sign in _signs(row)]
    found: set[tuple[int, UUID]] = set()
    if phones:
        arguments: dict[str, Any] = {"organization": organization_id}
        lines, numbers = zip(*phones, strict=True)
        found.update(sql_rows(_BY_PHONE, arguments | {"lines": list(lines), "phones": list(numbers)}))
    if keys and signs:
        (lines, names), (sign_lines, words) = zip(*keys, strict=True), zip(*signs, strict=True)
        arguments = {
            "organization": organization_id,
            "lines": list(lines),
            "keys": list(names),
            "sign_lines": list(sign_lines),
            "signs": list(words),
            "bearers_max": BEARERS_MAX,
        }
        found.update(sql_rows(_BY_NAME, arguments))
    return found


def _name_keys(row: ApplicantRow) -> Iterator[str]:
    named = Named(row.name, row.kana)
    yield from {named.name_key, named.kana_key, *other_name_keys(named)} - {""}


def _signs(row: ApplicantRow) -> Iterator[str]:
    """In the coarse forms that the SQL makes of the records."""
    employer = row.employer.lower()
    for form in ("株式会社", "有限会社", "(株)", "（株）"):
        employer = employer.replace(form, "")
    employer = employer.translate(dict.fromkeys(map(ord, " 　㈱.,・")))
    if len(employer) > 1:
        yield f"e{employer}"
    if "大学" in row.education:
        yield f"s{row.education.partition('大学')[0][-2:]}"
    for address in row.addresses:
        if not address.is_proxy:
            yield f"m{address.comparable.partition('@')[0]}"


class _Commonnesses:
    """How many bear the names and work at the employers of some rows, these counted in; asked once for all."""

    def __init__(self, rows: Sequence[ApplicantRow], *, organization_id: UUID) -> None:
        everybody = Candidate.objects.filter(organization_id=organization_id)
        named = [Named(row.name, row.kana) for row in rows]
        self.people = everybody.count() + 1
        self.names = _borne(everybody, "name_key", {one.name_key for one in named})
        self.kana = _borne(everybody, "kana_key", {one.kana_key for one in named})
        self.employers = _borne(everybody, "employer", {row.employer for row in rows})

    def of(self, row: ApplicantRow) -> Commonness:
        named = Named(row.name, row.kana)
        return Commonness(
            self.people,
            max(self.names.get(named.name_key, 0) + 1, 2),
            max(self.kana.get(named.kana_key, 0) + 1, 2),
            max(self.employers.get(row.employer, 0) + 1, 2),
        )


def _borne(everybody: QuerySet[Candidate], column: str, values: set[str]) -> dict[str, int]:
    rows = everybody.filter(**{f"{column}__in": values - {""}}).values_list(column)
    return dict(rows.annotate(people=Count("id")).order_by())
