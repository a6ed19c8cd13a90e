import io
from datetime import date

import pytest

from careerrelay.candidates.rules.columns import NoKnownColumn, UnknownSource
from careerrelay.candidates.rules.entries import NoApplicants, is_total
from careerrelay.candidates.rules.fields import Field
from careerrelay.candidates.rules.file_kinds import EmptyFile, UnsupportedFile
from careerrelay.candidates.rules.reading import OversizedFile, Reading, iterate_applicants, read_applicants
from careerrelay.candidates.rules.stages import Stage
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.candidates.rules.tables import UnclosedQuote
from careerrelay.core.refusal import Refusal
from tests.corpus.hrmos import hrmos_export
from tests.corpus.numbers import my_number
from tests.corpus.tables import HANAKO, HEADINGS, JIRO, TARO, separated
from tests.corpus.vendors import (
    doda_export,
    entry_pocket_export,
    greenhouse_export,
    herp_export,
    hr_hacker_export,
    indeed_export,
    lever_export,
    roborobo_export,
    talentio_export,
)
from tests.corpus.workbooks import sheet_xml, xlsx

PEOPLE = separated(TARO, HANAKO, JIRO)


def read(text: str, **options) -> Reading:
    return read_applicants(text.encode("utf-8"), **options)


def outcomes(reading: Reading) -> list[tuple[str, str]]:
    return [(row.name, row.outcome.value) for row in reading.rows]


def with_cell(heading: str, value: str) -> str:
    """A file of one row, 山田太郎's, with another value under one heading."""
    row = list(TARO)
    row[HEADINGS.index(heading)] = value
    return separated(row)


# --- what a file is ----------------------------------------------------------------------------------------


def test_an_export_of_hrmos_is_understood_as_it_comes():
    reading = read_applicants(
        hrmos_export(
            [
                {
                    "external_id": "A-1",
                    "name": "髙橋　太郎",
                    "address": "taro@example.jp",
                    "phone": "9012345678",
                    "residence": "東京都千代田区1-1",
                    "applied_on": date(2025, 3, 1),
                    "interview_1_on": date(2025, 3, 10),
                    "status": "不合格",
                    "rejected_on": date(2025, 4, 1),
                    "notes": '一行目\n"二行目"\tまで',
                },
                {
                    "external_id": "A-2",
                    "name": "山田花子",
                    "status": "辞退",
                    "withdrawn_on": date(2025, 4, 2),
                },
                {"external_id": "A-3", "name": "佐藤次郎", "status": "入社", "hired_on": date(2025, 6, 1)},
                {"external_id": "A-4", "name": "鈴木三郎", "status": "一次面接", "notes": "'\n"},
            ]
        )
    )
    assert (reading.source, reading.encoding, reading.delimiter) == ("hrmos", "UTF-16", "\t")
    assert reading.header_line == 4
    assert outcomes(reading) == [
        ("髙橋 太郎", "rejected"),
        ("山田花子", "withdrawn"),
        ("佐藤次郎", "hired"),
        ("鈴木三郎", "open"),
    ]
    taro = reading.rows[0]
    assert taro.line_number == 5
    assert (taro.applied_on, taro.rejected_on, taro.ended_on) == (
        date(2025, 3, 1),
        date(2025, 4, 1),
        date(2025, 4, 1),
    )
    assert taro.stage is Stage.INTERVIEW_1
    assert taro.stage_words == "一次面接"
    assert taro.notes == '一行目\n"二行目"\tまで'
    assert [address.written for address in taro.addresses] == ["taro@example.jp"]
    assert [phone.e164 for phone in taro.phones] == ["+819012345678"]
    assert taro.region == "東京"
    assert [row.line_number for row in reading.rows] == [5, 7, 8, 9]
    assert not reading.rows[1].is_reachable
    assert reading.rows[3].notes == ""
    assert reading.refused == []


def test_an_export_without_addresses_is_completed_by_a_second_file_through_the_id():
    first = read_applicants(
        hrmos_export([{"external_id": "A-1", "name": "山田太郎"}], without=["address", "phone"])
    )
    second = read("応募ID,メールアドレス\r\nA-1,taro@example.jp\r\n")
    assert [row.is_reachable for row in first.rows] == [False]
    assert [(row.external_id, row.name, row.is_reachable) for row in second.rows] == [("A-1", "", True)]


