"""Who wrote a 履歴書 or 職務経歴書: name, reading, how to reach them, where they live, where they work and what they did,
as far as it stands there under a label that forms use. A proposal for somebody to confirm, never a record.

The text comes cleaned of what may not be asked (cleaning.py), line by line, cells of a form with a TAB between them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from careerrelay.candidates.rules.facts import read_fact
from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import parse_address
from careerrelay.text.folding import fold_hyphens
from careerrelay.text.phones import parse_phone
from careerrelay.text.regions import PREFECTURES, as_region

Facts = dict[str, str]

LINES_MAX = 2_000
CONTACTS_MAX = 3
BACKGROUND_CHARACTERS_MAX = 4_000
_NAME_CHARACTERS_MAX = 40
_HEAD_LINES = 8

_AROUND = "・■□●○◆◇▼▽*[]【】<>〈〉《》「」:： \u3000"
_NAME = re.compile(r"(?:氏\s*名|お?\s*名\s*前|(?:full\s*)?name)(?![a-z])", re.IGNORECASE)
_KANA = re.compile(
    r"(?:ふ\s*り\s*が\s*な|フ\s*リ\s*ガ\s*ナ|氏\s*名\s*カ\s*ナ|カ\s*ナ|よみ(?:がな)?)(?![ぁ-んァ-ヴ])"
)
_HOME = re.compile(r"(?:現\s*住\s*所|住\s*所|居\s*住\s*地|お住まい|address)(?![a-z])", re.IGNORECASE)
_TITLE = re.compile(r"(?:現在の職種|職\s*種|役\s*職)")
_IN_BRACKETS = re.compile(r"[(（〔\[]([^()（）〔〕\[\]]*)[)）〕\]]")
_STAMP = re.compile(r"\s*(?:㊞|印|様)\s*$")
_MARKS = "\u3000-〇々ヶ〆・.'’ "
_LETTERS_OF_NAMES = re.compile(
    f"[{_MARKS}a-zA-ZÀ-ɏぁ-ゖァ-ヺー㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff\ufe00-\ufe0f\U000e0100-\U000e01ef-]+"
)
_LETTERS_OF_READINGS = re.compile(r"[ぁ-ゖァ-ヺー・ \u3000]+")
_NO_NAME = re.compile(r"会社|大学|学校|学部|書|歴|職|住所|電話|年|月|写真|ふりがな|フリガナ|記入|満")
_TWO_WORDS = re.compile(r"[㐀-䶿一-鿿々﨑髙]{1,4}[ \u3000][㐀-䶿一-鿿々ぁ-んァ-ヶ]{1,4}")
_ADDRESS = re.compile(r"[a-z0-9._%+'-]{1,64}@[a-z0-9.-]{1,200}\.[a-z]{2,20}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![0-9-])(?:\+81[ -]?|0)[0-9]{1,4}[ )-]{0,2}[0-9]{1,4}[ -]?[0-9]{3,4}(?![0-9-])")
_FAX = re.compile(r"(?:fax|ファクス|ファックス)[^0-9]{0,6}$", re.IGNORECASE)
_POSTCODE = re.compile(r"^\s*〒?\s*[0-9]{3}-?[0-9]{4}\s*")
_WHEN = re.compile(
    r"^\W*(?:(?:昭和|平成|令和|[SHR])\s?(?:[0-9]{1,2}|元)|[0-9]{4})\s*[年./\t -]\s*[0-9]{1,2}\s*月?"
    r"(?:\s*[0-9]{1,2}\s*日)?\s*"
)
_UNTIL_NOW = re.compile(
    r"^\W*(?:[〜~～ー―–-]|から)\s*(?:現在|至\s*現在|present|now)(?:に至る)?\W*", re.IGNORECASE
)
_JOINED = re.compile(r"^(.{2,60}?)\s*(?:に|へ)?\s*(?:入社|入職|入行|入庁|転籍)")
_LEFT = re.compile(r"退社|退職|辞職|契約(?:期間)?満了|定年")
_GRADUATED = re.compile(
    r"(?:大学|学校|高専|高校|学院|university|college).{0,60}(?:卒|修了|卒業見込|graduat)", re.IGNORECASE
)
_CAREER = re.compile(
    r"職\s*務\s*(?:要\s*約|経\s*歴|内\s*容|概\s*要)|職\s*歴|経\s*歴\s*(?:要\s*約|概\s*要)|work experience",
    re.IGNORECASE,
)
_OTHER_SECTION = re.compile(
    r"(?:学\s*歴|免\s*許|資\s*格|自\s*己\s*PR|志\s*望|本\s*人\s*希\s*望|趣\s*味|特\s*技|得意|education|skills?|以\s*上)",
    re.IGNORECASE,
)


def facts_in_cv(text: str) -> Facts:
    """By the names of rules/facts.py, as they would be typed; only what was found, and can be read as such a fact."""
    lines = [_tidy(line) for line in text.split("\n", LINES_MAX)[:LINES_MAX]]
    name, kana = _name_and_kana(lines)
    career = list(_career_lines(lines))
    found = {
        "name": name,
        "kana": kana,
        "addresses": "\n".join(_addresses(lines)),
        "phones": "\n".join(_phones(lines)),
        "region": _region(lines),
        "employer": _employer(lines),
        "title": next(_answers(lines, _TITLE), "")[:100],
        "education": _education(lines),
        "background": "\n".join(career)[:BACKGROUND_CHARACTERS_MAX],
    }
    return {field: written for field, written in found.items() if written and _is_readable(field, written)}


def _is_readable(field: str, written: str) -> bool:
    try:
        return bool(read_fact(field, written))
    except Refusal:
        return False


def _tidy(line: str) -> str:
    """Width folded where it says nothing, so that ０９０ and ＴＥＬ are found; kana and kanji stay as they are."""
    return "".join(
        unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character
        for character in line
    ).strip()


def _answers(lines: Sequence[str], label: re.Pattern[str]) -> Iterator[str]:
    """What stands behind the label on its line, or alone on the line below. A label is the first thing of a cell."""
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        for place in range(len(cells)):
            head = cells[place].lstrip(_AROUND)
            if len(head) <= 2 and place + 1 < len(cells) and len(cells[place + 1]) <= 2:
                head += cells[place + 1]
            matched = label.match(head)
            if not matched:
                continue
            rest = head[matched.end() :]
            behind = cells[place + (1 if head == cells[place].lstrip(_AROUND) else 2) :]
            yield rest.lstrip(_AROUND) or next(iter(behind), "") or _below(lines, number)
            break


def _below(lines: Sequence[str], number: int) -> str:
    return lines[number + 1].partition("\t")[0].strip() if number + 1 < len(lines) else ""


def _name_and_kana(lines: Sequence[str]) -> tuple[str, str]:
    readings = [found for answer in _answers(lines, _KANA) if (found := _as_reading(answer))]
    name = ""
    for answer in _answers(lines, _NAME):
        inside = _IN_BRACKETS.findall(answer)
        readings += [found for written in inside if (found := _as_reading(written))]
        name = name or _as_name(_IN_BRACKETS.sub(" ", answer))
    if not name:
        heads = (line.partition("\t")[0].strip() for line in lines[:_HEAD_LINES])
        name = next((head for head in heads if _TWO_WORDS.fullmatch(head) and not _NO_NAME.search(head)), "")
    return name, readings[0] if name and readings else ""


def _as_name(written: str) -> str:
    name = _STAMP.sub("", written.strip(_AROUND))
    is_long = len(name) > _NAME_CHARACTERS_MAX or len(name) < 2
    return "" if is_long or not _LETTERS_OF_NAMES.fullmatch(name) or _NO_NAME.search(name) else name


def _as_reading(written: str) -> str:
    reading = written.strip(_AROUND)
    return (
        reading
        if 2 <= len(reading) <= _NAME_CHARACTERS_MAX and _LETTERS_OF_READINGS.fullmatch(reading)
        else ""
    )


def _addresses(lines: Sequence[str]) -> list[str]:
    found = (match.group() for line in lines for match in _ADDRESS.finditer(line))
    return _first_readable(found, lambda written: parse_address(written).comparable)


def _phones(lines: Sequence[str]) -> list[str]:
    found = (
        match.group()
        for line in map(fold_hyphens, lines)
        for match in _PHONE.finditer(line)
        if not _FAX.search(line[: match.start()])
    )
    return _first_readable(found, lambda written: parse_phone(written).national)


def _first_readable(found: Iterable[str], read: Callable[[str], str]) -> list[str]:
    kept: dict[str, None] = {}
    for written in found:
        try:
            kept.setdefault(read(written))
        except Refusal:
            continue
        if len(kept) == CONTACTS_MAX:
            break
    return list(kept)


def _region(lines: Sequence[str]) -> str:
    """Under its label, else on the first line that begins like an address: a prefecture and more."""
    homes = [_POSTCODE.sub("", answer) for answer in _answers(lines, _HOME)]
    below = [_POSTCODE.sub("", line) for line in lines[:60]]
    written = [*homes, *(line for line in below if re.match(r"\S{2,3}[都道府県]\S", line))]
    return next((region for one in written if (region := as_region(one)) in PREFECTURES), "")


def _employer(lines: Sequence[str]) -> str:
    """Where somebody is by now: joined and not left since, or there until now."""
    employer = ""
    for line in lines:
        when = _WHEN.match(line)
        if when is None:
            continue
        rest = line[when.end() :].strip()
        until = _UNTIL_NOW.match(rest)
        joined = _JOINED.match(rest)
        if joined:
            employer = joined[1].strip()
        elif until and (company := rest[until.end() :].partition("\t")[0].strip()):
            employer = re.split(r"\s{2,}|[//|]", company)[0][:60].strip()
        elif _LEFT.search(rest):
            employer = ""
    return employer


def _education(lines: Sequence[str]) -> str:
    """The last school that somebody finished."""
    finished = [_WHEN.sub("", line) for line in lines if _GRADUATED.search(line)]
    return " ".join(finished[-1].split())[:200] if finished else ""


def _career_lines(lines: Sequence[str]) -> Iterator[str]:
    """From the heading of the working life to that of something else."""
    is_career = False
    for line in lines:
        head = line.strip(_AROUND + "\t")
        is_heading = len(head) <= 20 and not _WHEN.match(line)
        if is_heading and _CAREER.match(head) and not head.endswith("書"):
            is_career = True
        elif is_heading and is_career and _OTHER_SECTION.match(head):
            is_career = False
        elif is_career:
            yield " ".join(line.replace("\t", " ").split())
