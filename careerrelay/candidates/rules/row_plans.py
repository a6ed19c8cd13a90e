"""What all rows of a file have in common, worked out once: nothing is judged per row that a column can tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from careerrelay.candidates.rules.columns import ColumnMapping
from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.fields import DAYS, Field
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.text.dates import tells_month_first, with_year_first


@dataclass(frozen=True, slots=True)
class RowPlan:
    """`columns`: those that are read, the surest first; `custom`: those that are kept as the company's own fields.
    `month_first`: columns of days that are written like 3/18/2025, and whether the month stands in front.
    `word_ends`: how applications ended of which only these words tell, as somebody chose; folded for search."""

    headings: tuple[str, ...]
    columns: tuple[tuple[int, Field, str], ...]
    custom: tuple[tuple[int, CustomColumn], ...]
    source: str
    tells_outcome: bool
    is_1904: bool
    month_first: tuple[tuple[int, bool], ...] = ()
    word_ends: Mapping[str, Outcome] = field(default_factory=dict)


def plan_rows(
    mapping: ColumnMapping,
    *,
    source: str,
    is_1904: bool,
    samples: Iterable[Sequence[str]] = (),
    word_ends: Mapping[str, Outcome] | None = None,
) -> RowPlan:
    """`samples`: the first rows, which tell for a column of days what 4/5/2025 means in it."""
    return RowPlan(
        headings=tuple(column.heading for column in mapping.columns),
        columns=tuple(
            (index, of, mapping.columns[index].heading) for of in Field for index in mapping.indexes(of)
        ),
        custom=tuple((column.index, column.custom) for column in mapping.columns if column.custom),
        source=source,
        tells_outcome=mapping.tells_outcome,
        is_1904=is_1904,
        month_first=tuple(_orders_of_days(mapping, list(samples))),
        word_ends=word_ends or {},
    )


def _orders_of_days(mapping: ColumnMapping, rows: Sequence[Sequence[str]]) -> Iterable[tuple[int, bool]]:
    for column in mapping.columns:
        if column.field in DAYS:
            written = (row[column.index] for row in rows if column.index < len(row))
            is_month_first = tells_month_first(written)
            if is_month_first is not None:
                yield column.index, is_month_first


def with_years_first(cells: Sequence[str], plan: RowPlan) -> Sequence[str]:
    """The cells of a row with the days of `month_first` in the one order that nobody can misread."""
    if not plan.month_first:
        return cells
    told = list(cells)
    for index, is_month_first in plan.month_first:
        if index < len(told):
            told[index] = with_year_first(told[index], is_month_first=is_month_first)
    return told
