import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.refusal import Refusal
from careerrelay.text.permits import (
    MalformedInvoiceNumber,
    MalformedPermitNumber,
    is_my_number,
    parse_invoice_number,
    parse_permit_number,
)


@pytest.mark.parametrize(
    "text", ["13-ユ-123456", "１３－ユ－１２３４５６", "13-ﾕ-123456", "13ーユ―123456", " 13 - ユ - 123456 "]
)
def test_every_spelling_of_a_permit_number_is_one(text):
    assert str(parse_permit_number(text)) == "13-ユ-123456"
    assert parse_permit_number(text).is_fee_charging


def test_a_permit_for_placement_free_of_charge_is_told_apart():
    assert not parse_permit_number("27-ム-300001").is_fee_charging


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00-ユ-123456",
        "48-ユ-123456",
        "13-派-123456",
        "13-ユ-12345",
        "13-ユ-1234567",
        "13-ユ-١٢٣٤٥٦",
        "x13-ユ-123456",
        "13-ユ-123456\n1",
    ],
)
def test_a_malformed_permit_number_is_refused(text):
    with pytest.raises(MalformedPermitNumber):
        parse_permit_number(text)


def test_an_invoice_number_is_checked_by_its_digit():
    assert parse_invoice_number("T7000012050002") == "T7000012050002"
    assert parse_invoice_number("ｔ７-0000-1205-0002") == "T7000012050002"
    for text in ("T8000012050002", "7000012050002", "T700001205000", "T٧000012050002"):
        with pytest.raises(MalformedInvoiceNumber):
            parse_invoice_number(text)


@pytest.mark.promise("P20")
def test_a_my_number_is_known_by_its_check_digit():
    assert is_my_number("123456789018")
    assert is_my_number("1234-5678-9018")
    assert sum(is_my_number(f"12345678901{digit}") for digit in range(10)) == 1
    for text in ("12345678901", "1234567890189", "abcdefghijkl", "123456789017", ""):
        assert not is_my_number(text)


@given(st.text(max_size=30))
def test_no_text_is_anything_but_understood_or_refused(text):
    for parse in (parse_permit_number, parse_invoice_number):
        try:
            parsed = parse(text)
        except Refusal:
            continue
        assert parse(str(parsed)) == parsed
