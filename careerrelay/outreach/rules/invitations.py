"""The one invitation to somebody who was turned down before they could choose anything: whose words may stand in it,
and until when the record stays if nobody answers.

It asks whether data may be kept and offers its deletion; it advertises nothing, so it is no promotional mail
(特定電子メール法2条2号). A word that would make it one is refused here, and an owner reads the rest.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from careerrelay.core.refusal import Refusal
from careerrelay.outreach.rules.letters import INVITATION_WORDS
from careerrelay.outreach.rules.mails import Language
from careerrelay.text.folding import fold_for_search
from careerrelay.text.incentives import check_no_incentive
from careerrelay.text.purposes import check_purposes
from careerrelay.text.quoting import quotable

WORDS_MAX = 1200
PEOPLE_MAX = 5000
# So long somebody has for an answer before silence means no.
ANSWER_DAYS = 30

DEFAULT_WORDS: Final[Mapping[Language, str]] = {
    "ja": "以前、弊社の求人にご応募いただき、ありがとうございました。選考の結果は、そのときにお伝えしています。\n\n"
    "このメールは、新しい求人や選考のご案内ではありません。ご応募のときの情報を、これからもお預かりしてよいかどうかを、"
    "ご本人におうかがいするためにお送りしています。",
    "en": "Thank you for having applied to us. You were told of the result at the time.\n\n"
    "This mail does not advertise a job. We write to ask you, and nobody else, whether we may go on keeping what you "
    "sent us with your application.",
}

_LINK = re.compile(r"https?:|www\.|://|[\w.+-]+@[\w-]+\.|\b[\w-]+\.(?:com|net|org|jp|io|co)\b", re.IGNORECASE)
# Written as `fold_for_search` leaves them.
_ADVERTISING = re.compile(
    r"キャンペーン|セール|割引|半額|無料体験|お得|今だけ|期間限定|先着|応募は(?:こちら|お早めに)|エントリーは(?:こちら|お早めに)"
    r"|求人(?:を|の)?(?:ご)?(?:紹介|案内)(?:します|いたします|中)|説明会(?:を|に)|急募|積極採用"
    r"|limited time|special offer|discount|apply now|we are hiring|now hiring|job fair|don't miss"
)


class EmptyWords(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="文面を入力してください。", en="Please write the text.")


class TooManyWords(Refusal):
    def __init__(self, characters: int) -> None:
        super().__init__(
            ja=f"文面は{WORDS_MAX:,}文字までです。いまは{characters:,}文字あります。",
            en=f"The text may have {WORDS_MAX:,} characters; it has {characters:,}.",
        )


class LinkInWords(Refusal):
    def __init__(self, words: str) -> None:
        shown = quotable(words)
        super().__init__(
            ja=f"「{shown}」は入れられません。リンクとアドレスは、決まった文の中にだけあります。",
            en=f"{shown} cannot stand in the text: links and addresses stand in the fixed words only.",
        )


class AdvertisingWords(Refusal):
    def __init__(self, words: str) -> None:
        shown = quotable(words)
        super().__init__(
            ja=f"「{shown}」は使えません。この案内は、宣伝ではないメールとしてだけ送れます。",
            en=f"The words {shown} cannot be used: this mail may advertise nothing.",
        )


def check_invitation_words(words: str) -> None:
    """Raises: EmptyWords, TooManyWords, PromisesIncentive, VaguePurpose, LinkInWords, AdvertisingWords."""
    if not words.strip():
        raise EmptyWords
    if len(words) > WORDS_MAX:
        raise TooManyWords(len(words))
    check_no_incentive(words)
    check_purposes(words)
    if found := _LINK.search(words):
        raise LinkInWords(found.group())
    if found := _ADVERTISING.search(fold_for_search(words)):
        raise AdvertisingWords(found.group())


def invitation_hash(words: str, *, language: Language) -> str:
    """Of everything that is the same for everybody: the company's words and the fixed ones around them."""
    return sha256(f"{language}\n{words}\n{INVITATION_WORDS[language]}".encode()).hexdigest()


def promised_day(*, due_on: date, sent_on: date) -> date:
    """On which day the record of somebody goes who agrees to nothing: not before its time would have been over anyway,
    and not before they had time to answer."""
    return max(due_on, sent_on + timedelta(days=ANSWER_DAYS))
