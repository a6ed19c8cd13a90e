"""Purposes that say nothing are refused, each with what the Commission gives as specific enough.

個人情報保護法17条1項 asks for a purpose "as specific as possible". The examples are those of 個人情報保護委員会
「個人情報の保護に関する法律についてのガイドライン(通則編)」3-1-1. So are the opposite ones; the English list says the same.
"""

import re
import unicodedata
from typing import Final

from careerrelay.core.refusal import Refusal
from careerrelay.text.quoting import quotable

# 3-1-1: 「具体的に利用目的を特定していない事例」, and what is as empty in other words.
_VAGUE: Final = (
    r"事業活動(?:に(?:用|使|利用)|の(?:ため|一環))",
    r"マーケティング(?:活動)?(?:に(?:用|使|利用)|の?ため)",
    r"(?:お客様|顧客|利用者|候補者|皆様)の?サービスの?(?:向上|改善|充実)",
    r"サービス(?:の|を)?(?:向上|改善|充実)(?:の?ため|に)",
    r"(?:当社|弊社|自社)の?(?:業務|事業)(?:全般|一般|上の必要|のため|に(?:用|使|利用))",
    r"(?:その他|等)の?(?:必要な|正当な|適切な)?(?:業務|目的)(?:のため|に)",
    r"(?:各種|さまざまな|様々な)(?:ご案内|情報提供|連絡|目的)",
    r"(?:業務|事業)上(?:の)?必要な",
    r"for (?:our |the )?business (?:activities|purposes)",
    r"for (?:our )?marketing(?: activities| purposes)?\b",
    r"(?:improv\w+|enhanc\w+|better) (?:our |the |your |its )?(?:customer )?(?:services?|experience)",
    r"other (?:legitimate |appropriate |necessary )?purposes",
    r"various (?:information|purposes|notices)",
)
_FOUND: Final = [re.compile(pattern, re.IGNORECASE) for pattern in _VAGUE]

# 3-1-1: 「具体的に利用目的を特定している事例」
EXAMPLE_JA: Final = "「○○事業における商品の発送、関連するアフターサービス、新商品・サービスに関する情報のお知らせのために利用いたします。」"
EXAMPLE_EN: Final = (
    "“We use it to ship goods of our … business, for their after-sales service, and to tell you of new goods and "
    "services.”"
)


class VaguePurpose(Refusal):
    def __init__(self, words: str) -> None:
        shown = quotable(words)
        super().__init__(
            ja=f"「{shown}」では、何に使うのかがわかりません。何の仕事で、何をするために使うのかを書いてください。"
            f"個人情報保護委員会が具体的だとしている例: {EXAMPLE_JA}",
            en=f"{shown!r} does not say what the data is used for. Say in which business and to do what. "
            f"An example that the Commission calls specific: {EXAMPLE_EN}",
        )
        self.words = words


def check_purposes(text: str) -> None:
    """Raises: VaguePurpose, for the first."""
    for words in vague_purposes(text):
        raise VaguePurpose(words)


def vague_purposes(text: str) -> list[str]:
    """Every place that names no purpose, in the order of the text; full-width letters and blanks do not hide one."""
    plain = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", unicodedata.normalize("NFKC", text))
    hits = [match for pattern in _FOUND for match in pattern.finditer(plain)]
    return [match[0] for match in sorted(hits, key=lambda match: (match.start(), -match.end()))]
