"""Each bench at a tiny size: what it measures still works, and says what it promises to say."""

import json
import subprocess
import sys
from importlib import import_module

import pytest

from bench import consent, importing, ledger, mail, relay, relay_page, start
from bench.__main__ import WORKS, main
from bench.http_load import load
from bench.measuring import Measured, measured, median_of, percentile
from bench.ports import answers_at, free_port
from bench.scratch import OF_THE_USER, ROOT
from bench.world import former_world, make_bench_world, note_world
from careerrelay.core import clock
from tests.databases import OwnDatabase

KEYS = {"work", "figure", "unit", "limit", "limit_is", "ratio"}


@pytest.fixture
def database(own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> OwnDatabase:
    """What a bench starts finds this database; no wrk, so that the clients are ours."""
    for variable in OF_THE_USER:
        monkeypatch.delenv(variable, raising=False)
    for name, value in own_database.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PATH", "")
    return own_database


def check(found: Measured, *, work: str, **sizes: object) -> None:
    assert found.keys() >= KEYS
    assert found["work"] == work
    assert found["figure"] > 0
    assert found["limit"] > 0
    assert found["ratio"] == pytest.approx(found["figure"] / found["limit"], rel=0.002)
    assert {name: found[name] for name in sizes} == sizes
    assert json.loads(json.dumps(found)) == found


def test_mail_sends_every_notice_and_names_its_sink(database) -> None:
    check(mail.run(size=30), work="mail", notices=30, workers=1, unit="mails/s")


def test_mail_measures_a_second_time_on_the_same_database(database) -> None:
    assert mail.run(size=20)["sink"] in {"smtp-sink", "bench.sink"}
    check(mail.run(size=20), work="mail", notices=20)


def test_relay_provides_everybody(database) -> None:
    check(relay.run(size=20), work="relay", people=20, unit="s")


def test_import_reads_every_row_as_excel_in_japan_writes_it(database) -> None:
    check(importing.run(size=50), work="import", rows=50, encoding="cp932", unit="rows/s")


def test_ledger_posts_exactly(database, monkeypatch) -> None:
    # Each writer is a process that loads the program; two are enough to meet on one row.
    monkeypatch.setattr(ledger, "WRITERS", 2)
    found = ledger.run(size=24)
    check(found, work="ledger", unit="postings/s")
    assert 0 < found["p50_ms"] <= found["p95_ms"]


def test_consent_chains_every_statement_without_a_hole(database, monkeypatch) -> None:
    monkeypatch.setattr(consent, "WRITERS", 2)
    found = consent.run(size=24)
    check(found, work="consent", statements=24, unit="statements/s")
    assert 0 < found["p50_ms"] <= found["p95_ms"]


def test_a_company_is_found_again_by_the_number_of_its_people(database) -> None:
    world = make_bench_world(at=clock.now())
    assert former_world(size=7) is None
    assert note_world(world, size=7) == former_world(size=7)
    assert former_world(size=8) is None


def test_relay_page_asks_for_each_page_without_one_failure(database) -> None:
    found = relay_page.run(size=0.2, warm_seconds=0.1)
    check(found, work="relay_page", connections=16, client="bench.http_load")
    assert set(found["pages"]) == {"start_page", "consent_page", "own_page"}
    assert found["figure"] == pytest.approx(
        min(page["requests_per_second"] for page in found["pages"].values()), rel=0.002
    )
    assert 0 < found["p50_ms"] <= found["p95_ms"]


def test_what_begins_with_nobody_keeps_nothing(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["mail", "--keep", "somewhere"])
    assert "keeps nothing" in capsys.readouterr().err


def test_a_page_that_fails_has_no_figure(monkeypatch) -> None:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "http.server", str(port)], cwd=ROOT / "docs")
    try:
        while not answers_at(port, path="/commands.md"):
            assert server.poll() is None
        monkeypatch.setenv("PATH", "")
        with pytest.raises(RuntimeError, match="failed"):
            load(f"http://127.0.0.1:{port}/nowhere", seconds=0.1)
    finally:
        server.terminate()
        server.wait()


def test_the_median_keeps_a_figure_with_its_own_limit() -> None:
    runs = [measured("mail", figure=n, unit="mails/s", limit=2 * n, limit_is="x") for n in (30, 10, 20)]
    found = median_of(runs)
    assert (found["figure"], found["limit"]) == (20, 40)
    assert (found["rounds"], found["figures"]) == (3, [30, 10, 20])
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.95) == 4.0


def test_every_work_is_documented_and_every_module_can_run() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert {module.__name__ for module in (importing, ledger, mail, relay, relay_page, start)} <= {
        work.module for work in WORKS.values()
    }
    assert all(callable(import_module(work.module).run) for work in WORKS.values())
    assert all(f"`{name}`" in page for name in WORKS)


def test_a_size_that_is_no_number_is_refused(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["mail", "--size", "0"])
    assert "a whole number from 1 up" in capsys.readouterr().err
