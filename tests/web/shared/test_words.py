from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.web.shared.templatetags.words import (
    batons,
    clock,
    count,
    day,
    days_until,
    full_day,
    initials,
    left,
    masked_address,
    moment,
    month,
    sentence,
    signed,
    table_day,
    yen,
)

# 10:15 on Friday in Japan, still the small hours in UTC.
AT = datetime(2025, 11, 21, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("end", "ja", "en"),
    [
        (date(2027, 1, 7), "2026/01/08〜2027/01/07", "2026/01/08–2027/01/07"),
        (None, "2026/01/08〜", "since 2026/01/08"),
    ],
)
def test_a_time_with_or_without_an_end_is_said_in_one_column(end, ja, en):
    for language, said in (("ja", ja), ("en", en)):
        with override(language):
            assert days_until(date(2026, 1, 8), end) == said


@pytest.mark.parametrize(
    ("word", "ja", "en"),
    [
        (day, "11月21日(金)", "Fri 21 Nov"),
        (full_day, "2025年11月21日(金)", "Fri 21 Nov 2025"),
        (table_day, "2025/11/21", "2025/11/21"),
        (month, "2025年11月", "November 2025"),
        (clock, "10:15", "10:15"),
        (moment, "11月21日(金)10:15", "Fri 21 Nov at 10:15"),
    ],
)
def test_a_moment_is_told_in_the_readers_words(word, ja, en):
    with override("ja"):
        assert word(AT) == ja
        assert word(None) == ""
    with override("en"):
        assert word(AT) == en


@pytest.mark.promise("P45")
def test_a_day_is_the_day_in_japan():
    with override("ja"):
        assert day(datetime(2025, 12, 31, 15, 0, tzinfo=UTC)) == "1月1日(木)"
        assert full_day(datetime(2025, 12, 31, 15, 0, tzinfo=UTC)) == "2026年1月1日(木)"
        assert day(date(2025, 12, 31)) == "12月31日(水)"


@pytest.mark.parametrize(
    ("remaining", "ja", "en"),
    [
        (timedelta(days=5, hours=23), "あと5日", "5 days left"),
        (timedelta(hours=47, minutes=59), "あと47時間", "47 hours left"),
        (timedelta(hours=18), "あと18時間", "18 hours left"),
        (timedelta(minutes=1, seconds=59), "あと1分", "1 minute left"),
        (timedelta(seconds=20), "あと1分以内", "less than a minute left"),
        (timedelta(0), "時間になりました", "time is up"),
        (timedelta(days=-1), "時間になりました", "time is up"),
    ],
)
def test_time_left_is_rounded_down(remaining, ja, en):
    with override("ja"):
        assert left(AT + remaining, AT) == ja
    with override("en"):
        assert left(AT + remaining, AT) == en


def test_a_number_nobody_knows_is_said_in_words():
    with override("ja"):
        assert (count(0), count(None), yen(None)) == ("0", "未確認", "未確認")
    with override("en"):
        assert count(None) == "unknown"


def test_numbers_have_thousands_and_a_true_minus():
    with override("ja"):
        assert (count(1240), count(-1), signed(6), signed(-1), signed(0)) == ("1,240", "−1", "+6", "−1", "0")
        assert (yen(6_000_000), yen(1_234_500), yen(0), yen(-6_000_000)) == (
            "600万円",
            "1,234,500円",
            "0円",
            "−600万円",
        )
    with override("en"):
        assert (yen(6_000_000), yen(-50)) == ("¥6,000,000", "−¥50")


def test_a_refusal_speaks_the_readers_language():
    refusal = Refusal(ja="できません。", en="Not possible.")
    with override("en"):
        assert sentence(refusal) == "Not possible."
    with override("ja"):
        assert (sentence(refusal), sentence("文"), sentence(None)) == ("できません。", "文", "")


@given(st.emails())
def test_a_masked_address_keeps_only_the_first_letter_and_the_domain(address):
    local, _, domain = address.rpartition("@")
    assert masked_address(address) == f"{local[0]}•••••@{domain}"


def test_what_is_no_address_is_masked_whole():
    assert (masked_address(""), masked_address("haruka")) == ("•••••", "•••••")


def test_initials_do_not_name_the_person():
    assert initials("佐藤 遥") == "佐・遥"
    assert initials("Anna Kowalska") == "A. K."
    assert initials("") == ""


def test_ten_batons_stand_on_the_track():
    assert batons(7) == [True] * 7 + [False] * 3
    assert batons(12) == [True] * 10


def test_every_template_has_these_words_without_loading_them():
    template = engines["django"].from_string("{{ at|moment }} {{ name|masked_address }}")
    with override("ja"):
        assert template.render({"at": AT, "name": "h@example.jp"}) == "11月21日(金)10:15 h•••••@example.jp"


def test_a_list_whose_total_was_not_counted_to_its_end_does_not_say_that_this_is_all():
    template = engines["django"].from_string("{% load parts %}{% pagination page %}")
    page = Paginator(range(10_000), 50).get_page(200)

    def shown(*, is_more: bool) -> str:
        return str(template.render({"page": page, "is_more": is_more}, RequestFactory().get("/")))

    assert "9,951〜10,000件目(全10,000件)" in shown(is_more=False)
    assert "9,951〜10,000件目(全体は10,000件を超える)" in shown(is_more=True)
