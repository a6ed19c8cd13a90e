import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.text.incentives import PromisesIncentive, check_no_incentive, incentive_in


@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    "text",
    [
        "入社が決まった方には、お祝い金30万円をお渡しします。",
        "転職祝金あり",
        "登録するだけで Amazonギフト券 がもらえます",
        "ＱＵＯカードを進呈",
        "ｸｵｶｰﾄﾞを差し上げます",
        "5,000円プレゼント",
        "１０００ポイント付与",
        "就職支援金のご案内",
        "キャッシュ バック実施中",
        "A 5,000 yen gift card for everyone who registers",
        "Sign-on bonus for candidates",
        "Apply and you get a voucher of 5000 yen.",
        "We pay you 10,000 yen if you register with an agency.",
        "Whoever joins receives ¥30,000.",
    ],
)
def test_a_promise_of_money_or_gifts_is_found_and_said_in_both_languages(text: str) -> None:
    with pytest.raises(PromisesIncentive) as refused:
        check_no_incentive(text)
    for language in ("ja", "en"):
        assert refused.value.words in refused.value.sentence(language)


@pytest.mark.parametrize(
    "text",
    [
        "このたびは、弊社の求人にご応募いただき、ありがとうございました。",
        "ギフト事業部の営業職を募集しています。",
        "ポイントカードシステムの開発",
        "年収500円万円台ではなく、月給300,000円を支給します",
        "賞与を年2回支給します。お祝いの言葉を申し上げます。",
        "Thank you for applying. Our gifted colleagues would like to meet you; bonus twice a year.",
        "You receive a monthly salary of 300,000 yen. Register for the next interview by mail.",
    ],
)
def test_ordinary_words_about_work_and_pay_are_left_alone(text: str) -> None:
    assert incentive_in(text) is None


@pytest.mark.promise("P40")
@given(gaps=st.lists(st.sampled_from(["", " ", "\u3000", "\u200b", "・", "."]), min_size=3, max_size=3))
def test_blanks_and_invisible_letters_hide_nothing(gaps: list[str]) -> None:
    assert incentive_in("".join(a + b for a, b in zip("お祝い金", [*gaps, ""], strict=True))) is not None
