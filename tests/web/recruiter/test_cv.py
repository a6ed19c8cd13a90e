"""A person from a CV: it is read into the form, somebody confirms, and only then anything is stored."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.drafting import forget_old_drafts, read_draft
from careerrelay.candidates.models import Candidate, CandidateDraft, CandidateFile
from tests.corpus.documents import cv_pdf, docx, paragraph
from tests.corpus.workbooks import archive
from tests.make import NOW, make_candidate
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


def bundle(**documents: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(
        "夏の説明会.zip", archive({f"{name}.docx": one for name, one in documents.items()})
    )


def read_drafts(network) -> list[CandidateDraft]:
    """What a worker does with the documents that wait."""
    with acting_for(network.company.id):
        waiting = list(CandidateDraft.objects.filter(state="waiting").values_list("id", flat=True))
    for draft_id in waiting:
        read_draft(organization_id=network.company.id, draft_id=draft_id)
    with acting_for(network.company.id):
        return list(CandidateDraft.objects.order_by("filename"))


def test_a_zip_of_cvs_becomes_drafts_and_each_is_confirmed_or_discarded(client, network):
    secret = docx(paragraph("マイナンバー 1234 5678 9018"))
    sent = {"bundle": bundle(a=CV, b=docx(paragraph("氏名 三浦 葵")), c=secret)}
    assert client.post("/app/drafts/", sent).headers["Location"] == "/app/drafts/"
    assert 'hx-trigger="every 2s"' in words(client.get("/app/drafts/"))
    first, second, third = read_drafts(network)
    said = words(client.get("/app/drafts/"))
    for text in (
        "髙橋 花子",
        "hanako@example.com",
        "三浦 葵",
        "夏の説明会.zip",
        "除いたもの: 本籍・出生地",
        "番号法20条",
    ):
        assert text in said
    assert bytes(third.content) == b""
    page = client.get(f"/app/drafts/{first.id}/")
    form = form_of(page)
    assert form["name"] == "髙橋 花子"
    done = client.post(f"/app/drafts/{first.id}/", {**form, "source": "event"})
    assert done.headers["Location"] == f"/app/drafts/{second.id}/"
    assert client.post(f"/app/drafts/{second.id}/discard/").status_code == 302
    assert client.get(f"/app/drafts/{first.id}/").status_code == 404
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert candidate.name == "髙橋 花子"
        file = CandidateFile.objects.get()
        assert (file.candidate_id, bytes(file.content)) == (candidate.id, CV)
        assert list(CandidateDraft.objects.all()) == [third]


def test_the_cv_of_somebody_known_is_added_to_them_and_nobody_is_made_twice(client, network):
    known = make_candidate(network.company, name="髙橋 花子", address="hanako@example.com")
    client.post("/app/drafts/", {"bundle": bundle(a=CV)})
    [draft] = read_drafts(network)
    path = f"/app/drafts/{draft.id}/"
    refused = client.post(path, {**form_of(client.get(path)), "source": "event"})
    assert refused.status_code == 422
    assert f'action="{path}handover/{known.id}/"' in words(refused)
    assert client.post(f"{path}handover/{known.id}/").status_code == 302
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 1
        assert CandidateFile.objects.get().candidate_id == known.id
        assert not CandidateDraft.objects.exists()


def test_a_refused_zip_leaves_nothing_and_drafts_are_gone_after_two_weeks(client, network):
    nested = SimpleUploadedFile("a.zip", archive({"b.zip": archive({"a.docx": CV})}))
    refused = client.post("/app/drafts/", {"bundle": nested})
    assert refused.status_code == 422
    assert "ZIPの中に、別のZIP" in words(refused)
    client.post("/app/drafts/", {"bundle": bundle(a=CV)})
    client.post("/app/drafts/", {"bundle": bundle(a=CV)})
    with acting_for(network.company.id):
        assert CandidateDraft.objects.count() == 1
        forget_old_drafts(organization_id=network.company.id, at=NOW + timedelta(days=14))
        assert CandidateDraft.objects.count() == 1
        forget_old_drafts(organization_id=network.company.id, at=NOW + timedelta(days=15))
        assert not CandidateDraft.objects.exists()
