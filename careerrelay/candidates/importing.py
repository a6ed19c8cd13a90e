"""Files of applicants: kept as they came, looked at without writing anything, then read chunk by chunk.

The same file twice changes nothing: applications are recognised by their id in the source system, people by
that or by their mail address. People in a file count as told already, unless the recruiter says otherwise.
"""

import hashlib
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.choosing import kept_choices, written_choices
from careerrelay.candidates.models import Import, ImportForecast, ImportState
from careerrelay.candidates.rules.columns import ColumnChoices
from careerrelay.candidates.rules.reading import (
    ApplicantStream,
    count_rows,
    iterate_applicants,
)
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal
from careerrelay.core.sql import sql_count_beside, sql_value

PIECE_BYTES = 4_000_000
_PIECE = """
SELECT substring(content FROM %(from)s FOR %(length)s) FROM candidates_import
WHERE id = %(id)s AND organization_id = %(organization)s
"""
_KEEP = "UPDATE candidates_import SET content = %(content)b WHERE id = %(id)s AND organization_id = %(organization)s"


class ImportAlreadyStarted(Refusal):
    pass


def receive_file(
    *,
    organization_id: UUID,
    filename: str,
    content: bytes,
    encoding: str | None = None,
    source: str | None = None,
    actor: Actor,
    at: datetime,
) -> Import:
    """Keep the file until it is read. Raises what `iterate_applicants` raises: a file that would break while it is
    read is not kept. In the organization's scope.
    """
    stream = iterate_applicants(content, filename=filename, encoding=encoding, source=source)
    received = Import.objects.create(
        organization_id=organization_id,
        filename=filename[:255],
        content=b"",
        content_hash=hashlib.sha256(content).digest(),
        headings=list(stream.headings),
        encoding=stream.codec,
        system=stream.source,
        state=ImportState.UPLOADED,
        rows_total=count_rows(stream),
        counted_as=_counted_as(stream.codec, None, {}),
        uploaded_by=actor.id,
        uploaded_at=at,
    )
    sql_count_beside(_KEEP, {"content": content, "id": received.id, "organization": organization_id})
    received.content = content
    record_deed("receive_file", of=received, actor=actor, at=at)
    return received


def open_import(received: Import, *, spool: BinaryIO | None = None) -> ApplicantStream:
    """The file as the recruiter chose to understand it, row by row. With `spool`, an empty file, its bytes go there
    piece by piece: half a gigabyte is no load for the memory of a worker. In the organization's scope.

    Raises: what iterate_applicants raises.
    """
    if spool is None:
        return iterate_applicants(**_understood(received))
    arguments = {"id": received.id, "organization": received.organization_id, "length": PIECE_BYTES}
    while piece := sql_value(_PIECE, arguments | {"from": spool.tell() + 1}):
        spool.write(piece)
    return iterate_applicants(**_read_as(received, spool))


def _understood(
    received: Import, *, encoding: str | None = None, columns: ColumnChoices | None = None
) -> dict[str, Any]:
    assert received.content is not None
    return _read_as(received, bytes(received.content), encoding=encoding, columns=columns)


def _read_as(
    received: Import,
    content: bytes | BinaryIO,
    *,
    encoding: str | None = None,
    columns: ColumnChoices | None = None,
) -> dict[str, Any]:
    return {
        "content": content,
        "filename": received.filename,
        "encoding": encoding or received.encoding or None,
        "source": received.system or None,
        "columns": kept_choices(received) if columns is None else columns,
        "header_line": received.header_line,
    }


def is_counted(received: Import) -> bool:
    """Its rows were counted as they will be read."""
    return bool(received.counted_as == _counted_as(received.encoding, received.header_line, received.columns))


def _counted_as(codec: str, header_line: int | None, columns: dict[str, Any]) -> list[Any]:
    return [codec, header_line, columns]


def start_import(
    received: Import,
    *,
    encoding: str,
    columns: ColumnChoices | None = None,
    rejected_are_untold: bool,
    is_awaited: bool = False,
    actor: Actor,
    at: datetime,
) -> None:
    """Hand the file to a worker, unless the caller runs the import and waits for it. Without `columns`: as kept.

    Raises: ImportAlreadyStarted (a double click).
    """
    started = Import.objects.filter(id=received.id, state=ImportState.UPLOADED).update(
        state=ImportState.RUNNING,
        encoding=encoding,
        columns=received.columns if columns is None else written_choices(columns),
        rejected_are_untold=rejected_are_untold,
        started_at=at,
    )
    if not started:
        raise ImportAlreadyStarted(
            ja="この取り込みは、もう始まっています。", en="This import has been started already."
        )
    ImportForecast.objects.filter(of_import=received).delete()
    record_deed("start_import", of=received, actor=actor, at=at)
    if not is_awaited:
        wake_import(received)


def wake_import(received: Import) -> None:
    """Ask a worker to read it, or to go on; two who read the same one do not harm each other."""
    wake("candidates:run_import", organization_id=str(received.organization_id), import_id=str(received.id))


def wake_comparison(ended: Import) -> None:
    """Ask a worker to look for second records of its people."""
    wake("candidates:compare_import", organization_id=str(ended.organization_id), import_id=str(ended.id))
