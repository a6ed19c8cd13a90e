"""Which promises have tests, and how their last run ended: var/promises.json, for the page that shows it.

A pytest plugin. A test names what it keeps with `@pytest.mark.promise("P01")`; a run of some tests updates
those and leaves the others as they were.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from careerrelay.core import clock
from tests.house.known_promises import PROMISES

ROOT = Path(__file__).resolve().parent.parent
# The worse outcome of setup, call and teardown is the test's.
WORST_FIRST = ("failed", "skipped", "passed")


def numbers_of(item: pytest.Item) -> Iterator[str]:
    """Raises: pytest.UsageError for a number that nobody promised."""
    for mark in item.iter_markers("promise"):
        for number in mark.args:
            if number not in PROMISES:
                raise pytest.UsageError(
                    f"{item.nodeid}: {number!r} is not a promise; see tests/house/known_promises.py"
                )
            yield number


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # Under xdist the reports come home without their markers, but with these.
        item.user_properties.extend(("promise", number) for number in numbers_of(item))


class Register:
    """Listens where the reports of all workers arrive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: dict[str, dict[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, number in report.user_properties:
            if name == "promise":
                tests = self.outcomes.setdefault(str(number), {})
                seen = tests.get(report.nodeid, "passed")
                tests[report.nodeid] = min(seen, report.outcome, key=WORST_FIRST.index)

    def pytest_sessionfinish(self) -> None:
        if self.outcomes:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self.merged(), ensure_ascii=False, indent=1, sort_keys=True)
            fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            fresh.write_text(text + "\n", encoding="utf-8")
            fresh.replace(self.path)

    def merged(self) -> dict[str, Any]:
        """Rows: promise → its sentence, and per test `outcome` and `at` (UTC) of its last run."""
        kept = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        at = clock.now().isoformat(timespec="seconds")
        rows: dict[str, Any] = {}
        for number, sentence in PROMISES.items():
            tests = {
                nodeid: run
                for nodeid, run in kept.get(number, {}).get("tests", {}).items()
                if (ROOT / nodeid.partition("::")[0]).exists()
            }
            tests |= {
                nodeid: {"outcome": outcome, "at": at}
                for nodeid, outcome in self.outcomes.get(number, {}).items()
            }
            if tests:
                rows[number] = {"promise": sentence, "tests": tests}
        return rows


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        home = Path(os.environ.get("CAREERRELAY_HOME") or ROOT / "var")
        config.pluginmanager.register(Register(home / "promises.json"), "promises-register")
