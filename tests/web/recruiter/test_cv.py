"""A person from a CV: it is read into the form, somebody confirms, and only then anything is stored."""

from django.core.files.uploadedfile import SimpleUploadedFile

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate, CandidateFile
from tests.corpus.documents import cv_pdf, docx, paragraph
from tests.web.recruiter.desk import words
from tests.web.recruiter.test_record import form_of

CV = docx(
    "".join(
        map(
            paragraph,
            (
                "職務経歴書",
                "氏名 髙橋 花子",
                "TEL 080-1111-2222",
                "hanako@example.com",
                "本籍 東京都",
                "■職務経歴",
                "計測",
            ),
        )
    )
)
PATH = "/app/candidates/new/"


def sent(content: bytes = CV, name: str = "cv.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_cv_fills_the_form_and_nothing_is_stored_before_it_is_confirmed(client, network):
    page = client.post(PATH, {"read": "1", "document": sent(), "source": "event", "kana": "タカハシ ハナコ"})
    assert page.status_code == 200
    form = form_of(page)
    assert (form["name"], form["phones"]) == ("髙橋 花子", "080-1111-2222")
    assert (form["addresses"], form["kana"], form["source"]) == (
        "hanako@example.com",
        "タカハシ ハナコ",
        "event",
    )
    assert form["background"] == "計測"
    assert "採用選考で尋ねられないことが書かれています: 本籍・出生地" in words(page)
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
    done = client.post(PATH, {**form, "title": "品質保証", "document": sent(name="髙橋.docx")})
    assert done.status_code == 302, words(done)
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert (candidate.name, candidate.title, candidate.source) == ("髙橋 花子", "品質保証", "event")
        assert CandidateFile.objects.get().candidate_id == candidate.id


def test_a_document_that_cannot_be_kept_keeps_the_person_from_being_half_written(client, network):
    typed = {"name": "三浦 葵", "source": "event"}
    for content in (b"MZ" + bytes(1000), b"%PDF-1.7 x"):
        refused = client.post(PATH, {**typed, "document": sent(content)})
        assert refused.status_code == 422
        assert form_of(refused)["name"] == "三浦 葵"
        assert 'id="document-error"' in words(refused)
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_what_cannot_be_read_says_why_in_the_form(client):
    for content, sentence in (
        (b"", "ファイルを選んでください。"),
        (cv_pdf(user_password="secret"), "パスワードで保護されています。"),
        (docx(paragraph("マイナンバー 1234 5678 9018")), "マイナンバーが書かれているため"),
    ):
        for_reading = [{"read": "1", **({"document": sent(content)} if content else {})} for _ in range(2)]
        assert sentence in words(client.post(PATH, for_reading[0]))
        swapped = client.post(PATH, for_reading[1], headers={"hx-request": "true"})
        assert swapped.status_code == 200
        assert sentence in words(swapped)
