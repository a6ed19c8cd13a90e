"""What is installed is what is locked: every package with its hashes, from wherever the machine gets packages."""

import re
from importlib.metadata import packages_distributions, version

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import PRODUCT, ROOT, pyproject, text_of

LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[a-z, -]+\])?==(?P<version>\S+)"
    r"(?P<rest>(?:.*\\\n)?(?:    --hash=.*\n?)*)",
    re.MULTILINE,
)


def pins(text: str) -> dict[str, str]:
    return {canonicalize_name(found["name"]): found["version"] for found in PINNED.finditer(text)}


def without_hash(text: str) -> list[str]:
    return [found["name"] for found in PINNED.finditer(text) if "--hash=sha256:" not in found["rest"]]


def requirements(kind: str) -> list[Requirement]:
    project = pyproject()["project"]
    extra = project["optional-dependencies"]["dev"] if kind == "dev" else []
    return [Requirement(line) for line in [*project["dependencies"], *extra]]


@pytest.mark.parametrize("kind", LOCKS)
def test_every_package_is_pinned_by_hash(kind):
    text = text_of(LOCKS[kind])
    assert len(pins(text)) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert without_hash(text) == []


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_names_no_address(kind):
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host|^-i ", text_of(LOCKS[kind]))


@pytest.mark.parametrize("kind", LOCKS)
def test_the_lock_answers_the_project(kind):
    locked = pins(text_of(LOCKS[kind]))
    unanswered = [
        str(wanted)
        for wanted in requirements(kind)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]
    assert unanswered == []


def test_what_the_settings_name_is_installed_without_the_tools():
    named = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE, *settings.AUTHENTICATION_BACKENDS]
    origins = packages_distributions()
    needed = {
        canonicalize_name(origin)
        for top in {name.partition(".")[0] for name in named} - {*PRODUCT}
        for origin in origins[top]
    }
    assert needed <= pins(text_of(LOCKS["run"])).keys()


def test_developers_run_what_everybody_runs():
    run, dev = (pins(text_of(LOCKS[kind])) for kind in ("run", "dev"))
    assert run.items() <= dev.items()


def test_this_run_uses_the_locked_versions():
    locked = pins(text_of(LOCKS["dev"]))
    for name in ("django", "psycopg", "pytest", "ruff", "mypy"):
        assert version(name) == locked[name]


def test_the_check_of_hashes_bites():
    text = (
        "django==5.2.1 \\\n    --hash=sha256:aa\n"
        "asgiref==3.1\n"
        "PyYAML==6.0 ; python_version < '4' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    )
    assert pins(text) == {"django": "5.2.1", "asgiref": "3.1", "pyyaml": "6.0"}
    assert without_hash(text) == ["asgiref"]
