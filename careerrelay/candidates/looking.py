"""Ask the sandbox about a file that somebody handed in: may it come in, and what is written in it."""

import json

from careerrelay.candidates.rules.documents.bundles import (
    BUNDLE_REFUSALS,
    INFLATED_BYTES_MAX,
    BundledDocument,
    check_bundle,
)
from careerrelay.candidates.rules.documents.kinds import DocumentKind, recognise_document
from careerrelay.candidates.rules.documents.reading import DocumentText
from careerrelay.candidates.rules.documents.refusals import REFUSALS, DamagedDocument
from careerrelay.core.sandbox import look_in_sandbox

_READER = "careerrelay.candidates.document_reader"
_OPENER = "careerrelay.candidates.bundle_reader"
# The processor's time is bounded to two seconds by the child itself; this is for a machine that is busy.
_SECONDS = 15.0
_ANSWER_BYTES_MAX = 2_000_000


def look_at_document(content: bytes) -> DocumentKind:
    """What it is, when it may come in. Raises: one of the refusals of documents; SandboxMissing."""
    kind = recognise_document(content)
    _ask("inspect", content, kind)
    return kind


def text_in_document(content: bytes, kind: DocumentKind) -> DocumentText:
    """Raises: one of the refusals of documents; SandboxMissing."""
    answer = _ask("read", content, kind)
    return DocumentText(str(answer["text"]), is_cut=bool(answer["is_cut"]))


def documents_in_bundle(content: bytes) -> list[BundledDocument]:
    """What a ZIP of documents holds. Raises: one of the refusals of bundles; SandboxMissing."""
    check_bundle(content)
    looked = look_in_sandbox(
        _OPENER,
        content=content,
        seconds=_SECONDS,
        answer_bytes_max=INFLATED_BYTES_MAX + _ANSWER_BYTES_MAX,
    )
    if not looked.answer:
        raise DamagedDocument
    head, _, packed = looked.answer.partition(b"\n")
    answer = json.loads(head)
    if refused := answer.get("refusal"):
        raise BUNDLE_REFUSALS[refused]
    found, at = [], 0
    for name, size in answer["documents"]:
        found.append(BundledDocument(name, packed[at : at + size]))
        at += size
    return found


def _ask(deed: str, content: bytes, kind: DocumentKind) -> dict[str, object]:
    """A reader that was killed by a file is an answer about the file."""
    looked = look_in_sandbox(
        _READER, deed, kind, content=content, seconds=_SECONDS, answer_bytes_max=_ANSWER_BYTES_MAX
    )
    if looked.answer is None:
        raise DamagedDocument
    answer: dict[str, object] = json.loads(looked.answer)
    if refused := answer.get("refusal"):
        raise REFUSALS[str(refused)]
    return answer
