"""Suggest which candidates of a company may be one person, and remember what human beings said. In its scope."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.blocking import NAMED_AT_MOST, Pair, pairs_to_weigh
from careerrelay.candidates.models import (
    Candidate,
    CandidateAddress,
    CandidatePhone,
    DuplicatePair,
    Employment,
    PairState,
    Schooling,
)
from careerrelay.candidates.rules.name_evidence import Named
from careerrelay.candidates.rules.sameness import (
    SHARED_ADDRESS,
    Commonness,
    Judgement,
    Known,
    Sameness,
    judge,
)
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_rows
from careerrelay.text.workplaces import comparable_employer, comparable_schools

CANDIDATES_AT_ONCE = 100_000
PAIRS_AT_ONCE = 2_000


class PairGone(Refusal):
    """Somebody else decided it, or one of the two is no longer there."""


def suggest_pairs(
    *,
    organization_id: UUID,
    candidate_ids: Collection[UUID],
    shared_addresses: Collection[Pair] = (),
    at: datetime,
) -> int:
    """Look for second records of these candidates among all; how many pairs are new.

    `shared_addresses`: two candidates who came with one address and clearly different names; only the import saw
    it, because an address belongs to one candidate. What a human being decided is not suggested again, and an open
    pair whose reason went away goes too.
    """
    waiting = iter(sorted(set(candidate_ids)))
    written = 0
    while some := list(islice(waiting, CANDIDATES_AT_ONCE)):
        pairs = pairs_to_weigh(organization_id=organization_id, candidate_ids=some)
        written += _weigh(pairs, organization_id=organization_id, looked_at=some, at=at)
    conflicts = {(min(pair), max(pair)) for pair in shared_addresses if pair[0] != pair[1]}
    weighed = _weigh_shared(conflicts, organization_id=organization_id)
    return written + _write_pairs(weighed, organization_id=organization_id, at=at)


def call_distinct(*, organization_id: UUID, pair_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Two people: never suggested again. Raises: PairGone when none of the pairs is open any more."""
    decided = DuplicatePair.objects.filter(
        organization_id=organization_id, id__in=pair_ids, state=PairState.OPEN
    ).update(state=PairState.DISTINCT, decided_at=at, decided_by=actor.id)
    if not decided:
        raise PairGone(ja="この組は、もう判断されています。", en="This pair has been decided already.")
    record_deed("call_distinct", object_kind="duplicatepair", count=decided, actor=actor, at=at)
    return decided


