"""Of two records' facts, which one stands afterwards: the one that was confirmed later, if it says anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careerrelay.candidates.rules.freshness import confirmed_moment

# A fact by the name under which it is confirmed, and the columns that hold it: they go together.
COLUMNS_OF_FACTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "name_key"),
    "kana": ("kana", "kana_key"),
    "region": ("region",),
    "employer": ("employer",),
    "title": ("title",),
    "education": ("education",),
    "background": ("background",),
    "desired_work": ("desired_work",),
    "desired_regions": ("desired_regions",),
    "desired_salary": ("desired_salary_min_jpy", "desired_salary_max_jpy"),
    "available_from_on": ("available_from_on",),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """One record: its columns, and when each fact was confirmed, or at least written."""

    columns: Mapping[str, Any]
    custom: Mapping[str, Any]
    confirmed: Mapping[str, list[str]]
    updated_at: datetime

    def said_at(self, fact: str) -> datetime:
        return confirmed_moment(self.confirmed, fact) or self.updated_at

    def holds(self, fact: str) -> bool:
        return any(self.columns[column] not in ("", None, []) for column in COLUMNS_OF_FACTS[fact])


def facts_taken_over(kept: Facts, gone: Facts) -> list[str]:
    """The facts of the record that goes which replace those of the one that stays."""
    return [
        fact
        for fact in COLUMNS_OF_FACTS
        if gone.holds(fact)
        and (not kept.holds(fact) or gone.said_at(fact) > kept.said_at(fact))
        and any(kept.columns[column] != gone.columns[column] for column in COLUMNS_OF_FACTS[fact])
    ]


def custom_after(kept: Facts, gone: Facts) -> dict[str, Any]:
    """A company's own fields, each by the same rule."""
    after = dict(kept.custom)
    for key, value in gone.custom.items():
        field = f"custom:{key}"
        if key not in after or gone.said_at(field) > kept.said_at(field):
            after[key] = value
    return after


def confirmed_after(kept: Facts, gone: Facts) -> dict[str, list[str]]:
    """By fact, the later of the two confirmations."""
    after = {field: list(entry) for field, entry in kept.confirmed.items()}
    for field, entry in gone.confirmed.items():
        known = confirmed_moment(after, field)
        if known is None or known < datetime.fromisoformat(entry[0]):
            after[field] = list(entry)
    return after
