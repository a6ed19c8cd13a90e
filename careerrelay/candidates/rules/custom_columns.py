"""Columns that a company keeps as fields of its own."""

import re
from dataclasses import dataclass
from decimal import Decimal

from careerrelay.candidates.rules.custom_values import CustomValue, custom_value
from careerrelay.text.folding import fold_for_search

_YEN = re.compile(r"[¥\\]?\s*([+-]?[0-9][0-9,]{0,18}(?:\.[0-9]{1,6})?)\s*(万?)円?")


@dataclass(frozen=True, slots=True)
class CustomColumn:
    """The custom field that a column is kept as. `form`: text, number, day or choice."""

    id: str
    name: str
    form: str
    choices: tuple[str, ...] = ()

    @property
    def ja(self) -> str:
        return self.name

    @property
    def en(self) -> str:
        return self.name


def read_custom_cell(cell: str, column: CustomColumn) -> CustomValue | None:
    """As `custom_value`; besides, exports write ￥1,000, 1,000円 and 500万円 for numbers. Raises: as there."""
    found = _YEN.fullmatch(fold_for_search(cell)) if column.form == "number" else None
    if found is not None:
        figures = Decimal(found[1].replace(",", "")) * (10_000 if found[2] else 1)
        cell = f"{figures.normalize():f}"
    return custom_value(column, cell)
