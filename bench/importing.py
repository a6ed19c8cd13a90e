"""Rows a second from an export as Excel in Japan writes it (CP932) into a company's candidates.

The limit is reading alone: decoding, recognising headings and making each cell what it means.
"""

import csv
import io
import time

from bench.measuring import Measured, measured
from bench.world import BENCH, World, address_of, make_bench_world
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.rules.reading import read_applicants
from careerrelay.candidates.running import run_import
from careerrelay.core import clock

HEADINGS = (
    "応募ID",
    "氏名",
    "フリガナ",
    "メールアドレス",
    "電話番号",
    "都道府県",
    "求人名",
    "応募日",
    "選考ステップ",
    "選考ステータス",
    "不採用日",
    "勤務先",
)
FAMILIES = ("三浦", "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林")
GIVEN = ("葵", "直樹", "美咲", "翔太", "陽菜", "大輔", "結衣", "健一", "千尋", "拓海")


def run(*, size: int) -> Measured:
    at = clock.now()
    world = make_bench_world(at=at)
    content = _export(world, count=size)
    began = time.perf_counter()
    reading = read_applicants(content, filename="応募者.csv")
    reading_seconds = time.perf_counter() - began
    assert len(reading.rows) == size, len(reading.refused)
    began = time.perf_counter()
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
    done = run_import(organization_id=world.company.id, import_id=received.id, at=at)
    seconds = time.perf_counter() - began
    assert done.rows_new == size, done.failure_en
    return measured(
        "import",
        figure=size / seconds,
        unit="rows/s",
        limit=size / reading_seconds,
        limit_is="the same file read by the same rules, nothing stored",
        rows=size,
        encoding=received.encoding,
        file_bytes=len(content),
        seconds=round(seconds, 3),
    )


def _export(world: World, *, count: int) -> bytes:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(HEADINGS)
    for index in range(count):
        rows.writerow(
            [
                f"{world.mark}-{index}",
                f"{FAMILIES[index % 10]} {GIVEN[index // 10 % 10]}",
                "ﾐｳﾗ ｱｵｲ",
                address_of(world, index),
                f"090{index:08}",
                "神奈川県横浜市中区海岸通9-99",
                "組込みソフトエンジニア",
                f"2026/{index % 9 + 1}/{index % 28 + 1}",
                "書類選考",
                "不合格",
                f"2026/10/{index % 28 + 1}",
                "㈱青葉台食品",
            ]
        )
    return written.getvalue().encode("cp932")
