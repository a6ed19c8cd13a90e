"""An import runs in chunks: it can be watched, stopped, killed and gone on with, and never comes in twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates import import_files, running, staging_pool
from careerrelay.candidates.cancelling import ImportNotRunning, cancel_import
from careerrelay.candidates.indexing import index_organization
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateSearch,
    DuplicatePair,
    Import,
    ImportPiece,
    ImportRefusal,
)
from careerrelay.candidates.running import compare_import, run_import
from careerrelay.candidates.searching import search_candidates
from careerrelay.candidates.undoing import take_back_import
from careerrelay.core.background import wake
from tests.candidates.importers import many_rows, read_file, received, table
from tests.make import NOW, TESTER, make_network

READ_ONE = """
import sys, uuid, django
django.setup()
from careerrelay.candidates import running, staging_pool
from tests.make import NOW
running.CHUNK_ROWS, staging_pool.BATCH_ROWS, staging_pool.ROWS_ALONE_MAX = 50, 25, 10
running.run_import(organization_id=uuid.UUID(sys.argv[1]), import_id=uuid.UUID(sys.argv[2]), leave_out=(), at=NOW,
                   progress=lambda read, total: print(read, flush=True))
"""


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 10)
    monkeypatch.setattr(staging_pool, "BATCH_ROWS", 5)


def reading_process(database, company, found) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", READ_ONE, str(company.id), str(found.id)],
        env=database.env | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.promise("P28")
@pytest.mark.promise("P13")
def test_an_import_that_is_killed_goes_on_where_it_stopped_and_nobody_comes_in_twice(own_database):
    company = make_network().company
    found = received(company, many_rows(600))
    process = reading_process(own_database, company, found)
    assert process.stdout is not None
    killed_at = [int(process.stdout.readline()) for _ in range(3)][-1]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    time.sleep(0.2)  # the server ends the session of the dead
    with acting_for(company.id):
        left = Import.objects.get(id=found.id)
        assert left.state == "running"
        assert killed_at <= left.rows_read < 600
        assert Application.objects.count() == left.rows_read == left.rows_new
    seen: list[int] = []
    done = run_import(
        organization_id=company.id,
        import_id=found.id,
        leave_out=(),
        at=NOW,
        progress=lambda read, _: seen.append(read),
    )
    assert seen[0] > left.rows_read
    assert (done.state, done.rows_read, done.rows_new) == ("done", 600, 600)
    with acting_for(company.id):
        assert not ImportPiece.objects.exists()
        assert (
            Candidate.objects.count() == Application.objects.count() == CandidateSearch.objects.count() == 600
        )
    again = read_file(company, many_rows(600))
    assert (again.rows_new, again.rows_changed, again.rows_unchanged) == (0, 0, 600)


@pytest.mark.promise("P28")
def test_two_processes_read_what_one_reads(own_database, monkeypatch):
    company = make_network().company
    monkeypatch.setattr(staging_pool, "ROWS_ALONE_MAX", 10)
    rows = many_rows(450).decode() + "B-1,日付 違い,,,,不採用,2026/13/01\n"
    seen: list[tuple[int, int]] = []
    done = read_file(company, rows.encode(), progress=lambda read, total: seen.append((read, total)))
    assert (done.rows_new, done.rows_refused) == (450, 1)
    assert seen[-1] == (451, 451)
    with acting_for(company.id):
        assert ImportRefusal.objects.get().line_number == 452
        found = search_candidates(organization_id=company.id, query="三浦 葵449")
        assert [Candidate.objects.get(id=one).name for one in found.ids] == ["三浦 葵449"]


def test_the_words_of_known_people_are_those_that_would_be_cut_here(own_database, monkeypatch):
    company = make_network().company
    read_file(company, many_rows(40))
    monkeypatch.setattr(staging_pool, "ROWS_ALONE_MAX", 10)
    monkeypatch.setattr(staging_pool, "CUT_AT_ONCE", 7)
    headings = "応募ID,氏名,メールアドレス,勤務先,選考ステータス,応募日"
    newer = (f"B-{one},三浦 葵{one},aoi{one}@example.jp,港{one}製作所,辞退,2026/11/01" for one in range(60))
    done = read_file(company, table(*newer, headings=headings))
    assert (done.rows_new, done.rows_refused) == (60, 0)
    with acting_for(company.id):
        stored = set(CandidateSearch.objects.values_list("candidate_id", "words", "text_hash"))
        CandidateSearch.objects.update(version=0)
        assert index_organization(organization_id=company.id) == 60
        assert stored == set(CandidateSearch.objects.values_list("candidate_id", "words", "text_hash"))
        found = search_candidates(organization_id=company.id, query="港39製作所")
        assert [Candidate.objects.get(id=one).name for one in found.ids] == ["三浦 葵39"]


@pytest.mark.django_db
def test_an_import_stops_behind_the_chunk_at_which_somebody_asked(small_chunks):
    company = make_network().company
    found = received(company, many_rows(35))

    def stop(read: int, total: int) -> None:
        assert total == 35
        if read == 20:
            with acting_for(company.id):
                cancel_import(found, actor=TESTER, at=NOW)

    done = run_import(organization_id=company.id, import_id=found.id, leave_out=(), at=NOW, progress=stop)
    assert (done.state, done.rows_read, done.rows_new) == ("cancelled", 20, 20)
    with acting_for(company.id):
        assert not ImportPiece.objects.exists()
        assert Candidate.objects.count() == 20
        with pytest.raises(ImportNotRunning):
            cancel_import(found, actor=TESTER, at=NOW)


@pytest.mark.django_db
def test_a_file_that_breaks_in_its_middle_leaves_nothing(small_chunks):
    company = make_network().company
    read_file(company, table("A-3,三浦 葵,,,,一次面接,2026/09/01"))
    with acting_for(company.id):
        before = list(Application.objects.values())
    found = received(company, many_rows(25))
    with acting_for(company.id):
        broken = many_rows(25) + 'A-99,"三浦\n'.encode()
        ImportPiece.objects.filter(of_import=found).update(content=broken)
    done = run_import(organization_id=company.id, import_id=found.id, leave_out=(), at=NOW)
    assert (done.state, done.rows_read) == ("failed", 0)
    assert "引用符" in done.failure_ja
    with acting_for(company.id):
        assert list(Application.objects.values()) == before


@pytest.mark.django_db
def test_what_was_written_before_an_unforeseen_break_goes_again(small_chunks, monkeypatch):
    company = make_network().company
    read_file(company, table("A-3,三浦 葵,,,,一次面接,2026/09/01"))
    with acting_for(company.id):
        before = list(Application.objects.values())
    found = received(company, many_rows(25))
    with acting_for(company.id):
        broken = many_rows(25) + 'A-99,"三浦\n'.encode()
        ImportPiece.objects.filter(of_import=found).update(content=broken)
    monkeypatch.setattr(running, "count_rows", lambda _: 25)
    done = run_import(organization_id=company.id, import_id=found.id, leave_out=(), at=NOW)
    assert (done.state, done.rows_new) == ("failed", 0)
    with acting_for(company.id):
        assert list(Application.objects.values()) == before
        assert Candidate.objects.count() == 1


def test_two_imports_of_one_company_at_once_take_turns(own_database, monkeypatch):
    monkeypatch.setattr(running, "CHUNK_ROWS", 20)
    monkeypatch.setattr(staging_pool, "BATCH_ROWS", 10)
    company = make_network().company
    one, other = received(company, many_rows(120)), received(company, many_rows(120, first=60))
    ended = []

    def read(found: Import) -> None:
        ended.append(run_import(organization_id=company.id, import_id=found.id, leave_out=(), at=NOW))
        connection.close()

    readers = [threading.Thread(target=read, args=(found,)) for found in (one, other, one)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    with acting_for(company.id):
        states = set(Import.objects.values_list("state", "rows_read"))
        assert states == {("done", 120)}
        assert Candidate.objects.count() == Application.objects.count() == 180


def test_the_worker_reads_what_was_started_and_a_second_one_changes_nothing(own_database):
    company = make_network().company
    found = received(company, many_rows(3))
    for _ in range(2):
        with acting_for(company.id):
            wake("candidates:run_import", organization_id=str(company.id), import_id=str(found.id))
    call_command("worker", until_idle=True)
    with acting_for(company.id):
        assert Import.objects.get().state == "done"
        assert Candidate.objects.count() == 3


def test_the_people_of_a_large_file_are_compared_once_it_is_over(db, monkeypatch):
    company = make_network().company
    monkeypatch.setattr(running, "COMPARED_AT_ONCE_ROWS", 1)
    two = table(
        "A-1,三浦 葵,ミウラ アオイ,a@example.jp,09012345678,,",
        "A-2,三浦葵衣,ミウラ アオイ,b@example.jp,09012345678,,",
    )
    done = read_file(company, two)
    assert (done.state, done.compared_at, pairs_of(company)) == ("done", None, 0)
    for _ in range(2):
        compare_import(organization_id=company.id, import_id=done.id, at=NOW)
        assert pairs_of(company) == 1
    with acting_for(company.id):
        assert Import.objects.get(id=done.id).compared_at == NOW


def test_an_import_that_was_undone_is_compared_with_nobody(db, monkeypatch):
    company = make_network().company
    monkeypatch.setattr(running, "COMPARED_AT_ONCE_ROWS", 1)
    done = read_file(company, many_rows(3))
    with acting_for(company.id):
        take_back_import(done, held_ids=(), actor=TESTER, at=NOW)
    compare_import(organization_id=company.id, import_id=done.id, at=NOW)
    with acting_for(company.id):
        assert Import.objects.get(id=done.id).compared_at is None


def pairs_of(company) -> int:
    with acting_for(company.id):
        return DuplicatePair.objects.count()


def test_a_file_is_fetched_in_pieces_and_read_as_a_whole(db, monkeypatch):
    monkeypatch.setattr(import_files, "PIECE_BYTES", 7)
    assert read_file(make_network().company, many_rows(30)).rows_new == 30


def test_the_newest_day_and_the_states_of_somebody_follow_their_applications(db):
    company = make_network().company
    read_file(company, table("A-1,三浦 葵,,aoi@example.jp,,不採用,2026/10/01"))
    assert noted_of(company) == ("2026-10-01", ["rejected"])
    read_file(company, table("A-2,三浦 葵,,aoi@example.jp,,辞退,2026/09/01"))
    assert noted_of(company) == ("2026-10-01", ["rejected", "withdrawn"])
    read_file(company, table("A-3,三浦 葵,,aoi@example.jp,,辞退,2026/11/01"))
    assert noted_of(company) == ("2026-11-01", ["rejected", "withdrawn"])


def noted_of(company) -> tuple[str, list[str]]:
    with acting_for(company.id):
        found = Candidate.objects.get()
    return str(found.last_applied_on), found.application_states
