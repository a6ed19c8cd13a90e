"""A file of applicants becomes candidates; the same file again changes nothing; what is missing is completed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.choosing import glance_at_import
from careerrelay.candidates.import_files import PIECE_BYTES, kept_bytes
from careerrelay.candidates.importing import (
    ImportAlreadyStarted,
    receive_file,
    start_import,
)
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Import,
    ImportRefusal,
    ImportState,
    Rejection,
)
from careerrelay.candidates.running import run_import
from careerrelay.core.refusal import Refusal
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, TESTER, Network, make_network

pytestmark = pytest.mark.django_db

PEOPLE: list[dict[str, str | date | None]] = [
    {"external_id": "A-1", "name": "三浦 葵", "rejected_on": date(2026, 10, 1), "job_title": "品質保証"},
    {"external_id": "A-2", "name": "髙橋 直樹", "withdrawn_on": date(2026, 10, 2), "job_title": "品質保証"},
    {"external_id": "A-3", "name": "李 美蘭", "hired_on": date(2026, 10, 3), "job_title": "購買"},
    {"external_id": "A-4", "name": "Anna Kowalska", "status": "一次面接", "job_title": "購買"},
]


@pytest.fixture
def network() -> Network:
    return make_network()


def read(
    network: Network, content: bytes, *, filename: str = "応募者.tsv", rejected_are_untold: bool = False
) -> Import:
    with acting_for(network.company.id):
        received = receive_file(
            organization_id=network.company.id, filename=filename, content=content, actor=TESTER, at=NOW
        )
        start_import(
            received,
            encoding=received.encoding,
            rejected_are_untold=rejected_are_untold,
            actor=TESTER,
            at=NOW,
        )
    return run_import(organization_id=network.company.id, import_id=received.id, leave_out=(), at=NOW)


def test_rejected_withdrawn_hired_and_open_are_told_apart(network: Network) -> None:
    done = read(network, hrmos_export(PEOPLE))
    assert (done.state, done.rows_new, done.rows_refused, done.rows_unreachable) == (
        ImportState.DONE,
        4,
        0,
        4,
    )
    with acting_for(network.company.id):
        found = dict(Application.objects.values_list("external_id", "state"))
        assert found == {"A-1": "rejected", "A-2": "withdrawn", "A-3": "hired", "A-4": "open"}
        assert Application.objects.get(external_id="A-1").system == "hrmos"


def test_the_same_file_again_changes_nothing(network: Network) -> None:
    read(network, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        before = list(Candidate.objects.order_by("id").values())
    again = read(network, hrmos_export(PEOPLE))
    assert (again.rows_new, again.rows_changed, again.rows_unchanged) == (0, 0, 4)
    with acting_for(network.company.id):
        assert list(Candidate.objects.order_by("id").values()) == before


def test_a_second_file_completes_the_addresses_by_the_application_id(network: Network) -> None:
    read(network, hrmos_export(PEOPLE, without=["address"]))
    second = "応募ID,メールアドレス\nA-1,aoi@example.jp\nA-2,naoki@example.jp\n".encode()
    done = read(network, second, filename="addresses.csv")
    assert (done.rows_new, done.rows_changed) == (0, 2)
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 4
        address = CandidateAddress.objects.get(canonical="aoi@example.jp")
        assert address.candidate.name == "三浦 葵"
        assert Application.objects.get(external_id="A-1").state == ApplicationState.REJECTED
        assert Rejection.objects.count() == 1


def test_people_in_an_import_count_as_told_unless_the_recruiter_says_otherwise(network: Network) -> None:
    read(network, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at == NOW
        Rejection.objects.all().delete()
        Application.objects.all().delete()
    read(network, hrmos_export(PEOPLE), rejected_are_untold=True)
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at is None


def test_one_address_is_one_candidate_in_any_spelling(network: Network) -> None:
    rows: list[dict[str, str | date | None]] = [
        {"external_id": "A-1", "name": "三浦 葵", "address": "aoi@example.jp"},
        {"external_id": "A-2", "name": "三浦 葵", "address": "ＡＯＩ＠ｅｘａｍｐｌｅ．ｊｐ"},
    ]
    read(network, hrmos_export(rows))
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 1
        assert Application.objects.count() == 2


def test_refused_rows_keep_their_line_number_and_reason_and_the_others_come_in(network: Network) -> None:
    content = (
        "応募ID,氏名,メールアドレス,応募日\nA-1,三浦 葵,aoi@example.jp,2026/10/01\n"
        "A-2,山田 太郎,taro@example.jp,令和7年2月29日\n"
    ).encode()
    done = read(network, content, filename="a.csv")
    assert (done.rows_new, done.rows_refused) == (1, 1)
    with acting_for(network.company.id):
        refusal = ImportRefusal.objects.get()
        assert refusal.line_number == 3
        assert "令和7年2月29日" in refusal.ja
        assert "令和7年2月29日" in refusal.en


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\x03", "これは表ではありません。".encode(), b"a,b,c\n1,2,3\n", b"%PDF-1.7 ..."],
    ids=["empty", "binary", "prose", "no known column", "pdf"],
)
def test_a_file_that_cannot_be_read_is_refused_in_both_languages_and_nothing_is_written(
    network: Network, content: bytes
) -> None:
    with acting_for(network.company.id), pytest.raises(Refusal) as refused:
        receive_file(
            organization_id=network.company.id, filename="x.csv", content=content, actor=TESTER, at=NOW
        )
    assert refused.value.ja
    assert refused.value.en
    with acting_for(network.company.id):
        assert not Import.objects.exists()
        assert not Candidate.objects.exists()


def test_looking_at_a_file_writes_nobody(network: Network) -> None:
    with acting_for(network.company.id):
        received = receive_file(
            organization_id=network.company.id,
            filename="a.tsv",
            content=hrmos_export(PEOPLE),
            actor=TESTER,
            at=NOW,
        )
        assert [row.name for row in glance_at_import(received).rows] == [str(row["name"]) for row in PEOPLE]
        assert not Candidate.objects.exists()


def test_a_double_click_starts_one_import(network: Network) -> None:
    with acting_for(network.company.id):
        received = receive_file(
            organization_id=network.company.id,
            filename="a.tsv",
            content=hrmos_export(PEOPLE),
            actor=TESTER,
            at=NOW,
        )
        start_import(received, encoding=received.encoding, rejected_are_untold=False, actor=TESTER, at=NOW)
        with pytest.raises(ImportAlreadyStarted):
            start_import(
                received, encoding=received.encoding, rejected_are_untold=False, actor=TESTER, at=NOW
            )


def test_a_decision_about_a_mixed_status_outlives_the_next_import(network: Network) -> None:
    content = "応募者コード,氏名,ステータスコード,ステータス\n1,三浦 葵,83,不採用（辞退）\n".encode("cp932")
    read(network, content, filename="entrypocket.csv")
    with acting_for(network.company.id):
        application = Application.objects.get()
        assert application.state == ApplicationState.UNDECIDED
        Application.objects.update(state=ApplicationState.WITHDRAWN)
    read(network, content, filename="entrypocket.csv")
    with acting_for(network.company.id):
        assert Application.objects.get().state == ApplicationState.WITHDRAWN


@pytest.mark.promise("P29")
def test_rare_characters_come_in_unchanged(network: Network) -> None:
    names = ["𠮷田 太郎", "髙﨑 ゔぃ", "葛󠄀城 é", "👩🏽‍💻 山田"]
    rows: list[dict[str, str | date | None]] = [
        {"external_id": f"A-{index}", "name": name} for index, name in enumerate(names)
    ]
    read(network, hrmos_export(rows))
    with acting_for(network.company.id):
        found = Candidate.objects.order_by("applications__external_id").values_list("name", flat=True)
        assert list(found) == names


@pytest.mark.promise("P28")
def test_a_large_file_is_kept_and_read_in_pieces(network: Network, tmp_path: Path) -> None:
    """No statement and no value is as long as the file, wherever it comes from."""
    content = hrmos_export(PEOPLE) + "\n".encode("utf-16-le") * (PIECE_BYTES + 1)
    path = tmp_path / "応募者.tsv"
    path.write_bytes(content)
    longest = 0

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal longest
        longest = max(longest, len(sql), *(len(one) for one in params or () if isinstance(one, bytes)))
        return execute(sql, params, many, context)

    with path.open("rb") as file, acting_for(network.company.id), connection.execute_wrapper(look):
        received = receive_file(
            organization_id=network.company.id, filename=path.name, content=file, actor=TESTER, at=NOW
        )
    with acting_for(network.company.id), kept_bytes(received) as kept:
        assert kept.read() == content
    assert 0 < longest <= PIECE_BYTES
    assert (received.file_bytes, received.rows_total) == (len(content), len(PEOPLE))
