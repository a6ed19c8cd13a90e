"""Two records of one person become one, and two again. In the company's scope, both candidates locked.

What belongs to the record that goes moves to the one that stays; what both have stays once. `Merge.before` remembers
enough to part them: the row that went, what moved, what was dropped, which facts changed and from what. Whatever was
added to the kept record since belongs to it afterwards; what moved goes back as it is by then, unless it was deleted.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateAddress,
    CandidateFile,
    CandidatePhone,
    CandidateSkill,
    DuplicatePair,
    Employment,
    LanguageSkill,
    Merge,
    Note,
    PairState,
    Qualification,
    Schooling,
    Source,
)
from careerrelay.candidates.rules.freshness import latest_confirmation
from careerrelay.candidates.rules.joining import (
    COLUMNS_OF_FACTS,
    Facts,
    confirmed_after,
    custom_after,
    facts_taken_over,
)

Before = dict[str, Any]

# What hangs on a candidate, and by which columns two rows of it are the same one; none: they never are.
MOVED: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (CandidateAddress, ()),
    (CandidatePhone, ("canonical",)),
    (Application, ()),
    (Employment, ("employer", "title", "started_on", "ended_on")),
    (Schooling, ("school", "faculty", "degree", "ended_on")),
    (LanguageSkill, ("language",)),
    (Qualification, ("name", "obtained_on")),
    (CandidateSkill, ("key",)),
    (CandidateFile, ("content_hash",)),
    (Note, ()),
)
_MODELS = {model.__name__.lower(): model for model, _ in MOVED}


def join_records(kept: Candidate, gone: Candidate, *, at: datetime) -> Before:
    """Everything of `gone` is `kept`'s afterwards, and `gone` is no longer there. What parting them takes."""
    before: Before = {
        "kept_id": str(kept.id),
        "kept": _as_json([kept])[0],
        "gone": _as_json([gone])[0],
        "facts": _join_facts(kept, gone, at=at),
        "moved": {},
        "dropped": [],
    }
    for model, same_by in MOVED:
        dropped = _drop_doubles(model, same_by, kept=kept, gone=gone)
        before["dropped"] += dropped
        rows = _rows(model).filter(candidate=gone)
        before["moved"][model.__name__.lower()] = [str(pk) for pk in rows.values_list("id", flat=True)]
        rows.update(candidate=kept)
    before |= _join_pairs(kept, gone)
    merges = Merge.objects.filter(kept=gone)
    before["merges"] = [str(merge_id) for merge_id in merges.values_list("id", flat=True)]
    merges.update(kept=kept)
    gone_id = gone.id
    gone.delete()
    gone.id = gone_id
    return before


def part_records(merge: Merge, *, at: datetime) -> Candidate:
    """The record that went is there again, with what it had, as far as that was not deleted since."""
    before = merge.before
    assert before is not None
    kept = merge.kept
    gone = _restored([before["gone"]])[0]
    assert isinstance(gone, Candidate)
    _part_facts(kept, before, at=at)
    for label, ids in before["moved"].items():
        _rows(_MODELS[label]).filter(id__in=ids, candidate=kept).update(candidate=gone)
    for row in before["dropped"]:
        _restore_dropped(row, kept=kept)
    _part_pairs(before)
    Merge.objects.filter(id__in=before["merges"]).update(kept=gone)
    return gone


def forget_merged(*, organization_id: UUID, candidate_id: UUID) -> None:
    """Who came by themself left the company, after their record had become part of another: their address goes from
    it, and the merge cannot be undone any more, or a record without consent would stand there again (P08)."""
    merge = (
        Merge.objects.select_for_update()
        .filter(organization_id=organization_id, gone_id=candidate_id, undone_at=None, before__isnull=False)
        .first()
    )
    if merge is None or merge.before is None:
        return
    went = merge.before
    if went["gone"]["fields"]["source"] != Source.SELF_DECLARED or went["moved"]["application"]:
        return
    for model in (CandidateAddress, CandidatePhone):
        model.objects.filter(id__in=went["moved"][model.__name__.lower()], candidate=merge.kept_id).delete()
    merge.before = None
    merge.save(update_fields=["before"])
    index_candidates(organization_id=organization_id, candidate_ids=[merge.kept_id])


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    return model.objects.all()  # type: ignore[attr-defined]


def _as_json(rows: Iterable[models.Model]) -> list[Any]:
    found: list[Any] = json.loads(json.dumps(serializers.serialize("python", rows), cls=DjangoJSONEncoder))
    return found


def _restored(rows: list[Any]) -> list[models.Model]:
    restored = []
    for found in serializers.deserialize("python", rows):
        found.save()
        restored.append(found.object)
    return restored


