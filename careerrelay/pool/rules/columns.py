"""The columns of a list of people, and which of them may leave in a file."""

from collections.abc import Collection, Iterable

CUSTOM = "custom."

COLUMNS = (
    "kana",
    "application",
    "state",
    "contact",
    "phone",
    "pool",
    "applied",
    "region",
    "employer",
    "title",
    "education",
    "background",
    "desired_work",
    "skills",
    "tags",
    "owner",
    "source",
    "reason",
    "revisit",
    "confirmed",
    "added",
)
# Only for who may read evaluations, and only if asked for.
EVALUATIONS = "evaluations"
OF_A_LIST = ("application", "state", "contact", "pool", "applied")
OF_THE_POOL = ("application", "title", "region", "tags", "applied")
OF_A_FILE = (
    "kana",
    "contact",
    "phone",
    "application",
    "state",
    "applied",
    "region",
    "employer",
    "title",
    "tags",
)
# What is too long for a row of a page.
ONLY_IN_A_FILE = frozenset({"education", "background", EVALUATIONS})
COLUMNS_MAX = 40


def known_columns(
    asked: Iterable[str], *, custom_ids: Collection[str], may_see_evaluations: bool = False
) -> tuple[str, ...]:
    """Those that exist, each once, in the order in which they were asked for."""
    known = {*COLUMNS, *(f"{CUSTOM}{field_id}" for field_id in custom_ids)}
    if may_see_evaluations:
        known.add(EVALUATIONS)
    return tuple(dict.fromkeys(column for column in asked if column in known))[:COLUMNS_MAX]
