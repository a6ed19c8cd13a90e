"""A dry run counts what the import would do, and leaves no trace."""

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.dry_running import dry_run
from careerrelay.candidates.importing import receive_file
from careerrelay.candidates.models import Application, Candidate, CandidateSearch, DuplicatePair
from tests.candidates.importers import read_file, table
from tests.make import NOW, TESTER, make_network

pytestmark = pytest.mark.django_db

KNOWN = table(
    "A-1,三浦 葵,,aoi@example.jp,090-1234-5678,不採用,2026/09/01",
    "A-2,李 美蘭,,li@example.jp,,一次面接,2026/09/01",
)
ROWS = table(
    "A-1,三浦 葵,,aoi@example.jp,090-1234-5678,不採用,2026/09/01",
    "A-2,李 美蘭,,li@example.jp,,辞退,2026/09/01",
    "A-3,山田 太郎,,taro@example.jp,,不採用,2026/10/01",
    "A-4,山田 太郎,,ＴＡＲＯ＠example.jp,,不採用,2026/10/02",
    "A-5,佐藤 健一,,aoi@example.jp,,不採用,2026/10/01",
    "A-6,三浦 健,,,090-1234-5678,不採用,2026/10/01",
    "A-7,鈴木 一,,hajime@example.jp,,結果未定(要確認),2026/10/01",
    "A-8,日付 違い,,,,不採用,2026/13/01",
)


def test_it_says_what_the_import_then_does(django_db_blocker):
    company = make_network().company
    read_file(company, KNOWN)
    with acting_for(company.id):
        kept = receive_file(organization_id=company.id, filename="a.csv", content=ROWS, actor=TESTER, at=NOW)
        before = [model.objects.count() for model in (Candidate, Application, CandidateSearch, DuplicatePair)]
    found = dry_run(kept, at=NOW)
    with acting_for(company.id):
        assert before == [
            model.objects.count() for model in (Candidate, Application, CandidateSearch, DuplicatePair)
        ]
    assert (found.rows, found.new, found.changed, found.unchanged, found.refused) == (8, 5, 1, 1, 1)
    assert (found.shared, found.likely, found.unreachable) == (1, 1, 2)
    assert [row.line_number for row in found.refused_rows] == [9]
    done = read_file(company, ROWS)
    assert (done.rows_new, done.rows_changed, done.rows_unchanged, done.rows_refused) == (5, 1, 1, 1)
    assert (done.rows_undecided, done.rows_unreachable) == (found.undecided, found.unreachable)
    with acting_for(company.id):
        assert DuplicatePair.objects.count() == 1
