"""The banned APIs: each is shown to bite, and to be allowed only at its edge."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, pyproject

BANNED = pyproject()["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]

# A place where no API is allowed, and the places that own one.
ANYWHERE = "careerrelay/consent/actions.py"
EDGES = {
    "careerrelay/core/clock.py": "datetime.datetime.now",
    "careerrelay/core/tokens.py": "secrets",
    "careerrelay/accounts/tenancy.py": "django.db.connection",
    "config/settings.py": "secrets",
    "tests/relay/test_x.py": "django.db.connection",
}


def use_of(api: str) -> str:
    module, _, name = api.rpartition(".")
    if api in ("django.dispatch", "django.db.models.signals", "django.contrib.contenttypes.fields"):
        return f"from {api} import something\n\nsomething()\n"
    if not module:
        return f"import {name}\n\n{name}.something()\n"
    if module.rpartition(".")[2][:1].islower() and module in ("datetime.datetime", "datetime.date"):
        package, _, class_name = module.rpartition(".")
        return f"from {package} import {class_name}\n\n{class_name}.{name}()\n"
    return f"from {module} import {name}\n\n{name}()\n"


def rules_broken(source: str, *, place: str) -> set[str]:
    asked = subprocess.run(
        [
            Path(sys.executable).with_name("ruff"), "check", "--no-cache", "--output-format", "concise",
            "--stdin-filename", place, "-",
        ],
        check=False,
        input=source,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )  # fmt: skip
    return {line.split()[1] for line in asked.stdout.splitlines() if line.startswith(place)}


@pytest.mark.parametrize("api", BANNED)
def test_a_banned_api_is_refused(api):
    assert "TID251" in rules_broken(use_of(api), place=ANYWHERE)


@pytest.mark.parametrize(("place", "api"), EDGES.items())
def test_its_edge_may_use_it(place, api):
    assert "TID251" not in rules_broken(use_of(api), place=place)


def test_mocks_are_refused_in_tests_too():
    assert "TID251" in rules_broken(
        "from unittest.mock import Mock\n\nMock()\n", place="tests/relay/test_x.py"
    )


def test_a_seeded_random_is_no_chance():
    source = "from random import Random\n\nRandom(7).random()\n"
    assert "TID251" not in rules_broken(source, place=ANYWHERE)


def test_code_without_bans_passes():
    assert rules_broken("from careerrelay.core import clock\n\nclock.now()\n", place=ANYWHERE) == set()


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("# TODO: later\n", "FIX002"),
        ("print('seen')\n", "T201"),
        ("try:\n    pass\nexcept Exception:\n    pass\n", "BLE001"),
        ("from . import models\n\nmodels\n", "TID252"),
        ("# count = 3\n", "ERA001"),
    ],
)
def test_a_habit_is_refused(source, rule):
    assert rule in rules_broken(source, place=ANYWHERE)
