"""An import that is under way is asked to stop: it does so behind the chunk that it is writing."""

from datetime import datetime

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.importing import wake_import
from careerrelay.candidates.models import Import, ImportState
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal


class ImportNotRunning(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="この取り込みは、もう終わっています。", en="This import is over already.")


def cancel_import(found: Import, *, actor: Actor, at: datetime) -> None:
    """What was taken in until then stays; undoing takes it back. In the organization's scope.

    Raises: ImportNotRunning.
    """
    asked = Import.objects.filter(id=found.id, state=ImportState.RUNNING, cancelling_at=None)
    if asked.update(cancelling_at=at):
        record_deed("cancel_import", of=found, actor=actor, at=at)
        # Nobody may be reading it any more: then the one who is woken ends it.
        wake_import(found)
    elif not Import.objects.filter(id=found.id, state=ImportState.RUNNING).exists():
        raise ImportNotRunning
