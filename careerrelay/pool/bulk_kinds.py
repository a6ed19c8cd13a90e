"""What each deed on many does to some of them, and how it is taken back. In the company's scope."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from careerrelay.candidates.applications import (
    ApplicationEnded,
    EndedBeforeApplied,
    RejectionFacts,
    open_again,
    reject_application,
)
from careerrelay.candidates.models import Application, ApplicationState, Candidate, RejectionReason
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.pool.actions import NAME_CHARACTERS_MAX, make_tag
from careerrelay.pool.models import (
    BulkDeed,
    BulkDeedKind,
    BulkDeedMember,
    Segment,
    SegmentMember,
    Tagging,
    TagGroup,
)
from careerrelay.text.cleaning import clean_line

_BETWEEN_LABELS = re.compile("[,、,;;/|\n\t]+")


def do_to(ids: Sequence[UUID], deed: BulkDeed, *, at: datetime) -> None:
    """Writes a row for each of them, with what stood there before."""
    if deed.kind == BulkDeedKind.ADD_TAG:
        _tag({UUID(deed.arguments["tag"]): ids}, deed, at=at)
        _remember(deed, ids)
    elif deed.kind == BulkDeedKind.REMOVE_TAG:
        _untag(ids, deed)
    elif deed.kind == BulkDeedKind.SET_OWNER:
        _set_owner(ids, deed, at=at)
    elif deed.kind == BulkDeedKind.REJECT:
        _reject(ids, deed, at=at)
    elif deed.kind == BulkDeedKind.LABELS_TO_TAGS:
        _labels_to_tags(ids, deed, at=at)
    elif deed.kind == BulkDeedKind.FREEZE:
        segment_id = UUID(deed.arguments["segment"])
        SegmentMember.objects.bulk_create(
            (
                SegmentMember(organization_id=deed.organization_id, segment_id=segment_id, candidate_id=one)
                for one in ids
            ),
            ignore_conflicts=True,
        )
        _remember(deed, ids)


def undo_to(members: Sequence[BulkDeedMember], deed: BulkDeed, *, at: datetime) -> None:
    ids = [member.candidate_id for member in members]
    if deed.kind in (BulkDeedKind.ADD_TAG, BulkDeedKind.LABELS_TO_TAGS):
        Tagging.objects.filter(bulk_deed=deed, candidate_id__in=ids).delete()
    elif deed.kind == BulkDeedKind.REMOVE_TAG:
        Tagging.objects.bulk_create(
            (
                Tagging(
                    organization_id=deed.organization_id,
                    tag_id=deed.arguments["tag"],
                    candidate_id=member.candidate_id,
                    tagged_by=member.before["by"],
                    tagged_at=member.before["at"],
                )
                for member in members
                if member.before
            ),
            ignore_conflicts=True,
        )
    elif deed.kind == BulkDeedKind.SET_OWNER:
        _give_back_owners(members, deed, at=at)
    elif deed.kind == BulkDeedKind.REJECT:
        _open_again(members, at=at)
    elif deed.kind == BulkDeedKind.FREEZE:
        Segment.objects.filter(id=deed.arguments["segment"], ended_at=None).update(ended_at=at)


def open_applications_of(ids: Iterable[UUID]) -> dict[UUID, list[Application]]:
    found: dict[UUID, list[Application]] = defaultdict(list)
    rows = Application.objects.select_for_update(of=("self",)).filter(
        candidate_id__in=list(ids), state=ApplicationState.OPEN
    )
    for application in rows.order_by("id"):
        found[application.candidate_id].append(application)
    return found


def _remember(
    deed: BulkDeed,
    ids: Iterable[UUID],
    *,
    before: dict[UUID, dict[str, object]] | None = None,
    unfit: frozenset[UUID] = frozenset(),
) -> None:
    BulkDeedMember.objects.bulk_create(
        (
            BulkDeedMember(
                organization_id=deed.organization_id,
                bulk_deed=deed,
                candidate_id=one,
                before=(before or {}).get(one),
                is_unfit=one in unfit,
            )
            for one in ids
        ),
        ignore_conflicts=True,
    )


def _tag(wanted: dict[UUID, Sequence[UUID]], deed: BulkDeed, *, at: datetime) -> None:
    """By tag, whom it is put on; who has it already keeps theirs, also when this is undone."""
    Tagging.objects.bulk_create(
        (
            Tagging(
                organization_id=deed.organization_id,
                tag_id=tag_id,
                candidate_id=one,
                bulk_deed=deed,
                tagged_by=deed.started_by,
                tagged_at=at,
            )
            for tag_id, ids in wanted.items()
            for one in ids
        ),
        ignore_conflicts=True,
    )


def _untag(ids: Sequence[UUID], deed: BulkDeed) -> None:
    found = Tagging.objects.filter(tag_id=deed.arguments["tag"], candidate_id__in=ids)
    before: dict[UUID, dict[str, object]] = {
        one.candidate_id: {
            "by": str(one.tagged_by) if one.tagged_by else None,
            "at": one.tagged_at.isoformat(),
        }
        for one in found
    }
    found.delete()
    _remember(deed, ids, before=before)


def _set_owner(ids: Sequence[UUID], deed: BulkDeed, *, at: datetime) -> None:
    owner_id = deed.arguments["owner"] or None
    found = Candidate.objects.select_for_update().filter(id__in=ids).order_by("id")
    before: dict[UUID, dict[str, object]] = {
        one: {"owner": str(owner) if owner else None} for one, owner in found.values_list("id", "owner_id")
    }
    Candidate.objects.filter(id__in=ids).update(owner_id=owner_id, updated_at=at)
    _remember(deed, before, before=before)


def _give_back_owners(members: Sequence[BulkDeedMember], deed: BulkDeed, *, at: datetime) -> None:
    """Only where nobody has named another owner since."""
    by_owner: dict[str | None, list[UUID]] = defaultdict(list)
    for member in members:
        by_owner[(member.before or {}).get("owner")].append(member.candidate_id)
    for owner_id, ids in by_owner.items():
        unchanged = Candidate.objects.filter(id__in=ids, owner_id=deed.arguments["owner"] or None)
        unchanged.update(owner_id=owner_id, updated_at=at)


def _reject(ids: Sequence[UUID], deed: BulkDeed, *, at: datetime) -> None:
    """All open applications of a person. Who has none is not fit."""
    reason_id = deed.arguments["reason"]
    reason = RejectionReason.objects.filter(id=reason_id).first() if reason_id else None
    actor = _actor_of(deed)
    before: dict[UUID, dict[str, object]] = {}
    for candidate_id, applications in open_applications_of(ids).items():
        rejected = []
        for application in applications:
            facts = RejectionFacts(rejected_on=day_in_japan(at), stage=application.stage, reason=reason)
            try:
                reject_application(application, facts, actor=actor, at=at)
            except (ApplicationEnded, EndedBeforeApplied):
                continue
            rejected.append(str(application.id))
        if rejected:
            before[candidate_id] = {"applications": rejected}
    _remember(deed, ids, before=before, unfit=frozenset(ids) - frozenset(before))


def _open_again(members: Sequence[BulkDeedMember], *, at: datetime) -> None:
    """Not what the person was told already."""
    application_ids = [one for member in members for one in (member.before or {}).get("applications", [])]
    found = Application.objects.select_for_update(of=("self",)).filter(
        id__in=application_ids, state=ApplicationState.REJECTED, rejection__told_at=None
    )
    for application in found.order_by("id"):
        open_again(application, at=at)


def _labels_to_tags(ids: Sequence[UUID], deed: BulkDeed, *, at: datetime) -> None:
    """The labels of the system that the applications came from. Who has none is not fit."""
    labels: dict[str, list[UUID]] = defaultdict(list)
    rows = Application.objects.filter(candidate_id__in=ids).exclude(labels="")
    for candidate_id, written in rows.order_by("id").values_list("candidate_id", "labels"):
        for label in _BETWEEN_LABELS.split(written):
            if clean := clean_line(label)[:NAME_CHARACTERS_MAX].strip():
                labels[clean].append(candidate_id)
    wanted: dict[UUID, list[UUID]] = defaultdict(list)
    for name, of_them in labels.items():
        tag = make_tag(
            organization_id=deed.organization_id,
            group=TagGroup.FREE,
            name=name,
            actor=_actor_of(deed),
            at=at,
        )
        wanted[tag.id] += of_them
    _tag({tag_id: list(dict.fromkeys(of_them)) for tag_id, of_them in wanted.items()}, deed, at=at)
    labelled = frozenset(one for of_them in wanted.values() for one in of_them)
    _remember(deed, ids, unfit=frozenset(ids) - labelled)


def _actor_of(deed: BulkDeed) -> Actor:
    assert deed.started_by is not None
    return Actor.member(deed.started_by, organization_id=deed.organization_id)
