"""A ZIP of CVs becomes drafts: each is read by a worker and waits for somebody who confirms it. In the organization's
scope. A draft is no candidate: nobody is found, written to or counted by it."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.entering import enter_candidate
from careerrelay.candidates.files import keep_file
from careerrelay.candidates.looking import documents_in_bundle
from careerrelay.candidates.models import Candidate, CandidateDraft, DraftState
from careerrelay.candidates.proposing import MyNumberInIt, propose_facts
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal

DRAFT_DAYS = 14


class DraftGone(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="この下書きは、もうありません。", en="This draft is gone.")


def keep_bundle(
    *, organization_id: UUID, filename: str, content: bytes, actor: Actor, at: datetime
) -> list[CandidateDraft]:
    """One draft for each document; what waits as a draft already is not doubled.

    Raises: one of the refusals of bundles; SandboxMissing.
    """
    documents = documents_in_bundle(content)
    drafts = [
        CandidateDraft(
            organization_id=organization_id,
            filename=document.name.rpartition("/")[2][:200],
            bundle_name=filename[:255],
            content=document.content,
            content_hash=hashlib.sha256(document.content).digest(),
            uploaded_by=actor.id,
            uploaded_at=at,
        )
        for document in documents
    ]
    CandidateDraft.objects.bulk_create(drafts, batch_size=10, ignore_conflicts=True)
    kept = list(drafts_of(organization_id).filter(id__in=[draft.id for draft in drafts]))
    record_deed(
        "keep_bundle",
        object_kind="organization",
        object_id=organization_id,
        count=max(len(kept), 1),
        actor=actor,
        at=at,
    )
    for draft in kept:
        wake("candidates:read_draft", organization_id=str(organization_id), draft_id=str(draft.id))
    return kept


def read_draft(*, organization_id: UUID, draft_id: UUID) -> None:
    """Once. The sandbox works outside of any transaction. Raises: SandboxMissing."""
    with acting_for(organization_id):
        draft = CandidateDraft.objects.filter(id=draft_id, state=DraftState.WAITING).first()
    if draft is None:
        return
    try:
        proposed = propose_facts(bytes(draft.content))
    except Refusal as refused:
        # Neither read nor kept: what may not be here at all goes at once (番号法20条).
        kept = {"content": b""} if isinstance(refused, MyNumberInIt) else {}
        _note(draft, state=DraftState.UNREADABLE, failure_ja=refused.ja, failure_en=refused.en, **kept)
        return
    left_out = [item.ja for item in proposed.left_out]
    _note(draft, state=DraftState.READ, facts=proposed.facts, left_out=left_out)


def _note(draft: CandidateDraft, **read: object) -> None:
    with acting_for(draft.organization_id):
        CandidateDraft.objects.filter(id=draft.id, state=DraftState.WAITING).update(**read)


def confirm_draft(
    draft: CandidateDraft,
    *,
    typed: Mapping[str, str],
    leave_out: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> Candidate:
    """The person is written down with their document, and the draft goes.

    Raises: DraftGone, UnfitFacts, AlreadyKnown, the refusals of documents; then nothing is changed.
    """
    with transaction.atomic():
        held = _held(draft)
        candidate = enter_candidate(
            organization_id=draft.organization_id, typed=typed, leave_out=leave_out, actor=actor, at=at
        )
        _hand_over(held, candidate, actor=actor, at=at)
    return candidate


def add_draft_to(draft: CandidateDraft, candidate: Candidate, *, actor: Actor, at: datetime) -> None:
    """The document belongs to somebody who is known. Raises: DraftGone, and what `keep_file` raises."""
    with transaction.atomic():
        _hand_over(_held(draft), candidate, actor=actor, at=at)


def discard_draft(draft: CandidateDraft, *, actor: Actor, at: datetime) -> None:
    gone, _ = CandidateDraft.objects.filter(id=draft.id).delete()
    if gone:
        record_deed("discard_draft", object_kind="candidatedraft", object_id=draft.id, actor=actor, at=at)


def drafts_of(organization_id: UUID) -> QuerySet[CandidateDraft]:
    """Those that wait for somebody, in the order of their files; without their bytes."""
    drafts = CandidateDraft.objects.filter(organization_id=organization_id).defer("content")
    return drafts.order_by("-uploaded_at", "filename", "id")


def draft_in_scope(*, organization_id: UUID, draft_id: UUID) -> CandidateDraft | None:
    return drafts_of(organization_id).filter(id=draft_id).first()


def forget_old_drafts(*, organization_id: UUID, at: datetime) -> int:
    until_at = at - timedelta(days=DRAFT_DAYS)
    old = CandidateDraft.objects.filter(organization_id=organization_id, uploaded_at__lt=until_at)
    return old.delete()[0]


def _held(draft: CandidateDraft) -> CandidateDraft:
    held = CandidateDraft.objects.select_for_update().filter(id=draft.id).first()
    if held is None:
        raise DraftGone
    return held


def _hand_over(held: CandidateDraft, candidate: Candidate, *, actor: Actor, at: datetime) -> None:
    keep_file(candidate, filename=held.filename, content=bytes(held.content), actor=actor, at=at)
    held.delete()
