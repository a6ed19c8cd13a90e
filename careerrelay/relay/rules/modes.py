"""What the operator of a network may do: which mode opens which deed, by which article, and why it is locked.

MATRIX is the one table of it: the operator's page, docs/modes.md and the tests read it. The articles are those of
職業安定法; where information ends and placement begins follows the ministry's standard (職業紹介事業の業務運営要領,
「募集情報等提供と職業紹介の区分に関する基準」). A lawyer has to confirm both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careerrelay.accounts.rules import PermitFacts, is_valid_permit
from careerrelay.relay.rules.permit_standing import covered_until


class Mode(StrEnum):
    INFORMATION = "information"
    PLACEMENT = "placement"


class StopReason(StrEnum):
    """Why a permit of the operator ends before its last day (職業安定法32条の8, 32条の9)."""

    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"
    MISTYPED = "mistyped"


class OperatorDeed(StrEnum):
    RELAY_TO_ALL = "relay_to_all"
    ROTATE_AGENCIES = "rotate_agencies"
    SELECT_PEOPLE = "select_people"
    RECOMMEND_PEOPLE = "recommend_people"
    RECOMMEND_AGENCIES = "recommend_agencies"
    SPEAK_FOR_PEOPLE = "speak_for_people"
    INTRODUCE_TO_COMPANIES = "introduce_to_companies"
    CHARGE_COMPANIES = "charge_companies"
    FEE_SHARE = "fee_share"
    CHARGE_PEOPLE = "charge_people"


class Key(StrEnum):
    """What the law asks for before a deed is open."""

    NOTHING = "nothing"
    PLACEMENT = "placement"
    OWN_PERMIT = "own_permit"
    NEVER = "never"


class Lock(StrEnum):
    """Why a deed is locked. The law comes first: what is not built says so only where the law would let it."""

    MODE = "mode"
    OWN_PERMIT = "own_permit"
    NEVER = "never"
    NOT_BUILT = "not_built"


@dataclass(frozen=True, slots=True)
class Row:
    """`ja`, `en`: the deed. `why_ja`, `why_en`: the one sentence that says what it needs."""

    deed: OperatorDeed
    key: Key
    is_built: bool
    articles: str
    ja: str
    en: str
    why_ja: str
    why_en: str


MATRIX: tuple[Row, ...] = (
    Row(
        OperatorDeed.RELAY_TO_ALL,
        Key.NOTHING,
        True,
        "4条6項",
        "同意した人のプロフィールを、本人が選んだすべての紹介会社に渡す",
        "Pass a profile to every agency that the person chose",
        "本人の求めで、選り分けずに渡すことは、情報の提供です。",
        "Handing on at the person's word, to all and without a choice of ours, is providing information.",
    ),
    Row(
        OperatorDeed.ROTATE_AGENCIES,
        Key.NOTHING,
        True,
        "4条6項",
        "契約と許可のある紹介会社を、日ごとに順番を変えて並べる",
        "List the agencies with an agreement and a permit in an order that moves every day",
        "決めておいた順番で並べることは、すすめることではありません。",
        "An order that was fixed beforehand recommends nobody.",
    ),
    Row(
        OperatorDeed.SELECT_PEOPLE,
        Key.PLACEMENT,
        False,
        "4条1項、30条1項",
        "だれをどの紹介会社に渡すかを、運営者が選ぶ",
        "Choose who is passed to which agency",
        "渡す人や相手を運営者の判断で選ぶことは職業紹介で、有料職業紹介の許可が要ります。",
        "Choosing people or recipients by one's own judgement is placement, and takes a placement permit.",
    ),
    Row(
        OperatorDeed.RECOMMEND_PEOPLE,
        Key.PLACEMENT,
        False,
        "4条1項、30条1項",
        "紹介会社に、人を順位をつけて並べたり、すすめたりする",
        "Rank people for agencies, or recommend them",
        "人を順位づけたりすすめたりすることは職業紹介で、有料職業紹介の許可が要ります。",
        "Ranking or recommending people is placement, and takes a placement permit.",
    ),
    Row(
        OperatorDeed.RECOMMEND_AGENCIES,
        Key.PLACEMENT,
        False,
        "4条1項、30条1項",
        "本人に、合いそうな紹介会社をすすめる",
        "Recommend an agency that may suit a person",
        "本人ごとに相手を選んですすめることは職業紹介で、有料職業紹介の許可が要ります。",
        "Picking the recipient for each person is placement, and takes a placement permit.",
    ),
    Row(
        OperatorDeed.SPEAK_FOR_PEOPLE,
        Key.PLACEMENT,
        False,
        "4条1項、30条1項",
        "本人と紹介会社や会社のあいだに立ち、やり取りや面接の日程をまとめる",
        "Speak for a person with agencies or companies, or arrange interviews",
        "あいだに立って話をまとめることはあっせんで、有料職業紹介の許可が要ります。",
        "Bringing the two together by speaking for them is placement, and takes a placement permit.",
    ),
    Row(
        OperatorDeed.INTRODUCE_TO_COMPANIES,
        Key.PLACEMENT,
        False,
        "4条1項、30条1項",
        "紹介会社を通さずに、会社へ人を紹介する",
        "Introduce a person to a company without an agency",
        "会社へ人を紹介することは職業紹介で、有料職業紹介の許可が要ります。",
        "Introducing a person to an employer is placement, and takes a placement permit.",
    ),
    Row(
        OperatorDeed.CHARGE_COMPANIES,
        Key.PLACEMENT,
        False,
        "30条1項、32条の3第1項",
        "会社から、紹介手数料を受け取る",
        "Take a placement fee from a company",
        "紹介手数料を受け取れるのは、有料職業紹介の許可があるときだけです。",
        "Only whoever holds a placement permit may take a placement fee.",
    ),
    Row(
        OperatorDeed.FEE_SHARE,
        Key.OWN_PERMIT,
        False,
        "30条1項、32条の3第1項、32条の10",
        "紹介手数料の分配を、会社がお金で受け取る",
        "Give a company its share of a placement fee in money",
        "会社が紹介手数料の分配を受け取れるのは、その会社自身の許可を確かめてあるときだけです。",
        "A company may share in a placement fee only while a permit of its own is verified and on file.",
    ),
    Row(
        OperatorDeed.CHARGE_PEOPLE,
        Key.NEVER,
        False,
        "32条の3第2項、43条の3",
        "本人から、お金を受け取る",
        "Take money from a person",
        "仕事をさがす人からお金を受け取ることは、どちらのモードでもできません。",
        "Nobody takes money from people who look for work, in either mode.",
    ),
)
_ARTICLE = re.compile(r"(\d+)条(?:の(\d+))?(?:第?(\d+)項)?")


def articles_in_english(articles: str) -> str:
    """`32条の3第1項` is Art. 32-3(1), as the ministry's translation of the law writes it."""

    def written(found: re.Match[str]) -> str:
        article, branch, paragraph = found.groups()
        return f"Art. {article}{f'-{branch}' if branch else ''}{f'({paragraph})' if paragraph else ''}"

    return _ARTICLE.sub(written, articles).replace("、", ", ")


