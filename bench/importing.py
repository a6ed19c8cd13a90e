"""Rows a second from an export as Excel in Japan writes it (CP932) into a company's candidates, everything included:
decoding, understanding, recognising who is known, writing, and cutting all words for the search.

As many people as the file has rows are there already; a tenth of the rows are about some of them. The limit is Sudachi
alone: the same texts cut into words by as many processes, nothing else.
"""

import csv
import ctypes
import gc
import io
import os
import random
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

from bench.measuring import Measured, measured
from bench.memory import watched_memory
from bench.people import DEEDS, FAMILIES, FIELDS, GIVEN, JOBS, SKILLS, STAGES, WHERE
from bench.sudachi_alone import sudachi_alone
from bench.world import BENCH, World, make_bench_world
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.models import Candidate, Import
from careerrelay.candidates.running import compare_import, run_import
from careerrelay.candidates.staging_pool import PROCESSES, processes_for
from careerrelay.core import clock

HEADINGS = (
    "応募ID 氏名 フリガナ メールアドレス 電話番号 都道府県 求人名 応募日 応募経路 選考ステップ 選考ステータス 不採用日 勤務先 職種 経歴"
).split()
PREFECTURES = "東京都 神奈川県 大阪府 愛知県 埼玉県 千葉県 兵庫県 北海道 福岡県 静岡県".split()
ROUTES = "エージェント 求人媒体 自社サイト 社員紹介".split()
STATUSES = "不採用 不採用 不採用 辞退 選考中 不採用".split()
KNOWN_EVERY = 10
# More people than that are compared for many minutes.
COMPARED_MAX = 200_000


