"""What is kept of a document's text. Its lines are a form's as often as prose: `本籍 東京都`, `本 籍`, a cell beside a
cell, the answer below its question.

The file itself cannot be cleaned. A マイナンバー that is called one takes the whole file with it: it may be neither
collected nor kept (番号法20条). Date of birth, age and sex are in most of these forms and lawful to ask, but never count
here (P21), so that they are not searched either.
"""

import re
from dataclasses import dataclass

from careerrelay.candidates.rules.fair_hiring import (
    BARRED_ITEMS,
    MY_NUMBER,
    BarredItem,
    barred_label,
    without_barred_items,
)
from careerrelay.text.folding import fold_for_search
from careerrelay.text.permits import is_my_number

BIRTH_AND_SEX = BarredItem("生年月日・年齢・性別", "date of birth, age and sex")
LEFT_OUT = {item.ja: item for item in (*BARRED_ITEMS, BIRTH_AND_SEX)}

_ANSWER_CHARACTERS_MAX = 60
_LABEL_WORDS_MAX = 4
_AROUND_LABELS = "・■□●○◆◇▼*[]【】<>「」():= "
_BIRTH_AND_SEX = re.compile(
    r"(?:生\s?年\s?月\s?日|年\s?齢|性\s?別|満年齢|birth ?date|date ?of ?birth)(?:[\s:(/・]|$)|(?:age|sex|gender)(?:\s?[:(]|$)"
)
_BORN = re.compile(
    r"[\s0-9a-z年月日昭平令和明大正()満歳才※・:.,/男女~-]*(?:年|/)[^\n]*生(?:まれ)?\W*(?:\(?満?\s*[0-9]*\s*[歳才]\)?)?[\s男女・()]*"
)
_MY_NUMBER_CALLED_SO = re.compile(
    r"(?:マイナンバー|個人番号|my ?number|individual ?number)[^0-9\n]{0,30}\n?[^0-9\n]{0,10}"
    r"([0-9]{4}[\s-]?[0-9]{4}[\s-]?[0-9]{4})(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class CleanedText:
    text: str
    left_out: tuple[BarredItem, ...] = ()


def holds_my_number(text: str) -> bool:
    """A number with the check digit of a マイナンバー, and the word beside it. Without the word it may be an order's."""
    if not re.search(r"マイナンバー|ﾏｲﾅﾝﾊﾞｰ|個人番号|number", text, re.IGNORECASE):
        return False
    folded = "\n".join(fold_for_search(line) for line in text.split("\n"))
    return any(is_my_number(found) for found in _MY_NUMBER_CALLED_SO.findall(folded))


def clean_document_text(text: str) -> CleanedText:
    """The text without answers to what an employer may not ask, nor what does not count here."""
    found: dict[BarredItem, None] = {}
    kept: list[str] = []
    is_answer_next = False
    for line in text.split("\n"):
        was_answer_next, is_answer_next = is_answer_next, False
        if (
            was_answer_next
            and line.strip()
            and len(line) <= _ANSWER_CHARACTERS_MAX
            and not _label_of(line)[0]
        ):
            continue
        cells = _kept_cells(line, found)
        if cells:
            kept.append("\t".join(cells))
        elif line.strip():
            is_answer_next = _is_bare_label(line)
        else:
            kept.append("")
    cleaned, items = without_barred_items("\n".join(kept))
    found.update(dict.fromkeys(items))
    return CleanedText(cleaned.strip("\n"), tuple(found))


def _kept_cells(line: str, found: dict[BarredItem, None]) -> list[str]:
    """Cells of a row: a barred label takes the cell to its right with it."""
    kept: list[str] = []
    cells = _joined_labels([cell for cell in line.split("\t") if cell.strip()])
    skips = False
    for cell in cells:
        if skips:
            skips = False
            continue
        item, has_answer = _label_of(cell)
        if item is None:
            kept.append(cell)
            continue
        found[item] = None
        skips = not has_answer
    return kept


def _joined_labels(cells: list[str]) -> list[str]:
    """`本`, `籍` set wide apart are one label."""
    for count in range(2, _LABEL_WORDS_MAX + 1):
        head = "".join(cells[:count])
        if len(cells) >= count and all(len(cell.strip()) <= 2 for cell in cells[:count]) and _item_of(head):
            return [head, *cells[count:]]
    return cells


def _label_of(cell: str) -> tuple[BarredItem | None, bool]:
    """The item that the cell asks for, and whether the answer stands in the same cell."""
    folded = fold_for_search(cell)
    if _BIRTH_AND_SEX.match(folded) and len(folded) <= _ANSWER_CHARACTERS_MAX:
        return BIRTH_AND_SEX, any(character.isdecimal() or character in "男女" for character in folded)
    if "生" in folded and len(folded) <= _ANSWER_CHARACTERS_MAX and _BORN.fullmatch(folded):
        return BIRTH_AND_SEX, True
    words = folded.split(" ")
    for count in range(1, min(len(words), _LABEL_WORDS_MAX) + 1):
        item = _item_of("".join(words[:count]))
        if item is not None and item != MY_NUMBER and len(folded) <= _ANSWER_CHARACTERS_MAX:
            return item, len(words) > count
    return None, False


def _item_of(label: str) -> BarredItem | None:
    return barred_label(label.strip(_AROUND_LABELS))


def _is_bare_label(line: str) -> bool:
    item, has_answer = _label_of(line.replace("\t", " "))
    return item is not None and not has_answer
