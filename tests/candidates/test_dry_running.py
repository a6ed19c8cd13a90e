"""A dry run counts what the import would do, and leaves no trace."""

import json

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.dry_running import dry_run
from careerrelay.candidates.importing import receive_file
from careerrelay.candidates.models import Application, Candidate, CandidateSearch, DuplicatePair
from careerrelay.candidates.rules.findings import Findings
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
    found = dry_run(kept, leave_out=(), at=NOW)
    with acting_for(company.id):
        assert before == [
            model.objects.count() for model in (Candidate, Application, CandidateSearch, DuplicatePair)
        ]
    assert (found.rows, found.new, found.changed, found.unchanged, found.refused) == (8, 5, 1, 1, 1)
    assert (found.shared, found.likely, found.unreachable) == (1, 0, 2)
    assert [row.line_number for row in found.to_mend] == [9]
    done = read_file(company, ROWS)
    assert (done.rows_new, done.rows_changed, done.rows_unchanged, done.rows_refused) == (5, 1, 1, 1)
    assert (done.rows_undecided, done.rows_unreachable) == (found.undecided, found.unreachable)
    with acting_for(company.id):
        assert DuplicatePair.objects.count() == 1


def test_who_may_be_known_already_is_found_before_anything_is_taken_in():
    """By a number with nearly the same name, by an employer with the same name, and by an address that another name
    bears, in the records and in the file itself."""
    company = make_network().company
    headings = "応募ID,氏名,メールアドレス,電話番号,現所属"
    read_file(
        company,
        table(
            "A-1,三浦 葵,aoi@example.jp,090-1234-5678,",
            "A-2,Catherine Smith,cs@example.jp,080-1111-2222,",
            "A-3,渡邊 誠之介,makoto@example.jp,,汐見計測株式会社",
            headings=headings,
        ),
    )
    file = table(
        "B-1,Catherine Smyth,,080-1111-2222,",
        "B-2,渡辺 誠之介,other@example.com,,汐見計測(株)",
        "B-3,佐藤 健一,aoi@example.jp,,",
        "B-4,鈴木 一,new@example.jp,,",
        "B-5,高木 花,new@example.jp,,",
        "B-6,三浦 葵,elsewhere@example.net,,",
        headings=headings,
    )
    with acting_for(company.id):
        kept = receive_file(organization_id=company.id, filename="b.csv", content=file, actor=TESTER, at=NOW)
        people = {str(one.id): one.name for one in Candidate.objects.all()}
    found = dry_run(kept, leave_out=(), at=NOW)
    assert (found.shared, found.likely) == (2, 2)
    pairs = {
        one.row.line_number: people.get(one.candidate_id) or (one.other and one.other.name)
        for one in found.alike
    }
    assert pairs == {2: "Catherine Smith", 3: "渡邊 誠之介", 4: "三浦 葵", 6: "鈴木 一"}
    by_line = {one.row.line_number: one.evidence for one in found.alike}
    assert by_line[2] == ("name_near", "phone")
    assert by_line[3] == ("name_variant", "employer")
    assert by_line[4] == by_line[6] == ("shared_address",)
    assert Findings.of_document(json.loads(json.dumps(found.as_document()))) == found
    read_file(company, file)
    with acting_for(company.id):
        assert DuplicatePair.objects.count() == found.shared + found.likely