def test_herp_names_the_end_in_its_own_column():
    reading = read_applicants(herp_export())
    assert reading.source == "herp"
    assert [outcome for _, outcome in outcomes(reading)] == [
        "rejected",
        "hired",
        "withdrawn",
        "closed",
        "open",
    ]
    assert reading.rows[0].applied_on == date(2025, 4, 1)
    assert reading.rows[4].stage is Stage.INTERVIEW_FINAL


def test_doda_writes_family_and_given_names_apart():
    reading = read_applicants(doda_export())
    assert (reading.source, reading.encoding) == ("doda", "Shift_JIS (Windows)")
    (row,) = reading.rows
    assert (row.name, row.kana, row.region, row.job_title) == ("山田 太郎", "ヤマダ タロウ", "東京", "営業職")
    assert [phone.e164 for phone in row.phones] == ["+819012345678", "+81312345678"]
    assert row.outcome is Outcome.UNDECIDED


def test_roborobo_dots_its_headings():
    (row,) = read_applicants(roborobo_export()).rows
    assert (row.name, row.kana, row.education, row.employer) == (
        "山田太郎",
        "やまだたろう",
        "東京大学",
        "株式会社サンプル",
    )


def test_hr_hacker_names_a_reason():
    reading = read_applicants(hr_hacker_export())
    (row,) = reading.rows
    assert (reading.source, row.external_id, row.outcome) == ("hrhacker", "H-1", Outcome.REJECTED)
    assert row.rejection_reason == "経験不足"


def test_entry_pocket_leaves_the_decision_to_a_person():
    reading = read_applicants(entry_pocket_export())
    assert reading.source == "entrypocket"
    assert outcomes(reading) == [("山田太郎", "undecided"), ("山田花子", "hired")]
    assert reading.rows[0].kana == "ヤマダ タロウ"


def test_indeed_hides_the_address_behind_its_own():
    reading = read_applicants(indeed_export())
    (row,) = reading.rows
    assert (reading.source, row.outcome) == ("indeed", Outcome.REJECTED)
    assert row.addresses[0].is_proxy
    assert row.phones[0].e164 == "+819012345678"
    assert row.applied_on == date(2025, 4, 1)


def test_talentio_is_told_by_whoever_imports():
    assert [outcome for _, outcome in outcomes(read_applicants(talentio_export(), source="talentio"))] == [
        "withdrawn",
        "rejected",
        "open",
    ]


def test_greenhouse_tells_rejection_from_withdrawal_by_the_reason():
    reading = read_applicants(greenhouse_export())
    assert reading.source == "greenhouse"
    assert outcomes(reading) == [
        ("Taro Yamada", "rejected"),
        ("Hanako Yamada", "withdrawn"),
        ("Jiro Sato", "open"),
    ]


def test_lever_archives_everybody():
    reading = read_applicants(lever_export())
    assert reading.source == "lever"
    assert [outcome for _, outcome in outcomes(reading)] == ["rejected", "withdrawn", "hired", "undecided"]


# --- the shape of a file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters_and_line_ends_are_found(delimiter, line_end):
    reading = read(separated(TARO, HANAKO, delimiter=delimiter, line_end=line_end))
    assert reading.delimiter == delimiter
    assert [row.line_number for row in reading.rows] == [2, 3]


def test_mixed_line_ends_are_one_kind_of_line_each():
    reading = read("氏名,備考\r山田,a\n鈴木,b\r\n佐藤,c")
    assert [(row.line_number, row.name) for row in reading.rows] == [(2, "山田"), (3, "鈴木"), (4, "佐藤")]


def test_a_line_that_names_the_separator_is_obeyed():
    reading = read("sep=;\r\n" + separated(TARO, delimiter=";"))
    assert (reading.header_line, reading.delimiter, reading.rows[0].line_number) == (2, ";", 3)


def test_lines_above_the_headings_are_passed_over():
    reading = read(separated(TARO, above=["応募者一覧", "担当者氏名: 鈴木", "", "出力日,2025/10/01"]))
    assert reading.header_line == 5
    assert outcomes(reading) == [("山田太郎", "rejected")]


