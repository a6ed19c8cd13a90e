"""Undo an import: asked for here, because a letter that was queued or sent, an invitation, a place in the pool, a tag
and a frozen segment count too."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from careerrelay.candidates.models import Import
from careerrelay.candidates.undoing import candidates_of_import, made_by_import, take_back_import
from careerrelay.core.actor import Actor
from careerrelay.outreach.invitable import invited_ids
from careerrelay.outreach.models import Invitee, RejectionNotice
from careerrelay.pool.queries import tagged_or_frozen_ids
from careerrelay.pool.showing import pool_among


def undo_import(found: Import, *, held_ids: Collection[UUID] = (), actor: Actor, at: datetime) -> None:
    """Take the whole import back while nothing depends on it. In the organization's scope. `held_ids`: of whom the
    caller knows that their records have to stay.

    Who left the pool counts as whoever was never in it: a refusal must not tell (P08).

    Raises: NothingToUndo, UndoTooLate, ImportInUse.
    """
    notices = RejectionNotice.objects.filter(organization_id=found.organization_id)
    written_to = set(
        notices.filter(prepared_at__gte=found.uploaded_at).values_list("candidate_id", flat=True)
    )
    made = made_by_import(found)
    in_pool = pool_among(made, organization_id=found.organization_id, at=at)
    held = (candidates_of_import(found) & written_to) | in_pool
    held |= candidates_of_import(found) & invited_ids(organization_id=found.organization_id)
    held |= set(held_ids) & candidates_of_import(found)
    held |= tagged_or_frozen_ids(organization_id=found.organization_id, import_id=found.id)
    take_back_import(found, held_ids=held, actor=actor, at=at)
    # A list that waits for its approval loses those who are gone.
    Invitee.objects.filter(organization_id=found.organization_id, candidate_id__in=made).delete()
