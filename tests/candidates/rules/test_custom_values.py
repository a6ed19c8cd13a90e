"""Values of a company's own fields: read, refused in words, written as they are read."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.candidates.rules.custom_values import UnfitValue, custom_value, written_custom_value
from careerrelay.candidates.rules.fair_hiring import BarredAnswer
from careerrelay.core.refusal import Refusal
from careerrelay.text.dates import ImpossibleDay


@dataclass
class OwnField:
    form: str
    name: str = "希望の働き方"
    choices: list[str] = field(default_factory=lambda: ["リモート", "出社", "どちらでも"])


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("text", " 𠮷野家👨‍👩‍👧 \r\n二行目 ", "𠮷野家👨‍👩‍👧\n二行目"),
        ("text", "　", None),
        ("text", "なし", "なし"),
        ("number", "１，２３４", 1234),
        ("number", "-0.5", -0.5),
        ("number", "−3", -3),
        ("number", "-", None),
        ("day", "令和8年4月1日", "2026-04-01"),
        ("day", "45992", "2025-12-01"),
        ("day", "", None),
        ("choice", "ﾘﾓｰﾄ", "リモート"),
        ("choice", "", None),
    ],
)
def test_a_value_is_understood(form, text, value):
    assert custom_value(OwnField(form), text) == value


@pytest.mark.parametrize("text", ["3年", "NaN", "1e400", "1,23", "九", "1" * 16])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnfitValue, match="number only"):
        custom_value(OwnField("number"), text)


def test_a_refusal_names_what_can_be_chosen():
    with pytest.raises(UnfitValue) as refused:
        custom_value(OwnField("choice"), "週3日")
    assert "選べるのは、リモート、出社、どちらでもです。" in refused.value.ja
    with pytest.raises(ImpossibleDay):
        custom_value(OwnField("day"), "令和7年2月29日")
    with pytest.raises(UnfitValue, match="2,001"):
        custom_value(OwnField("text"), "あ" * 2001)


@pytest.mark.promise("P20")
def test_a_text_that_answers_a_barred_question_is_refused_without_repeating_it():
    for text in ("通勤45分\n本籍: 鳥取県", "番号 1234 5678 9018"):
        with pytest.raises(BarredAnswer) as refused:
            custom_value(OwnField("text"), text)
        assert "鳥取" not in refused.value.ja
        assert "9018" not in refused.value.ja


@given(st.sampled_from(["text", "number", "day", "choice"]), st.text(max_size=40))
def test_what_was_understood_is_understood_again(form, text):
    own = OwnField(form)
    try:
        value = custom_value(own, text)
    except Refusal:
        return
    assert custom_value(own, written_custom_value(own, value)) == value
