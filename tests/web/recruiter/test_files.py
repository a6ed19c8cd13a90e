"""応募書類 on the pages: put in, seen, received as a download, deleted; nobody else's are there."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.file_texts import read_candidate_file
from careerrelay.candidates.models import Candidate, CandidateFile, FileState
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.relay.actions.answering import revoke
from tests.corpus.documents import cv_pdf, docx, paragraph
from tests.corpus.hostile import EICAR
from tests.make import NOW, answer, make_candidate, make_link, nonce_for
from tests.web.recruiter.desk import heading, recruiter_of, words


@pytest.fixture
def candidate(network) -> Candidate:
    return make_candidate(network.company)


def sent(client: Client, candidate: Candidate, **files: bytes) -> Any:
    uploads = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
    return client.post(f"/app/candidates/{candidate.id}/files/new/", {"files": uploads})


def only_file(candidate: Candidate) -> CandidateFile:
    with acting_for(candidate.organization_id):
        return CandidateFile.objects.get()


def read_all(candidate: Candidate) -> None:
    with acting_for(candidate.organization_id):
        waiting = list(CandidateFile.objects.filter(state=FileState.WAITING).values_list("id", flat=True))
    for file_id in waiting:
        read_candidate_file(organization_id=candidate.organization_id, file_id=file_id, at=NOW)


def test_several_files_are_put_in_and_read_while_the_page_waits(client, candidate) -> None:
    page = f"/app/candidates/{candidate.id}/"
    answered = sent(
        client, candidate, cv_pdf=cv_pdf(["本籍 東京都", "設計10年"]), letter_docx=docx(paragraph("志望動機"))
    )
    assert answered.headers["Location"] == page
    said = words(client.get(page))
    assert "応募書類を2件預かりました。" in said
    assert said.count("読み取り中") == 2
    assert 'hx-trigger="every 2s"' in said
    polled = client.get(f"{page}files/", headers={"HX-Request": "true"})
    assert polled.status_code == 204
    read_all(candidate)
    said = words(client.get(f"{page}files/", headers={"HX-Request": "true"}))
    assert said.count("読み取り済み") == 2
    assert "hx-trigger" not in said
    assert "文字から除いたもの: 本籍・出生地。もとのファイルには残っています。" in said
    assert "応募書類を預かりました" in words(client.get(page))


@pytest.mark.promise("P46")
def test_one_that_is_refused_keeps_no_other_from_coming_in(client, candidate) -> None:
    answered = sent(client, candidate, cv_pdf=cv_pdf(), evil_pdf=EICAR)
    assert answered.status_code == 422
    assert "1件を預かりました。1件は預かれませんでした。" in words(answered)
    assert "ウイルスの印が見つかりました。" in words(answered)
    assert only_file(candidate).filename == "cv.pdf"
    again = sent(client, candidate, cv_pdf=cv_pdf())
    assert "同じファイルが、もう「cv.pdf」という名前で入っています。" in words(again)
    english = client.post(f"/app/candidates/{candidate.id}/files/new/?lang=en")
    assert (english.status_code, "Choose a file." in words(english)) == (422, True)


@pytest.mark.promise("P46")
@pytest.mark.promise("P31")
def test_a_download_is_never_a_page(client, candidate) -> None:
    name = "三浦\u202e葵\r\nX: y/../" + "長" * 300 + ".html"
    client.post(
        f"/app/candidates/{candidate.id}/files/new/",
        {"files": SimpleUploadedFile(name, "<b>三浦</b>の職歴".encode(), content_type="text/html")},
    )
    file = only_file(candidate)
    answered = client.get(f"/app/candidates/{candidate.id}/files/{file.id}/")
    assert answered.content == "<b>三浦</b>の職歴".encode()
    assert answered["Content-Type"] == "application/octet-stream"
    assert answered["X-Content-Type-Options"] == "nosniff"
    assert answered["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answered["Cache-Control"] == "private, no-store"
    disposition = answered["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert disposition.endswith(".txt")
    assert len(disposition) < 1300
    assert "%E2%80%AE" not in disposition


@pytest.mark.promise("P31")
def test_the_text_is_shown_as_text(client, candidate) -> None:
    sent(client, candidate, cv_docx=docx(paragraph("&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}")))
    read_all(candidate)
    shown = client.get(f"/app/candidates/{candidate.id}/files/{only_file(candidate).id}/text/")
    assert b"&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in shown.content
    assert b"<script>alert" not in shown.content


def test_deleting_asks_once_because_nothing_brings_it_back(client, candidate) -> None:
    sent(client, candidate, cv_pdf=cv_pdf())
    address = f"/app/candidates/{candidate.id}/files/{only_file(candidate).id}/deletion/"
    assert heading(client.get(address)) == "「cv.pdf」を消しますか"
    assert only_file(candidate).state == FileState.WAITING
    answered = client.post(address, follow=True)
    assert "「cv.pdf」を消しました。" in words(answered)
    assert "預かっている書類はありません。" in words(answered)
    assert client.post(address).status_code == 404


@pytest.mark.promise("P20")
def test_a_removed_file_says_why_and_cannot_be_received(client, candidate) -> None:
    sent(client, candidate, cv_docx=docx(paragraph("個人番号 1234 5678 9018")))
    read_all(candidate)
    file = only_file(candidate)
    said = words(client.get(f"/app/candidates/{candidate.id}/"))
    assert "マイナンバーが書かれていたため、ファイルを取り除きました" in said
    assert f"/files/{file.id}/text/" not in said
    for address in ("", "text/"):
        assert client.get(f"/app/candidates/{candidate.id}/files/{file.id}/{address}").status_code == 404


@pytest.mark.promise("P04")
def test_files_are_where_their_person_is_and_nowhere_else(client, network, candidate) -> None:
    sent(client, candidate, cv_pdf=cv_pdf())
    file = only_file(candidate)
    colleague = make_candidate(network.company, name="李 美蘭", address="ri@example.jp")
    stranger = recruiter_of(network.other_company)
    interviewer = recruiter_of(network.company, role=Role.INTERVIEWER, email="ines@shiomi.example.jp")
    for address in ("", "text/", "deletion/"):
        assert client.get(f"/app/candidates/{colleague.id}/files/{file.id}/{address}").status_code == 404
        for other in (stranger, interviewer):
            assert other.get(f"/app/candidates/{candidate.id}/files/{file.id}/{address}").status_code == 404
    assert sent(stranger, candidate, cv_pdf=cv_pdf(["別"])).status_code == 404
    assert only_file(candidate).id == file.id


@pytest.mark.promise("P08")
def test_files_of_somebody_who_left_are_nowhere(client, network) -> None:
    link = make_link(network.company, address="jibun@example.jp")
    answer(link, pool=True)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
    sent(client, candidate, cv_pdf=cv_pdf())
    file = only_file(candidate)
    revoke(link, purpose=Purpose.POOL, recipient_id=network.company.id, nonce=nonce_for(link), at=NOW)
    for address in ("", "new/", f"{file.id}/", f"{file.id}/text/", f"{file.id}/deletion/"):
        assert client.get(f"/app/candidates/{candidate.id}/files/{address}").status_code == 404


def test_twenty_files_cost_no_more_questions_than_one(
    client, candidate, django_assert_max_num_queries
) -> None:
    with acting_for(candidate.organization_id):
        CandidateFile.objects.bulk_create(
            CandidateFile(
                organization_id=candidate.organization_id,
                candidate=candidate,
                filename=f"{number}.txt",
                kind="txt",
                content=b"a",
                content_bytes=1,
                content_hash=bytes([number]),
                state=FileState.READ,
                uploaded_at=NOW,
            )
            for number in range(20)
        )
    with django_assert_max_num_queries(20):
        client.get(f"/app/candidates/{candidate.id}/files/")
