"""How far an application came, in the words of many systems."""

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from careerrelay.text.folding import fold_for_search


class Stage(IntEnum):
    """In the order in which they are reached."""

    ENTRY = 0
    CASUAL = 1
    DOCUMENTS = 2
    TEST = 3
    INTERVIEW_1 = 11
    INTERVIEW_2 = 12
    INTERVIEW_3 = 13
    INTERVIEW_4 = 14
    INTERVIEW_5 = 15
    INTERVIEW_FINAL = 20
    OFFER = 30

    @property
    def ja(self) -> str:
        return _JAPANESE[self]


_JAPANESE = {
    Stage.ENTRY: "応募",
    Stage.CASUAL: "カジュアル面談",
    Stage.DOCUMENTS: "書類選考",
    Stage.TEST: "適性検査",
    Stage.INTERVIEW_1: "一次面接",
    Stage.INTERVIEW_2: "二次面接",
    Stage.INTERVIEW_3: "三次面接",
    Stage.INTERVIEW_4: "四次面接",
    Stage.INTERVIEW_5: "五次面接",
    Stage.INTERVIEW_FINAL: "最終面接",
    Stage.OFFER: "内定",
}

# The first that is found counts: 最終面接 is not just any 面接.
_PATTERNS = (
    (Stage.OFFER, re.compile(r"内定|オファー|offer|入社|採用条件")),
    (Stage.INTERVIEW_FINAL, re.compile(r"最終|役員|社長|final|executive")),
    (Stage.INTERVIEW_5, re.compile(r"[5五]次|5th|fifth")),
    (Stage.INTERVIEW_4, re.compile(r"[4四]次|4th|fourth")),
    (Stage.INTERVIEW_3, re.compile(r"[3三]次|3rd|third")),
    (Stage.INTERVIEW_2, re.compile(r"[2二]次|2nd|second")),
    (Stage.INTERVIEW_1, re.compile(r"[1一]次|1st|first")),
    (Stage.TEST, re.compile(r"適性|筆記|検査|試験|課題|spi|test|テスト|assessment")),
    (Stage.CASUAL, re.compile(r"カジュアル|面談|説明会|casual")),
    (Stage.DOCUMENTS, re.compile(r"書類|document|resume|application review|screen")),
    (Stage.INTERVIEW_1, re.compile(r"面接|interview|on.?site")),
    (Stage.ENTRY, re.compile(r"応募(?!者)|エントリー|新規|appl|new|lead")),
)


@lru_cache(maxsize=4096)
def read_stage(words: str) -> Stage | None:
    """`None` for words that name no stage, as 不合格 alone."""
    folded = fold_for_search(words)
    return next((stage for stage, pattern in _PATTERNS if pattern.search(folded)), None)


def furthest_stage(stages: Iterable[Stage]) -> Stage | None:
    return max(stages, default=None)
