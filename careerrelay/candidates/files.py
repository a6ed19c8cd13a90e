"""Files that candidates hand in: taken in after a look, read by a worker, handed on as a download, forgotten.

The bytes stand in CandidateFile and nowhere else: no temporary file, no folder, no cache.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.looking import look_at_document
from careerrelay.candidates.models import Candidate, CandidateFile, FileState
from careerrelay.candidates.rules.documents.naming import safe_filename
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal

FILES_MAX = 20


class FileAlreadyThere(Refusal):
    def __init__(self, filename: str) -> None:
        super().__init__(
            ja=f"同じファイルが、もう「{filename}」という名前で入っています。",
            en=f"The same file is here already, as {filename}.",
        )


class FileWasRemoved(Refusal):
    def __init__(self, earlier: CandidateFile) -> None:
        super().__init__(
            ja=f"前に取り除いたものと同じファイルです。{earlier.failure_ja}",
            en=f"This is the file that was removed before. {earlier.failure_en}",
        )


class TooManyFiles(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"1人につき{FILES_MAX}件までです。いらないファイルを消してから入れてください。",
            en=f"At most {FILES_MAX} files per person. Delete one that is no longer needed first.",
        )


def keep_file(
    candidate: Candidate, *, filename: str, content: bytes, actor: Actor, at: datetime
) -> CandidateFile:
    """Take a file in, unread: a worker reads it. In the organization's scope.

    Raises: the refusals of documents, FileAlreadyThere, FileWasRemoved, TooManyFiles; SandboxMissing.
    """
    content_hash = hashlib.sha256(content).digest()
    _refuse_what_is_there(candidate, content_hash)
    kind = look_at_document(content)
    try:
        with transaction.atomic():
            kept = CandidateFile.objects.create(
                organization_id=candidate.organization_id,
                candidate=candidate,
                filename=safe_filename(filename, kind),
                kind=kind.value,
                content=content,
                content_bytes=len(content),
                content_hash=content_hash,
                state=FileState.WAITING,
                uploaded_by=actor.id,
                uploaded_at=at,
            )
    except IntegrityError:
        # The second of a double click: the first was committed while this one was looked at.
        raise FileAlreadyThere(filename) from None
    record_deed("keep_file", of=kept, actor=actor, at=at)
    wake("candidates:read_file", organization_id=str(candidate.organization_id), file_id=str(kept.id))
    return kept


def _refuse_what_is_there(candidate: Candidate, content_hash: bytes) -> None:
    there = files_of(candidate)
    same = there.filter(content_hash=content_hash).first()
    if same is not None and same.state == FileState.REMOVED:
        raise FileWasRemoved(same)
    if same is not None:
        raise FileAlreadyThere(same.filename)
    if there.count() >= FILES_MAX:
        raise TooManyFiles


def delete_file(file: CandidateFile, *, actor: Actor, at: datetime) -> None:
    """Bytes, text and words to find it by go together. In the organization's scope."""
    gone, _ = CandidateFile.objects.filter(id=file.id).delete()
    if gone:
        index_candidates(organization_id=file.organization_id, candidate_ids=[file.candidate_id])
        record_deed("delete_file", object_kind="candidate", object_id=file.candidate_id, actor=actor, at=at)


def files_of(candidate: Candidate) -> QuerySet[CandidateFile]:
    """Newest first, without their bytes and texts."""
    return (
        CandidateFile.objects.filter(organization_id=candidate.organization_id, candidate_id=candidate.id)
        .defer("content", "text")
        .order_by("-uploaded_at", "-id")
    )


def file_in_scope(*, organization_id: UUID, file_id: UUID) -> CandidateFile | None:
    return CandidateFile.objects.filter(organization_id=organization_id, id=file_id).first()