def test_headings_that_come_again_and_totals_are_skipped_and_said():
    reading = read(
        separated(
            TARO, HEADINGS, HANAKO, ("合計", "", "", "", "", "2件", "", ""), ("", "", "", "", "", "", "", "")
        )
    )
    assert [row.line_number for row in reading.rows] == [2, 4]
    assert [(row.line_number, row.ja) for row in reading.skipped] == [
        (3, "見出しの繰り返しです。"),
        (5, "合計の行です。"),
    ]
    assert reading.refused == []


def test_somebody_called_kei_is_no_total():
    assert is_total(["計", "12", "3件"])
    assert is_total(["合計：", "", "1,234"])
    assert not is_total(["計", "", "kei@example.jp"])
    assert not is_total(["計", "090-1234-5678"])
    assert not is_total(["計"])
    assert not is_total([""])


def test_excel_leaves_out_delimiters_of_empty_cells_at_the_end():
    reading = read("氏名,メールアドレス,備考,選考ステータス\r\n山田,a@x.jp\r\n鈴木,b@x.jp,c,不採用\r\n")
    assert outcomes(reading) == [("山田", "open"), ("鈴木", "rejected")]


def test_a_row_with_more_cells_than_headings_is_refused():
    reading = read("氏名,本籍,メールアドレス\r\n山田,太郎,大阪,a@x.jp\r\n鈴木,,b@x.jp,,\r\n")
    assert [row.name for row in reading.rows] == ["鈴木"]
    (refused,) = reading.refused
    assert refused.ja == "2行目: セルが4個あり、見出しの3列より多いため、どの列の値か決まりません。"
    assert set(refused.cells) == {""}


def test_an_upload_that_was_cut_off_is_refused_in_its_last_row():
    whole = separated(TARO, HANAKO, JIRO)
    reading = read(whole[: whole.index("jiro@") + 8])
    assert [row.name for row in reading.rows] == ["山田太郎", "髙橋花子"]
    assert [row.ja for row in reading.refused] == ["4行目: 行の途中でファイルが終わっています。"]
    assert [row.en for row in reading.refused] == ["Row 4: the file ends in the middle of this row."]


def test_a_last_row_without_a_line_end_is_whole():
    assert len(read(PEOPLE.rstrip()).rows) == 3


def test_a_line_in_another_encoding_is_refused_and_the_others_read():
    lines = separated(TARO, HANAKO, JIRO).split("\r\n")
    for most, one, name in (("utf-8", "cp932", "UTF-8"), ("cp932", "utf-8", "Shift_JIS (Windows)")):
        content = b"\r\n".join(line.encode(one if place == 2 else most) for place, line in enumerate(lines))
        reading = read_applicants(content)
        assert [row.name for row in reading.rows] == ["山田太郎", "佐藤次郎"]
        (refused,) = reading.refused
        assert refused.line_number == 3
        assert refused.ja.startswith(f"3行目: {name}として読めない文字があります。")
        assert not any("\udc80" <= character <= "\udfff" for cell in refused.cells for character in cell)


def test_a_quote_that_is_never_closed_refuses_the_file_with_its_line():
    with pytest.raises(UnclosedQuote) as refused:
        read('氏名,メールアドレス\r\n山田,a@x.jp\r\n"鈴木,b@x.jp\r\n佐藤,c@x.jp\r\n')
    assert refused.value.ja.startswith("3行目: ")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xff\xfe", b"  "])
def test_an_empty_file_is_refused(content):
    with pytest.raises(EmptyFile):
        read_applicants(content)


def test_headings_without_rows_are_refused():
    with pytest.raises(NoApplicants):
        read(separated())


def test_a_table_of_something_else_is_refused_with_its_headings():
    with pytest.raises(NoKnownColumn) as refused:
        read("品名,数量\r\nりんご,3\r\n")
    assert "品名、数量" in refused.value.ja


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>x</td></tr></table></html>",
        b'<?xml version="1.0"?><Workbook/>',
        "\ufeff<!DOCTYPE html>".encode("utf-16"),
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n",
        b"MZ\x90\x00",
        bytes(range(256)) * 8,
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name_says(content):
    with pytest.raises(UnsupportedFile) as refused:
        read_applicants(content, filename="応募者.xls")
    assert refused.value.ja.endswith("保存し直してください。")


