"""Promises are numbered, known, and their last run is written down."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from tests.house.known_promises import PROMISES
from tests.house.sources import ROOT
from tests.promises import Register, numbers_of

HERE = "tests/house/test_promises.py"


def item(*numbers: str) -> Any:
    marks = [SimpleNamespace(args=numbers)]
    return SimpleNamespace(
        nodeid=f"{HERE}::test_x", iter_markers=lambda name: marks if name == "promise" else []
    )


def report(outcome: str, *, nodeid: str = f"{HERE}::test_x", number: str = "P01") -> Any:
    return SimpleNamespace(nodeid=nodeid, outcome=outcome, user_properties=[("promise", number)])


def written(register: Register):
    register.pytest_sessionfinish()
    return json.loads(register.path.read_text())


def test_promises_are_numbered_without_a_gap():
    assert list(PROMISES) == [f"P{number:02}" for number in range(1, len(PROMISES) + 1)]


def test_a_known_promise_is_taken():
    assert list(numbers_of(item("P01", "P48"))) == ["P01", "P48"]


@pytest.mark.parametrize("number", ["P1", "P00", "P99", "p01", ""])
def test_an_unknown_promise_stops_the_run(number):
    with pytest.raises(pytest.UsageError, match="not a promise"):
        list(numbers_of(item(number)))


def test_the_worst_outcome_of_a_test_counts(tmp_path):
    register = Register(tmp_path / "promises.json")
    for outcome in ("passed", "failed", "passed"):
        register.pytest_runtest_logreport(report(outcome))
    assert written(register)["P01"]["tests"][f"{HERE}::test_x"]["outcome"] == "failed"


def test_a_run_of_some_tests_leaves_the_others_as_they_were(tmp_path):
    path = tmp_path / "promises.json"
    first = Register(path)
    first.pytest_runtest_logreport(report("passed"))
    first.pytest_runtest_logreport(report("passed", nodeid="tests/gone/test_gone.py::test_x"))
    written(first)
    second = Register(path)
    second.pytest_runtest_logreport(report("passed", nodeid=f"{HERE}::test_y", number="P02"))
    rows = written(second)
    assert {number: sorted(row["tests"]) for number, row in rows.items()} == {
        "P01": [f"{HERE}::test_x"],
        "P02": [f"{HERE}::test_y"],
    }
    assert rows["P02"]["promise"] == PROMISES["P02"]


def test_a_run_without_promises_writes_nothing(tmp_path):
    register = Register(tmp_path / "promises.json")
    register.pytest_sessionfinish()
    assert not register.path.exists()
    assert (ROOT / HERE).exists()
