"""A list as a file: CSV in UTF-8 or CP932, or a workbook. For its maker, for a day, without those who left meanwhile.

It holds what the list shows and nothing of who refused, revoked or was relayed (P08); evaluations only where they
were asked for by somebody who may read them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import override

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.audit.sights import record_sights
from careerrelay.candidates.rules.exporting import ExportedTable, export_csv, export_workbook
from careerrelay.core.actor import Actor
from careerrelay.core.progress import Progress
from careerrelay.core.refusal import Refusal
from careerrelay.pool.bulk import still_concerned
from careerrelay.pool.models import BulkDeed, BulkDeedMember, BulkDeedState, ExportFile
from careerrelay.pool.people import cell_text, listed_people, open_custom_fields
from careerrelay.pool.words import NAME, column_word

AT_ONCE = 1000
KEPT_HOURS = 24
UNWRITABLE_MAX = 200
FORMS = {"csv": "utf-8-sig", "csv_cp932": "cp932", "xlsx": ""}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "csv_cp932": "text/csv; charset=Shift_JIS",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXPORTER = Actor.system("export")


class ExportGone(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="このファイルは、もうありません。書き出しから24時間で消えます。",
            en="This file is gone: it is kept for 24 hours.",
        )


class ExportOutdated(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="書き出したあとに一覧が変わりました。もう一度書き出してください。",
            en="The list has changed since it was exported. Export it again.",
        )


def run_export(*, organization_id: UUID, bulk_deed_id: UUID, at: datetime) -> None:
    """Written anew from the beginning after a crash, and if somebody left while it was written (P03)."""
    with acting_for(organization_id):
        deed = BulkDeed.objects.filter(id=bulk_deed_id, state=BulkDeedState.RUNNING).first()
    while deed is not None:
        written: list[UUID] = []
        table = write_people(deed, written, at=at)
        with acting_for(organization_id):
            held = BulkDeed.objects.select_for_update().get(id=bulk_deed_id)
            if held.state != BulkDeedState.RUNNING:
                return
            if held.cancelling_at is not None:
                held.state, held.ended_at = BulkDeedState.CANCELLED, at
                held.save(update_fields=["state", "ended_at"])
                return
            if len(still_concerned(held, written, at=at)) == len(written):
                _keep(held, table, written, at=at)
                return


def write_people(
    deed: BulkDeed, written: list[UUID], *, at: datetime, progress: Progress | None = None
) -> ExportedTable:
    """`written` receives the ids of those who are in it. Outside any scope: each piece enters its own."""
    with override(deed.arguments["language"]):
        rows = _rows(deed, written, at=at, progress=progress)
        form = deed.arguments["form"]
        if form == "xlsx":
            return export_workbook(rows)
        return export_csv(rows, encoding="cp932" if form == "csv_cp932" else "utf-8-sig")


def file_for(deed: BulkDeed, *, member_id: UUID, at: datetime) -> ExportFile:
    """Only its maker may have it. Raises: ExportGone, ExportOutdated."""
    found = ExportFile.objects.filter(bulk_deed=deed, expires_at__gt=at).first()
    if found is None or deed.started_by != member_id:
        raise ExportGone
    members = list(BulkDeedMember.objects.filter(bulk_deed=deed).values_list("candidate_id", flat=True))
    # Who was erased took their row along.
    if len(members) != found.rows or len(still_concerned(deed, members, at=at)) != found.rows:
        raise ExportOutdated
    return found


def forget_old_exports(*, organization_id: UUID, at: datetime) -> int:
    """In no scope yet."""
    with acting_for(organization_id):
        removed, _ = ExportFile.objects.filter(organization_id=organization_id, expires_at__lte=at).delete()
    return removed


def _keep(deed: BulkDeed, table: ExportedTable, written: Sequence[UUID], *, at: datetime) -> None:
    BulkDeedMember.objects.bulk_create(
        (
            BulkDeedMember(organization_id=deed.organization_id, bulk_deed=deed, candidate_id=one)
            for one in written
        ),
        batch_size=AT_ONCE,
    )
    ending = "xlsx" if deed.arguments["form"] == "xlsx" else "csv"
    ExportFile.objects.filter(organization_id=deed.organization_id, expires_at__lte=at).delete()
    ExportFile.objects.create(
        organization_id=deed.organization_id,
        bulk_deed=deed,
        filename=f"{deed.arguments['stem']}.{ending}",
        content=table.content,
        rows=len(written),
        unwritable=[
            [one.row, one.column, one.character, one.cell] for one in table.unwritable[:UNWRITABLE_MAX]
        ],
        made_at=at,
        expires_at=at + timedelta(hours=KEPT_HOURS),
    )
    deed.state, deed.ended_at, deed.position = BulkDeedState.DONE, at, len(deed.candidate_ids)
    deed.save(update_fields=["state", "ended_at", "position"])
    record_deed("export_candidates", of=deed, count=max(len(written), 1), actor=EXPORTER, at=at)
    record_sights("see_list_exported", object_kind="candidate", object_ids=written, actor=EXPORTER, at=at)


def _rows(
    deed: BulkDeed, written: list[UUID], *, at: datetime, progress: Progress | None
) -> Iterator[list[str]]:
    columns = deed.arguments["columns"]
    with acting_for(deed.organization_id):
        custom = open_custom_fields(organization_id=deed.organization_id)
    yield [str(NAME), *(column_word(column, custom=custom) for column in columns)]
    for first in range(0, len(deed.candidate_ids), AT_ONCE):
        with acting_for(deed.organization_id):
            piece = still_concerned(deed, deed.candidate_ids[first : first + AT_ONCE], at=at)
            people = listed_people(piece, columns=columns, organization_id=deed.organization_id, at=at)
            rows = [
                [person.candidate.name, *(cell_text(person, column) for column in columns)]
                for person in people
            ]
            written += [person.candidate.id for person in people]
            BulkDeed.objects.filter(id=deed.id).update(position=min(first + AT_ONCE, len(deed.candidate_ids)))
        if progress is not None:
            progress(min(first + AT_ONCE, len(deed.candidate_ids)), len(deed.candidate_ids))
        yield from rows