def test_a_table_is_read_whatever_its_name_says():
    workbook = xlsx(sheet_xml([["氏名"], ["山田"]]))
    assert read_applicants(workbook, filename="応募者.csv").kind == "xlsx"
    assert read_applicants(PEOPLE.encode("cp932"), filename="応募者.xlsx").kind == "text"


def test_an_unknown_source_is_refused():
    with pytest.raises(UnknownSource):
        read(PEOPLE, source="workday")


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    class Vast(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 10**12 if whence == io.SEEK_END else super().seek(offset, whence)

    with pytest.raises(OversizedFile):
        read_applicants(Vast(PEOPLE.encode()))


def test_the_columns_may_be_chosen_where_no_heading_is_known():
    reading = read("謎1,謎2\r\n山田,a@x.jp\r\n", columns={0: Field.NAME, 1: Field.ADDRESS})
    assert [(row.name, str(row.addresses[0])) for row in reading.rows] == [("山田", "a@x.jp")]
    again = read("謎1,謎2\r\n山田,a@x.jp\r\n", columns={"謎1": Field.NAME, "謎2": Field.ADDRESS})
    assert again.rows == reading.rows


def test_the_same_file_gives_the_same_rows():
    assert read(PEOPLE) == read(PEOPLE)


def test_a_preview_is_the_first_rows():
    reading = read(separated(*[TARO] * 12))
    assert [row.line_number for row in reading.preview()] == list(range(2, 12))
    assert len(reading.preview(3)) == 3


def test_rows_come_one_by_one_from_an_open_file():
    file = io.BytesIO(PEOPLE.encode("cp932"))
    stream = iterate_applicants(file)
    assert (stream.codec, stream.source, stream.header_line) == ("cp932", "hrmos", 1)
    assert stream.headings == HEADINGS
    assert [entry.line_number for entry in stream] == [2, 3, 4]
    assert not file.closed


# --- the values of a row -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "value", "ja", "en"),
    [
        (
            "応募日",
            "令和7年2月29日",
            "2行目: 日付「令和7年2月29日」はありません。",
            "Row 2: the date 令和7年2月29日 does not exist.",
        ),
        (
            "応募日",
            "2025/13/01",
            "2行目: 日付「2025/13/01」はありません。",
            "Row 2: the date 2025/13/01 does not exist.",
        ),
        (
            "メールアドレス",
            "taro@localhost",
            "2行目: メールアドレス「taro@localhost」は使えません。外に届かないドメインです。",
            "Row 2: the mail address taro@localhost cannot be used: its domain is not reachable from outside.",
        ),
        (
            "電話番号",
            "9.01235E+10",
            "2行目: 電話番号「9.01235E+10」は使えません。表計算ソフトが桁を丸めたため、元の番号に戻せません。列を文字列にして書き出し直してください。",
            (
                "Row 2: the phone number 9.01235E+10 cannot be used: a spreadsheet rounded its digits away; "
                "export the column as text again."
            ),
        ),
        (
            "氏名",
            "山田\r\nBcc: x@y.jp",
            "2行目: 氏名に改行とメールのヘッダーのような文字列が入っています。",
            "Row 2: the name contains a line break and something like a mail header.",
        ),
        (
            "氏名",
            "山田\0",
            "2行目: 列「氏名」に読めない文字（NUL）があります。",
            "Row 2: the column 氏名 holds an unreadable character (NUL).",
        ),
        (
            "応募ID",
            "x" * 201,
            "2行目: 応募IDが200文字を超えています。",
            "Row 2: the field 'application ID' is longer than 200 characters.",
        ),
    ],
)
def test_a_value_that_is_not_understood_refuses_its_row_with_the_line(heading, value, ja, en):
    reading = read(with_cell(heading, value))
    assert reading.rows == []
    (refused,) = reading.refused
    assert (refused.line_number, refused.ja, refused.en) == (2, ja, en)
    assert len(refused.cells) == len(HEADINGS)


def test_the_days_of_a_contradiction_are_kept_for_whoever_decides():
    (row,) = read("氏名,不採用日,辞退日\r\n山田,2025/05/01,2025/05/02\r\n").rows
    assert row.outcome is Outcome.UNDECIDED
    assert (row.rejected_on, row.withdrawn_on) == (date(2025, 5, 1), date(2025, 5, 2))


