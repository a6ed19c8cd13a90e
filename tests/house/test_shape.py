"""Small files, short functions, and no drawer into which everything goes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import PRODUCT, listed, product_files, python_files, shown, text_of

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40
# The formatter breaks code at 110; a sentence that it cannot break may end a little later.
LINE_CHARACTERS_MAX = 120
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "exceptions",
    "services",
    "service",
    "common",
    "misc",
    "signals",
    "mixins",
}


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and length of each function that is too long. What its docstring says is not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            described = isinstance(first, ast.Expr) and ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if described else 0
            length = (node.end_lineno or 0) - node.lineno + 1 - docstring
            if length > FUNCTION_LINES_MAX:
                yield node.name, length


def namesakes(sources: dict[str, str]) -> dict[str, list[str]]:
    """Public functions of one name in several files: grep would not tell them apart."""
    places: dict[str, list[str]] = {}
    for place, source in sources.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(place)
    return {name: found for name, found in places.items() if len(found) > 1}


def is_drawer(path: Path) -> bool:
    return path.stem in DRAWERS or path.parent.name in DRAWERS


def test_no_file_is_longer_than_a_reader_bears():
    long = {
        shown(path): lines
        for path in product_files()
        if (lines := text_of(path).count("\n")) > FILE_LINES_MAX
    }
    assert not long, listed(long.items())


def test_no_function_is_longer_than_a_screen():
    long = [(shown(path), *found) for path in product_files() for found in long_functions(text_of(path))]
    assert not long, listed(long)


def test_no_line_is_longer_than_the_page_is_wide():
    long = [
        f"{shown(path)}:{number}"
        for path in [*product_files(), *python_files("tests")]
        for number, line in enumerate(text_of(path).split("\n"), start=1)
        if len(line) > LINE_CHARACTERS_MAX
    ]
    assert not long, listed(long)


def test_no_module_is_a_drawer():
    assert [shown(path) for path in python_files(*PRODUCT) if is_drawer(path)] == []


def test_no_module_has_tests_beside_the_code():
    assert [shown(path) for path in python_files(*PRODUCT) if path.name.startswith("test_")] == []


def test_a_deed_and_a_question_have_one_name_in_the_whole_repository():
    files = [path for path in product_files() if {"actions", "queries"} & {path.stem, path.parent.name}]
    found = namesakes({shown(path): text_of(path) for path in files})
    assert not found, listed(found.items())


def test_the_check_of_names_bites():
    files = {
        "relay/actions.py": "def close(): ...",
        "consent/actions.py": "def close(): ...\ndef _x(): ...\ndef y(): ...",
    }
    assert namesakes(files) == {"close": ["relay/actions.py", "consent/actions.py"]}


def test_the_check_of_functions_bites():
    line = "    x = 1\n"
    too_long = "def deed():\n" + line * FUNCTION_LINES_MAX
    assert list(long_functions(too_long)) == [("deed", FUNCTION_LINES_MAX + 1)]
    described = 'def deed():\n    """Said\n\n    once."""\n' + line * (FUNCTION_LINES_MAX - 1)
    assert list(long_functions(described)) == []


@pytest.mark.parametrize(
    ("path", "drawer"),
    [
        ("careerrelay/relay/utils.py", True),
        ("careerrelay/relay/services/x.py", True),
        ("careerrelay/relay/rules.py", False),
    ],
)
def test_the_check_of_drawers_bites(path, drawer):
    assert is_drawer(Path(path)) is drawer
