"""Invite people who were turned down long ago: who is fit, as far as law and records say, and what silence means then.

Asked for here, because holds, requests, and the day on which a record goes are known on this floor. In the company's
scope.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from careerrelay.candidates.models import Application, Candidate, Quarantine
from careerrelay.candidates.retaining import decided_until
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.outreach import inviting
from careerrelay.outreach.invitable import invitable_ids, invitees_of
from careerrelay.outreach.models import Invitation, InvitationText, Invitee
from careerrelay.outreach.queries import next_sending_moment
from careerrelay.outreach.rules.invitations import promised_day
from careerrelay.privacy.models import LegalHold, RequestKind, RequestState, RightsRequest
from careerrelay.privacy.rules.retention import due_on
from careerrelay.privacy.ruling import months_kept


def people_to_invite(found: QuerySet[Candidate], *, organization_id: UUID, at: datetime) -> list[UUID]:
    """Of these, whom the company may invite as far as it can know; oldest record first."""
    spared = _spared_ids(organization_id=organization_id)
    return invitable_ids(found, organization_id=organization_id, spared=spared, at=at)


def draw_up_invitation(
    found: QuerySet[Candidate], *, text: InvitationText, actor: Actor, at: datetime
) -> Invitation:
    """Raises: NobodyToInvite, TooManyToInvite."""
    ids = people_to_invite(found, organization_id=text.organization_id, at=at)
    return inviting.draw_up_invitation(ids, text=text, actor=actor, at=at)


def approve_invitation(invitation: Invitation, *, actor: Actor, at: datetime) -> Invitation:
    """Raises: InvitationGone, TextNotReviewed, SecondPersonNeeded, NobodyToInvite."""
    organization_id = invitation.organization_id
    return inviting.approve_invitation(
        invitation.id,
        promised=_promised(
            list(invitees_of(invitation).values_list("candidate_id", flat=True)),
            organization_id=organization_id,
            at=at,
        ),
        spared=_spared_ids(organization_id=organization_id),
        actor=actor,
        at=at,
    )


def promised_people(*, organization_id: UUID) -> dict[UUID, date]:
    """On which day the record of each goes who was invited and agreed to nothing. Whoever applied or was decided about
    since is back under the rule of everybody; the last promise to somebody counts."""
    since = Application.objects.filter(candidate_id=OuterRef("candidate_id")).filter(
        Q(created_at__gt=OuterRef("invitation__approved_at"))
        | Q(decided_at__gt=OuterRef("invitation__approved_at"))
    )
    rows = Invitee.objects.filter(
        ~Exists(since),
        organization_id=organization_id,
        promised_on__isnull=False,
        invitation__undone_at=None,
    ).order_by(F("promised_on").asc(), "id")
    found = rows.values_list("candidate_id", "promised_on")
    return {candidate_id: day for candidate_id, day in found if day is not None}


def _spared_ids(*, organization_id: UUID) -> set[UUID]:
    """Held by law, set aside, or asking for something: a request to stop or to erase counts also after its answer."""
    of_company = {"organization_id": organization_id}
    asked = RightsRequest.objects.filter(
        Q(state=RequestState.OPEN) | Q(kind__in=[RequestKind.STOP, RequestKind.ERASE]), **of_company
    )
    return {
        *LegalHold.objects.filter(**of_company, lifted_at=None).values_list("candidate_id", flat=True),
        *Quarantine.objects.filter(**of_company).values_list("candidate_id", flat=True),
        *filter(None, asked.values_list("candidate_id", flat=True)),
    }


def _promised(candidate_ids: Collection[UUID], *, organization_id: UUID, at: datetime) -> dict[UUID, date]:
    """Not before the mail had time to be answered, and not before the retention of the company is over."""
    months = months_kept(organization_id=organization_id)
    sent_on = day_in_japan(next_sending_moment(at))
    decided = decided_until(day_in_japan(at), organization_id=organization_id, candidate_ids=candidate_ids)
    due = {
        one.candidate_id: due_on(one.last_on, recorded_on=one.recorded_on, months=months) for one in decided
    }
    return {one: promised_day(due_on=due.get(one, sent_on), sent_on=sent_on) for one in candidate_ids}
