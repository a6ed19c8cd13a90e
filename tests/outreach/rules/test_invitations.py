"""Whose words may stand in the one invitation, and until when a record stays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.outreach.rules.invitations import (
    ANSWER_DAYS,
    DEFAULT_WORDS,
    WORDS_MAX,
    AdvertisingWords,
    EmptyWords,
    LinkInWords,
    TooManyWords,
    check_invitation_words,
    invitation_hash,
    promised_day,
)
from careerrelay.text.incentives import PromisesIncentive

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize("words", DEFAULT_WORDS.values())
def test_the_words_that_are_offered_may_be_sent(words):
    check_invitation_words(words)


@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    "words", ["ご登録で Ａｍａｚｏｎ ギフト券を進呈", "入社お祝い金のお知らせ", "a sign-on bonus waits"]
)
def test_promised_money_is_refused(words):
    with pytest.raises(PromisesIncentive):
        check_invitation_words(f"{DEFAULT_WORDS['ja']}\n{words}")


@pytest.mark.promise("P48")
@pytest.mark.parametrize(
    "words", ["https://shiomi.example.jp/jobs", "www.shiomi.jp", "saiyo@shiomi.example.jp まで"]
)
def test_no_link_and_no_address_stands_in_the_companys_own_words(words):
    with pytest.raises(LinkInWords):
        check_invitation_words(words)


@pytest.mark.parametrize(
    "words", ["エンジニアを積極採用しています", "期間限定の説明会", "We are hiring!", "応募はこちら"]
)
def test_advertising_is_refused(words):
    with pytest.raises(AdvertisingWords):
        check_invitation_words(words)


def test_nothing_and_too_much_are_refused():
    with pytest.raises(EmptyWords):
        check_invitation_words(" \n")
    with pytest.raises(TooManyWords):
        check_invitation_words("あ" * (WORDS_MAX + 1))


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_another_word_or_language_is_another_text(one, other):
    assert (invitation_hash(one, language="ja") == invitation_hash(other, language="ja")) == (one == other)
    assert invitation_hash(one, language="ja") != invitation_hash(one, language="en")


@given(due=DAYS, sent=DAYS)
def test_the_promised_day_is_neither_before_the_retention_nor_before_an_answer(due, sent):
    day = promised_day(due_on=due, sent_on=sent)
    assert day >= due
    assert day >= sent + timedelta(days=ANSWER_DAYS)
    assert day in (due, sent + timedelta(days=ANSWER_DAYS))
