"""What a deletion took, counted by table."""

from collections import Counter
from collections.abc import Mapping


def rows_by_table(deleted: tuple[int, Mapping[str, int]]) -> Counter[str]:
    """From what Django's `delete()` answers: `people.Profile` is the table people_profile."""
    return +Counter({label.lower().replace(".", "_"): rows for label, rows in deleted[1].items()})
