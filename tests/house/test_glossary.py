"""Every model is a word of docs/glossary.md, and no name uses a word that the glossary gave up."""

import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Model

from tests.house.sources import ROOT, listed, text_of

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\|(?P<ja>[^|]+)\|(?P<word>[^|]+)\|(?P<meaning>[^|]+)\|(?P<never>[^|]*)\|$", re.MULTILINE)
NAMED = re.compile(r"`([A-Z][A-Za-z]+)`")
PARTS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def rows(text: str) -> Iterator[re.Match[str]]:
    return (row for row in ROW.finditer(text) if row["word"].strip() not in ("word", "---"))


def words(text: str) -> set[str]:
    return {name for row in rows(text) for name in NAMED.findall(row["word"])}


def given_up(text: str) -> set[str]:
    return {word for row in rows(text) for word in row["never"].replace(",", " ").split()}


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("careerrelay.")]


def misnamed(names: Iterable[str], *, never: set[str]) -> list[str]:
    """Names of which one word was given up, in the singular or the plural."""
    return [
        name
        for name in names
        if any(
            part.lower() in never or part.lower().removesuffix("s") in never for part in PARTS.findall(name)
        )
    ]


def names_of(model: type[Model]) -> Iterator[str]:
    yield model.__name__
    yield from (f"{model.__name__}.{field.name}" for field in model._meta.local_fields)


def test_every_model_is_in_the_glossary():
    missing = [model.__name__ for model in our_models() if model.__name__ not in words(text_of(GLOSSARY))]
    assert not missing, listed(missing)


def test_no_word_outlives_its_model():
    gone = words(text_of(GLOSSARY)) - {model.__name__ for model in our_models()}
    assert not gone, listed(sorted(gone))


def test_no_model_and_no_field_uses_a_word_that_was_given_up():
    never = given_up(text_of(GLOSSARY))
    found = [name for model in our_models() for name in misnamed(names_of(model), never=never)]
    assert not found, listed(found)


def test_the_glossary_gives_up_no_word_that_it_uses():
    text = text_of(GLOSSARY)
    assert not misnamed(words(text), never=given_up(text))


def test_every_row_has_its_japanese_its_word_and_its_meaning():
    incomplete = [
        row[0]
        for row in rows(text_of(GLOSSARY))
        if not all(row[part].strip() for part in ("ja", "word", "meaning"))
    ]
    assert not incomplete, listed(incomplete)


def test_the_check_of_names_bites():
    text = "| 日本語 | word | meaning | never |\n|---|---|---|---|\n| 組織 | `Organization` | the tenant | client, lead |\n"
    assert words(text) == {"Organization"}
    assert given_up(text) == {"client", "lead"}
    names = ["ClientRecord", "Order.lead_at", "Order.leads", "Leader", "misleading"]
    assert misnamed(names, never=given_up(text)) == ["ClientRecord", "Order.lead_at", "Order.leads"]
