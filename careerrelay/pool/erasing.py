"""Take somebody out of lists, deeds on many and files of many. In the company's scope."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from careerrelay.candidates.rules.traces import Traces, names_somebody
from careerrelay.core.deletion import rows_by_table
from careerrelay.pool.models import (
    BulkDeed,
    BulkDeedMember,
    ExportFile,
    SavedView,
    Segment,
    SegmentMember,
    Tagging,
)


def erase_from_lists(
    *, organization_id: UUID, candidate_ids: Collection[UUID], traces: Traces
) -> Counter[str]:
    """How many rows went, by table."""
    erased: Counter[str] = Counter()
    concerned = BulkDeed.objects.filter(
        organization_id=organization_id, candidate_ids__overlap=list(candidate_ids)
    )
    erased += rows_by_table(ExportFile.objects.filter(bulk_deed__in=concerned).delete())
    gone = set(candidate_ids)
    for deed in concerned.select_for_update().order_by("id"):
        if deed.ended_at is not None:
            deed.candidate_ids = [one for one in deed.candidate_ids if one not in gone]
            deed.position = min(deed.position, len(deed.candidate_ids))
            deed.save(update_fields=["candidate_ids", "position"])
    of_record = {"organization_id": organization_id, "candidate_id__in": candidate_ids}
    for model in (BulkDeedMember, SegmentMember, Tagging):
        erased += rows_by_table(model.objects.filter(**of_record).delete())
    return erased + _erase_questions(organization_id, traces)


def _erase_questions(organization_id: UUID, traces: Traces) -> Counter[str]:
    """A question in which somebody's name or address was typed is about them."""
    erased: Counter[str] = Counter()
    if traces.is_empty:
        return erased
    for model in (Segment, SavedView):
        rows = model.objects.filter(organization_id=organization_id)
        erased += rows_by_table(
            rows.filter(id__in=_naming(rows.values_list("id", "question"), traces)).delete()
        )
    deeds = BulkDeed.objects.filter(organization_id=organization_id)
    named = _naming(deeds.values_list("id", "question"), traces)
    erased["pool_bulkdeed"] = deeds.filter(id__in=named).update(question={}) if named else 0
    return +erased


def _naming(questions: Iterable[tuple[UUID, Any]], traces: Traces) -> list[UUID]:
    return [row_id for row_id, question in questions if names_somebody(_texts(question), traces)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
