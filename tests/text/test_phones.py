import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.phones import UnusablePhone, find_phones, parse_phone, parse_phones


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("090-1234-5678", ["+819012345678"]),
        ("09012345678", ["+819012345678"]),
        ("9012345678", ["+819012345678"]),
        ("+81 90-1234-5678", ["+819012345678"]),
        ("+81 (0)90 1234 5678", ["+819012345678"]),
        ("81-90-1234-5678", ["+819012345678"]),
        ("０９０ー１２３４ー５６７８", ["+819012345678"]),
        ("０９０−１２３４‐５６７８", ["+819012345678"]),
        ("（03）1234-5678", ["+81312345678"]),
        ("312345678", ["+81312345678"]),
        ("'+1 650-253-0000", ["+16502530000"]),
        ("0120-123-456", ["+81120123456"]),
        ("携帯：090-1234-5678", ["+819012345678"]),
        ("090-1234-5678（自宅）", ["+819012345678"]),
        ("090-1234-5678 / 03-1234-5678", ["+819012345678", "+81312345678"]),
        ("090-1234-5678、03-1234-5678", ["+819012345678", "+81312345678"]),
        ("090-1234-5678\n090 1234 5678", ["+819012345678"]),
        ("090 1234 5678 03 1234 5678", ["+819012345678", "+81312345678"]),
        ("", []),
        ("なし", []),
        ("－", []),
    ],
)
def test_a_phone_number_is_understood_as_people_and_spreadsheets_write_it(cell, numbers):
    assert [number.e164 for number in parse_phones(cell)] == numbers


@pytest.mark.parametrize(
    "cell", ["110", "090-1234-567", "abc", "٠٩٠١٢٣٤٥٦٧٨", "090-1234-5678x", "090-1234-5678, abc", "1" * 40]
)
def test_what_is_no_phone_number_is_refused(cell):
    with pytest.raises(UnusablePhone):
        parse_phones(cell)


@pytest.mark.parametrize("cell", ["9.01235E+10", "9.01235e+10", "9E+10"])
def test_a_number_that_a_spreadsheet_rounded_cannot_be_recovered(cell):
    with pytest.raises(UnusablePhone) as refused:
        parse_phones(cell)
    assert "丸めた" in refused.value.ja
    assert "rounded" in refused.value.en


def test_one_field_holds_exactly_one_number():
    assert parse_phone("090-1234-5678").national == "090-1234-5678"
    assert parse_phone("+1 650-253-0000").national == "+1 650-253-0000"
    for text in ("", "090-1234-5678 080-1234-5678"):
        with pytest.raises(UnusablePhone):
            parse_phone(text)


@given(st.text(max_size=60) | st.text(alphabet="0123456789-+() /\n'", max_size=40))
def test_no_cell_is_anything_but_understood_or_refused(cell):
    try:
        found = parse_phones(cell)
    except Refusal:
        return
    for number in found:
        assert parse_phones(number.e164) == (number,)


@pytest.mark.parametrize(
    "cell",
    [
        "090-1234-5678（昼間のみ）",
        "０９０−１２３４−５６７８（18:00〜20:00）",
        "090-1234-5678 (call after 6pm)",
        "9012345678 妻",
    ],
)
def test_words_beside_a_number_are_handed_back_with_the_whole_cell(cell):
    numbers, worded = find_phones(cell)
    assert ([one.e164 for one in numbers], worded) == (["+819012345678"], cell)


@pytest.mark.parametrize("cell", ["携帯 090-1234-5678", "090-1234-5678（自宅）", "tel:090-1234-5678"])
def test_what_kind_of_number_it_is_needs_no_keeping(cell):
    assert find_phones(cell)[1] == ""


@pytest.mark.parametrize(
    "cell", ["要確認", "9.01235E+10 昼", "090-1234-5678 03-1234", "090-1234-5678 内線12345", "0" * 300]
)
def test_digits_that_may_be_half_a_number_are_refused_whatever_stands_beside_them(cell):
    with pytest.raises(UnusablePhone):
        find_phones(cell)
