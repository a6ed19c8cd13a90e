"""How an application ended, from the words and days of somebody else's system. In doubt, a person decides.

Only a genuine rejection may receive the offer of a relay: whatever could be a withdrawal, a hire or an offer is not
called a rejection here.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from careerrelay.candidates.rules.stages import Stage, read_stage
from careerrelay.text.folding import fold_for_search

# エントリーポケット: 不採用（辞退） is one status for both. Seen in integrations, 2024; not documented by the vendor.
_ENTRY_POCKET_MIXED_CODE = "83"
# Whoever leaves the process is filed away under one status here; only the reason tells why.
_REASON_DECIDES = frozenset({"greenhouse", "lever"})


class Outcome(StrEnum):
    OPEN = "open"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"
    CLOSED = "closed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSigns:
    """Everything that a row says about how the application stands. `is_told_at_all`: the file has such columns.
    `chosen`: what somebody said that its words mean, where they leave doubt; a contradiction they do not decide."""

    source: str = "plain"
    status: str = ""
    status_code: str = ""
    ended_reason: str = ""
    rejection_reason: str = ""
    stage: Stage | None = None
    stage_words: str = ""
    rejected_on: date | None = None
    withdrawn_on: date | None = None
    offered_on: date | None = None
    accepted_on: date | None = None
    hired_on: date | None = None
    is_told_at_all: bool = True
    chosen: Outcome | None = None


class _Doubt(StrEnum):
    """`UNKNOWN`: words that nobody here knows. `WEAK`: an end of some kind, which another column may name.
    `STRONG`: the words mix two ends."""

    UNKNOWN = "unknown"
    WEAK = "weak"
    STRONG = "strong"


_Vote = Outcome | _Doubt

# Looked for in this order; what one finds is cut out before the next looks, so that 採用見送り is not also 採用.
_ENDS: tuple[tuple[_Vote, re.Pattern[str]], ...] = (
    (
        _Doubt.STRONG,
        re.compile(r"(?:見送り?|不採用|不合格)(?:の)?(?:予定|候補|検討|待ち|前|案)|(?:内定|採用)取り?消し?"),
    ),
    (
        Outcome.WITHDRAWN,
        re.compile(
            r"(?:内定|承諾|入社|選考|面接|書類|応募|オファー|後|者|の|を)*(?:辞退|取り?下げ)|withdr[aeo]w\w*|"
            r"rejected ?by ?candidate|declined by (?:the )?(?:candidate|applicant)|they rejected us|"
            r"(?:candidate )?declined (?:the |our |an? )?offer|"
            r"offer (?:declined|rejected)|candidate declined"
        ),
    ),
    (
        Outcome.OPEN,
        re.compile(r"(?:承諾|入社|回答|返事)(?:の)?(?:待ち?|前|未)|未承諾|offer (?:sent|extended)"),
    ),
    (
        Outcome.CLOSED,
        re.compile(
            r"非選考対象|(?:選考)?対象外|重複|テスト応募|スパム|無効|(?:募集|求人)(?:終了|停止|クローズ)|"
            r"duplicate|spam|position (?:closed|filled|cancel\w*)"
        ),
    ),
    (
        Outcome.REJECTED,
        re.compile(
            r"(?:採用|内定|選考)?(?:を)?(?:お)?見送り?|みおくり|不採用|不合格|不通過|落選|(?<![a-z])ng(?![a-z])|"
            r"(?:we )?reject(?:ed|ion)?(?: ?by ?org\w*)?|\bfail(?:ed)?\b|unsuccessful|\bunqualified\b|"
            r"\bnot (?:selected|hired|qualified|suitable|moving forward|(?:an? |the )?(?:\w+ )?(?:fit|match))\b"
        ),
    ),
    (
        Outcome.HIRED,
        re.compile(r"入社|内定承諾|採用決定|採用済|^採用$|承諾済|\bhired\b|\bjoined\b|offer accepted"),
    ),
)

# 二次× and ×(書類): that stage was the end. Beside any other word it may say something else: 連絡×.
_CROSS = re.compile(r"[×✕✖✗✘☓╳❌]|^x(?=$|[ (])")
_CIRCLE = re.compile(r"[○◯〇◎⭕]")
_TRIANGLE = re.compile(r"[△▲]")
_STAGE_WORDS = re.compile(  # and what stands between them
    r"書類|選考|面接|面談|[0-9一二三四五]次|最終|適性|検査|筆記|試験|テスト|spi|(?:1st|2nd|3rd|[45]th|first|second|third|final)|"
    r"interview|documents?|resume|screen(?:ing)?|test|[○◯〇◎⭕()\[\]{}:,、・/→>\s-]"
)

# These count only for words that name no end.
_NO_ENDS: tuple[tuple[_Vote, re.Pattern[str]], ...] = (
    (
        _Doubt.WEAK,
        re.compile(
            r"終了|クローズ|完了|closed|archived?|取り?消し?|キャンセル|不通|欠席|不参加|連絡(?:が)?(?:取れ|つか)|"
            r"declined|cancel\w*|no.?show"
        ),
    ),
    (
        Outcome.OPEN,
        re.compile(
            r"応募|エントリー|新規|未対応|未処理|対応中|選考|書類|面接|面談|適性|筆記|検査|試験|テスト|内定|オファー|合格|通過|"
            r"調整|日程|待ち|保留|ペンディング|進行|検討|推薦|スカウト|カジュアル|連絡|説明会|未定|pending|active|progress|"
            r"review|interview|screen|appl|new|offer|assessment|ongoing|hold|contact|phone|onsite|lead"
        ),
    ),
)

# Reasons for which Greenhouse and Lever file a candidate away who was not turned down.
_OTHER_REASONS: tuple[tuple[_Vote, re.Pattern[str]], ...] = (
    (_Doubt.STRONG, re.compile(r"unresponsive|no.?show|ghost|on hold|future")),
    (
        Outcome.WITHDRAWN,
        re.compile(
            r"辞退|withdr|another (?:job|offer|opportunity|company|role)|other offer|counter.?offer|"
            r"(?:not|no longer) interested|declin|they rejected|rejected by candidate|took a"
        ),
    ),
    (Outcome.HIRED, re.compile(r"\bhired\b|採用決定|入社")),
    (Outcome.CLOSED, re.compile(r"duplicate|spam|position|重複|対象外")),
)

_TALENTIO = {"reject": Outcome.WITHDRAWN, "fail": Outcome.REJECTED}


def judge_outcome(signs: OutcomeSigns) -> Outcome:
    """The one end that words and days agree on; OPEN when none is named; UNDECIDED when they contradict."""
    if _is_mixed_code(signs):
        return Outcome.UNDECIDED
    if not signs.is_told_at_all:
        return signs.chosen or Outcome.UNDECIDED
    votes = _votes_of_words(signs)
    if _Doubt.STRONG in votes:
        return Outcome.UNDECIDED
    ends = {vote for vote in votes if isinstance(vote, Outcome) and vote is not Outcome.OPEN} | _ends_by_day(
        signs
    )
    if (
        ends == {Outcome.HIRED, Outcome.WITHDRAWN}
        and signs.hired_on is None
        and signs.withdrawn_on is not None
    ):
        return Outcome.WITHDRAWN  # accepted, and stepped back before joining
    if len(ends) > 1:
        return Outcome.UNDECIDED
    if ends == {Outcome.REJECTED} and (signs.offered_on is not None or signs.stage is Stage.OFFER):
        return Outcome.UNDECIDED  # an offer taken back, or a slip: no form letter for that
    if ends:
        return ends.pop()
    is_in_doubt = votes & {_Doubt.WEAK, _Doubt.UNKNOWN}
    return (signs.chosen or Outcome.UNDECIDED) if is_in_doubt else Outcome.OPEN


def was_told(status: str) -> bool | None:
    """Whether the status itself says that the person learned of the rejection; `None` when it does not say."""
    folded = fold_for_search(status)
    if re.search(r"(?:連絡|通知|送付|送信)済", folded):
        return True
    return (
        False
        if re.search(r"未(?:連絡|通知|送付|送信)|(?:連絡|通知|送付|送信)(?:前|待ち|予定)", folded)
        else None
    )


def _is_mixed_code(signs: OutcomeSigns) -> bool:
    return signs.source == "entrypocket" and fold_for_search(signs.status_code) == _ENTRY_POCKET_MIXED_CODE


def _votes_of_words(signs: OutcomeSigns) -> set[_Vote]:
    votes: set[_Vote] = set()
    for words in (signs.status, signs.ended_reason):
        votes |= _votes_of(words, source=signs.source)
    # A stage may be an end (Lever: Archived); a stage that nobody here knows says nothing about one.
    votes |= _votes_of(signs.stage_words, source=signs.source) - {_Doubt.UNKNOWN}
    reason = signs.rejection_reason.strip()
    if not reason:
        return votes
    other = _first_vote(fold_for_search(reason), _OTHER_REASONS)
    if signs.source not in _REASON_DECIDES:
        return votes | ({other} if other is Outcome.WITHDRAWN else set())
    return {other or Outcome.REJECTED} | (votes & {Outcome.HIRED, Outcome.WITHDRAWN})


@lru_cache(maxsize=4096)
def _votes_of(words: str, *, source: str) -> frozenset[_Vote]:
    """Nothing for a blank."""
    folded = fold_for_search(words)
    if not folded.strip("-ー"):
        return frozenset()
    if source == "talentio" and folded in _TALENTIO:
        return frozenset({_TALENTIO[folded]})
    if folded == "archived" and source not in _REASON_DECIDES:
        return frozenset({Outcome.REJECTED})
    folded, is_crossed = _CROSS.subn(" ", folded)
    votes = set[_Vote]()
    for vote, pattern in _ENDS:
        folded, found = pattern.subn(" ", folded)
        if found:
            votes.add(vote)
    if {Outcome.REJECTED, Outcome.WITHDRAWN} <= votes:
        return frozenset({_Doubt.STRONG})
    if votes:
        return frozenset({_Doubt.STRONG} if is_crossed and Outcome.HIRED in votes else votes)
    if is_crossed:
        return frozenset({_Doubt.WEAK if _STAGE_WORDS.sub("", folded) else Outcome.REJECTED})
    return frozenset({_first_vote(folded, _NO_ENDS) or _vote_of_a_sign(folded)})


def _vote_of_a_sign(folded: str) -> _Vote:
    """△ is on hold, 一次○ is a stage passed. ○ alone may be somebody hired too: a person knows."""
    is_passed = _CIRCLE.search(folded) and read_stage(folded) and not _STAGE_WORDS.sub("", folded)
    return Outcome.OPEN if is_passed or _TRIANGLE.fullmatch(folded) else _Doubt.UNKNOWN


def _first_vote(folded: str, patterns: tuple[tuple[_Vote, re.Pattern[str]], ...]) -> _Vote | None:
    return next((vote for vote, pattern in patterns if pattern.search(folded)), None)


def _ends_by_day(signs: OutcomeSigns) -> set[Outcome]:
    ends = set()
    if signs.rejected_on is not None:
        ends.add(Outcome.REJECTED)
    if signs.withdrawn_on is not None:
        ends.add(Outcome.WITHDRAWN)
    if signs.hired_on is not None or signs.accepted_on is not None:
        ends.add(Outcome.HIRED)
    return ends
