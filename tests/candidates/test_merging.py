"""What becomes of the rows of a file: who is certainly the same person, what is kept, and what only a human decides."""

from datetime import date

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.actions import decide_application
from careerrelay.candidates.custom_fields import add_custom_field
from careerrelay.candidates.importing import receive_file, start_import
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    CandidatePhone,
    DuplicatePair,
    Import,
    Interview,
    Note,
    Rejection,
    Withdrawal,
)
from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.freshness import confirmed_by
from careerrelay.candidates.running import run_import
from careerrelay.candidates.searching import search_candidates
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, TESTER, Network, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network()


def read(network, content, *, columns=None, at=NOW) -> Import:
    with acting_for(network.company.id):
        received = receive_file(
            organization_id=network.company.id, filename="a.csv", content=content, actor=TESTER, at=at
        )
        start_import(
            received,
            encoding=received.encoding,
            columns=columns,
            rejected_are_untold=False,
            actor=TESTER,
            at=at,
        )
    return run_import(organization_id=network.company.id, import_id=received.id, leave_out=(), at=at)


def table(*rows: str) -> bytes:
    return "\n".join(["応募ID,氏名,フリガナ,メールアドレス,電話番号,選考ステータス,応募日", *rows]).encode()


def counts(done: Import) -> tuple[int, int, int]:
    assert done.state == "done", done.failure_en
    return done.rows_new, done.rows_changed, done.rows_unchanged


@pytest.mark.promise("P12")
def test_one_person_is_one_candidate_in_any_spelling_and_read_again(network):
    content = table(
        "A-1,髙橋 直樹,,Naoki@Example.jp,090-1234-5678,不採用,2026/10/01",
        "A-2,高橋直樹,,ｎａｏｋｉ＠ｅｘａｍｐｌｅ．ｊｐ,,不採用,2026/10/02",
        "A-3,高橋　直樹,,,０９０１２３４５６７８,不採用,2026/10/03",
        "A-4,高橋 直樹,,other@example.jp,+81 90 1234 5678,不採用,2026/10/04",
    )
    assert counts(read(network, content)) == (4, 0, 0)
    assert counts(read(network, content)) == (0, 0, 4)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert Application.objects.filter(candidate=candidate).count() == 4
        assert set(CandidateAddress.objects.values_list("canonical", flat=True)) == {
            "naoki@example.jp",
            "other@example.jp",
        }
        assert CandidatePhone.objects.count() == 1


def test_a_shared_address_is_two_people_and_a_question_for_somebody(network):
    content = table(
        "A-1,三浦 葵,ミウラ アオイ,miura@example.jp,,不採用,2026/10/01",
        "A-2,田中 健一,タナカ ケンイチ,miura@example.jp,,不採用,2026/10/02",
        ",田中 健一,タナカ ケンイチ,miura@example.jp,,不採用,2026/10/05",
    )
    assert read(network, content).rows_unreachable == 2
    with acting_for(network.company.id):
        assert sorted(Candidate.objects.values_list("name", flat=True)) == [
            "三浦 葵",
            "田中 健一",
            "田中 健一",
        ]
        assert CandidateAddress.objects.get().candidate.name == "三浦 葵"
        pairs = DuplicatePair.objects.filter(evidence__contains=["shared_address"])
        assert {frozenset(names) for names in pairs.values_list("first__name", "second__name")} == {
            frozenset({"三浦 葵", "田中 健一"})
        }
    assert counts(read(network, content)) == (0, 0, 3)


def test_a_number_without_the_name_is_not_certain(network):
    read(
        network,
        table("A-1,三浦 葵,,,090-1234-5678,不採用,", "A-2,三浦 健,,,090-1234-5678,不採用,"),
    )
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 2


def test_what_the_systems_say_is_kept_in_their_words(network):
    content = hrmos_export(
        [
            {
                "external_id": "A-1",
                "name": "三浦 葵",
                "job_external_id": "J-7",
                "source": "エージェント",
                "source_detail": "三日月キャリア",
                "labels": "要フォロー,英語",
                "status": "不合格",
                "interview_1_on": date(2026, 9, 1),
                "interview_2_on": date(2026, 9, 8),
                "rejected_on": date(2026, 9, 9),
                "applied_on": date(2026, 8, 1),
            },
            {"external_id": "A-2", "name": "李 美蘭", "withdrawn_on": date(2026, 10, 2)},
        ]
    )
    for expected in ((2, 0, 0), (0, 0, 2)):
        assert counts(read(network, content)) == expected
        with acting_for(network.company.id):
            kept = Application.objects.get(external_id="A-1")
            assert (kept.route, kept.route_detail, kept.labels, kept.status, kept.job_external_id) == (
                "エージェント",
                "三日月キャリア",
                "要フォロー,英語",
                "不合格",
                "J-7",
            )
            interviews = Interview.objects.order_by("held_on").values_list("stage", "held_on")
            assert list(interviews) == [("一次面接", date(2026, 9, 1)), ("二次面接", date(2026, 9, 8))]
            assert Withdrawal.objects.get().withdrawn_on == date(2026, 10, 2)
            candidate = Candidate.objects.get(applications=kept)
            assert candidate.confirmed["name"] == ["2026-07-31T15:00:00+00:00", "import"]
            assert candidate.from_import == kept.from_import


