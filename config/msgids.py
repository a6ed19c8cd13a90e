"""Finds every sentence that the program says in templates and Python: the Japanese message ids.

Reads sources only; Django need not be set up.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, templatize

JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uff01-\uff9f]")
# A language is offered in its own words, whatever the page's language is.
OWN_NAME = "日本語"

_CALL_IN_TEMPLATE = re.compile(r"(?<![A-Za-z_])(?:n?p?gettext|_)\(")
# Which positional arguments of a translating function are (context, message, plural).
_SHAPES = {
    "_": "m",
    "gettext": "m",
    "gettext_lazy": "m",
    "gettext_noop": "m",
    "pgettext": "cm",
    "pgettext_lazy": "cm",
    "ngettext": "mp",
    "ngettext_lazy": "mp",
    "npgettext": "cmp",
    "npgettext_lazy": "cmp",
}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    msgid: str
    context: str = ""
    plural: str = ""


def messages_in_template(source: str) -> Iterator[Message]:
    """What xgettext would find: Django rewrites a template so that only its translating calls stay readable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = templatize(source)
    for match in _CALL_IN_TEMPLATE.finditer(calls):
        yield from messages_in_python(_call_at(calls, match.start()))


def _call_at(text: str, start: int) -> str:
    for end in (match.end() for match in re.compile(r"\)").finditer(text, start)):
        try:
            ast.parse(text[start:end], mode="eval")
        except SyntaxError:
            continue
        return text[start:end]
    raise ValueError(f"a translating call without its end: {text[start : start + 80]}")


def messages_in_python(source: str) -> Iterator[Message]:
    """Calls with literal arguments. A variable is translated where its text was marked with gettext_noop."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            shape = _SHAPES.get(name, "")
            if shape and len(texts) >= len(shape):
                given = {kind: str(text) for kind, text in zip(shape, texts, strict=False)}
                yield Message(given["m"], given.get("c", ""), given.get("p", ""))


def untranslated_japanese(source: str) -> Iterator[tuple[int, str]]:
    """Japanese in a template that no translating tag surrounds: (line, what stands there)."""
    for token in _spoken_tokens(source):
        left = _outside_translation(token)
        if match := JAPANESE.search(left):
            yield (token.lineno or 0) + left.count("\n", 0, match.start()), " ".join(left.split())[:60]


def _spoken_tokens(source: str) -> Iterator[Token]:
    """All but what stands inside of blocktranslate and comment."""
    inside = ""
    for token in Lexer(source).tokenize():
        tag = token.contents if token.token_type == TokenType.BLOCK else ""
        if inside == "comment":
            inside = "" if tag == "endcomment" else inside
        elif endblock_re.match(tag):
            inside = ""
        elif not inside:
            yield token
            inside = (
                "comment" if tag.split(" ")[0] == "comment" else "translation" if block_re.match(tag) else ""
            )


def _outside_translation(token: Token) -> str:
    if token.token_type == TokenType.COMMENT or inline_re.match(token.contents):
        return ""
    text = constant_re.sub("", token.contents) if token.token_type != TokenType.TEXT else token.contents
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return text.replace(OWN_NAME, "")


@dataclass(frozen=True, slots=True)
class Source:
    path: Path
    # The folder of the Django app whose catalog translates this file.
    app: Path

    def messages(self) -> list[Message]:
        text = self.path.read_text(encoding="utf-8")
        found = messages_in_python(text) if self.path.suffix == ".py" else messages_in_template(text)
        return sorted(set(found))


def sources(root: Path) -> Iterator[Source]:
    """Every Python file and template of the product below `root`, with its app, sorted by path."""
    for top in ("careerrelay", "config"):
        for path in sorted((root / top).rglob("*")):
            is_template = "templates" in path.relative_to(root).parts and path.is_file()
            is_python = path.suffix == ".py" and "migrations" not in path.parts
            if is_template or is_python:
                yield Source(path, _app_of(path, root / top))


def _app_of(path: Path, top: Path) -> Path:
    inside = (folder for folder in path.parents if folder.is_relative_to(top))
    return next((folder for folder in inside if (folder / "apps.py").exists()), top)
