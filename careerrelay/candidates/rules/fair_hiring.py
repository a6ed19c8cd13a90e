"""What an employer may not ask, and a マイナンバー: recognised at the door and not taken in (P20).

Source: 厚生労働省「公正な採用選考の基本」, the fourteen items of (3)「採用選考時に配慮すべき事項」; 職業安定法5条の5 and
平成11年労働省告示第141号 第5の1(2); 番号法20条.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_for_search
from careerrelay.text.permits import is_my_number


@dataclass(frozen=True, slots=True)
class BarredItem:
    ja: str
    en: str


MY_NUMBER = BarredItem("マイナンバー", "My Number")

_BIRTHPLACE = BarredItem("本籍・出生地", "place of family register or birth")
_FAMILY = BarredItem("家族に関すること", "family")
_HOUSING = BarredItem("住宅状況", "housing")
_SURROUNDINGS = BarredItem("生活環境・家庭環境", "living and home environment")
_RELIGION = BarredItem("宗教", "religion")
_PARTY = BarredItem("支持政党", "supported party")
_OUTLOOK = BarredItem("人生観・生活信条", "view of life")
_ADMIRED = BarredItem("尊敬する人物", "admired person")
_THOUGHT = BarredItem("思想", "thought")
_UNION = BarredItem("労働組合・学生運動などの社会運動", "labour union and social movements")
_READING = BarredItem("購読新聞・雑誌・愛読書", "newspapers, magazines and books read")
_BACKGROUND_CHECK = BarredItem("身元調査", "investigation of background")
_FORMS = BarredItem(
    "本人の適性・能力に関係ない事項を含む応募書類", "application forms beyond aptitude and ability"
)
_HEALTH = BarredItem("健康診断", "medical examination")

# Two of the fourteen, forms and examinations, are ways of asking; their columns are what came of them.
BARRED_WORDS: tuple[tuple[BarredItem, str], ...] = (
    (_BIRTHPLACE, r"本籍地?|出生地|出身地|戸籍(?![謄抄])|国籍|birthplace|place ?of ?birth|family ?register"),
    (
        _FAMILY,
        r"家族(?:構成|関係|状況|の職業|の勤務先|の学歴|の収入|の健康)?|続柄|扶養(?:家族)?|配偶者|両親|婚姻|既婚|未婚",
    ),
    (
        _FAMILY,
        r"(?:父親?|母親?|保護者)の職業|marital ?status|family ?(?:members?|structure)|dependents|spouse",
    ),
    (
        _HOUSING,
        r"住宅(?:状況|の種類|環境)|住居(?:状況|の種類|形態)|住まいの種類|持ち?家|間取り|部屋数|housing",
    ),
    (_SURROUNDINGS, r"生活環境|家庭環境|生い立ち|home ?environment"),
    (_RELIGION, r"宗教|信仰|宗派|religion"),
    (_PARTY, r"(?:支持)?政党|political ?party"),
    (_OUTLOOK, r"人生観|生活信条|信条"),
    (_ADMIRED, r"尊敬する(?:人物?|人間|歴史上の人物)|尊敬人物"),
    (_THOUGHT, r"思想|political ?(?:views?|beliefs?)"),
    (
        _UNION,
        r"労働組合|組合(?:加入|活動)|学生運動|社会運動|労働運動|(?:labor|labour|trade) ?union|union ?membership",
    ),
    (_READING, r"(?:購読|愛読)(?:新聞|雑誌|書|紙|誌)|愛読書|購読している新聞"),
    (_BACKGROUND_CHECK, r"身元調査|身辺調査|興信所|background ?(?:check|investigation)"),
    (_FORMS, r"戸籍(?:謄|抄)本|住民票"),
    (
        _HEALTH,
        r"健康(?:診断|状態)|既往(?:症|歴)|病歴|持病|血液型|medical ?(?:history|examination)|health ?condition",
    ),
    (MY_NUMBER, r"マイナンバー|個人番号|my ?number|individual ?number"),
)
_ANYTHING_BEHIND = (
    r"(?:\s*(?:結果|の有無|有無|について|に関すること|内容|人数|数|欄|名|コード|加入|状況|活動歴?|日))*"
)
_HEADERS = tuple((item, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")) for item, words in BARRED_WORDS)
# 家族手当 is pay, 宗教法人 an employer, 宗教学 a subject.
_HARMLESS = re.compile(
    r"\w*手当|\w*保険|宗教法人\w*|宗教学\w*|思想史\w*|\w+ allowance|\w+ insurance|family ?name"
)
_LABELS = tuple(
    (item, re.compile(rf"(?:ご)?(?:{words})(?:\([^()]*\))?{_ANYTHING_BEHIND}(?:\([^()]*\))?"))
    for item, words in BARRED_WORDS
)
_LABELLED = tuple(
    (
        item,
        re.compile(rf"\s*[・■□●○◆◇▼*\-\[【<「]*\s*(?:ご)?(?:{words}){_ANYTHING_BEHIND}\s*[\]】>」]*\s*[:=]"),
    )
    for item, words in BARRED_WORDS
)
# In a sentence only what can hardly mean anything else; 国籍は問わない is no answer.
_SAID = re.compile(
    r"(?:^|(?<=[。．!?！？、,\s]))(?:私の|本人の|ご)?(?:本籍地?|出生地|国籍|家族構成|婚姻状況|宗教|信仰|支持政党|"
    r"尊敬する人物?|愛読書|購読新聞|既往歴|持病|病歴|血液型|人生観|生活信条|住宅状況)は(?!問わ|不問|関係|聞|尋ね|確認)"
    r"[^。．!?！？\n]*[。．!?！？]?"
)
_TWELVE_DIGITS = re.compile(r"(?<![0-9+])[0-9]{4}[\s-]?[0-9]{4}[\s-]?[0-9]{4}(?![0-9])")
# Nearly all texts hold none of it, and one look tells.
_HINT = re.compile(
    "籍|出生|出身|家族|続柄|扶養|配偶者|両親|婚姻|既婚|未婚|の職業|住宅|住居|住まい|持家|持ち家|間取り|部屋数|環境|生い立ち|"
    "宗教|信仰|宗派|政党|人生観|信条|尊敬|思想|組合|運動|購読|愛読|身元|身辺|興信所|住民票|健康|既往|病歴|持病|血液型|"
    "マイナンバー|個人番号|birth|family|marital|dependents|spouse|housing|environment|religion|political|union|"
    "background|medical|health|number"
)
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_ANY = re.compile("|".join([*(words for _, words in BARRED_WORDS), _TWELVE_DIGITS.pattern]))
BARRED_ITEMS = tuple(dict.fromkeys(item for item, _ in BARRED_WORDS))
_HEADING_CHARACTERS_MAX = 100
_REPEATED_CHARACTERS_MAX = 40
_WITHHELD = "＊＊＊"


def barred_by_header(header: str) -> BarredItem | None:
    """The item that a column's heading asks for. What stands in parentheses only explains: 備考（家族構成など） is a
    column of notes, in which single lines are looked at."""
    folded = fold_for_search(header[:_HEADING_CHARACTERS_MAX])
    if not _holds_any(folded):
        return None
    folded = _HARMLESS.sub("", re.sub(r"\([^()]*\)", "", folded))
    return next((item for item, words in _HEADERS if words.search(folded)), None)


class BarredAnswer(Refusal):
    """Somebody typed what may not be kept; the reader is told which words, and the answer is not repeated."""

    def __init__(self, items: Iterable[BarredItem]) -> None:
        named = tuple(items)
        super().__init__(
            ja=f"{'、'.join(f'「{item.ja}」' for item in named)}は、公正な採用選考のため保存しません。その行を消してください。",
            en=f"For fair hiring this is not stored: {', '.join(item.en for item in named)}. Remove that line.",
        )


class BarredName(Refusal):
    def __init__(self, item: BarredItem) -> None:
        super().__init__(
            ja=f"「{item.ja}」を尋ねる項目は、公正な採用選考のため作れません。",
            en=f"For fair hiring there can be no field that asks for: {item.en}.",
        )


def refuse_barred_answers(text: str) -> None:
    """For what somebody types here. Raises: BarredAnswer."""
    _, found = without_barred_items(text)
    if found:
        raise BarredAnswer(found)


def refuse_barred_heading(name: str) -> None:
    """For a field that a company wants to keep. Raises: BarredName."""
    item = barred_by_header(name)
    if item is not None:
        raise BarredName(item)


def barred_label(folded: str) -> BarredItem | None:
    """The item whose label this is, and nothing else: 本籍 is one, 健康診断センター is none. Folded for search."""
    if len(folded) > _REPEATED_CHARACTERS_MAX or _HARMLESS.fullmatch(folded):
        return None
    return next((item for item, label in _LABELS if label.fullmatch(folded)), None)


def holds_my_numbers(values: Iterable[str], *, values_min: int) -> bool:
    """Every value is a マイナンバー by its check digit, and there are enough for that to be no chance (1 in 11)."""
    found = 0
    for value in values:
        folded = fold_for_search(value[:_HEADING_CHARACTERS_MAX])
        if folded and not is_my_number(folded):
            return False
        found += bool(folded)
    return found >= values_min


def without_barred_items(text: str) -> tuple[str, tuple[BarredItem, ...]]:
    """The text without the lines (`本籍：東京都`) and sentences (`本籍は東京都です。`) that answer a barred question, and
    with each マイナンバー blanked out."""
    if not (
        _may_hold_any(text) if len(text) <= _REPEATED_CHARACTERS_MAX else _holds_any(fold_for_search(text))
    ):
        return text, ()
    kept: list[str] = []
    found: dict[BarredItem, None] = {}
    for written in text.split("\n"):
        line = _without_said(written, found)
        if written and not line:
            continue
        folded = fold_for_search(line)
        item = next((item for item, label in _LABELLED if label.match(folded)), None)
        if item is None:
            kept.append(_without_my_numbers(line, folded, found))
        else:
            found[item] = None
    return "\n".join(kept), tuple(found)


def _without_said(line: str, found: dict[BarredItem, None]) -> str:
    kept = _SAID.sub("", line)
    if kept == line:
        return line
    said = fold_for_search("".join(_SAID.findall(line)))
    found.update({item: None for item, words in _HEADERS if words.search(said)})
    return kept.rstrip()


@lru_cache(maxsize=4096)
def _may_hold_any(text: str) -> bool:
    """Short texts, a status or a source, come again and again."""
    return _holds_any(fold_for_search(text))


def _holds_any(folded: str) -> bool:
    """First the letters alone, twenty times as fast as the words."""
    return (_HINT.search(folded) is not None or _FOUR_DIGITS.search(folded) is not None) and _ANY.search(
        folded
    ) is not None


def _without_my_numbers(line: str, folded: str, found: dict[BarredItem, None]) -> str:
    if not any(is_my_number(digits) for digits in _TWELVE_DIGITS.findall(folded)):
        return line
    found[MY_NUMBER] = None
    return _TWELVE_DIGITS.sub(lambda run: _WITHHELD if is_my_number(run.group()) else run.group(), folded)
