"""Salaries as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.salaries import (
    MonthlySalary,
    SalaryBand,
    UnreadableSalary,
    parse_salary,
    written_salary,
)

MAN = 10_000


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("600万", 600, 600),
        ("６００万", 600, 600),
        ("600万円", 600, 600),
        ("600", 600, 600),
        ("年収600万円程度", 600, 600),
        ("約 1,200 万円", 1200, 1200),
        ("¥6,000,000", 600, 600),
        ("\\6,000,000", 600, 600),
        ("￥６，０００，０００", 600, 600),
        ("6000000円", 600, 600),
        ("JPY 6,000,000 per year", 600, 600),
        ("1千万円", 1000, 1000),
        ("650.5万", 650.5, 650.5),
        ("6.5 million yen", 650, 650),
        ("600〜700万円", 600, 700),
        ("600～700万円", 600, 700),
        ("600万円~700万円", 600, 700),
        ("600-700", 600, 700),
        ("600万円ー700万円", 600, 700),
        ("6,000,000 〜 7,000,000", 600, 700),
        ("希望年収: 600万円以上", 600, None),
        ("600万円〜", 600, None),
        ("〜700万円", None, 700),
        ("700万円以下", None, 700),
        ("700万まで", None, 700),
        ("up to 7m", None, 700),
    ],
)
def test_a_salary_is_understood(written, least, most):
    expected = SalaryBand(
        None if least is None else int(least * MAN), None if most is None else int(most * MAN)
    )
    assert parse_salary(written) == expected


@pytest.mark.parametrize("nothing", ["", "　", "-", "応相談", "なし", "Negotiable"])
def test_no_wish_is_no_band(nothing):
    assert parse_salary(nothing) is None


@pytest.mark.parametrize(
    "written",
    [
        "-5",
        "700〜600万円",
        "たくさん",
        "0",
        "5万",
        "20億円",
        "600万円と車",
        "1" * 70,
        "600kg",
        "600 700",
        "١٢٣万",
    ],
)
def test_what_is_no_salary_is_refused_in_words(written):
    with pytest.raises(UnreadableSalary) as refused:
        parse_salary(written)
    assert "読み取れません" in refused.value.ja


def test_pay_by_the_month_is_not_taken_for_a_year():
    for written in ("月給30万円", "30万円/月", "時給1,500円"):
        with pytest.raises(MonthlySalary):
            parse_salary(written)


@given(st.text(alphabet="0123456789万千億円〜-~,.¥ 以上まで", max_size=30))
def test_any_text_is_a_band_or_a_refusal(text):
    try:
        band = parse_salary(text)
    except Refusal:
        return
    if band is not None:
        assert parse_salary(written_salary(band)) == band
