"""Files of applicants: kept as they came, looked at without writing anything, then read chunk by chunk.

The same file twice changes nothing: applications are recognised by their id in the source system, people by
that or by their mail address. People in a file count as told already, unless the recruiter says otherwise.
"""

from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.choosing import kept_choices, kept_word_ends, written_choices
from careerrelay.candidates.import_files import as_file, hash_of, keep_bytes, size_of
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


class ImportAlreadyStarted(Refusal):
    pass


def receive_file(
    *,
    organization_id: UUID,
    filename: str,
    content: bytes | BinaryIO,
    encoding: str | None = None,
    source: str | None = None,
    actor: Actor,
    at: datetime,
) -> Import:
    """Keep the file until it is read. Raises what `iterate_applicants` raises: a file that would break while it is
    read is not kept. In the organization's scope.
    """
    file = as_file(content)
    stream = iterate_applicants(file, filename=filename, encoding=encoding, source=source)
    rows_total = count_rows(stream)
    received = Import.objects.create(
        organization_id=organization_id,
        filename=filename[:255],
        file_bytes=size_of(file),
        content_hash=hash_of(file),
        headings=list(stream.headings),
        encoding=stream.codec,
        system=stream.source,
        state=ImportState.UPLOADED,
        rows_total=rows_total,
        counted_as=_counted_as(stream.codec, None, {}),
        uploaded_by=actor.id,
        uploaded_at=at,
    )
    keep_bytes(received, file)
    record_deed("receive_file", of=received, actor=actor, at=at)
    return received


def open_import(received: Import, file: BinaryIO) -> ApplicantStream:
    """The file as the recruiter chose to understand it, row by row, as long as it is open. In the organization's scope.

    Raises: what iterate_applicants raises.
    """
    return iterate_applicants(
        file,
        filename=received.filename,
        encoding=received.encoding or None,
        source=received.system or None,
        columns=kept_choices(received),
        header_line=received.header_line,
        word_ends=kept_word_ends(received),
    )


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
