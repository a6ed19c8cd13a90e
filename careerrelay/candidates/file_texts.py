"""What a worker does with a file that was taken in: read it in the sandbox, clean what was read, make it findable."""

from datetime import datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.looking import text_in_document
from careerrelay.candidates.models import CandidateFile, FileState
from careerrelay.candidates.rules.documents.cleaning import clean_document_text, holds_my_number
from careerrelay.candidates.rules.documents.kinds import DocumentKind
from careerrelay.candidates.rules.documents.reading import DocumentText
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal

READER = Actor.system("file_reader")

NO_TEXT = Refusal(
    ja="文字を読み取れませんでした。スキャンや写真から作った書類には、読み取れる文字がありません。",
    en="No text could be read. A scan or a photo holds no text that can be read.",
)
MY_NUMBER_FOUND = Refusal(
    ja="マイナンバーが書かれていたため、ファイルを取り除きました(番号法20条)。番号を消した書類を、もう一度受け取ってください。",
    en="It held a My Number, so the file was removed (My Number Act, Art. 20). Ask for a copy without the number.",
)
GIVEN_UP = Refusal(
    ja="読み取りが何度も止まったため、やめました。ファイルは受け取れます。",
    en="Reading stopped again and again and was given up. The file can still be downloaded.",
)


def read_candidate_file(*, organization_id: UUID, file_id: UUID, at: datetime) -> None:
    """Once: a file that is read or gone is left alone, so that a second worker changes nothing. The sandbox works
    outside of any transaction. Raises: SandboxMissing."""
    with acting_for(organization_id):
        file = CandidateFile.objects.filter(id=file_id, state=FileState.WAITING).first()
    if file is None:
        return
    try:
        read = text_in_document(bytes(file.content), DocumentKind(file.kind))
    except Refusal as refused:
        _note(file, state=FileState.UNREADABLE, reason=refused, at=at)
        return
    if holds_my_number(read.text):
        _note(file, state=FileState.REMOVED, reason=MY_NUMBER_FOUND, at=at)
    elif not read.text:
        _note(file, state=FileState.UNREADABLE, reason=NO_TEXT, at=at)
    else:
        _note_text(file, read, at=at)


def give_up_file(*, organization_id: UUID, file_id: UUID, at: datetime) -> None:
    with acting_for(organization_id):
        file = CandidateFile.objects.filter(id=file_id, state=FileState.WAITING).first()
    if file is not None:
        _note(file, state=FileState.UNREADABLE, reason=GIVEN_UP, at=at)


def _note_text(file: CandidateFile, read: DocumentText, *, at: datetime) -> None:
    cleaned = clean_document_text(read.text)
    with acting_for(file.organization_id):
        changed = CandidateFile.objects.filter(id=file.id, state=FileState.WAITING).update(
            state=FileState.READ,
            text=cleaned.text,
            is_cut=read.is_cut,
            left_out=[item.ja for item in cleaned.left_out],
        )
        if changed:
            index_candidates(organization_id=file.organization_id, candidate_ids=[file.candidate_id])


def _note(file: CandidateFile, *, state: FileState, reason: Refusal, at: datetime) -> None:
    with acting_for(file.organization_id):
        kept = {} if state == FileState.UNREADABLE else {"content": b""}
        changed = CandidateFile.objects.filter(id=file.id, state=FileState.WAITING).update(
            state=state, failure_ja=reason.ja, failure_en=reason.en, **kept
        )
        if changed and state == FileState.REMOVED:
            record_deed("remove_file", of=file, actor=READER, at=at)
