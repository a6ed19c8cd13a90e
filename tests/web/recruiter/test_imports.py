"""A file from the browser: looked at, imported, reported by line; whatever cannot be read is refused whole."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import override_settings

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates import running
from careerrelay.candidates.forecasting import run_forecast
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CustomField,
    Import,
    ImportForecast,
    ImportPiece,
    Rejection,
)
from careerrelay.candidates.running import compare_import
from tests.corpus.hrmos import EVALUATIONS, hrmos_export
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
STEPS = ("reading", "columns", "decisions", "check")
SCRIPT = '<script>alert(1)</script>"onx=1'


def test_an_hrmos_export_is_understood_and_nothing_is_written_before_it_is_confirmed(client, network):
    address = sent_import(client, hrmos_export(PEOPLE), name="応募者.csv")
    page = client.get(address + "reading/")
    said = words(page)
    assert heading(page) == "HRMOS採用の表として読めました"
    for text in ("応募者は全部で4行", "4行目: 応募ID、求人ID", "タブ", "三浦 葵", "aoi@example.jp"):
        assert text in said
    assert "9行目: 日付「令和7年2月29日」はありません。" in said
    # Everything is understood: from here the start is one page away.
    answer = client.post(address + "reading/", {"next": "check", "encoding": "utf-16-le", "header_line": "4"})
    assert answer.headers["Location"] == address + "check/"
    checked = client.get(address + "check/")
    assert heading(checked) == "3行を取り込めます"
    assert "「本籍・出生地」に当たる記述を除きました。" in words(checked)
    assert "判断がいる2行を見る" in words(checked)
    assert "新しい応募</dt><dd>3" in words(checked)
    decisions = words(client.get(address + "decisions/"))
    assert "8行目</span> <b>李 美蘭</b>" in decisions
    assert "9行目: 日付「令和7年2月29日」はありません。" in decisions
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_each_step_links_to_the_others_and_the_file_itself_leads_to_the_first(client):
    address = sent_import(client, hrmos_export(PEOPLE))
    assert client.get(address).headers["Location"] == address + "reading/"
    for step in STEPS:
        said = words(client.get(f"{address}{step}/"))
        assert said.count('aria-current="step"') == 1
        for other in STEPS:
            assert (f'href="{address}{other}/">' in said) or other == step
        english = words(client.get(f"{address}{step}/?lang=en"))
        assert 'lang="en"' in english


def test_people_in_a_file_count_as_told_unless_it_is_ticked(client, network):
    said = words(client.get(sent_import(client, hrmos_export(PEOPLE)) + "check/"))
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
    client.post(address + "check/")
    page = client.get(address)
    assert heading(page) == "受け付けました。取り込んでいます"
    assert f'hx-get="{address}?tenth=0"' in words(page)
    assert f'href="{address}">いまの状態を見る' in words(page)
    assert 'aria-live="polite"' in words(page)
    work_off(network.company)
    polled = client.get(address, headers={"hx-request": "true"})
    assert polled.headers["HX-Refresh"] == "true"
    assert heading(client.get(address)) == "4行のうち3行を取り込みました"


def test_how_far_it_came_is_said_aloud_once_for_each_tenth(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    client.post(address + "check/")
    with acting_for(network.company.id):
        began = NOW - timedelta(seconds=20)
        Import.objects.update(rows_total=100_000, rows_read=42_000, started_at=began)
    polled = words(client.get(address + "?tenth=3", headers={"hx-request": "true"}))
    assert "100,000行のうち42,000行" in polled
    assert re.search("毎秒[12],[0-9]{3}行 · あと約[345]0秒", polled)
    assert 'id="spoken" hx-swap-oob="innerHTML">40%まで取り込みました。' in polled
    again = words(client.get(address + "?tenth=4", headers={"hx-request": "true"}))
    assert "spoken" not in again
    assert f'hx-get="{address}?tenth=4"' in again


def test_no_step_can_be_taken_back_once_the_import_began(client):
    address = sent_import(client, hrmos_export(PEOPLE))
    client.post(address + "check/")
    for step in STEPS:
        assert client.get(f"{address}{step}/").headers["Location"] == address
    for step in ("reading", "columns", "check", "columns/forgotten"):
        assert client.post(f"{address}{step}/", {"c0": ""}).headers["Location"] == address


def test_the_result_names_each_line_to_mend(client, network):
    address = imported(client, network.company, hrmos_export(PEOPLE))
    said = words(client.get(address))
    assert "1行は直してください。" in said
    assert "9行目: 日付「令和7年2月29日」はありません。" in said
    assert "新しい応募</dt><dd>3" in said
    english = words(client.get(address + "?lang=en"))
    assert "3 of 4 rows imported" in english
    assert "1 row needs fixing." in english


def test_a_column_that_would_be_left_out_is_said_before_the_start(client, network):
    content = "氏名,入社可能時期,空の列,所見,年齢\n三浦 葵,来月,,明るい,30\n"
    address = sent_import(client, content.encode(), name="台帳.csv")
    said = words(client.get(address + "check/"))
    assert "取り込まない列があります: 入社可能時期。" in said
    assert "空の列" not in said


def test_a_file_of_evaluations_goes_through_the_same_steps(client, network):
    applicants = "応募ID,候補者ID,氏名,応募日\nA-1,C-7,三浦 葵,2026/10/01\nA-2,C-8,李 美蘭,2026/10/01\n"
    imported(client, network.company, applicants.encode())
    address = sent_import(client, EVALUATIONS, name="評価.csv")
    page = client.get(address + "reading/")
    assert heading(page) == "面接官の評価の表として読めました"
    assert "取り込み済みの応募に付けます" in words(page)
    assert "評価の言葉" in words(client.get(address + "columns/"))
    assert "「C-99」の応募がありません" in words(client.get(address + "decisions/"))
    check = words(client.get(address + "check/"))
    assert "新しい評価</dt><dd>3" in check
    assert "お見送りは、まだ本人に伝えていない" not in check
    client.post(address + "check/")
    work_off(network.company)
    result = words(client.get(address))
    assert "新しい評価</dt><dd>3" in result
    with acting_for(network.company.id):
        application = Application.objects.get(external_id="A-1")
    assert "質問に答えられた。" in words(client.get(f"/app/applications/{application.id}/"))
    assert "New evaluations" in words(client.get(address + "?lang=en"))


@pytest.mark.promise("P28")
def test_the_result_says_while_second_records_are_looked_for(client, network, monkeypatch):
    monkeypatch.setattr(running, "COMPARED_AT_ONCE_ROWS", 1)
    address = imported(client, network.company, hrmos_export(PEOPLE))
    assert "同じ人かもしれない記録を、いま探しています。" in words(client.get(address))
    with acting_for(network.company.id):
        done = Import.objects.get()
    compare_import(organization_id=network.company.id, import_id=done.id, at=NOW)
    assert "いま探しています" not in words(client.get(address))


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


@pytest.mark.promise("P30")
def test_what_a_spreadsheet_would_run_comes_back_neutralised_and_is_read_as_it_was(client, network):
    table = "応募ID,氏名,応募日,備考\nA-1,=cmd|' /C calc'!A0,2026/13/45,＝1+1\n"
    address = imported(client, network.company, table.encode())
    mended = client.get(address + "refused.csv").content.decode("utf-8-sig")
    assert "'=cmd" in mended
    assert "'＝1+1" in mended
    imported(client, network.company, mended.replace("2026/13/45,", "2026/10/01,").encode())
    with acting_for(network.company.id):
        candidate = Candidate.objects.get()
        assert (candidate.name, candidate.background) == ("=cmd|' /C calc'!A0", "＝1+1")


@pytest.mark.promise("P20")
def test_what_may_not_be_kept_is_named_and_comes_back_in_no_file(client, network):
    table = "応募ID,氏名,応募日,本籍,家族構成\nA-1,三浦 葵,2026/13/45,神奈川県の某所,父と母\nA-2,髙橋 直樹,2026/10/01,某所,\n"
    address = sent_import(client, table.encode())
    for step in ("columns/", "check/"):
        said = words(client.get(address + step))
        assert "保存しない列" in said
        assert "<b>本籍</b>" in said
        assert "<b>家族構成</b>" in said
        assert "某所" not in said
    client.post(address + "columns/", {"c3": "notes", "c4": "notes"})
    client.post(address + "check/")
    work_off(network.company)
    assert "某所" not in words(client.get(address))
    assert "某所" not in client.get(address + "refused.csv").content.decode()
    with acting_for(network.company.id):
        assert Candidate.objects.get().background == ""


def test_another_encoding_can_be_chosen_and_one_that_does_not_fit_is_not_kept(client, network):
    table = "応募ID,氏名,メールアドレス\nA-1,三浦 葵,aoi@example.jp\n"
    address = sent_import(client, table.encode("cp932"))
    assert '<option value="cp932" selected>' in words(client.get(address + "reading/"))
    refused = client.post(address + "reading/", {"next": "check", "encoding": "utf-16-le"})
    assert refused.status_code == 422
    assert "<title>エラー: " in words(refused)
    assert '<option value="utf-16-le" selected>' in words(refused)
    with acting_for(network.company.id):
        assert Import.objects.get().encoding == "cp932"
    again = client.post(address + "reading/", {"next": "", "encoding": "euc_jp"})
    assert again.status_code in (302, 422)


def test_the_headings_and_the_system_can_be_chosen_and_stay_chosen(client, network):
    table = "候補,連絡先\n応募ID,氏名,メールアドレス,status\nA-1,三浦 葵,aoi@example.jp,reject\n"
    address = sent_import(client, table.encode())
    shown = {"encoding": "utf-8", "header_line": "2", "system": "talentio"}
    client.post(address + "reading/", {"next": "columns", **shown})
    said = words(client.get(address + "reading/"))
    assert "Talentio" in heading(client.get(address + "reading/"))
    assert '<option value="talentio" selected>' in said
    assert "辞退" in said
    client.post(address + "reading/", {"next": "", **shown, "header_line": "1"})
    # There nobody can be told apart: the page asks what the columns are, and the system stays as it was chosen.
    asking = client.get(address + "reading/")
    assert heading(asking) == "どの列が何か、選んでください"
    assert '<option value="talentio" selected>' in words(asking)


def test_a_column_with_an_unknown_heading_can_be_told_apart(client, network):
    table = "氏名,ご連絡はこちら\n三浦 葵,aoi@example.jp\n髙橋 直樹,naoki@example.jp\n"
    address = sent_import(client, table.encode())
    # Somebody should look at the columns first: that is the button that stands out.
    assert 'class="btn btn-primary" name="next" value="columns"' in words(client.get(address + "reading/"))
    said = words(client.get(address + "columns/"))
    assert "値が「メールアドレス」のように見えます" in said
    assert "aoi@example.jp、naoki@example.jp" in said
    answer = client.post(address + "columns/", {"next": "check", "c0": "name", "c1": "address"})
    assert answer.headers["Location"] == address + "check/"
    with acting_for(network.company.id):
        # What the page showed and was not changed is our guess.
        assert Import.objects.get().columns == {"1": "address"}
    assert "選んだ列" in words(client.get(address + "columns/"))
    client.post(address + "check/")
    work_off(network.company)
    with acting_for(network.company.id):
        assert Candidate.objects.get(name="三浦 葵").addresses.get().address == "aoi@example.jp"


def test_a_table_of_which_no_heading_is_known_is_read_once_somebody_says_what_it_is(client, network):
    table = "2026年度\n\nひと,れんらくさき,本籍\n三浦 葵,aoi@example.jp,某所\n".encode("cp932")
    address = sent_import(client, table)
    page = client.get(address + "reading/")
    assert heading(page) == "どの列が何か、選んでください"
    assert "三浦 葵" in words(page)
    assert "某所" not in words(page)
    assert client.post(address + "check/").headers["Location"] == address + "columns/"
    assert client.get(address + "decisions/").headers["Location"] == address + "columns/"
    nobody = client.post(address + "columns/", {"next": "check", "c1": "notes"})
    assert nobody.status_code == 422
    assert "どの列も見つかりません" in words(nobody)
    assert '<option value="notes" selected>' in words(nobody)
    client.post(address + "columns/", {"next": "check", "c0": "name", "c1": "address"})
    assert heading(client.get(address + "check/")) == "1行を取り込めます"
    client.post(address + "check/")
    work_off(network.company)
    # The next one of the kind is understood at once, says so, and can be told to forget.
    following = sent_import(client, table.replace("三浦 葵".encode("cp932"), "髙橋 直樹".encode("cp932")))
    said = words(client.get(following + "reading/"))
    assert "前に選んだことを使っています" in said
    assert "髙橋 直樹" in said
    forgotten = client.post(following + "columns/forgotten/")
    assert forgotten.headers["Location"] == following + "columns/"
    assert heading(client.get(following + "reading/")) == "どの列が何か、選んでください"
    assert "前に選んだ列" not in words(client.get(sent_import(client, table) + "reading/"))


def test_a_column_can_become_a_field_of_the_company(client, network):
    with acting_for(network.company.id):
        field = CustomField.objects.create(
            organization=network.company, name="希望年収", form="number", created_at=NOW
        )
    table = "氏名,メールアドレス,年収\n三浦 葵,aoi@example.jp,500万円\n髙橋 直樹,naoki@example.jp,応相談\n"
    address = sent_import(client, table.encode())
    assert '<optgroup label="独自項目">' in words(client.get(address + "columns/"))
    client.post(address + "columns/", {"next": "check", "c2": f"custom:{field.id}"})
    said = words(client.get(address + "check/"))
    assert "1行を取り込めます" in said
    assert "3行目: 「希望年収」は数だけを書いてください。" in words(client.get(address + "decisions/"))
    client.post(address + "check/")
    work_off(network.company)
    with acting_for(network.company.id):
        assert Candidate.objects.get().custom == {str(field.id): 5_000_000}


def test_a_word_that_is_no_field_changes_nothing(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    sent = {"c0": "password", "c99999": "name", "c１": "name", "cx": "", "c1": "custom:0"}
    assert client.post(address + "columns/", sent).status_code == 302
    strange = {"encoding": "klingon", "header_line": "９", "system": "odoo", "next": "//evil.example"}
    assert client.post(address + "reading/", strange).headers["Location"] == address + "reading/"
    with acting_for(network.company.id):
        found = Import.objects.get()
        assert (found.columns, found.encoding, found.system) == ({}, "utf-16-le", "hrmos")


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr("careerrelay.candidates.forecasting.COUNTED_AT_ONCE_ROWS", 2)


def counted(network) -> None:
    """What a worker does with the forecasts that were asked for."""
    with acting_for(network.company.id):
        asked = list(ImportForecast.objects.filter(ended_at=None).values_list("id", flat=True))
    for forecast_id in asked:
        run_forecast(organization_id=network.company.id, forecast_id=forecast_id, leave_out=(), at=NOW)


def test_a_large_file_is_counted_by_a_worker_while_the_page_says_how_far(
    client, network, everything_is_large
):
    address = sent_import(client, hrmos_export(PEOPLE))
    asked = f'action="{address}forecast/"'
    for step in ("check/", "decisions/"):
        said = words(client.get(address + step))
        assert asked in said
        assert "progress" not in said
    client.post(address + "reading/", {"next": "decisions", "encoding": "utf-16-le"})
    said = words(client.get(address + "decisions/"))
    assert f'hx-get="{address}forecast/?tenth=0"' in said
    assert asked not in said
    with acting_for(network.company.id):
        ImportForecast.objects.update(
            rows_counted=420, rows_total=1_000, asked_at=NOW - timedelta(seconds=20)
        )
    polled = client.get(address + "forecast/?tenth=3", headers={"hx-request": "true"})
    assert "1,000行のうち420行" in words(polled)
    assert re.search("毎秒(?:1[5-9]|2[01])行 · あと約", words(polled))
    assert "40%まで調べました。" in words(polled)
    counted(network)
    assert client.get(address + "forecast/", headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    assert heading(client.get(address + "check/")) == "3行を取り込めます"
    assert "8行目</span> <b>李 美蘭</b>" in words(client.get(address + "decisions/"))


def test_a_forecast_counts_only_for_the_file_as_it_is_read_now(client, network, everything_is_large):
    address = sent_import(client, hrmos_export(PEOPLE))
    client.post(address + "forecast/")
    counted(network)
    assert "もう一度調べる" in words(client.get(address + "check/"))
    client.post(address + "columns/", {"c5": ""})
    assert "ファイルを調べる" in words(client.get(address + "check/"))
    client.post(address + "forecast/")
    client.post(address + "check/")
    counted(network)
    with acting_for(network.company.id):
        assert not ImportForecast.objects.exists()


def test_who_may_be_known_already_stands_beside_the_row_before_the_import(client, network):
    known = "応募ID,氏名,メールアドレス,電話番号\nA-1,Catherine Smith,cs@example.jp,080-1111-2222\n"
    imported(client, network.company, known.encode())
    file = "応募ID,氏名,メールアドレス,電話番号\nB-1,Catherine Smyth,,080-1111-2222\n"
    said = words(client.get(sent_import(client, file.encode()) + "decisions/"))
    for text in ("2行目 Catherine Smyth", "氏名が1文字違い", "電話番号が同じ", "cs@example.jp", "いまの記録"):
        assert text in said
    with acting_for(network.company.id):
        Candidate.objects.all().delete()
    assert "いまの候補者に似た、新しい人" not in words(
        client.get(sent_import(client, file.encode()) + "decisions/")
    )


def test_a_table_can_be_pasted(client, network):
    answer = client.post("/app/imports/new/", {"pasted": "氏名\tメール\r\n三浦 葵\taoi@example.jp\r\n"})
    assert answer.status_code == 302
    assert "貼り付けた表" in words(client.get("/app/imports/"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルが空です。"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), ""),
        ("りんごを買った。\n120円だった。\n".encode(), "どの列も見つかりません"),
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
    for path in (*(f"{address}{step}/" for step in STEPS), "/app/imports/", "/app/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
    client.post(address + "check/")
    work_off(network.company)
    for path in (address, "/app/candidates/"):
        assert "<script>alert" not in client.get(path).content.decode()
    answer = client.get(address + "refused.csv")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "{{7*7}}" in answer.content.decode()


def test_the_same_file_again_is_pointed_out_and_changes_nothing(client, network):
    imported(client, network.company, hrmos_export(PEOPLE))
    address = sent_import(client, hrmos_export(PEOPLE))
    assert "同じファイルを、前に取り込んでいます" in words(client.get(address + "reading/"))
    client.post(address + "check/")
    work_off(network.company)
    said = words(client.get(address))
    assert "新しい応募</dt><dd>0" in said
    assert "前と同じ</dt><dd>3" in said


def test_an_import_starts_once(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    assert client.post(address + "check/").status_code == 302
    assert client.post(address + "check/").headers["Location"] == address
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
    client.post(address + "check/")
    assert client.post(address + "discard/").headers["Location"] == address
    assert client.get(address).status_code == 200


@override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=10)
def test_a_file_that_waits_on_the_disk_of_the_server_comes_in_whole(client, network):
    imported(client, network.company, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        done = Import.objects.get()
    assert done.rows_new + done.rows_refused == len(PEOPLE)


def test_the_bytes_of_a_file_are_gone_after_the_import(client, network):
    imported(client, network.company, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        assert not ImportPiece.objects.exists()


def test_a_running_import_can_be_cancelled_and_says_what_it_took_in(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    client.post(address + "check/")
    assert f'action="{address}cancellation/"' in words(client.get(address))
    assert client.post(address + "cancellation/").headers["Location"] == address
    said = words(client.get(address))
    assert "中止しています。" in said
    assert f'action="{address}cancellation/"' not in said
    work_off(network.company)
    page = client.get(address)
    assert heading(page) == "中止しました。4行のうち0行を取り込んであります"
    assert "4行は読んでいません。" in words(page)
    assert client.post(address + "cancellation/").headers["Location"] == address
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


def test_a_whole_import_can_be_undone(client, network):
    address = imported(client, network.company, hrmos_export(PEOPLE))
    assert f'action="{address}undoing/"' in words(client.get(address))
    assert client.post(address + "undoing/").headers["Location"] == address
    page = client.get(address)
    assert heading(page) == "元に戻しました"
    assert "の取り込みを元に戻しました。" in words(page)
    with acting_for(network.company.id):
        assert not Application.objects.exists()
        assert not Candidate.objects.exists()
    # A second click, or another tab.
    again = client.post(address + "undoing/")
    assert again.status_code == 422
    assert "この取り込みは、取り消せる状態にありません。" in words(again)


def test_an_import_that_somebody_works_with_stays_and_says_why(client, network):
    address = imported(client, network.company, hrmos_export(PEOPLE))
    with acting_for(network.company.id):
        undecided = Application.objects.get(external_id="A-3")
    client.post(f"/app/applications/{undecided.id}/decision/", {"state": "withdrawn"})
    refused = client.post(address + "undoing/")
    assert refused.status_code == 422
    assert "1人の記録が使われているため、取り消せません。" in words(refused)
    assert "元に戻せませんでした。何も変えていません。" in words(refused)
    with acting_for(network.company.id):
        assert Application.objects.count() == 3


def test_the_check_compares_with_who_is_there(client, network):
    imported(client, network.company, hrmos_export(PEOPLE))
    moved: dict[str, str | date | None] = {**PEOPLE[0], "job_title": "品質管理"}
    newcomer: dict[str, str | date | None] = {"external_id": "A-9", "name": "森 大地"}
    changed = [moved, *PEOPLE[1:], newcomer]
    said = words(client.get(sent_import(client, hrmos_export(changed)) + "check/"))
    for word, rows in (("新しい応募", 1), ("変わる応募", 1), ("前と同じ", 2), ("取り込めない行", 1)):
        assert f"{word}</dt><dd>{rows}<" in said


@pytest.mark.promise("P04")
def test_an_import_of_another_company_does_not_exist(client, network):
    address = sent_import(client, hrmos_export(PEOPLE))
    charlie = recruiter_of(network.other_company)
    missing = charlie.get("/app/imports/0199a0c0-0000-7000-8000-000000000000/")
    for path in (address, *(f"{address}{step}/" for step in STEPS), address + "refused.csv"):
        assert charlie.get(path).content == missing.content
    for deed in ("check", "discard", "cancellation", "undoing", "columns/forgotten"):
        assert charlie.post(f"{address}{deed}/").status_code == 404


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


LEDGER = "氏名,メール,合否\n三浦 葵,aoi@example.jp,○\n李 美蘭,mei@example.jp,○\n髙橋 直樹,nao@example.jp,不採用（辞退）\n"


def test_what_a_word_means_is_said_once_for_all_rows_and_for_the_next_file(client, network):
    address = sent_import(client, LEDGER.encode(), name="台帳.csv")
    assert "いちばん多いのは「○」(2行)です。" in words(client.get(address + "check/"))
    asked = words(client.get(address + "decisions/"))
    assert "どう終わったか決まらない: 3行" in asked
    assert 'name="word" value="不採用（辞退）"' not in asked  # two ends in one word: person by person
    answer = client.post(address + "decisions/", {"word": "○", "end": "hired", "next": "check"})
    assert answer.headers["Location"] == address + "check/"
    assert "いちばん多いのは" not in words(client.get(address + "check/"))
    said = words(client.get(address + "decisions/"))
    assert "どう終わったか決まらない: 1行" in said
    assert '<option value="hired" selected>' in said
    client.post(address + "check/")
    work_off(network.company)
    with acting_for(network.company.id):
        ends = Application.objects.order_by("candidate__name").values_list("candidate__name", "state")
        assert list(ends) == [("三浦 葵", "hired"), ("李 美蘭", "hired"), ("髙橋 直樹", "undecided")]
    another = sent_import(client, LEDGER.replace("aoi@", "aki@").encode(), name="台帳2.csv")
    assert '<option value="hired" selected>' in words(client.get(another + "decisions/"))
    mended = "取り込めなかった理由," + LEDGER.replace("三浦", "理由,三浦")  # of the same source as its file
    assert '<option value="hired" selected>' in words(
        client.get(sent_import(client, mended.encode()) + "decisions/")
    )
    client.post(another + "columns/forgotten/")
    assert '<option value="hired" selected>' not in words(client.get(another + "decisions/"))
