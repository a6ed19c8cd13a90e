"""Where the house looks: the files of the product and the tests, read once."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("careerrelay", "config")


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))


def python_files(*tops: str) -> Iterator[Path]:
    for top in tops:
        yield from sorted((ROOT / top).rglob("*.py"))


def product_files() -> Iterator[Path]:
    """Python of the product, without the migrations: Django writes half of those."""
    return (path for path in python_files(*PRODUCT) if "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    for top in PRODUCT:
        for path in sorted((ROOT / top).rglob("templates/**/*")):
            if path.is_file():
                yield path


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def floors() -> list[set[str]]:
    """The contexts from the highest floor to the lowest, as the import contract states them."""
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def listed(faults: Iterable[object]) -> str:
    """For the message of an assertion: all faults, a line each, where pytest would cut them."""
    return "\n" + "\n".join(str(fault) for fault in faults)
