"""The forecast of an import: a dry run by a worker, so that nobody's page waits for a hundred thousand rows."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.dry_running import dry_run
from careerrelay.candidates.models import Import, ImportForecast, ImportState
from careerrelay.candidates.rules.findings import Findings
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal

# More than this is counted by a worker: a second or two of reading.
COUNTED_AT_ONCE_ROWS = 2_000
COUNTED_AT_ONCE_BYTES = 1_000_000
# A page asks every two seconds.
TOLD_EVERY_ROWS = 1_000


class _Outdated(Exception):
    """The file was started, discarded or is to be read in another way by now."""


def is_counted_at_once(received: Import) -> bool:
    is_small = received.file_bytes <= COUNTED_AT_ONCE_BYTES
    return is_small and received.rows_total <= COUNTED_AT_ONCE_ROWS


def forecast_of(received: Import) -> ImportForecast | None:
    """The one that was asked for, if the file is still read as it was then. In the organization's scope."""
    return ImportForecast.objects.filter(
        of_import_id=received.id, understood_hash=_understood_hash(received)
    ).first()


def kept_findings(forecast: ImportForecast) -> Findings | None:
    return None if forecast.findings is None else Findings.of_document(forecast.findings)


def ask_for_forecast(
    received: Import, *, again: bool = False, actor: Actor, at: datetime
) -> ImportForecast | None:
    """Hand a large file to a worker; a small one needs none. Asked twice, it is counted once, unless `again`: the
    records may have changed since. In the organization's scope."""
    if is_counted_at_once(received):
        return None
    known = forecast_of(received)
    is_kept = known is not None and not known.failure_ja and not (again and known.ended_at is not None)
    if is_kept or not _waits(received.id):
        return known
    asked, _ = ImportForecast.objects.update_or_create(
        organization_id=received.organization_id,
        of_import_id=received.id,
        defaults={
            "understood_hash": _understood_hash(received),
            "rows_counted": 0,
            "rows_total": received.rows_total,
            "findings": None,
            "failure_ja": "",
            "failure_en": "",
            "asked_at": at,
            "ended_at": None,
        },
    )
    record_deed("ask_for_forecast", of=received, actor=actor, at=at)
    wake(
        "candidates:run_forecast",
        organization_id=str(received.organization_id),
        forecast_id=str(asked.id),
    )
    return asked


def run_forecast(
    *, organization_id: UUID, forecast_id: UUID, leave_out: Collection[UUID], at: datetime
) -> None:
    """Count the file as it is to be read now. Stops when the file is started, goes, or is read otherwise. `leave_out`:
    whom the company may not know of."""
    with acting_for(organization_id):
        asked = ImportForecast.objects.filter(id=forecast_id, ended_at=None).first()
        received = Import.objects.filter(id=asked.of_import_id).first() if asked else None
        if asked is None or received is None or received.state != ImportState.UPLOADED:
            return
        if bytes(asked.understood_hash) != _understood_hash(received):
            return
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if done - told >= TOLD_EVERY_ROWS:
            told = done
            _keep(asked, rows_counted=done, rows_total=total)

    try:
        found = dry_run(received, leave_out=leave_out, at=at, progress=tell)
        _keep(asked, findings=found.as_document(), rows_counted=found.rows, ended_at=at)
    except Refusal as refused:
        _keep(asked, failure_ja=refused.ja, failure_en=refused.en, ended_at=at)
    except _Outdated:
        pass


def _keep(asked: ImportForecast, **told: object) -> None:
    """Raises: _Outdated."""
    with acting_for(asked.organization_id):
        still = ImportForecast.objects.filter(
            id=asked.id, understood_hash=asked.understood_hash, asked_at=asked.asked_at, ended_at=None
        )
        if not still.update(**told):
            raise _Outdated


def _waits(import_id: UUID) -> bool:
    return Import.objects.filter(id=import_id, state=ImportState.UPLOADED).exists()


def _understood_hash(received: Import) -> bytes:
    read_as = [received.encoding, received.system, received.header_line, received.columns, received.word_ends]
    return hashlib.sha256(json.dumps(read_as, sort_keys=True).encode()).digest()
