"""Work, schools, languages, qualifications and skills: rows as somebody types them, and what they mean."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from careerrelay.candidates.rules.facts import read_line, read_paragraphs
from careerrelay.candidates.rules.skills import skill_key
from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_for_search, fold_width
from careerrelay.text.months import parse_month

ROWS_MAX = 60
YEARS_MAX = 60
_BETWEEN_SKILLS = re.compile(r"[、,，;；\n]+")
_YEARS = re.compile(r"(?:約|およそ)?\s*([0-9]{1,2})\s*(?:年間|年以上|年|years?|y)?")

# By kind of history its columns; the first of them has to be there.
COLUMNS: dict[str, tuple[str, ...]] = {
    "employments": ("employer", "title", "started_on", "ended_on", "duties"),
    "schoolings": ("school", "faculty", "degree", "ended_on"),
    "languages": ("language", "level"),
    "qualifications": ("name", "obtained_on"),
    "skills": ("name", "years"),
}
MONTHS = frozenset({"started_on", "ended_on", "obtained_on"})

Row = Mapping[str, str]


class UnfitRows(Refusal):
    """`problems`: by the number of the row from 0 and its column."""

    def __init__(self, problems: Mapping[tuple[int, str], Refusal]) -> None:
        super().__init__(ja="直すところがあります。", en="Something needs another look.")
        self.problems = dict(problems)


class UnfitCell(Refusal):
    pass


def read_rows(kind: str, rows: Sequence[Row]) -> list[tuple[Row, dict[str, Any]]]:
    """Each row that is not blank with its values, in their order. Raises: UnfitRows."""
    problems: dict[tuple[int, str], Refusal] = {}
    read: list[tuple[Row, dict[str, Any]]] = []
    known: set[str] = set()
    for number, row in enumerate(rows):
        if not any(text.strip() for text in row.values()):
            continue
        values = _read_row(kind, row, number=number, problems=problems)
        for one in _split(kind, values):
            identity = _identity(kind, one)
            if identity and identity in known:
                problems[number, COLUMNS[kind][0]] = UnfitCell(
                    ja="同じものが、上にもあります。", en="It stands above already."
                )
            known.add(identity)
            read.append((row, one))
    if len(read) > ROWS_MAX:
        problems[ROWS_MAX, COLUMNS[kind][0]] = UnfitCell(
            ja=f"{ROWS_MAX}行までです。", en=f"There can be {ROWS_MAX} rows."
        )
    if problems:
        raise UnfitRows(problems)
    return read


def _read_row(
    kind: str, row: Row, *, number: int, problems: dict[tuple[int, str], Refusal]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    first = COLUMNS[kind][0]
    for column in COLUMNS[kind]:
        try:
            values[column] = _reader(kind, column)(row.get(column, ""))
        except Refusal as refused:
            problems[number, column] = refused
    if first in values and not values[first]:
        problems[number, first] = UnfitCell(
            ja="ここを入力してください。行ごと消すときは、全部を空にします。",
            en="Fill this in; to remove the row, empty all of it.",
        )
    started, ended = values.get("started_on"), values.get("ended_on")
    if started and ended and ended < started:
        problems[number, "ended_on"] = UnfitCell(
            ja="終わりが、始まりより前です。", en="It ends before it begins."
        )
    return values


def _reader(kind: str, column: str) -> Callable[[str], Any]:
    if column in MONTHS:
        return parse_month
    if column == "duties":
        return read_paragraphs
    if column == "years":
        return _read_years
    limit = _LIMITS.get((kind, column), 300)
    return lambda typed: read_line(typed, characters_max=limit)


_LIMITS = {
    ("schoolings", "degree"): 100,
    ("languages", "language"): 60,
    ("languages", "level"): 100,
    ("qualifications", "name"): 200,
}


def _read_years(typed: str) -> int | None:
    folded = fold_width(typed).strip().casefold()
    if not folded:
        return None
    found = _YEARS.fullmatch(folded)
    if found is None or int(found[1]) > YEARS_MAX:
        raise UnfitCell(ja="年数を、数で書いてください。", en="Write the years as a number.")
    return int(found[1])


def _split(kind: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Several skills in one line are several skills."""
    if kind != "skills":
        return [values]
    parts = (part.strip() for part in _BETWEEN_SKILLS.split(values.get("name") or ""))
    return [
        {**values, "name": part[:100], "key": skill_key(part)} for part in parts if part and skill_key(part)
    ]


def _identity(kind: str, values: Mapping[str, Any]) -> str:
    """What can stand once only."""
    if kind == "skills":
        return str(values["key"])
    return fold_for_search(values.get("language") or "") if kind == "languages" else ""
