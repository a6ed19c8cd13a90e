"""Notes about a candidate: written, and by their author edited and deleted. In the organization's scope."""

from datetime import datetime
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate, Note
from careerrelay.core.actor import Actor


def notes_about(candidate: Candidate) -> list[Note]:
    """Newest first."""
    return list(Note.objects.filter(candidate=candidate).order_by("-created_at", "-id"))


def own_note(*, organization_id: UUID, note_id: UUID, author_id: UUID) -> Note | None:
    """With its candidate; somebody else's note cannot be touched, so here it does not exist."""
    return (
        Note.objects.filter(organization_id=organization_id, id=note_id, author_id=author_id)
        .select_related("candidate")
        .first()
    )


def write_note(candidate: Candidate, *, words: str, actor: Actor, at: datetime) -> Note:
    note = Note.objects.create(
        organization_id=candidate.organization_id,
        candidate=candidate,
        words=words,
        author_id=actor.id,
        created_at=at,
    )
    index_candidates(organization_id=candidate.organization_id, candidate_ids=[candidate.id])
    record_deed("write_note", of=note, actor=actor, at=at)
    return note


def edit_note(note: Note, *, words: str, actor: Actor, at: datetime) -> None:
    note.words, note.edited_at = words, at
    note.save(update_fields=["words", "edited_at"])
    index_candidates(organization_id=note.organization_id, candidate_ids=[note.candidate_id])
    record_deed("edit_note", of=note, actor=actor, at=at)


def delete_note(note: Note, *, actor: Actor, at: datetime) -> None:
    # Of the candidate, because the note leaves nothing to which an entry could point.
    record_deed("delete_note", object_kind="candidate", object_id=note.candidate_id, actor=actor, at=at)
    note.delete()
    index_candidates(organization_id=note.organization_id, candidate_ids=[note.candidate_id])
