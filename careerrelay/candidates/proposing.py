"""What a CV says of somebody who is not written down yet. Read in the sandbox; nothing is stored."""

from dataclasses import dataclass

from careerrelay.candidates.file_texts import NO_TEXT
from careerrelay.candidates.looking import look_at_document, text_in_document
from careerrelay.candidates.rules.documents.cleaning import clean_document_text, holds_my_number
from careerrelay.candidates.rules.documents.cv_facts import Facts, facts_in_cv
from careerrelay.candidates.rules.documents.kinds import DocumentKind
from careerrelay.candidates.rules.fair_hiring import BarredItem
from careerrelay.core.refusal import Refusal


class MyNumberInIt(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="マイナンバーが書かれているため、読み取っていません(番号法20条)。番号を消した書類を受け取ってください。",
            en="It holds a My Number, so it was not read (My Number Act, Art. 20). "
            "Ask for a copy without the number.",
        )


class NoTextInIt(Refusal):
    def __init__(self) -> None:
        super().__init__(ja=NO_TEXT.ja, en=NO_TEXT.en)


@dataclass(frozen=True, slots=True)
class ProposedFacts:
    """`facts` as they would be typed. `left_out`: what the document holds and nobody may ask."""

    kind: DocumentKind
    facts: Facts
    left_out: tuple[BarredItem, ...]


def propose_facts(content: bytes) -> ProposedFacts:
    """Raises: one of the refusals of documents, MyNumberInIt, NoTextInIt; SandboxMissing."""
    kind = look_at_document(content)
    text = text_in_document(content, kind).text
    if holds_my_number(text):
        raise MyNumberInIt
    if not text:
        raise NoTextInIt
    cleaned = clean_document_text(text)
    return ProposedFacts(kind, facts_in_cv(cleaned.text), cleaned.left_out)
