"""A file from the browser: looked at, imported, reported by line; whatever cannot be read is refused whole."""

import csv
import io
from datetime import date

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Application, Candidate, Import, Rejection
from tests.corpus.hrmos import hrmos_export
from tests.make import NOW, TESTER
from tests.web.recruiter.desk import (
    heading,
    imported,
    recruiter_of,
    send_file,
    sent_import,
    words,
    work_off,
)

PEOPLE: list[dict[str, str | date | None]] = [
    {
        "external_id": "A-1",
        "name": "三浦 葵",
        "address": "aoi@example.jp",
        "rejected_on": date(2026, 10, 1),
        "job_title": "品質保証",
        "notes": "本籍：東京都\n明るい方",
    },
    {"external_id": "A-2", "name": "髙橋 直樹", "withdrawn_on": date(2026, 10, 2)},
    {"external_id": "A-3", "name": "李 美蘭", "status": "選考終了"},
    {"external_id": "A-4", "name": "Anna", "applied_on": "令和7年2月29日", "address": "anna@example.jp"},
]
SCRIPT = '<script>alert(1)</script>"onx=1'


def test_an_hrmos_export_is_understood_and_nothing_is_written_before_it_is_confirmed(client, network):
    address = sent_import(client, hrmos_export(PEOPLE), name="応募者.csv")
    page = client.get(address)
    said = words(page)
    assert heading(page) == "3行を取り込めます"
    for text in ("HRMOS採用", "4行目", "タブ", "三浦 葵", "aoi@example.jp", "2026/10/01"):
        assert text in said
    assert "9行目: 日付「令和7年2月29日」はありません。" in said
    assert "「本籍・出生地」に当たる記述を除きました。" in said
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_people_in_a_file_count_as_told_unless_it_is_ticked(client, network):
    said = words(client.get(sent_import(client, hrmos_export(PEOPLE))))
    box = said[said.index('name="untold"') - 60 : said.index('name="untold"') + 60]
    assert "checked" not in box
    imported(client, network.company, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at == Import.objects.get(state="done").started_at


def test_a_tick_makes_them_people_to_tell(client, network):
    address = imported(client, network.company, hrmos_export(PEOPLE), untold="1")
    with acting_for(network.company.id):
        assert Rejection.objects.get().told_at is None
    assert 'href="/app/notices/"' in words(client.get(address))
    assert "三浦 葵" in words(client.get("/app/notices/"))


def test_while_a_worker_reads_the_page_says_so_and_asks_again(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    client.post(address, {"start": "1"})
    page = client.get(address)
    assert heading(page) == "受け付けました。取り込んでいます"
    assert f'hx-get="{address}"' in words(page)
    assert f'href="{address}">いまの状態を見る' in words(page)
    assert client.get(address, headers={"hx-request": "true"}).status_code == 204
    work_off(network.company)
    polled = client.get(address, headers={"hx-request": "true"})
    assert heading(polled) == "4行のうち3行を取り込みました"


def test_the_result_names_each_line_to_mend(client, network):
    address = imported(client, network.company, hrmos_export(PEOPLE))
    said = words(client.get(address))
    assert "1行は直してください。" in said
    assert "9行目: 日付「令和7年2月29日」はありません。" in said
    assert "新しい応募</dt><dd>3" in said
    english = words(client.get(address + "?lang=en"))
    assert "3 of 4 rows imported" in english
    assert "1 row needs fixing." in english


@pytest.mark.promise("P28")
def test_the_refused_rows_come_back_as_a_file_that_can_be_mended_and_imported(client, network):
    address = imported(client, network.company, hrmos_export(PEOPLE))
    answer = client.get(address + "refused.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    headings, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert headings[:3] == ["取り込めなかった理由", "応募ID", "求人ID"]
    assert row[1] == "A-4"
    assert "令和7年2月29日" in row[0]
    mended = answer.content.decode("utf-8-sig").replace(",令和7年2月29日,", ",令和8年2月28日,")
    imported(client, network.company, mended.encode())
    with acting_for(network.company.id):
        application = Application.objects.get(external_id="A-4")
        assert application.applied_on == date(2026, 2, 28)
        assert application.system == "hrmos"


@pytest.mark.promise("P20")
def test_what_may_not_be_kept_is_named_and_comes_back_in_no_file(client, network):
    table = "応募ID,氏名,応募日,本籍,家族構成\nA-1,三浦 葵,2026/13/45,神奈川県の某所,父と母\nA-2,髙橋 直樹,2026/10/01,某所,\n"
    address = sent_import(client, table.encode())
    said = words(client.get(address))
    assert "保存しない列" in said
    assert "<b>本籍</b>" in said
    assert "<b>家族構成</b>" in said
    client.post(address, {"start": "1"})
    work_off(network.company)
    assert "某所" not in words(client.get(address))
    assert "某所" not in client.get(address + "refused.csv").content.decode()


def test_another_encoding_can_be_chosen(client, network):
    table = "応募ID,氏名,メールアドレス\nA-1,三浦 葵,aoi@example.jp\n"
    address = sent_import(client, table.encode("cp932"))
    assert '<option value="cp932" selected>' in words(client.get(address))
    answer = client.post(address, {"look": "1", "encoding": "utf-16-le"})
    assert answer.headers["Location"] == f"{address}?encoding=utf-16-le"
    refused = client.get(answer.headers["Location"])
    assert refused.status_code == 422
    assert "<title>エラー: " in words(refused)
    assert client.post(address, {"start": "1", "encoding": "utf-16-le"}).status_code == 422
    with acting_for(network.company.id):
        assert Import.objects.get().state == "uploaded"


def test_a_column_with_an_unknown_heading_can_be_told_apart(client, network):
    table = "氏名,ご連絡はこちら\n三浦 葵,aoi@example.jp\n髙橋 直樹,naoki@example.jp\n"
    address = sent_import(client, table.encode())
    said = words(client.get(address))
    assert "「メールアドレス」のように見えます" in said
    shown = {"c0": "name", "k0": "name", "c1": "address", "k1": "", "encoding": "utf-8"}
    looked = client.post(address, {"look": "1", **shown}).headers["Location"]
    assert looked == f"{address}?encoding=utf-8&c1=address"
    assert "aoi@example.jp" in words(client.get(looked))
    client.post(address, {"start": "1", **shown})
    work_off(network.company)
    with acting_for(network.company.id):
        assert Candidate.objects.get(name="三浦 葵").addresses.get().address == "aoi@example.jp"


def test_a_choice_stays_when_the_file_is_read_again(client):
    address = sent_import(client, "氏名,メモ欄\n三浦 葵,元気\n".encode())
    page = client.get(f"{address}?c1=notes")
    # What was chosen is sent as a choice the next time too: nothing says that it is only our guess.
    assert 'name="k1"' not in words(page)
    assert 'name="k0"' in words(page)


def test_a_table_can_be_pasted(client, network):
    answer = client.post("/app/imports/new/", {"pasted": "氏名\tメール\r\n三浦 葵\taoi@example.jp\r\n"})
    assert answer.status_code == 302
    assert "貼り付けた表" in words(client.get("/app/imports/"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルが空です。"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), ""),
        ("商品,値段\nりんご,120\n".encode(), "どの列も見つかりません"),
        ("応募ID,氏名\n".encode(), "応募者の行がありません"),
        (b"%PDF-1.4 \x00\xff\xfe", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_not_kept(
    client, network, content, sentence
):
    answer = send_file(client, content)
    assert answer.status_code == 422
    said = words(answer)
    assert "取り込めませんでした。何も登録していません。" in said
    assert sentence in said
    assert "<title>エラー: " in said
    with acting_for(network.company.id):
        assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr("careerrelay.web.recruiter.imports.UPLOAD_BYTES_MAX", 10)
    answer = send_file(client, b"x" * 11)
    assert answer.status_code == 422
    assert "MBを超えています" in words(answer)


def test_nothing_sent_is_said(client):
    answer = client.post("/app/imports/new/", {"pasted": "  "})
    assert answer.status_code == 422
    assert "ファイルを選ぶか、表を貼り付けてください。" in words(answer)


@pytest.mark.promise("P31")
def test_hostile_names_are_shown_as_they_are(client, network):
    table = (
        f'応募ID,氏名,応募日\nA-1,"{SCRIPT.replace(chr(34), chr(34) * 2)}",2026/10/01\nA-2,{{{{7*7}}}},x\n'
    )
    address = sent_import(client, table.encode(), name='"><img src=x>.csv')
    for path in (address, "/app/imports/", "/app/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
    client.post(address, {"start": "1"})
    work_off(network.company)
    for path in (address, "/app/candidates/"):
        assert "<script>alert" not in client.get(path).content.decode()
    answer = client.get(address + "refused.csv")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "{{7*7}}" in answer.content.decode()


def test_the_same_file_again_is_pointed_out_and_changes_nothing(client, network):
    imported(client, network.company, hrmos_export(PEOPLE))
    address = sent_import(client, hrmos_export(PEOPLE))
    assert "同じファイルを、前に取り込んでいます" in words(client.get(address))
    client.post(address, {"start": "1"})
    work_off(network.company)
    said = words(client.get(address))
    assert "新しい応募</dt><dd>0" in said
    assert "前と同じ</dt><dd>3" in said


def test_an_import_starts_once(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    assert client.post(address, {"start": "1"}).status_code == 302
    assert client.post(address, {"start": "1"}).headers["Location"] == address
    work_off(network.company)
    with acting_for(network.company.id):
        assert Application.objects.count() == 3


def test_a_file_can_be_thrown_away_before_it_is_imported(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    answer = client.post(address + "discard/")
    assert answer.headers["Location"] == "/app/imports/"
    assert client.get(address).status_code == 404
    assert "を消しました。何も取り込んでいません。" in words(client.get("/app/imports/"))


def test_a_running_import_cannot_be_thrown_away(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    client.post(address, {"start": "1"})
    assert client.post(address + "discard/").headers["Location"] == address
    assert client.get(address).status_code == 200


def test_the_bytes_of_a_file_are_gone_after_the_import(client, network):
    imported(client, network.company, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        assert Import.objects.get().content is None


@pytest.mark.promise("P04")
def test_an_import_of_another_company_does_not_exist(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    charlie = recruiter_of(network.other_company)
    missing = charlie.get("/app/imports/0199a0c0-0000-7000-8000-000000000000/")
    for path in (address, address + "refused.csv"):
        assert charlie.get(path).content == missing.content
    assert charlie.post(address, {"start": "1"}).status_code == 404
    assert charlie.post(address + "discard/").status_code == 404


def test_the_list_asks_the_database_a_bounded_number_of_times(client, network, django_assert_max_num_queries):
    with acting_for(network.company.id):
        for number in range(30):
            Import.objects.create(
                organization=network.company,
                filename=f"{number}.csv",
                content_hash=b"",
                state="done",
                uploaded_by=TESTER.id,
                uploaded_at=NOW,
            )
    with django_assert_max_num_queries(14):
        client.get("/app/imports/")
