"""How a measurement is written down."""

import statistics
from collections.abc import Sequence
from typing import Any

Measured = dict[str, Any]


def measured(
    work: str, *, figure: float, unit: str, limit: float, limit_is: str, **sizes: object
) -> Measured:
    """`limit` is what this machine can do at all for such a work, measured in the same run, in the same unit."""
    return {
        "work": work,
        "figure": significant(figure),
        "unit": unit,
        "limit": significant(limit),
        "limit_is": limit_is,
        "ratio": significant(figure / limit),
        **sizes,
    }


def significant(number: float) -> float:
    """Four digits: more would only be noise."""
    return float(f"{number:.4g}")


def median_of(runs: Sequence[Measured]) -> Measured:
    """The run in the middle, as a whole, so that its figure and its limit belong together; beside it all figures."""
    middle = sorted(runs, key=lambda run: run["figure"])[(len(runs) - 1) // 2]
    if len(runs) == 1:
        return middle
    return {
        **middle,
        "rounds": len(runs),
        "figures": [run["figure"] for run in runs],
        "ratio_median": statistics.median(run["ratio"] for run in runs),
    }


def percentile(sorted_values: Sequence[float], share: float) -> float:
    return sorted_values[min(int(len(sorted_values) * share), len(sorted_values) - 1)]
