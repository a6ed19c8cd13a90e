"""Hostile files at the door and in the reader, in the sandbox that the product uses (P46)."""

import json
import subprocess
import sys

import pytest

from careerrelay.candidates.looking import look_at_document, text_in_document
from careerrelay.candidates.rules.documents.kinds import DocumentKind, recognise_document
from careerrelay.candidates.rules.documents.reading import inspect_document
from tests.candidates.weighing import HEAVY
from tests.corpus.documents import cv_pdf, docx, old_doc
from tests.corpus.hostile_documents import HOSTILE_DOCUMENTS


@pytest.mark.promise("P46")
@pytest.mark.parametrize("name", HOSTILE_DOCUMENTS)
def test_a_hostile_file_is_refused_at_the_door_for_what_it_is(name: str) -> None:
    """What the sandbox runs, run here: the next test does it from outside."""
    make, refusal = HOSTILE_DOCUMENTS[name]
    content = make()
    with pytest.raises(refusal):
        inspect_document(content, recognise_document(content))


@pytest.mark.promise("P46")
def test_a_damaged_file_is_not_called_locked_because_the_one_before_was() -> None:
    for name in ("PDF with a password", "PDF without pages"):
        make, refusal = HOSTILE_DOCUMENTS[name]
        content = make()
        with pytest.raises(refusal):
            inspect_document(content, recognise_document(content))


@pytest.mark.promise("P46")
def test_a_file_costs_two_seconds_and_300_megabytes_at_most() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.candidates.weighing"], capture_output=True, check=True, timeout=300
    )
    costs = json.loads(ran.stdout)
    for name, cost in costs.items():
        assert cost["own_seconds"] + cost["door_seconds"] <= 2, name
        assert cost["reading_seconds"] <= 2, name
        assert cost["child_bytes_max"] <= 300_000_000, name
    assert {costs[name]["answer"] for name in HEAVY} == {
        HOSTILE_DOCUMENTS[name][1].__name__ for name in HEAVY
    }


@pytest.mark.parametrize(
    ("kind", "content"),
    [(DocumentKind.PDF, cv_pdf()), (DocumentKind.DOCX, docx()), (DocumentKind.DOC, old_doc())],
)
def test_what_is_sound_comes_in_and_is_read(kind: DocumentKind, content: bytes) -> None:
    assert look_at_document(content) is kind
    assert "株式会社汐見計測" in text_in_document(content, kind).text