ROWS = {row.deed: row for row in MATRIX}


@dataclass(frozen=True, slots=True)
class Choice:
    mode: Mode
    chosen_on: date


@dataclass(frozen=True, slots=True)
class ModeOfDay:
    """`until_on`: the last day on which the permits keep the mode `placement`. `lapsed_on`: the day from which it was
    over although nobody had chosen `information`."""

    mode: Mode
    until_on: date | None = None
    lapsed_on: date | None = None


def mode_of_day(choice: Choice | None, *, permits: Sequence[PermitFacts], on: date) -> ModeOfDay:
    """`choice` is the newest one by that day. A gap of one day ends it for good: a permit that comes later opens
    nothing until somebody chooses again."""
    if choice is None or choice.mode is Mode.INFORMATION:
        return ModeOfDay(Mode.INFORMATION)
    until_on = covered_until(permits, on=choice.chosen_on)
    if until_on is not None and until_on >= on:
        return ModeOfDay(Mode.PLACEMENT, until_on=until_on)
    lapsed_on = choice.chosen_on if until_on is None else until_on + timedelta(days=1)
    return ModeOfDay(Mode.INFORMATION, lapsed_on=lapsed_on)


def law_opens(key: Key, *, mode: Mode, on: date, own_permits: Sequence[PermitFacts] = ()) -> bool:
    """`own_permits`: those of the company that a deed would pay, on that day."""
    if key is Key.PLACEMENT:
        return mode is Mode.PLACEMENT
    if key is Key.OWN_PERMIT:
        return any(is_valid_permit(permit, on=on) for permit in own_permits)
    return key is Key.NOTHING


def lock_of(
    deed: OperatorDeed, *, mode: Mode, on: date, own_permits: Sequence[PermitFacts] = ()
) -> Lock | None:
    """None where the deed is open."""
    row = ROWS[deed]
    if not law_opens(row.key, mode=mode, on=on, own_permits=own_permits):
        return {Key.PLACEMENT: Lock.MODE, Key.OWN_PERMIT: Lock.OWN_PERMIT}.get(row.key, Lock.NEVER)
    return None if row.is_built else Lock.NOT_BUILT
