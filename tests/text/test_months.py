"""Months of work histories."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.dates import ImpossibleDay
from careerrelay.text.months import UnreadableMonth, parse_month, written_month


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2020年4月", date(2020, 4, 1)),
        ("２０２０．４", date(2020, 4, 1)),
        ("202004", date(2020, 4, 1)),
        ("2020/04/15", date(2020, 4, 1)),
        ("令和2年4月", date(2020, 4, 1)),
        ("R2.4", date(2020, 4, 1)),
        ("平成元年1月", date(1989, 1, 1)),
        ("昭和64年1月", date(1989, 1, 1)),
        ("現在", None),
        ("　", None),
    ],
)
def test_a_month_is_understood(written, month):
    assert parse_month(written) == month


@pytest.mark.parametrize(
    "written", ["2020/13", "令和元年4月", "平成32年4月", "昭和64年2月", "令和7年2月29日"]
)
def test_a_month_that_never_was_is_refused(written):
    with pytest.raises(ImpossibleDay):
        parse_month(written)


@pytest.mark.parametrize("written", ["2020", "春", "4/2020", "1" * 50])
def test_what_is_no_month_is_refused(written):
    with pytest.raises(UnreadableMonth):
        parse_month(written)


@given(st.text(alphabet="0123456789/年月.令和平成昭RHS元 -", max_size=20))
def test_what_was_understood_is_understood_again(text):
    try:
        month = parse_month(text)
    except Refusal:
        return
    assert parse_month(written_month(month)) == month
