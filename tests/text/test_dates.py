from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.dates import (
    AmbiguousDay,
    DayWithoutYear,
    ImpossibleDay,
    UnreadableDay,
    day_of_serial,
    parse_day,
    tells_month_first,
    with_year_first,
)

FIRST_OF_APRIL = date(2025, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "令和7年4月1日",
        "令和７年４月１日",
        "令和 7年 4月 1日",
        "R7.4.1",
        "r07/04/01",
        "㋿7年4月1日",
        "令7.4.1",
        "2025年04月01日",
        "2025年4月1日（火）",
        "2025/4/1",
        "2025-04-01",
        "2025.4.1",
        "２０２５／０４／０１",
        "20250401",
        "2025/04/01 10:30",
        "2025年4月1日 10時30分",
        "2025-04-01T10:30:00",
        "2025-03-31T15:00:00Z",
        "2025-04-01T08:00:00+09:00",
        "2025-03-31 20:00:00 UTC",
        "Apr 1, 2025",
        "April 1 2025",
        "1 April 2025",
        "1-Apr-2025",
        "45748",
        "45748.5",
        "'2025-04-01",
        "2025ー04ー01",
    ],
)
def test_a_day_is_understood_in_every_way_it_is_written(text):
    assert parse_day(text) == FIRST_OF_APRIL


@pytest.mark.parametrize("text", ["", " ", "　", "-", "―", "なし", "未定", "0000-00-00", "N/A"])
def test_a_blank_is_no_day(text):
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和6年2月29日", date(2024, 2, 29)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("2024年2月29日", date(2024, 2, 29)),
    ],
)
def test_the_borders_of_eras_and_leap_days_are_right(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "昭和64年1月8日",
        "令和7年2月29日",
        "平成31年5月1日",
        "令和元年4月30日",
        "令和0年5月1日",
        "2025/13/01",
        "2025-02-29",
        "20250230",
        "60",
        "1900/01/00",
    ],
)
def test_a_day_that_never_was_is_refused_by_its_name(text):
    with pytest.raises(ImpossibleDay) as refused:
        parse_day(text)
    assert refused.value.ja == f"日付「{text}」はありません。"
    assert refused.value.en == f"The date {text} does not exist."


@pytest.mark.parametrize("text", ["04/05/2025", "4-5-2025"])
def test_month_and_day_that_could_be_exchanged_are_refused(text):
    with pytest.raises(AmbiguousDay):
        parse_day(text)


def test_month_and_day_that_cannot_be_exchanged_are_understood():
    assert parse_day("04/13/2025") == parse_day("13/04/2025") == date(2025, 4, 13)


@pytest.mark.parametrize(
    "text", ["来週", "25/04/01", "2025", "2025-04", "١٢/٠٤/٢٠٢٥", "2025年4月1日ごろ", "令和七年四月一日"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(UnreadableDay):
        parse_day(text)


def test_serial_numbers_of_spreadsheets_count_from_1900_or_1904():
    assert day_of_serial(1) == date(1900, 1, 1)
    assert day_of_serial(59) == date(1900, 2, 28)
    assert day_of_serial(61) == date(1900, 3, 1)
    assert day_of_serial(45992) == date(2025, 12, 1)
    assert day_of_serial(45992 - 1462, is_1904=True) == date(2025, 12, 1)
    assert parse_day("44530", is_1904=True) == date(2025, 12, 1)


@pytest.mark.parametrize("serial", [60, 0, -1, 2958466])
def test_a_serial_number_without_a_day_is_refused(serial):
    with pytest.raises(ImpossibleDay):
        day_of_serial(serial)


@given(st.dates(min_value=date(2019, 5, 1), max_value=date(2117, 12, 31)))
def test_a_day_written_in_the_era_is_the_same_day(day):
    assert parse_day(f"令和{day.year - 2018}年{day.month}月{day.day}日") == day
    assert parse_day(f"{day:%Y年%m月%d日}") == parse_day(f"{day:%Y%m%d}") == day


@given(st.text(max_size=40) | st.text(alphabet="0123456789年月日/.-令和RHS元 :TZ+", max_size=24))
def test_no_text_is_anything_but_understood_or_refused(text):
    try:
        day = parse_day(text)
    except Refusal:
        return
    assert day is None or parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["2025/06/12 9:05:12 午前 GMT+9", "2025/06/12 午後 9:05:12", "2025/06/12 9:05:12"]
)
def test_the_time_of_a_form_in_japanese_is_read_over(text):
    assert parse_day(text) == date(2025, 6, 12)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.booleans())
def test_a_column_that_tells_its_order_once_tells_all_its_days(day, is_month_first):
    def written(one: date) -> str:
        return f"{one.month}/{one.day}/{one.year}" if is_month_first else f"{one.day}/{one.month}/{one.year}"

    order = tells_month_first([written(day), written(date(2025, 3, 18)), "", "2025-01-02"])
    assert order is is_month_first
    assert parse_day(with_year_first(written(day), is_month_first=order)) == day
    assert tells_month_first([written(day), "3/18/2025", "18/3/2025"]) is None


@pytest.mark.parametrize("text", ["5/29", "５月２９日", "5/29 (木)", "29-May", "May 29"])
def test_a_day_without_a_year_is_told_from_what_is_no_day(text):
    with pytest.raises(DayWithoutYear):
        parse_day(text)
