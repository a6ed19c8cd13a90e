"""A file of what interviewers said: joined by the ids of its system, read twice the same, taken back as a whole."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.dry_running import dry_run
from careerrelay.candidates.models import (
    Application,
    Candidate,
    Evaluation,
    Import,
    ImportChange,
    ImportRefusal,
    Interview,
)
from careerrelay.candidates.rules.evaluation_rows import read_recommendation, read_score
from careerrelay.candidates.running import run_import
from careerrelay.candidates.searching import search_candidates
from careerrelay.candidates.undoing import ImportInUse
from careerrelay.privacy.undoing import undo_import
from tests.candidates.importers import read_file, received, table
from tests.corpus.hrmos import EVALUATIONS
from tests.make import NOW, TESTER, make_network

LATER = NOW + timedelta(hours=1)
APPLICANTS = table(
    "A-1,C-7,三浦 葵,aoi@example.jp,組込みエンジニア,不採用,2026/09/01",
    "A-2,C-7,三浦 葵,aoi@example.jp,品質保証,一次面接,2026/10/01",
    "A-3,C-8,李 美蘭,ri@example.jp,品質保証,不採用,2026/10/01",
    headings="応募ID,候補者ID,氏名,メールアドレス,求人名,選考ステータス,応募日",
)


@pytest.fixture
def company():
    company = make_network().company
    assert read_file(company, APPLICANTS).rows_new == 3
    return company


def counts(done: Import) -> tuple[int, int, int, int]:
    return done.rows_new, done.rows_changed, done.rows_unchanged, done.rows_refused


def said(company) -> list[tuple[object, ...]]:
    with acting_for(company.id):
        found = Evaluation.objects.order_by("application__external_id", "interviewer_name", "id")
        return list(
            found.values_list(
                "application__external_id", "interviewer_name", "score", "recommendation", "words"
            )
        )


def forecast(company, content: bytes):
    file = Import(organization_id=company.id, filename="評価.csv")
    return dry_run(file, file=BytesIO(content), leave_out=(), at=NOW)


@pytest.mark.django_db
def test_the_export_of_hrmos_joins_by_the_candidate_id(company):
    foreseen = forecast(company, EVALUATIONS)
    assert foreseen.holds_evaluations
    assert (foreseen.new, foreseen.changed, foreseen.unchanged, foreseen.refused) == (3, 0, 0, 2)
    assert said(company) == []

    done = read_file(company, EVALUATIONS)

    assert counts(done) == (3, 0, 0, 2)
    assert said(company) == [
        ("A-2", "佐藤 恵", 4, "", "設計の経験が深い。\n次に進めたい。"),
        ("A-2", "野村 拓海", None, "", "評価の点: B\n\n質問に答えられた。"),
        ("A-3", "佐藤 恵", 2, "", ""),
    ]
    with acting_for(company.id):
        assert Candidate.objects.count() == 2
        refusals = dict(ImportRefusal.objects.filter(from_import=done).values_list("line_number", "ja"))
        cells = ImportRefusal.objects.filter(from_import=done).earliest("line_number").cells
    assert "C-99" in refusals[6]
    assert "応募がありません" in refusals[6]
    assert "だれの評価か分かりません" in refusals[7]
    assert cells == ["C-99", "3", "知らない人です", "佐藤 恵"]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_a_new_word_changes_one(company):
    read_file(company, EVALUATIONS)
    assert counts(read_file(company, EVALUATIONS)) == (0, 0, 3, 2)
    content = EVALUATIONS.decode("utf-16").replace("次に進めたい。", "ぜひ次へ。").encode("utf-16")
    assert forecast(company, content).changed == 1

    assert counts(read_file(company, content, at=LATER)) == (0, 1, 2, 2)

    assert len(said(company)) == 3
    with acting_for(company.id):
        assert search_candidates(organization_id=company.id, query="ぜひ次", sees_inner=True).total == 1
        assert search_candidates(organization_id=company.id, query="ぜひ次").total == 0


@pytest.mark.django_db
def test_an_import_of_evaluations_is_taken_back_word_by_word(company):
    read_file(company, EVALUATIONS)
    before = said(company)
    content = table(
        "A-2,佐藤 恵,5,強く推薦,2026/10/05,一次面接,すばらしい",
        "A-3,佐藤 恵,1,推薦しない,,,合わない",
        headings="応募ID,評価者,評価点,推薦,評価日,選考段階,評価コメント",
    )
    done = read_file(company, content, at=LATER)
    assert counts(done) == (1, 1, 0, 0)
    with acting_for(company.id):
        interview = Interview.objects.get()
        assert (interview.stage, interview.held_on) == ("一次面接", date(2026, 10, 5))
        assert Evaluation.objects.get(interview=interview).recommendation == "strong_yes"
        undo_import(done, actor=TESTER, at=LATER)

        assert not Interview.objects.exists()
        assert not ImportChange.objects.filter(from_import=done).exists()
        assert search_candidates(organization_id=company.id, query="すばらしい", sees_inner=True).total == 0
        assert search_candidates(organization_id=company.id, query="設計の経験", sees_inner=True).total == 1
    assert said(company) == before


@pytest.mark.django_db
def test_applicants_who_were_evaluated_stay_until_the_evaluations_are_taken_back(company):
    done = read_file(company, EVALUATIONS)
    with acting_for(company.id):
        applicants = Import.objects.get(holds_evaluations=False)
        with pytest.raises(ImportInUse):
            undo_import(applicants, actor=TESTER, at=LATER)
        undo_import(done, actor=TESTER, at=LATER)
        undo_import(applicants, actor=TESTER, at=LATER)
        assert not Application.objects.exists()


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_what_selection_may_not_ask_is_left_out_of_an_evaluation(company):
    content = table(
        'A-1,佐藤 恵,4,"本籍は大阪府です。説明が分かりやすい",右',
        headings="応募ID,評価者,総合評価,評価コメント,支持政党",
    )
    foreseen = forecast(company, content)
    assert foreseen.left_out

    done = read_file(company, content)

    [(_, _, score, _, found)] = said(company)
    words = str(found)
    assert (score, "本籍" in words, "説明が分かりやすい" in words) == (4, False, True)
    assert "右" not in str(said(company))
    assert done.rows_new == 1


@pytest.mark.django_db
def test_two_interviewers_of_one_name_and_two_candidates_of_one_id_are_told_apart(company):
    content = table("A-1,佐藤 恵,4,一", "A-1,佐藤 恵,2,二", headings="応募ID,評価者,総合評価,評価コメント")
    assert counts(read_file(company, content)) == (2, 0, 0, 0)
    assert counts(read_file(company, content)) == (0, 0, 2, 0)
    with acting_for(company.id):
        Application.objects.filter(external_id="A-3").update(candidate_external_id="C-7")
    done = read_file(company, table("C-7,4", headings="候補者ID,総合評価"))
    assert counts(done) == (0, 0, 0, 1)


@pytest.mark.django_db
def test_an_import_that_was_stopped_before_it_began_reads_nothing(company):
    found = received(company, EVALUATIONS)
    with acting_for(company.id):
        Import.objects.filter(id=found.id).update(cancelling_at=NOW)
    done = run_import(organization_id=company.id, import_id=found.id, leave_out=(), at=NOW)
    assert (done.state, said(company)) == ("cancelled", [])


@pytest.mark.parametrize(
    ("written", "score"),
    [
        ("4", 4),
        ("５", 5),
        ("3.0", 3),
        ("2/5", 2),
        ("★★★☆☆", 3),
        ("4点", 4),
        ("80", None),
        ("B", None),
        ("", None),
    ],
)
def test_a_score_is_read_where_it_is_on_a_scale_of_five(written, score):
    assert read_score(written) == score


@pytest.mark.parametrize(
    ("written", "name"),
    [("推薦する", "yes"), ("Strong Yes", "strong_yes"), ("ＮＧ", "no"), ("保留", ""), ("推薦しない", "no")],
)
def test_a_clear_yes_or_no_is_a_recommendation(written, name):
    assert read_recommendation(written) == name