def test_what_a_colleague_confirmed_later_is_not_written_over_by_an_older_row(network):
    content = "応募ID,氏名,現所属,応募日,ステータス\nA-1,三浦 葵,青葉台食品,2026/08/01,不採用\n".encode()
    read(network, content)
    with acting_for(network.company.id):
        before = Candidate.objects.get().confirmed
        said = confirmed_by(before, ["employer"], by=f"member:{network.company.id}", at=NOW)
        Candidate.objects.update(employer="汐見計測", confirmed=said)
    assert counts(read(network, content)) == (0, 0, 1)
    with acting_for(network.company.id):
        assert Candidate.objects.get().employer == "汐見計測"


def test_a_rejection_taken_back_goes_and_an_ending_that_changes_is_replaced(network):
    read(network, table("A-1,三浦 葵,,,,不採用,", "A-2,李 美蘭,,,,不採用,"))
    done = read(network, table("A-1,三浦 葵,,,,一次面接,", "A-2,李 美蘭,,,,辞退,"))
    assert counts(done) == (0, 2, 0)
    with acting_for(network.company.id):
        assert not Rejection.objects.exists()
        assert Withdrawal.objects.get().application.external_id == "A-2"


def test_a_human_decision_survives_and_a_file_of_addresses_opens_nothing(network):
    content = "応募者コード,氏名,ステータスコード,ステータス\n1,三浦 葵,83,不採用（辞退）\n".encode("cp932")
    assert read(network, content).rows_undecided == 1
    with acting_for(network.company.id):
        decide_application(Application.objects.get(), state=ApplicationState.REJECTED, actor=TESTER, at=NOW)
    done = read(network, content)
    assert (counts(done), done.rows_undecided) == ((0, 0, 1), 0)
    read(network, "応募ID,メールアドレス\n1,aoi@example.jp\n".encode())
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.REJECTED
        assert Rejection.objects.count() == 1


def test_an_application_moves_to_whom_its_address_names_and_a_record_with_notes_stays(network):
    read(network, table("A-1,三浦 葵,,,,不採用,", "A-2,李 美蘭,,,,不採用,"))
    read(network, table("B-1,三浦 葵,,aoi@example.jp,,不採用,", "B-2,李 美蘭,,li@example.jp,,不採用,"))
    with acting_for(network.company.id):
        noted = Candidate.objects.get(applications__external_id="A-2")
        Note.objects.create(organization=network.company, candidate=noted, words="誠実", created_at=NOW)
    read(network, "応募ID,メールアドレス\nA-1,aoi@example.jp\nA-2,li@example.jp\n".encode())
    with acting_for(network.company.id):
        moved = Application.objects.filter(candidate__addresses__canonical="aoi@example.jp")
        assert set(moved.values_list("external_id", flat=True)) == {"A-1", "B-1"}
        assert sorted(Candidate.objects.values_list("name", flat=True)) == ["三浦 葵", "李 美蘭", "李 美蘭"]
        assert Note.objects.get().candidate.applications.count() == 0


def test_several_applications_of_one_person_in_one_file_are_found_by_each_job(network):
    content = (
        "応募ID,氏名,メールアドレス,求人名,ステータス\nA-1,三浦 葵,aoi@example.jp,品質保証,不採用\n"
        "A-2,三浦 葵,aoi@example.jp,購買,不採用\n"
    ).encode()
    read(network, content)
    for query in ("品質保証", "購買", "三浦"):
        with acting_for(network.company.id):
            found = search_candidates(organization_id=network.company.id, query=query)
            assert list(found.ids) == [Candidate.objects.get().id], query


def test_a_company_s_own_column_is_kept_with_the_person(network):
    with acting_for(network.company.id):
        field = add_custom_field(
            organization_id=network.company.id, name="希望勤務地", form="text", actor=TESTER, at=NOW
        )
    column = CustomColumn(str(field.id), field.name, field.form)
    content = "応募ID,氏名,希望の場所\nA-1,三浦 葵,横浜\n".encode()
    assert counts(read(network, content, columns={2: column})) == (1, 0, 0)
    assert counts(read(network, content, columns={2: column})) == (0, 0, 1)
    with acting_for(network.company.id):
        assert Candidate.objects.get().custom == {str(field.id): "横浜"}