def _join_facts(kept: Candidate, gone: Candidate, *, at: datetime) -> dict[str, list[Any]]:
    """By column: what stood there and what stands there now."""
    one, other = _facts(kept), _facts(gone)
    after: dict[str, Any] = {
        column: getattr(gone, column)
        for fact in facts_taken_over(one, other)
        for column in COLUMNS_OF_FACTS[fact]
    }
    after["custom"] = custom_after(one, other)
    after["confirmed"] = confirmed_after(one, other)
    after["confirmed_at"] = latest_confirmation(after["confirmed"]) or kept.confirmed_at or gone.confirmed_at
    after["created_at"] = min(kept.created_at, gone.created_at)
    after["owner_id"] = kept.owner_id or gone.owner_id
    # Whom the company knew by itself does not vanish with a consent (pool.showing.left_ids).
    if kept.source == Source.SELF_DECLARED != gone.source:
        after |= {"source": gone.source, "source_detail": gone.source_detail}
    changes = {
        column: [getattr(kept, column), value]
        for column, value in after.items()
        if getattr(kept, column) != value
    }
    for column, (_, value) in changes.items():
        setattr(kept, column, value)
    kept.updated_at = at
    kept.save(update_fields=[*changes, "updated_at"])
    said: dict[str, list[Any]] = json.loads(json.dumps(changes, cls=DjangoJSONEncoder))
    return said


def _facts(candidate: Candidate) -> Facts:
    columns = {
        column: getattr(candidate, column) for columns in COLUMNS_OF_FACTS.values() for column in columns
    }
    return Facts(columns, candidate.custom, candidate.confirmed, candidate.updated_at)


def _part_facts(kept: Candidate, before: Before, *, at: datetime) -> None:
    """Back to what stood there, unless somebody wrote something else since."""
    [former] = serializers.deserialize("python", [before["kept"]])
    unchanged = [
        column
        for column, (_, joined) in before["facts"].items()
        if json.loads(json.dumps(getattr(kept, column), cls=DjangoJSONEncoder)) == joined
    ]
    for column in unchanged:
        setattr(kept, column, getattr(former.object, column))
    kept.updated_at = at
    kept.save(update_fields=[*unchanged, "updated_at"])


def _drop_doubles(
    model: type[models.Model], same_by: tuple[str, ...], *, kept: Candidate, gone: Candidate
) -> list[Any]:
    """What both have: the kept record's stays. The bytes of a file are not remembered, its twin has them."""
    if not same_by:
        return []
    of_kept = {_comparable(row) for row in _rows(model).filter(candidate=kept).values_list(*same_by)}
    doubles = [
        row.pk
        for row in _rows(model).filter(candidate=gone)
        if _comparable([getattr(row, column) for column in same_by]) in of_kept
    ]
    rows = _rows(model).filter(pk__in=doubles)
    remembered = list(rows)
    for row in remembered:
        if isinstance(row, CandidateFile):
            row.content = b""
    said = _as_json(remembered)
    rows.delete()
    return said


def _comparable(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in values)


def _restore_dropped(row: Any, *, kept: Candidate) -> None:
    model = _MODELS[row["model"].rpartition(".")[2]]
    if model is CandidateFile:
        [found] = serializers.deserialize("python", [row])
        assert isinstance(found.object, CandidateFile)
        twin = CandidateFile.objects.filter(candidate=kept, content_hash=found.object.content_hash).first()
        if twin is not None:
            found.object.content = twin.content
            found.save()
        return
    _restored([row])


def _join_pairs(kept: Candidate, gone: Candidate) -> Before:
    """What was said of the one holds for the other: two people stay two people, an open question stays open."""
    pairs = list(DuplicatePair.objects.filter(Q(first=gone) | Q(second=gone)).order_by("id"))
    said = _as_json(pairs)
    made, changed = [], []
    for pair in pairs:
        third_id = pair.second_id if pair.first_id == gone.id else pair.first_id
        if third_id == kept.id:
            continue
        first_id, second_id = sorted((kept.id, third_id))
        known = DuplicatePair.objects.filter(first_id=first_id, second_id=second_id).first()
        if known is None:
            pair.pk = None
            moved = DuplicatePair.objects.create(
                organization_id=pair.organization_id,
                first_id=first_id,
                second_id=second_id,
                evidence=pair.evidence,
                likelihood=pair.likelihood,
                state=pair.state,
                found_at=pair.found_at,
                decided_at=pair.decided_at,
                decided_by=pair.decided_by,
            )
            made.append(str(moved.id))
        elif pair.state == PairState.DISTINCT and known.state == PairState.OPEN:
            known.state = PairState.DISTINCT
            known.save(update_fields=["state"])
            changed.append(str(known.id))
    return {"pairs": said, "pairs_made": made, "pairs_changed": changed}


def _part_pairs(before: Before) -> None:
    """The question whether the two are one is open again, under another id: its former one is the merge's."""
    DuplicatePair.objects.filter(id__in=before["pairs_made"]).delete()
    DuplicatePair.objects.filter(id__in=before["pairs_changed"], state=PairState.DISTINCT).update(
        state=PairState.OPEN
    )
    for row in before["pairs"]:
        [found] = serializers.deserialize("python", [row])
        pair = found.object
        assert isinstance(pair, DuplicatePair)
        ids = [pair.first_id, pair.second_id]
        if Candidate.objects.filter(id__in=ids).count() == len(ids):
            DuplicatePair.objects.get_or_create(
                first_id=pair.first_id,
                second_id=pair.second_id,
                defaults={
                    "organization_id": pair.organization_id,
                    "evidence": pair.evidence,
                    "likelihood": pair.likelihood,
                    "state": pair.state,
                    "found_at": pair.found_at,
                    "decided_at": pair.decided_at,
                    "decided_by": pair.decided_by,
                },
            )
