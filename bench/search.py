"""Milliseconds until somebody who looks for people has the first fifty and their number, behind the walls.

The texts vary as those of a company do: some words in every second row, many in few. The limit is the bare index
on the same questions: the table's owner, rows packed as ours, no policy, no function, no order, nothing read in
Python, no second look for names with a typo.
"""

import multiprocessing
import random
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, connections

from bench.measuring import Measured, measured, percentile
from bench.people import (
    COLUMNS,
    DEEDS,
    FIELDS,
    JOBS,
    SKILLS,
    STAGES,
    WHERE,
    Lines,
    Some,
    facts_of_somebody,
    lines_of,
    often,
)
from bench.world import Peopled, World, address_of, former_world, make_bench_world, note_world
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.rules.lexemes import search_query
from careerrelay.candidates.searching import HITS_MAX, search_candidates
from careerrelay.core import clock

AT_ONCE = 2000
PROCESSES = 2
PAGE = 50
QUESTIONS = 400


def run(*, size: int) -> Measured:
    world = former_world(size=size) or _load_people(size=size)
    chance = random.Random(20261121)
    questions = [_question(world, size=size, chance=chance) for _ in range(QUESTIONS)]
    bare_ms = _bare(world.company_id, questions)
    waits_ms, hits = _asked(world.company_id, questions)
    return measured(
        "search",
        figure=percentile(waits_ms, 0.95),
        unit="ms (p95)",
        limit=percentile(bare_ms, 0.95),
        limit_is="p95 of the bare index on the same questions, without walls and order",
        rows=size,
        questions=len(questions),
        hits_median=sorted(hits)[len(hits) // 2],
        with_hits=sum(map(bool, hits)),
        p50_ms=round(percentile(waits_ms, 0.5), 2),
        p95_ms=round(percentile(waits_ms, 0.95), 2),
        p99_ms=round(percentile(waits_ms, 0.99), 2),
        limit_p50_ms=round(percentile(bare_ms, 0.5), 2),
    )


def _load_people(*, size: int) -> Peopled:
    """So many people, with what they are found by. The words are indexed at the end: one by one costs ten times."""
    world = make_bench_world(at=clock.now())
    some = [
        Some(world.company.id, world.mark, range(first, min(first + AT_ONCE, size)), clock.now().isoformat())
        for first in range(0, size, AT_ONCE)
    ]
    indexes = _drop_indexes()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as processes:
        for lines in processes.imap_unordered(lines_of, some):
            _write(world, lines)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for index in indexes:
            cursor.execute(index)
    for table in COLUMNS:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return note_world(world, size=size)


def _drop_indexes() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'candidates%%words'")
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def _write(world: World, lines: Lines) -> None:
    """Through a temporary table: PostgreSQL copies into no table behind a policy."""
    with acting_for(world.company.id), connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            named = columns.replace(" ", ", ")
            cursor.execute(f"CREATE TEMP TABLE waiting ON COMMIT DROP AS SELECT {named} FROM {table} LIMIT 0")
            with cursor.copy("COPY waiting FROM STDIN") as copy:
                copy.write(lines[table])
            cursor.execute(f"INSERT INTO {table} ({named}) SELECT * FROM waiting")
            cursor.execute("DROP TABLE waiting")


def _question(world: Peopled, *, size: int, chance: random.Random) -> str:
    facts = facts_of_somebody(chance)
    name, kana = facts["name"], facts["kana"]
    asked: list[Callable[[], str]] = [
        lambda: name,
        lambda: name.replace(" ", ""),
        lambda: name.partition(" ")[0],
        lambda: kana.partition(" ")[2],
        lambda: kana.replace("ア", "エ", 1),
        lambda: often(SKILLS, chance),
        lambda: f"{often(SKILLS, chance)} {often(JOBS, chance)}",
        lambda: f"{often(FIELDS, chance)} {often(SKILLS, chance)} {often(DEEDS, chance)}",
        lambda: f'"{often(FIELDS, chance)}の{chance.choice(WHERE)}"',
        lambda: f'"{often(DEEDS, chance)}" {often(SKILLS, chance)}',
        lambda: f"{name.partition(' ')[0]} {often(JOBS, chance)}",
        lambda: address_of(world, chance.randrange(size)).partition(".")[0],
        lambda: f"{often(STAGES, chance)} お見送り",
        lambda: f"サービス{chance.randrange(3000)}",
        lambda: "この言葉はどこにもない",
    ]
    return chance.choice(asked)()


def _asked(organization_id: UUID, questions: list[str]) -> tuple[list[float], list[int]]:
    waits_ms, hits = [], []
    for question in questions:
        began = time.perf_counter()
        with acting_for(organization_id):
            result = search_candidates(organization_id=organization_id, query=question, limit=PAGE)
        waits_ms.append((time.perf_counter() - began) * 1000)
        hits.append(result.total)
    return sorted(waits_ms), hits


def _bare(organization_id: UUID, questions: list[str]) -> list[float]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.organization_id', %s, false)", [str(organization_id)])
        cursor.execute("DROP TABLE IF EXISTS bench_words")
        cursor.execute(
            "CREATE TABLE bench_words (candidate_id uuid, words tsvector STORAGE EXTERNAL,"
            " filler text GENERATED ALWAYS AS (repeat(' ', 2100)) STORED) WITH (toast_tuple_target = 128)"
        )
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "INSERT INTO bench_words (candidate_id, words) SELECT candidate_id, words FROM candidates_candidatesearch"
        )
        cursor.execute("CREATE INDEX ON bench_words USING gin (words) WITH (fastupdate = off)")
        cursor.execute("ANALYZE bench_words")
        return sorted(_bare_wait(cursor, question) for question in questions)


def _bare_wait(cursor: Any, question: str) -> float:
    asked = search_query(question).exact
    began = time.perf_counter()
    either = " OR ".join(["words @@ %s::tsquery"] * len(asked))
    cursor.execute(f"SELECT candidate_id FROM bench_words WHERE {either} LIMIT %s", [*asked, HITS_MAX + 1])
    cursor.fetchmany(PAGE)
    return (time.perf_counter() - began) * 1000