def test_one_bad_row_does_not_stop_the_others():
    reading = read(separated(TARO, ("A-9", "悪い", "bad@", "", "", "", "", ""), JIRO))
    assert [row.line_number for row in reading.rows] == [2, 4]
    assert [row.line_number for row in reading.refused] == [3]


def test_a_row_that_is_nobody_is_refused():
    reading = read(separated(("", "", "", "", "2025/04/01", "不採用", "", "")))
    assert [row.ja for row in reading.refused] == ["2行目: 氏名も連絡先も応募IDもありません。"]


def test_a_row_without_an_address_is_kept_as_unreachable():
    reading = read("氏名,メールアドレス\r\n山田,なし\r\n")
    assert [row.is_reachable for row in reading.rows] == [False]


@pytest.mark.parametrize(
    "name",
    [
        "Null",
        "なし",
        "O'Brien",
        "李",
        "{{7*7}}",
        "<img src=x onerror=alert(1)>",
        "=cmd|' /C calc'!A0",
        "𠮷野",
        "👨\u200d👩\u200d👧",
    ],
)
def test_a_name_is_kept_however_odd(name):
    (row,) = read(with_cell("氏名", name)).rows
    assert row.name == name


def test_texts_are_kept_with_their_lines_and_dashes():
    (row,) = read(with_cell("備考", "－1\u2028二\r\n=三\x0b四")).rows
    assert row.notes == "－1\n二\n=三\n四"


def test_an_apostrophe_in_front_of_a_formula_is_taken_away():
    (row,) = read(with_cell("備考", "'=1+1")).rows
    assert row.notes == "=1+1"


def test_two_addresses_and_two_phones_in_one_cell_are_both_kept():
    (row,) = read(with_cell("メールアドレス", "a@x.jp / b@x.jp")).rows
    assert [str(address) for address in row.addresses] == ["a@x.jp", "b@x.jp"]
    (row,) = read(with_cell("電話番号", "090-1234-5678、03-1234-5678")).rows
    assert len(row.phones) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [("済", True), ("○", True), ("2025/04/01", True), ("未", False), ("×", False), ("", None), ("謎", None)],
)
def test_a_column_may_say_whether_the_person_was_told(words, told):
    (row,) = read(f"氏名,お見送り連絡\r\n山田,{words}\r\n").rows
    assert row.was_told is told


# --- what may not be kept ----------------------------------------------------------------------------------


@pytest.mark.promise("P20")
def test_nothing_of_a_barred_column_or_value_is_kept_anywhere():
    number = my_number("12345678901")
    secrets = ("大阪府の本籍", "仏教徒", number)
    content = separated(
        ("山田", "a@x.jp", secrets[0], secrets[1], f"明るい\n家族構成：{secrets[1]}\n番号{number}", number),
        ("鈴木", "bad@", secrets[0], secrets[1], f"本籍：{secrets[0]}", number),
        ("佐藤", "c@x.jp", "", "", "", my_number("23456789012")),
        headings=("氏名", "メールアドレス", "本籍", "宗教", "備考", "個人番号"),
    )
    reading = read(content)
    assert [column.heading for column in reading.dropped_columns] == ["本籍", "宗教", "個人番号"]
    assert reading.rows[0].notes.startswith("明るい")
    assert [remark.ja for remark in reading.rows[0].remarks] == [
        "備考から「家族に関すること」に当たる記述を除きました。",
        "備考から「マイナンバー」に当たる記述を除きました。",
    ]
    assert [row.line_number for row in reading.refused] == [4 + 1]
    kept = repr((reading.rows, reading.refused, reading.preview()))
    assert not [secret for secret in secrets if secret in kept]


def test_only_the_prefecture_is_taken_from_a_residence():
    (row,) = read("氏名,住所\r\n山田,東京都千代田区丸の内1-1\r\n").rows
    assert row.region == "東京"
    assert "丸の内" not in repr(row)


def test_every_refusal_speaks_both_languages():
    for content in (b"", b"%PDF", "品名\r\n1".encode(), separated().encode()):
        with pytest.raises(Refusal) as refused:
            read_applicants(content)
        assert refused.value.ja.endswith("。")
        assert refused.value.en.endswith(".")


