"""Milliseconds until a recruiter has a page of the list of candidates: first, filtered, sorted, and far inside.

A company as it is after years: most people from files, some who came by themselves and left again, a tenth in the
pool, a third with tags. The limit is the same pages by the table's owner, in SQL by hand, without walls and without
leaving anybody out: fifty ids over the index, and a count.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from bench.measuring import Measured, measured, percentile
from bench.people import FAMILIES, GIVEN, JOBS, STAGES
from bench.world import Peopled, former_world, make_bench_world, note_world
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, ApplicationState, Candidate, CandidateAddress, Source
from careerrelay.consent.models import ServedText, Statement
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.pool.answering import Answering
from careerrelay.pool.models import Tag, Tagging, TagGroup
from careerrelay.pool.rules.question import Question
from careerrelay.text.regions import PREFECTURES

AT_ONCE = 5000
PAGE = 50
ROUNDS = 12
TABLES = (
    *("candidates_candidate", "candidates_candidateaddress", "candidates_application"),
    *("pool_tagging", "consent_statement"),
)
BY_THEMSELVES = 0.04
IN_POOL = 0.1
TAGGED = 0.3


def run(*, size: int) -> Measured:
    chance = random.Random(20261126)
    at = clock.now()
    world = former_world(size=size) or _load_list(size=size, chance=chance, at=at)
    tags = _tags_of(world.company_id)
    waits = {name: sorted(_waits(ask)) for name, ask in _pages(world.company_id, tags, at=at).items()}
    bare_ms = _bare(world.company_id)
    every_ms = sorted(wait for found in waits.values() for wait in found)
    return measured(
        "list",
        figure=percentile(every_ms, 0.95),
        unit="ms (p95)",
        limit=percentile(bare_ms, 0.95),
        limit_is="p95 of fifty ids over the index and a bare count, as the owner, without walls",
        rows=size,
        p50_ms=round(percentile(every_ms, 0.5), 2),
        p95_ms=round(percentile(every_ms, 0.95), 2),
        pages_p95_ms={name: round(percentile(found, 0.95), 1) for name, found in waits.items()},
    )


def _load_list(*, size: int, chance: random.Random, at: datetime) -> Peopled:
    world = make_bench_world(at=at)
    owner = {"organization_id": world.company.id}
    ServedText.objects.get_or_create(
        hash="0" * 64, defaults={"document": b"{}", "language": "ja", "first_served_at": at}
    )
    with acting_for(world.company.id):
        tags = Tag.objects.bulk_create(
            Tag(**owner, group=TagGroup.FREE, name=f"札{n}", name_key=f"札{n}", created_at=at)
            for n in range(8)
        )
    for first in range(0, size, AT_ONCE):
        with acting_for(world.company.id):
            _load(owner, range(first, min(first + AT_ONCE, size)), tags, chance, at=at)
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return note_world(world, size=size)


def _tags_of(organization_id: UUID) -> list[Tag]:
    with acting_for(organization_id):
        return list(Tag.objects.filter(organization_id=organization_id).order_by("name"))


def _load(
    owner: dict[str, UUID], numbers: range, tags: list[Tag], chance: random.Random, *, at: datetime
) -> None:
    people = [_candidate(owner, chance, at=at) for _ in numbers]
    Candidate.objects.bulk_create(people)
    CandidateAddress.objects.bulk_create(
        CandidateAddress(
            **owner, candidate=person, address=f"{person.id}@e.jp", canonical=f"{person.id}@e.jp"
        )
        for person in people
        if chance.random() < 0.9
    )
    Application.objects.bulk_create(
        _application(owner, person, chance, at=at)
        for person in people
        if person.source == Source.IMPORT
        for _ in range(1 + (chance.random() < 0.15))
    )
    Tagging.objects.bulk_create(
        Tagging(**owner, tag=chance.choice(tags), candidate=person, tagged_at=at)
        for person in people
        if chance.random() < TAGGED
    )
    Statement.objects.bulk_create(
        statement
        for person in people
        if person.source == Source.SELF_DECLARED or chance.random() < IN_POOL
        for statement in _statements(owner, person, chance, at=at)
    )


def _candidate(owner: dict[str, UUID], chance: random.Random, *, at: datetime) -> Candidate:
    family, given = chance.choice(FAMILIES).split(":"), chance.choice(GIVEN).split(":")
    return Candidate(
        **owner,
        name=f"{family[0]} {given[0]}",
        kana=f"{family[1]} {given[1]}",
        region=chance.choice(PREFECTURES),
        title=chance.choice(JOBS),
        source=Source.SELF_DECLARED if chance.random() < BY_THEMSELVES else Source.IMPORT,
        confirmed_at=at - timedelta(days=chance.randrange(900)) if chance.random() < 0.6 else None,
        created_at=at,
        updated_at=at,
    )


def _application(
    owner: dict[str, UUID], person: Candidate, chance: random.Random, *, at: datetime
) -> Application:
    states = (ApplicationState.REJECTED,) * 7 + tuple(ApplicationState)
    return Application(
        **owner,
        candidate=person,
        system="hrmos",
        job_title=chance.choice(JOBS),
        stage=chance.choice(STAGES),
        state=chance.choice(states),
        applied_on=(at - timedelta(days=chance.randrange(3000))).date(),
        created_at=at,
        updated_at=at,
    )


def _statements(
    owner: dict[str, UUID], person: Candidate, chance: random.Random, *, at: datetime
) -> list[Statement]:
    deeds = [Deed.GRANT, Deed.REVOKE] if chance.random() < 0.3 else [Deed.GRANT]
    person_id, granted_at = new_id(), at - timedelta(days=chance.randrange(10, 500))
    return [
        Statement(
            **owner,
            person_id=person_id,
            candidate_id=person.id,
            purpose=Purpose.POOL,
            deed=deed,
            company_id=owner["organization_id"],
            recipient_id=owner["organization_id"],
            categories=[],
            text_id="0" * 64 if deed == Deed.GRANT else None,
            channel="web",
            at=granted_at + timedelta(days=number),
        )
        for number, deed in enumerate(deeds)
    ]


def _pages(organization_id: UUID, tags: list[Tag], *, at: datetime) -> dict[str, Callable[[], Any]]:
    def page(question: Question, *, sort: str = "", first: int = 0) -> Callable[[], Any]:
        def ask() -> Any:
            with acting_for(organization_id):
                found = Answering(question, sort=sort, organization_id=organization_id, at=at)
                start = min(first, max(found.count() - PAGE, 0))
                return found[start : start + PAGE]

        return ask

    everybody, last = Question(), 10**9
    year = at.date() - timedelta(days=365)
    return {
        "first": page(everybody),
        "middle": page(everybody, first=50_000),
        "last": page(everybody, first=last),
        "by_name": page(everybody, sort="name"),
        "by_name_middle": page(everybody, sort="name", first=45_000),
        "by_day_ascending": page(everybody, sort="applied"),
        "longest_unconfirmed": page(everybody, sort="confirmed"),
        "rejected": page(Question(states=("rejected",))),
        "rejected_by_name": page(Question(states=("rejected",)), sort="name"),
        "undecided": page(Question(states=("undecided",))),
        "final_stage": page(Question(stage="interview_final")),
        "tag": page(Question(tags_all=(tags[0].id,))),
        "without_tag": page(Question(tags_none=(tags[0].id,))),
        "pool": page(Question(is_in_pool=True)),
        "region": page(Question(regions=("神奈川",))),
        "unreachable": page(Question(is_unreachable=True)),
        "stale": page(Question(is_stale=True)),
        "last_year": page(Question(applied_from_on=year)),
        "several": page(Question(states=("rejected",), regions=("東京", "神奈川"), tags_any=(tags[1].id,))),
        "nobody": page(Question(regions=("火星",))),
    }


def _waits(ask: Callable[[], Any]) -> list[float]:
    ask()
    waits_ms = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        waits_ms.append((time.perf_counter() - began) * 1000)
    return waits_ms


def _bare(organization_id: UUID) -> list[float]:
    """As a superuser would write it; the owner sees its rows because the scope is set for the session."""
    waits_ms = []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.organization_id', %s, false)", [str(organization_id)])
        for _ in range(ROUNDS * 4):
            began = time.perf_counter()
            cursor.execute(
                "SELECT id FROM candidates_candidate WHERE organization_id = %s"
                " ORDER BY last_applied_on DESC NULLS LAST, id DESC LIMIT 50",
                [organization_id],
            )
            cursor.execute(
                "SELECT count(*) FROM candidates_candidate WHERE organization_id = %s", [organization_id]
            )
            waits_ms.append((time.perf_counter() - began) * 1000)
    return sorted(waits_ms)
