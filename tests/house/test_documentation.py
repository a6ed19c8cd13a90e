"""Documentation is tested: no command and no setting without its heading, and the other way round."""

import ast
import re
from collections.abc import Iterator

from django.core.management import get_commands

from tests.house.sources import PRODUCT, ROOT, listed, python_files, text_of, tree_of

COMMANDS = ROOT / "docs" / "commands.md"
SETTINGS = ROOT / "docs" / "settings.md"
DEVELOPMENT = ROOT / "docs" / "development.md"

HEADING = re.compile(r"^#{2,4} `([^`]+)`$", re.MULTILINE)
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
IN_SHELL = re.compile(r"\$\{?((?:CAREERRELAY_[A-Z_]+)|PYTHON)\b")
# Written by the system or by a test runner, not by whoever runs us.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER"}


def headings(text: str) -> set[str]:
    return set(HEADING.findall(text))


def commands() -> set[str]:
    named = {
        f"careerrelay {name}" for name, app in get_commands().items() if str(app).split(".")[0] in PRODUCT
    }
    # Those that the command line answers before Django is there.
    named |= {
        f"careerrelay {name}"
        for name in re.findall(r'command == "(\w+)"', text_of(ROOT / "config" / "cli.py"))
    }
    return named | {f"bin/{path.name}" for path in (ROOT / "bin").iterdir() if path.is_file()}


def variables_in(tree: ast.Module) -> Iterator[str]:
    """Names that Python asks the environment for: as an argument, as a key of `environ`, or by a constant."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[asked, *_]) | ast.Subscript(slice=asked) | ast.Assign(value=asked):
                parts = asked.elts if isinstance(asked, ast.Tuple) else [asked]
                for part in parts:
                    if isinstance(part, ast.Constant) and VARIABLE.fullmatch(str(part.value)):
                        yield str(part.value)


def settings() -> set[str]:
    asking = [
        path
        for path in python_files(*PRODUCT, "tests")
        if re.search(r"\benviron\b|\bgetenv\b", text_of(path))
    ]
    in_python = {
        name for path in asking if path.parent.name != "house" for name in variables_in(tree_of(path))
    }
    in_shell = {
        name
        for path in (ROOT / "bin").iterdir()
        if path.is_file()
        for name in IN_SHELL.findall(text_of(path))
    }
    return (in_python | in_shell) - NOT_OURS


def test_every_command_has_its_heading():
    documented = {name for name in headings(text_of(COMMANDS)) if name.startswith(("careerrelay ", "bin/"))}
    assert documented == commands(), listed(sorted(documented ^ commands()))


def test_every_setting_has_its_heading():
    documented = headings(text_of(SETTINGS))
    assert documented == settings(), listed(sorted(documented ^ settings()))


def test_the_checks_of_documentation_bite():
    assert headings("## `careerrelay verify`\n\ntext `X_Y`\n\n#### `SECRET_KEY`\n") == {
        "careerrelay verify",
        "SECRET_KEY",
    }
    source = """
URL, OTHER = "DATABASE_URL", 3
os.environ.get("PUBLIC_URL", "NOT_ASKED_FOR")
os.environ["SECRET_KEY"]
flag("CAREERRELAY_DEMO")
unrelated = {"CONN_MAX_AGE": 1}
"""
    assert set(variables_in(ast.parse(source))) == {
        "DATABASE_URL",
        "PUBLIC_URL",
        "SECRET_KEY",
        "CAREERRELAY_DEMO",
    }


def test_every_page_of_the_documentation_is_linked():
    linked = set(re.findall(r"\]\(([^)#]+\.md)\)", text_of(ROOT / "README.md")))
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert pages <= linked, listed(sorted(pages - linked))


def test_no_link_of_the_documentation_is_dead():
    dead = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text_of(path))
        if not (path.parent / target).exists()
    ]
    assert not dead, listed(dead)


def test_the_message_of_a_commit_has_its_form():
    form = re.search(r"^    (\^.*\$)$", text_of(DEVELOPMENT), re.MULTILINE)
    assert form is not None
    fits = re.compile(form[1]).match
    assert fits("consent: Refuse a grant without its wording")
    assert fits("web/candidate: Say until when a relay can be stopped")
    assert not fits("Refuse a grant without its wording")
    assert not fits("consent: refuse a grant")
    assert not fits("consent: Refuse a grant.")
    assert not fits("consent: " + "R" * 64)


def test_the_changelog_has_room_for_what_is_not_released():
    assert re.search(r"^## Unreleased$\n\n- ", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)


def test_an_architecture_decision_asserts_and_counts_its_price():
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        parts = re.findall(r"^## (.+)$", text_of(path), re.MULTILINE)
        assert re.fullmatch(r"[0-9]{4}-[a-z0-9-]+\.md", path.name)
        assert parts == ["Context", "Decision", "Price", "What would change our mind"], path.name


def test_whatever_the_page_of_law_points_at_is_there():
    named = set(re.findall(r"`((?:careerrelay|tests)/[^`]+)`", text_of(ROOT / "docs" / "law.md")))
    gone = sorted(path for path in named if not (ROOT / path).is_file())
    assert named
    assert not gone, listed(gone)