FORM = "Timestamp,Email address,Full name,Which position are you applying for?,Result\n"


def test_the_answers_of_a_form_say_when_somebody_applied_and_for_what():
    """3/18 tells what 2/5 means; without it nobody knows."""
    rows = (
        "2/5/2025 23:46:22,a@example.jp,Sean O'Brien,Sales,Rejected\n",
        "3/18/2025 9:05:12,b@example.jp,Olga,,\n",
    )
    reading = read_applicants((FORM + "".join(rows)).encode())
    assert [(row.applied_on, row.job_title) for row in reading.rows] == [
        (date(2025, 2, 5), "Sales"),
        (date(2025, 3, 18), ""),
    ]
    assert [row.line_number for row in read_applicants((FORM + rows[0]).encode()).refused] == [2]


def test_a_refused_row_keeps_the_order_that_the_others_told():
    rows = "2/5/2025 9:00:00,a at example.jp,A,,\n3/18/2025 9:05:12,b@example.jp,B,,\n"
    assert read(FORM + rows).refused[0].cells[0] == "2025-2-5"


def test_a_form_that_interviewers_fill_in_stays_a_file_of_evaluations():
    form = "タイムスタンプ,候補者ID,面接官,総合評価,評価コメント\n2025/06/12 9:05:12,C-1,森,4,良い\n"
    assert read_applicants(form.encode()).mapping.holds_evaluations


def test_a_total_with_words_beside_its_figures_is_nobody():
    assert is_total(["合計", "85名", "", "内定・入社", "7"])
    assert not is_total(["合計", "a@example.jp", "7"])
    assert not is_total(["計", "85名", "内定"])


def test_what_has_no_place_in_its_column_stays_among_the_notes_and_is_said():
    text = (
        "氏名,携帯,推薦日,選考結果,備考\n"
        "齋藤 翔,090-1234-5678（昼間のみ）,5/29,お見送り,転居可\n"
        "柳 翔,090-1234-5679,2025/5/30,お見送り,\n"
    )
    first, second = read(text).rows
    assert first.phones[0].e164 == "+819012345678"
    assert first.applied_on is None
    assert first.notes.splitlines() == ["転居可", "携帯: 090-1234-5678（昼間のみ）", "推薦日: 5/29"]
    assert len(first.remarks) == 2
    assert (second.notes, second.remarks) == ("", ())


def test_a_day_on_which_the_end_hangs_is_not_taken_without_its_year():
    refused = read("氏名,不合格日\n柳 翔,5/29\n").refused
    assert [row.ja for row in refused] == [
        "2行目: 日付「5/29」には年がありません。2025-04-01 の形で書いてください。"
    ]


def test_what_may_not_be_kept_is_not_kept_beside_a_number_either():
    row = read("氏名,電話\n柳 翔,090-1234-5678（本籍は東京都です）\n").rows[0]
    assert "東京" not in row.notes


def test_a_remark_below_a_list_is_nobody():
    text = "氏名,メール\n柳 翔,sho@example.jp\n※取り扱いにご注意ください。,\n以上,\n"
    reading = read(text)
    assert [row.name for row in reading.rows] == ["柳 翔"]
    assert [row.line_number for row in reading.skipped] == [3, 4]


def test_headings_on_two_lines_are_read_in_a_text_too_where_one_of_them_is_broken():
    text = (
        '推薦者一覧\t\t\t\n\t\t\t\nNo.\t候補者名\t\t連絡先\t\t"希望年収\n（万円）"\t選考結果\n'
        "\t姓\t名\t携帯電話\tメール\t\t\n1\t柳\t翔\t09012345678\tsho@example.jp\t500\tお見送り\n"
    )
    reading = read_applicants(b"\xff\xfe" + text.encode("utf-16-le"))
    assert [(row.name, len(row.phones), len(row.addresses)) for row in reading.rows] == [("柳 翔", 1, 1)]


def test_a_character_of_a_companys_own_in_a_name_is_said():
    first, second = read("氏名,備考\n\ue000使河原 拓也,\n柳 翔,\ue000\n").rows
    assert "外字" in first.remarks[0].ja
    assert second.remarks == ()
