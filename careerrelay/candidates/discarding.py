"""A file that was looked at and not wanted: its bytes go at once."""

from datetime import datetime

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.importing import ImportAlreadyStarted
from careerrelay.candidates.models import Import, ImportState
from careerrelay.core.actor import Actor


def discard_file(received: Import, *, actor: Actor, at: datetime) -> None:
    """Forget a file that nobody started to import. Raises: ImportAlreadyStarted. In the organization's scope."""
    gone, _ = Import.objects.filter(id=received.id, state=ImportState.UPLOADED).delete()
    if not gone:
        raise ImportAlreadyStarted(
            ja="この取り込みは、もう始まっています。", en="This import has been started already."
        )
    record_deed("discard_file", object_kind="import", object_id=received.id, actor=actor, at=at)
