"""Imports and foreign keys point downwards, and the contracts that say so bite."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

from tests.house.sources import ROOT, floors, listed


def context_of(module: str) -> str:
    """`relay` of careerrelay.relay.models; empty for everybody else's modules."""
    parts = module.split(".")
    return parts[1] if parts[0] == "careerrelay" and len(parts) > 1 else ""


def may_know(upper: str, lower: str) -> bool:
    """A context knows itself and what lies on floors below; not its neighbour on the same floor."""
    height = {name: -index for index, names in enumerate(floors()) for name in names}
    return upper == lower or height[upper] > height[lower]


def upward_fault(*, owner: str, target: str, reverse_name: str | None) -> str | None:
    if not may_know(owner, target):
        return f"{owner} may not know {target}"
    if owner != target and reverse_name != "+":
        return f'{target} would get an accessor to {owner}: related_name="+"'
    return None


def foreign_keys() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and isinstance(field, Field) and isinstance(field.related_model, type):
                yield model, field, field.related_model


def test_every_context_has_its_floor():
    known = set().union(*floors())
    packages = {path.parent.name for path in (ROOT / "careerrelay").glob("*/__init__.py")}
    assert packages <= known


def test_foreign_keys_point_downwards_and_leave_no_accessor_above():
    faults = []
    for model, field, target in foreign_keys():
        owner, owned = context_of(model.__module__), context_of(target.__module__)
        if owner and owned:
            fault = upward_fault(
                owner=owner,
                target=owned,
                reverse_name=field.remote_field.related_name,  # type: ignore[union-attr]
            )
            if fault:
                faults.append(f"{model.__name__}.{field.name}: {fault}")
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    ("owner", "target", "reverse_name", "is_fault"),
    [
        ("relay", "consent", "+", False),
        ("relay", "relay", "relays", False),
        ("consent", "relay", "+", True),
        ("people", "candidates", "+", True),
        ("relay", "consent", "relays", True),
        ("relay", "consent", None, True),
    ],
)
def test_the_check_of_foreign_keys_bites(owner, target, reverse_name, is_fault):
    assert bool(upward_fault(owner=owner, target=target, reverse_name=reverse_name)) is is_fault


# --- the import contracts, on a made-up tree ---

# File → what stands in it, the contract that must break, and the word by which the break is told.
PLANTED = {
    "careerrelay/accounts/actions.py": (
        "from careerrelay.relay import models",
        "A context imports only from lower floors",
        "careerrelay.accounts.actions -> careerrelay.relay.models",
    ),
    "careerrelay/attic/__init__.py": ("", "A context imports only from lower floors", "- careerrelay.attic"),
    "careerrelay/relay/models.py": (
        "from careerrelay.relay import tasks",
        "Inside a context",
        "careerrelay.relay.models -> careerrelay.relay.tasks",
    ),
    "careerrelay/web/agency/pages.py": (
        "from careerrelay.web.recruiter import pages",
        "The pages of one audience",
        "careerrelay.web.agency.pages -> careerrelay.web.recruiter.pages",
    ),
    "careerrelay/relay/rules.py": ("import time", "Rules are plain", "careerrelay.relay.rules -> time"),
    "careerrelay/consent/rules/texts.py": (
        "from django.conf import settings",
        "Rules are plain",
        "careerrelay.consent.rules.texts -> django",
    ),
    "careerrelay/text/names.py": ("import random", "Rules are plain", "careerrelay.text.names -> random"),
    "careerrelay/core/clock.py": ("import config", "Only config knows", "careerrelay.core.clock -> config"),
}
SOUND = {
    "careerrelay/relay/tasks.py": "from careerrelay.relay import actions",
    "careerrelay/relay/actions.py": "from careerrelay.consent.rules import texts",
    "careerrelay/web/recruiter/pages.py": "from careerrelay.web.shared import parts",
    "careerrelay/web/shared/parts.py": "from careerrelay.core import clock",
    "config/urls.py": "import careerrelay.web.recruiter.pages",
}


def what_contracts_say(folder: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    asked = subprocess.run(
        [program, "--no-cache", "--no-logo", "--config", ROOT / "pyproject.toml"],
        check=False,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    assert "Contracts:" in asked.stdout, asked.stdout + asked.stderr
    return asked.stdout


def build(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
        for parent in list(path.relative_to(folder).parents)[:-1]:
            (folder / parent / "__init__.py").touch()


@pytest.fixture(scope="module")
def said_of_planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All of them in one tree: each has to be named."""
    folder = tmp_path_factory.mktemp("planted")
    build(folder, SOUND | {name: text for name, (text, _, _) in PLANTED.items()})
    return what_contracts_say(folder)


def test_a_sound_tree_keeps_every_contract(tmp_path):
    build(tmp_path, {name: "" for name in PLANTED if "attic" not in name} | SOUND)
    assert " 0 broken" in what_contracts_say(tmp_path)


@pytest.mark.parametrize("planted", PLANTED)
def test_an_import_contract_bites(planted, said_of_planted):
    _, contract, fault = PLANTED[planted]
    faults = re.split(r"\n(.+)\n-{8,}\n", said_of_planted)
    [found] = [text for name, text in pairwise(faults) if name.startswith(contract) and " (l." in text]
    assert fault in found