def run(*, size: int) -> Measured:
    world = make_bench_world(at=clock.now())
    pool, texts = _Export(world, seed=1), _Export(world, seed=2)
    _read(world, pool.bytes(count=size, known=0))
    content = texts.bytes(count=size, known=pool.seed)
    alone = sudachi_alone(texts.written, processes=PROCESSES)
    characters, file_bytes = sum(map(len, texts.written)), len(content)
    texts.written.clear()
    _give_back_memory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend_pid = cursor.fetchone()[0]
    began, before = time.perf_counter(), _cpu_seconds(backend_pid)
    with watched_memory(backend_pid=backend_pid) as memory:
        received = _received(world, content)
        del content
        done = run_import(organization_id=world.company.id, import_id=received, leave_out=(), at=clock.now())
    seconds = time.perf_counter() - began
    spent = {part: after - before[part] for part, after in _cpu_seconds(backend_pid).items()}
    assert (done.state, done.rows_refused) == ("done", 0), done.failure_en
    assert done.rows_new + done.rows_changed + done.rows_unchanged == size
    with acting_for(world.company.id):
        people = Candidate.objects.count()
    assert people == 2 * size - size // KNOWN_EVERY, people
    comparing_seconds = _compare(world, done) if size <= COMPARED_MAX else None
    samples = memory.samples_mb
    return measured(
        "import",
        figure=size / seconds,
        unit="rows/s",
        limit=alone.per_second,
        limit_is=f"Sudachi alone on the same texts, {PROCESSES} processes",
        rows=size,
        rows_new=done.rows_new,
        rows_changed=done.rows_changed,
        rows_unchanged=done.rows_unchanged,
        pool=size,
        encoding=done.encoding,
        file_bytes=file_bytes,
        characters_per_text=round(characters / size),
        processes=processes_for(size),
        seconds=round(seconds, 3),
        cpu_us_per_row={part: round(used / size * 1e6) for part, used in spent.items()},
        limit_cpu_us_per_row=round(alone.cpu_seconds / size * 1e6),
        ratio_of_cpu=round(alone.cpu_seconds / sum(spent.values()), 3),
        memory_mb_max=round(max(samples), 1),
        memory_mb_parts=memory.parts_mb,
        memory_mb_tenths=[round(samples[len(samples) * tenth // 10], 1) for tenth in range(10)],
        comparing_seconds=comparing_seconds,
        memory_is="PSS of our processes and what PostgreSQL's have for themselves, every half second",
    )


def _read(world: World, content: bytes) -> Import:
    received = _received(world, content)
    return run_import(organization_id=world.company.id, import_id=received, leave_out=(), at=clock.now())


def _received(world: World, content: bytes) -> UUID:
    at = clock.now()
    with acting_for(world.company.id):
        received = receive_file(
            organization_id=world.company.id, filename="応募者.csv", content=content, actor=BENCH, at=at
        )
        start_import(
            received,
            encoding=received.encoding,
            rejected_are_untold=True,
            is_awaited=True,
            actor=BENCH,
            at=at,
        )
    return received.id


def _compare(world: World, done: Import) -> float:
    """Of the people of a large file second records are looked for when it is over, behind what is measured."""
    began = time.perf_counter()
    compare_import(organization_id=world.company.id, import_id=done.id, at=clock.now())
    return round(time.perf_counter() - began, 1)


def _give_back_memory() -> None:
    """What made the file is no part of reading it."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)


@dataclass(slots=True)
class _Person:
    name: str
    kana: str
    address: str
    phone: str


class _Export:
    """Rows of one export. `known` is the seed of the export whose people some rows are about."""

    def __init__(self, world: World, *, seed: int) -> None:
        self.seed = seed
        self.written: list[str] = []
        self._world = world

    def bytes(self, *, count: int, known: int) -> bytes:
        chance = random.Random(self.seed)
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow(HEADINGS)
        for index in range(count):
            seed = known if known and index % KNOWN_EVERY == 0 else self.seed
            rows.writerow(self._row(index, seed, chance))
        return written.getvalue().encode("cp932")

    def _row(self, index: int, seed: int, chance: random.Random) -> list[str]:
        person = _person(self._world, seed, index)
        text = "".join(_sentences(chance))
        self.written.append(text)
        # Half of those who are known apply anew; the others' row says more than it did.
        number = f"{seed if index % (2 * KNOWN_EVERY) else self.seed}-{index}"
        return [
            f"{self._world.mark}-{number}",
            person.name,
            person.kana,
            person.address,
            person.phone,
            chance.choice(PREFECTURES) + "みなと市中央1-2-3",
            chance.choice(JOBS),
            f"2026/{chance.randrange(1, 10)}/{chance.randrange(1, 29)}",
            chance.choice(ROUTES),
            chance.choice(STAGES),
            chance.choice(STATUSES),
            "",
            f"㈱{chance.choice(FIELDS)}{chance.choice(WHERE)}サービス{chance.randrange(3000)}",
            chance.choice(JOBS),
            text,
        ]


def _person(world: World, seed: int, index: int) -> _Person:
    chance = random.Random(f"{seed}-{index}")
    family, given = (_writable(chance, names) for names in (FAMILIES, GIVEN))
    return _Person(
        name=f"{family[0]} {given[0]}",
        kana=f"{family[1]} {given[1]}",
        address=f"{chance.choice('abcdefghijk')}{index}.{seed}.{world.mark}@{chance.choice(FIELDS_OF_MAIL)}.example.jp",
        phone=f"090{(2 * index + seed) * 48_271 % 89_999_999 + 10_000_000}",
    )


FIELDS_OF_MAIL = ("mail", "web", "home", "post", "net")


def _writable(chance: random.Random, names: list[str]) -> list[str]:
    return chance.choice(names).replace("𠮷", "吉").split(":")


def _sentences(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.choice((2, 3, 3, 4))):
        yield (
            f"{chance.choice(FIELDS)}の{chance.choice(WHERE)}で{chance.choice(DEEDS)}を{chance.randrange(1, 20)}年担当し、"
            f"{chance.choice(SKILLS)}と{chance.choice(SKILLS)}を使いました。"
        )


def _cpu_seconds(backend_pid: int) -> dict[str, float]:
    """Of this process, of the processes that it ended, and of its session in PostgreSQL. A busy machine stretches the
    seconds of a run; these it leaves nearly alone."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    fields = (Path("/proc") / str(backend_pid) / "stat").read_text().rpartition(")")[2].split()
    return {
        "writer": time.process_time(),
        "processes": children.ru_utime + children.ru_stime,
        "postgresql": sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK"),
    }