def ask_again(*, organization_id: UUID, pair_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Undo of `call_distinct`: the pairs wait for an answer once more."""
    reopened = DuplicatePair.objects.filter(
        organization_id=organization_id, id__in=pair_ids, state=PairState.DISTINCT
    ).update(state=PairState.OPEN, decided_at=None, decided_by=None)
    if reopened:
        record_deed("ask_again", object_kind="duplicatepair", count=reopened, actor=actor, at=at)
    return reopened


def _weigh(pairs: set[Pair], *, organization_id: UUID, looked_at: Sequence[UUID], at: datetime) -> int:
    counts = _counts(pairs, organization_id=organization_id)
    waiting = iter(sorted(pairs))
    likely: list[tuple[Pair, Judgement]] = []
    while some := list(islice(waiting, PAIRS_AT_ONCE)):
        known = known_candidates(set(chain.from_iterable(some)), organization_id=organization_id)
        for pair in some:
            one, other = (known[candidate_id] for candidate_id in pair)
            judged = judge(one, other, commonness=counts.of(one, other))
            if judged.sameness is not Sameness.NO:
                likely.append((pair, judged))
    _forget_stale({pair for pair, _ in likely}, organization_id=organization_id, looked_at=looked_at)
    return _write_pairs(likely, organization_id=organization_id, at=at)


def known_candidates(candidate_ids: Collection[UUID], *, organization_id: UUID) -> dict[UUID, Known]:
    """What the rule compares, of each of these candidates."""
    of = {"organization_id": organization_id, "candidate_id__in": candidate_ids}
    addresses = _gathered(CandidateAddress.objects.filter(**of, is_proxy=False), "canonical")
    phones = _gathered(CandidatePhone.objects.filter(**of), "canonical")
    employers = _gathered(Employment.objects.filter(**of), "employer")
    schools = _gathered(Schooling.objects.filter(**of), "school")
    rows = Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids).values_list(
        "id", "name", "kana", "name_key", "kana_key", "employer", "education"
    )
    return {
        candidate_id: Known(
            Named(name, kana, name_key, kana_key),
            frozenset(addresses[candidate_id]),
            frozenset(phones[candidate_id]),
            frozenset(map(comparable_employer, (employer, *employers[candidate_id]))) - {""},
            frozenset(chain.from_iterable(map(comparable_schools, (education, *schools[candidate_id])))),
        )
        for candidate_id, name, kana, name_key, kana_key, employer, education in rows
    }


def _gathered(rows: QuerySet[Any], column: str) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for candidate_id, value in rows.values_list("candidate_id", column):
        found[candidate_id].append(value)
    return found


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many bear the names and work at the employers of the pairs in hand; asked once for all of them."""

    people: int
    names: Mapping[str, int]
    kana: Mapping[str, int]
    employers: Mapping[str, int]

    def of(self, one: Known, other: Known) -> Commonness:
        both = (one.named, other.named)
        return Commonness(
            self.people,
            max(self.names.get(person.name_key, 2) for person in both),
            max(self.kana.get(person.kana_key, 2) for person in both),
            min((self.employers.get(shared, 2) for shared in one.employers & other.employers), default=2),
        )


def _counts(pairs: set[Pair], *, organization_id: UUID) -> _Counts:
    everybody = Candidate.objects.filter(organization_id=organization_id)
    of_pairs = everybody.filter(id__in=set(chain.from_iterable(pairs)))
    employers: Counter[str] = Counter()
    for employer, count in _counted("employer", everybody, of_pairs).items():
        employers[comparable_employer(employer)] += count
    return _Counts(
        everybody.count(),
        _counted("name_key", everybody, of_pairs),
        _counted("kana_key", everybody, of_pairs),
        employers,
    )


def _counted(column: str, everybody: QuerySet[Candidate], some: QuerySet[Candidate]) -> dict[str, int]:
    values = some.exclude(**{column: ""}).values(column)
    rows = everybody.filter(**{f"{column}__in": values}).values_list(column)
    return dict(rows.annotate(people=Count("id")).order_by())


def _weigh_shared(conflicts: set[Pair], *, organization_id: UUID) -> list[tuple[Pair, Judgement]]:
    known = known_candidates(set(chain.from_iterable(conflicts)), organization_id=organization_id)
    counts = _counts(conflicts, organization_id=organization_id)
    weighed = []
    for pair in sorted(pair for pair in conflicts if known.keys() >= set(pair)):
        one, other = (
            replace(known[candidate_id], addresses=known[candidate_id].addresses | {SHARED_ADDRESS})
            for candidate_id in pair
        )
        weighed.append((pair, judge(one, other, commonness=counts.of(one, other))))
    return weighed


def _forget_stale(found: set[Pair], *, organization_id: UUID, looked_at: Sequence[UUID]) -> None:
    """Open pairs of these candidates for which nothing speaks any more. A shared address spoke once, on import."""
    open_pairs = DuplicatePair.objects.filter(organization_id=organization_id, state=PairState.OPEN).exclude(
        evidence__overlap=[SHARED_ADDRESS, "address"]
    )
    if len(looked_at) <= NAMED_AT_MOST:
        open_pairs = open_pairs.filter(Q(first__in=looked_at) | Q(second__in=looked_at))
    mine = set(looked_at)
    stale = [
        pair_id
        for pair_id, *pair in open_pairs.values_list("id", "first_id", "second_id")
        if tuple(pair) not in found and not mine.isdisjoint(pair)
    ]
    DuplicatePair.objects.filter(organization_id=organization_id, id__in=stale).delete()


def _write_pairs(likely: Sequence[tuple[Pair, Judgement]], *, organization_id: UUID, at: datetime) -> int:
    """How many are new. One that is known and open is weighed anew, one that was decided stays as it is."""
    rows = sql_rows(
        """
        INSERT INTO candidates_duplicatepair
            (id, organization_id, first_id, second_id, evidence, likelihood, state, found_at)
        SELECT id, %s, first, second, string_to_array(evidence, ','), likelihood, 'open', %s
        FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::float8[])
            AS weighed(id, first, second, evidence, likelihood)
        ON CONFLICT (first_id, second_id) DO UPDATE
            SET evidence = excluded.evidence, likelihood = excluded.likelihood
            WHERE candidates_duplicatepair.state = 'open'
        RETURNING (xmax = 0)
        """,
        [
            organization_id,
            at,
            [new_id() for _ in likely],
            [pair[0] for pair, _ in likely],
            [pair[1] for pair, _ in likely],
            [",".join(judged.evidence) for _, judged in likely],
            [judged.likelihood for _, judged in likely],
        ],
    )
    return sum(is_new for (is_new,) in rows)
