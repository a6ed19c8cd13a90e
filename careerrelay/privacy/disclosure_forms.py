"""A disclosure as a file: JSON for another program, CSV for a table, and lines for a page that is printed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from careerrelay.candidates.rules.exporting import export_csv
from careerrelay.core.disclosure import DisclosedPart, Told
from careerrelay.privacy.disclosing import Disclosure, Holding
from careerrelay.privacy.rules.disclosure_words import (
    FIELDS,
    KINDS,
    PARTS,
    VALUES,
    csv_headings,
    in_words,
    withheld_words,
    yes_or_no,
)


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """`rows`: each a list of (field, value) in words. `withheld`: a sentence, or empty."""

    title: str
    rows: list[list[tuple[str, str]]]
    withheld: str


@dataclass(frozen=True, slots=True)
class PrintedHolding:
    name: str
    kind: str
    contact: str
    parts: list[PrintedPart]


def disclosure_json(disclosure: Disclosure) -> bytes:
    """Keys are the glossary's words; moments are ISO 8601 in UTC; ids of organizations stand with their names."""
    document = {
        "format": "careerrelay/disclosure",
        "version": 1,
        "made_at": disclosure.made_at.isoformat(),
        "holdings": [
            {
                "holder": {"name": one.name, "name_en": one.name_en, "contact": one.contact},
                "kind": one.kind,
                "parts": [
                    {"word": part.word, "rows": [dict(row) for row in part.rows], "withheld": part.withheld}
                    for part in one.parts
                    if part.rows or part.withheld
                ],
            }
            for one in disclosure.holdings
        ],
        "organizations": {
            key: {"name": ja, "name_en": en} for key, (ja, en) in sorted(disclosure.names.items())
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def disclosure_csv(disclosure: Disclosure, *, language: str) -> bytes:
    """UTF-8 with a byte order mark, which a spreadsheet needs; a cell never becomes a formula (P30)."""
    rows: list[tuple[str, ...]] = [csv_headings(language)]
    for holding in printed_holdings(disclosure, language=language):
        for part in holding.parts:
            for number, row in enumerate(part.rows, start=1):
                for field, value in row:
                    rows.append((holding.name, holding.kind, part.title, str(number), field, value))
            if part.withheld:
                rows.append((holding.name, holding.kind, part.title, "", "", part.withheld))
    return export_csv(rows, encoding="utf-8-sig").content


def printed_holdings(disclosure: Disclosure, *, language: str) -> list[PrintedHolding]:
    """For a page: nothing that is empty, everything in the reader's language."""
    return [_printed(holding, disclosure=disclosure, language=language) for holding in disclosure.holdings]


def _printed(holding: Holding, *, disclosure: Disclosure, language: str) -> PrintedHolding:
    return PrintedHolding(
        name=holding.name if language == "ja" else holding.name_en,
        kind=in_words(KINDS, holding.kind, language=language),
        contact=holding.contact,
        parts=[
            PrintedPart(
                in_words(PARTS, part.word, language=language),
                [list(_cells(row, disclosure=disclosure, language=language)) for row in part.rows],
                _withheld(part, holding=holding, language=language),
            )
            for part in holding.parts
            if part.rows or part.withheld
        ],
    )


def _withheld(part: DisclosedPart, *, holding: Holding, language: str) -> str:
    if not part.withheld:
        return ""
    return withheld_words(part.withheld, contact=holding.contact, language=language)


def _cells(row: object, *, disclosure: Disclosure, language: str) -> Iterator[tuple[str, str]]:
    assert isinstance(row, dict)
    for field, value in row.items():
        yield in_words(FIELDS, field, language=language), _in_words(value, disclosure, language)


def _in_words(value: Told, disclosure: Disclosure, language: str) -> str:
    match value:
        case bool():
            return yes_or_no(value, language=language)
        case str() if value in disclosure.names:
            return disclosure.names[value][0 if language == "ja" else 1]
        case str() | int() | float():
            return in_words(VALUES, str(value), language=language)
    words = [in_words(VALUES, one, language=language) for one in value]
    return ("、" if language == "ja" else ", ").join(words)
