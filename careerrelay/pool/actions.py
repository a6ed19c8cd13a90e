"""Tags, segments and views are made, put on people, and given up. In the company's scope."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.pool.asking import is_bound_to_pool
from careerrelay.pool.models import SavedView, Segment, Tag, Tagging, TagGroup
from careerrelay.pool.rules.question import Question, also_in_pool, question_document
from careerrelay.text.cleaning import clean_line
from careerrelay.text.folding import fold_for_search

NAME_CHARACTERS_MAX = 60


class UnfitName(Refusal):
    pass


class NameTaken(Refusal):
    pass


def make_tag(
    *,
    organization_id: UUID,
    group: TagGroup,
    name: str,
    taxonomy_key: str = "",
    actor: Actor,
    at: datetime,
) -> Tag:
    """The tag of this name, which may have been there under another spelling; one that had ended is offered again.

    Raises: UnfitName.
    """
    clean = _clean_name(name)
    tag, is_new = Tag.objects.get_or_create(
        organization_id=organization_id,
        group=group,
        name_key=fold_for_search(clean)[:NAME_CHARACTERS_MAX],
        defaults={
            "name": clean,
            "taxonomy_key": taxonomy_key,
            "created_by": actor.id,
            "created_at": at,
        },
    )
    if tag.ended_at is not None:
        tag.ended_at, tag.name = None, clean
        tag.save(update_fields=["ended_at", "name"])
        is_new = True
    if is_new:
        record_deed("make_tag", of=tag, actor=actor, at=at)
    return tag


def end_tag(tag: Tag, *, actor: Actor, at: datetime) -> None:
    """It is offered and shown no longer. Making it again brings it back to everybody who had it."""
    tag.ended_at = at
    tag.save(update_fields=["ended_at"])
    record_deed("end_tag", of=tag, actor=actor, at=at)


def put_tag(tag: Tag, *, candidate_id: UUID, actor: Actor, at: datetime) -> bool:
    """Whether it was not there before."""
    _, is_new = Tagging.objects.get_or_create(
        tag=tag,
        candidate_id=candidate_id,
        defaults={"organization_id": tag.organization_id, "tagged_by": actor.id, "tagged_at": at},
    )
    if is_new:
        record_deed("put_tag", object_kind="candidate", object_id=candidate_id, actor=actor, at=at)
    return is_new


def take_tag(tag: Tag, *, candidate_id: UUID, actor: Actor, at: datetime) -> bool:
    removed, _ = Tagging.objects.filter(tag=tag, candidate_id=candidate_id).delete()
    if removed:
        record_deed("take_tag", object_kind="candidate", object_id=candidate_id, actor=actor, at=at)
    return bool(removed)


def save_segment(
    *,
    organization_id: UUID,
    name: str,
    question: Question,
    is_frozen: bool = False,
    actor: Actor,
    at: datetime,
) -> Segment:
    """A frozen one gets its people from the deed that freezes. Raises: UnfitName, NameTaken."""
    if is_frozen and is_bound_to_pool(question, organization_id=organization_id):
        # Kept beside the people, so that who leaves the pool leaves this too (P08).
        question = also_in_pool(question)
    try:
        with transaction.atomic():
            segment = Segment.objects.create(
                organization_id=organization_id,
                name=_clean_name(name),
                is_frozen=is_frozen,
                question=question_document(question),
                created_by=actor.id,
                created_at=at,
            )
    except IntegrityError as error:
        raise NameTaken(
            ja="この名前のセグメントは、もうあります。", en="A segment of this name exists already."
        ) from error
    record_deed("save_segment", of=segment, actor=actor, at=at)
    return segment


def end_segment(segment: Segment, *, actor: Actor, at: datetime) -> None:
    segment.ended_at = at
    segment.save(update_fields=["ended_at"])
    record_deed("end_segment", of=segment, actor=actor, at=at)


def save_view(
    *,
    organization_id: UUID,
    name: str,
    question: Question,
    columns: Sequence[str],
    sort: str,
    is_shared: bool,
    actor: Actor,
    at: datetime,
) -> SavedView:
    """Under a name that the owner has used already, the new one takes its place. Raises: UnfitName."""
    view, _ = SavedView.objects.update_or_create(
        organization_id=organization_id,
        name=_clean_name(name),
        owner_id=None if is_shared else actor.id,
        defaults={
            "columns": list(columns),
            "sort": sort,
            "question": question_document(question),
            "created_by": actor.id,
            "created_at": at,
        },
    )
    record_deed("save_view", of=view, actor=actor, at=at)
    return view


def remove_view(view: SavedView, *, actor: Actor, at: datetime) -> None:
    record_deed("remove_view", of=view, actor=actor, at=at)
    view.delete()


def _clean_name(name: str) -> str:
    clean = clean_line(name)
    if not clean:
        raise UnfitName(ja="名前を入力してください。", en="Enter a name.")
    if len(clean) > NAME_CHARACTERS_MAX:
        raise UnfitName(
            ja=f"名前は{NAME_CHARACTERS_MAX}文字までです。",
            en=f"A name has {NAME_CHARACTERS_MAX} characters at most.",
        )
    return clean
