"""Money and gifts for applying: no text that goes to a candidate may promise them.

Placement businesses may not solicit job seekers with お祝い金 or anything like it beyond social custom (since April
2021; a condition of new permits since January 2025, 職業安定法32条の5), operators of job information neither (since
April 2025). Source: the guideline under the act, 平成11年労働省告示第141号, as amended.
"""

import re

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_for_search
from careerrelay.text.quoting import quotable


class PromisesIncentive(Refusal):
    def __init__(self, words: str) -> None:
        shown = quotable(words)
        super().__init__(
            ja=f"「{shown}」は使えません。応募や登録、入社と引き換えに金銭や金券を渡す約束は、職業安定法の指針で禁じられています。",
            en=f"The words {shown} cannot be used: money or gifts for applying, registering or joining are forbidden "
            "(guideline under the Employment Security Act).",
        )
        self.words = words


# Written as `fold_for_search` leaves them: half width, small letters.
_GIVEN = r"(?:進呈|贈呈|プレゼント|差し?上げ|還元|付与|もらえ|貰え|キャンペーン|を?お?渡し)"
# Within a sentence, a few words apart. An amount alone may be pay, so it counts only beside such a deed.
_NEAR = r"[^.!?\n]{0,40}"
_GET = r"(?:gets?|receives?|earns?|wins?|gives? you|offers? you|pays? you)"
_APPLY = r"(?:apply|applies|applying|register|registers|registering|sign(?:ing)? up|joins?|joining)"
_MONEY = r"(?:[0-9][0-9,]* ?(?:yen|jpy)\b|[¥\\] ?[0-9])"
_WORDS = (
    r"お?祝い?金",
    r"(?:入社|転職|就職|採用|内定|登録|応募|面接)(?:お?祝い?|支援金|奨励金|特典|ボーナス)",
    r"(?:ギフト|amazon|アマゾン|図書|商品|quo|クオ|プリペイド)(?:券|カード|コード)",
    r"amazonギフト",
    r"金券",
    r"(?:現金|お?謝礼金?)(?:を|の)?支給",
    r"キャッシュバック",
    rf"(?:現金|お?謝礼金?|電子マネー|[0-9,]+円分?|[0-9,]+ポイント|ポイント)(?:の|を|が)?{_GIVEN}",
    r"gift[- ]?(?:card|voucher|certificate|code)s?",
    r"(?:cash|sign[- ]?(?:ing|on)|joining|referral)[- ]?bonus(?:es)?",
    r"cash[- ]?back",
    r"reward[- ]?points?",
    rf"\b{_GET}\b{_NEAR}\b(?:vouchers?|coupons?|cash|gifts?)\b",
    rf"\b{_APPLY}\b{_NEAR}\b{_GET}\b{_NEAR}{_MONEY}",
    rf"{_MONEY}{_NEAR}\b(?:if|when|once|for)\b(?: you| who| everyone who)*\b ?{_APPLY}\b",
)
_INCENTIVE = re.compile("|".join(_WORDS))


def incentive_in(text: str) -> str | None:
    """The words that promise one, folded; blanks and width hide nothing."""
    folded = fold_for_search(text)
    found = _INCENTIVE.search(folded) or _INCENTIVE.search(re.sub(r"[\s・･.\-_*]+", "", folded))
    return found.group() if found else None


def check_no_incentive(text: str) -> None:
    """Raises: PromisesIncentive."""
    words = incentive_in(text)
    if words is not None:
        raise PromisesIncentive(words)
