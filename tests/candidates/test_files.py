"""A file that somebody handed in: taken in once, read by a worker, found by its words, and gone when it is deleted."""

from uuid import UUID

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.file_texts import read_candidate_file
from careerrelay.candidates.files import (
    FILES_MAX,
    FileAlreadyThere,
    FileWasRemoved,
    TooManyFiles,
    delete_file,
    keep_file,
)
from careerrelay.candidates.models import Candidate, CandidateFile, CandidateSearch, FileState
from careerrelay.candidates.rules.documents.refusals import ActiveDocument, UnfitDocument
from careerrelay.candidates.searching import search_candidates
from tests.corpus.documents import cv_pdf, docx, paragraph, scan_pdf
from tests.corpus.hostile_documents import COSTLY, HOSTILE_DOCUMENTS
from tests.make import NOW, TESTER, make_candidate, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return make_network()


@pytest.fixture
def candidate(network) -> Candidate:
    return make_candidate(network.company)


def kept(candidate: Candidate, content: bytes, *, name: str = "職務経歴書") -> CandidateFile:
    with acting_for(candidate.organization_id):
        return keep_file(candidate, filename=name, content=content, actor=TESTER, at=NOW)


def read(file: CandidateFile) -> CandidateFile:
    read_candidate_file(organization_id=file.organization_id, file_id=file.id, at=NOW)
    with acting_for(file.organization_id):
        return CandidateFile.objects.get(id=file.id)


def found(candidate: Candidate, query: str) -> list[UUID]:
    with acting_for(candidate.organization_id):
        return list(search_candidates(organization_id=candidate.organization_id, query=query).ids)


def test_a_cv_is_read_by_the_worker_and_its_person_found_by_it(candidate) -> None:
    file = kept(candidate, cv_pdf(["三次元測定機の校正を10年", "本籍 東京都"]))
    assert (file.state, file.text, file.filename) == (FileState.WAITING, "", "職務経歴書.pdf")
    assert found(candidate, "三次元測定機") == []
    file = read(file)
    assert (file.state, file.text) == (FileState.READ, "三次元測定機の校正を10年")
    assert file.left_out == ["本籍・出生地"]
    assert found(candidate, "三次元測定機") == [candidate.id]


def test_a_scan_is_kept_and_says_that_it_has_no_text(candidate) -> None:
    file = read(kept(candidate, scan_pdf()))
    assert file.state == FileState.UNREADABLE
    assert "読み取れませんでした" in file.failure_ja
    assert bytes(file.content) == scan_pdf()


@pytest.mark.promise("P46")
def test_a_file_that_kills_its_reader_is_marked_and_not_read_again(candidate) -> None:
    file = read(kept(candidate, COSTLY["form that draws itself"]()))
    assert file.state == FileState.UNREADABLE
    assert file.failure_en


@pytest.mark.promise("P20")
def test_a_file_with_a_my_number_loses_its_bytes_and_is_not_taken_again(candidate) -> None:
    content = docx(paragraph("マイナンバー 1234 5678 9018"))
    file = read(kept(candidate, content))
    assert (file.state, bytes(file.content), file.text) == (FileState.REMOVED, b"", "")
    assert "番号法" in file.failure_ja
    with pytest.raises(FileWasRemoved):
        kept(candidate, content)
    with acting_for(candidate.organization_id):
        assert AuditEntry.objects.filter(deed="remove_file", object_id=file.id).count() == 1


def test_the_same_file_twice_is_refused_and_stays_once(candidate) -> None:
    kept(candidate, cv_pdf())
    with pytest.raises(FileAlreadyThere) as refused:
        kept(candidate, cv_pdf(), name="別の名前.pdf")
    assert "職務経歴書.pdf" in refused.value.ja
    with acting_for(candidate.organization_id):
        assert CandidateFile.objects.count() == 1
        assert AuditEntry.objects.filter(deed="keep_file").count() == 1


def test_a_candidate_has_a_bounded_number_of_files(candidate) -> None:
    with acting_for(candidate.organization_id):
        CandidateFile.objects.bulk_create(
            CandidateFile(
                organization_id=candidate.organization_id,
                candidate=candidate,
                filename="a.txt",
                kind="txt",
                content=b"a",
                content_bytes=1,
                content_hash=bytes([number]),
                state=FileState.READ,
                uploaded_at=NOW,
            )
            for number in range(FILES_MAX)
        )
    with pytest.raises(TooManyFiles):
        kept(candidate, cv_pdf())


@pytest.mark.promise("P46")
def test_what_is_refused_leaves_nothing_behind(candidate) -> None:
    for make, _ in (HOSTILE_DOCUMENTS["EICAR"], HOSTILE_DOCUMENTS["macro"]):
        with pytest.raises(UnfitDocument):
            kept(candidate, make())
    with pytest.raises(ActiveDocument):
        kept(candidate, HOSTILE_DOCUMENTS["script in compressed objects"][0]())
    with acting_for(candidate.organization_id):
        assert not CandidateFile.objects.exists()
        assert not AuditEntry.objects.filter(deed="keep_file").exists()


@pytest.mark.promise("P15")
def test_deleting_takes_bytes_text_and_words(candidate) -> None:
    file = read(kept(candidate, cv_pdf(["カナリア計画の設計"])))
    assert found(candidate, "カナリア") == [candidate.id]
    with acting_for(candidate.organization_id):
        delete_file(file, actor=TESTER, at=NOW)
        delete_file(file, actor=TESTER, at=NOW)
        assert not CandidateFile.objects.exists()
        assert "カナリア" not in str(CandidateSearch.objects.get().words)
        assert AuditEntry.objects.filter(deed="delete_file", object_id=candidate.id).count() == 1
    assert found(candidate, "カナリア") == []


def test_a_file_that_was_deleted_meanwhile_is_left_alone(candidate) -> None:
    file = kept(candidate, cv_pdf())
    with acting_for(candidate.organization_id):
        delete_file(file, actor=TESTER, at=NOW)
    read_candidate_file(organization_id=file.organization_id, file_id=file.id, at=NOW)
    with acting_for(candidate.organization_id):
        assert not CandidateFile.objects.exists()
