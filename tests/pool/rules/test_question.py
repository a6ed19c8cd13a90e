"""A question is one value, however it travels: in an address, in a row, taken apart and put together."""

import json
from datetime import date
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.pool.asking import KNOWN
from careerrelay.pool.rules.question import (
    VALUES_MAX,
    Question,
    question_document,
    question_of_document,
    question_pairs,
    read_question,
    without_kind,
)

words = st.text(min_size=1, max_size=20).map(lambda text: text.replace("\0", "").strip()).filter(bool)
ids = st.uuids()


def several(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=4, unique=True).map(tuple)


questions = st.builds(
    Question,
    search=st.just("") | words,
    states=several(st.sampled_from(sorted(KNOWN.states))),
    tags_all=several(ids),
    tags_any=several(ids),
    tags_none=several(ids),
    regions=several(words),
    owners=several(ids.map(str) | st.just("nobody")),
    sources=several(st.sampled_from(sorted(KNOWN.sources))),
    routes=several(words),
    skills=several(words),
    segment=st.none() | ids,
    stage=st.just("") | st.sampled_from(sorted(KNOWN.stages)),
    applied_from_on=st.none() | st.dates(),
    applied_until_on=st.none() | st.dates(),
    reasons=several(ids),
    is_revisit_due=st.booleans(),
    is_stale=st.booleans(),
    is_in_pool=st.booleans(),
    is_unreachable=st.booleans(),
    custom=several(st.tuples(ids, words)),
)


@given(questions)
def test_an_address_and_a_row_bring_the_same_question_back(question: Question) -> None:
    address = urlencode(question_pairs(question))
    read = read_question(parse_qsl(address), known=KNOWN)
    assert (read.question, read.unknown) == (question, ())
    document = json.loads(json.dumps(question_document(question)))
    assert question_of_document(document, known=KNOWN).question == question


@given(questions)
def test_each_kind_of_condition_can_be_taken_away_alone(question: Question) -> None:
    pairs = question_pairs(question)
    for pair in pairs:
        kind = question_pairs(without_kind(question, pair[0], known=KNOWN))
        assert kind == [other for other in pairs if other[0] != pair[0]]


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=300)), max_size=20))
def test_whatever_stands_in_an_address_is_a_question_or_is_noted(pairs: list[tuple[str, str]]) -> None:
    read = read_question(pairs, known=KNOWN)
    assert read_question(question_pairs(read.question), known=KNOWN).question == read.question


@pytest.mark.parametrize(
    "pair",
    [
        ("state", "fired"),
        ("is", "left"),
        ("is", "not_pool"),
        ("pool", "no"),
        ("tag", "1 OR 1=1"),
        ("applied_from", "2025-02-29"),
        ("stage", "INTERVIEW_1"),
        ("custom.x", "1"),
        ("source", ""),
    ],
)
def test_what_is_no_such_thing_asks_nothing(pair: tuple[str, str]) -> None:
    read = read_question([pair, ("region", "東京")], known=KNOWN)
    assert read.question == Question(regions=("東京",))
    assert read.unknown == ((pair,) if pair[1] else ())


def test_a_form_that_sends_everything_blank_asks_for_everybody() -> None:
    blank = [(key, "") for key in ("search", "state", "tag", "applied_from", "is", "custom.x")]
    assert read_question(blank, known=KNOWN).question.is_empty


def test_an_endless_address_ends() -> None:
    pairs = [("tag_any", str(UUID(int=number))) for number in range(VALUES_MAX + 7)]
    read = read_question(pairs, known=KNOWN)
    assert len(read.question.tags_any) == VALUES_MAX
    assert len(read.unknown) == 7


def test_a_later_version_is_read_as_far_as_it_is_ours() -> None:
    document = {"version": 9, "pairs": [["region", "東京"], ["mood", "good"], ["applied_from", "2026-01-01"]]}
    read = question_of_document(document, known=KNOWN)
    assert read.question == Question(regions=("東京",), applied_from_on=date(2026, 1, 1))
    assert read.unknown == (("mood", "good"),)
