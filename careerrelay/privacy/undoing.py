"""Undo an import: asked for here, because a record on hold stays, and one of which somebody asked for a right."""

from datetime import datetime

from careerrelay.candidates.models import Import, Quarantine
from careerrelay.candidates.undoing import made_by_import
from careerrelay.core.actor import Actor
from careerrelay.outreach import undoing
from careerrelay.privacy.models import LegalHold, RightsRequest


def undo_import(found: Import, *, actor: Actor, at: datetime) -> None:
    """Take the whole import back while nothing depends on it. In the organization's scope.

    Raises: NothingToUndo, UndoTooLate, ImportInUse.
    """
    made = made_by_import(found)
    held = set(LegalHold.objects.filter(candidate_id__in=made).values_list("candidate_id", flat=True))
    asked = RightsRequest.objects.filter(candidate_id__in=made).values_list("candidate_id", flat=True)
    undoing.undo_import(found, held_ids=held | set(asked), actor=actor, at=at)
    # The key is checked at the end of the transaction: what was set aside is gone with its record.
    Quarantine.objects.filter(candidate_id__in=made).delete()
