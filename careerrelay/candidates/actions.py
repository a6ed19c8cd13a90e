"""What a company learns of a candidate, and decides about an application."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.joining import forget_merged
from careerrelay.candidates.merges import kept_id_of
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Rejection,
    Source,
    Withdrawal,
)
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import comparable_address
from careerrelay.text.names import comparable_name


class NotUndecided(Refusal):
    pass


def attach_self_declared(
    *, organization_id: UUID, address: str, name: str, actor: Actor, at: datetime
) -> UUID:
    """The candidate with this verified address, made if the company had none. In the company's scope."""
    of_address = CandidateAddress.objects.filter(
        organization_id=organization_id, canonical=comparable_address(address)
    )
    known = of_address.first()
    if known is not None:
        return known.candidate_id
    try:
        with transaction.atomic():
            candidate = _new_self_declared(organization_id=organization_id, address=address, name=name, at=at)
    except IntegrityError:
        # An import with the same address was committed meanwhile; nobody's consent is lost for that.
        return of_address.get().candidate_id
    index_candidates(organization_id=organization_id, candidate_ids=[candidate.id])
    record_deed("declare_oneself", of=candidate, actor=actor, at=at)
    return candidate.id


def _new_self_declared(*, organization_id: UUID, address: str, name: str, at: datetime) -> Candidate:
    candidate = Candidate.objects.create(
        organization_id=organization_id,
        name=name,
        name_key=comparable_name(name),
        source=Source.SELF_DECLARED,
        created_at=at,
        updated_at=at,
    )
    CandidateAddress.objects.create(
        organization_id=organization_id,
        candidate=candidate,
        address=address,
        canonical=comparable_address(address),
    )
    return candidate


def forget_self_declared(*, organization_id: UUID, candidate_id: UUID) -> None:
    """Who came by themself took their last consent back: an empty place is all that stays, or a later file with
    the same address would show that they had been here (P08). An applicant stays one."""
    leaving = Candidate.objects.filter(
        organization_id=organization_id, id=candidate_id, source=Source.SELF_DECLARED
    )
    # An import that is adding an application to them holds this row: then they are an applicant.
    held = leaving.select_for_update(skip_locked=True).first()
    if held is not None and not held.applications.exists():
        held.delete()
    if held is None:
        forget_merged(organization_id=organization_id, candidate_id=candidate_id)


def tell_own_name(
    *, organization_id: UUID, candidate_id: UUID, name: str, actor: Actor, at: datetime
) -> None:
    """A self-declared candidate confirmed a profile: the company may now know the name. Never overwrites one."""
    candidate_id = kept_id_of(candidate_id, organization_id=organization_id) or candidate_id
    updated = Candidate.objects.filter(
        organization_id=organization_id, id=candidate_id, source=Source.SELF_DECLARED, name=""
    ).update(name=name, name_key=comparable_name(name), updated_at=at)
    if updated:
        index_candidates(organization_id=organization_id, candidate_ids=[candidate_id])
        record_deed("tell_own_name", object_kind="candidate", object_id=candidate_id, actor=actor, at=at)


def decide_application(
    application: Application, *, state: ApplicationState, actor: Actor, at: datetime
) -> None:
    """Settle a status that mixed rejection and withdrawal. Raises: NotUndecided."""
    if application.state != ApplicationState.UNDECIDED:
        raise NotUndecided(
            ja="この応募の結果は、もう決まっています。",
            en="The outcome of this application is decided already.",
        )
    application.state = state
    application.decided_at = application.updated_at = at
    application.save(update_fields=["state", "decided_at", "updated_at"])
    if state == ApplicationState.REJECTED:
        Rejection.objects.get_or_create(
            application=application,
            defaults={
                "organization_id": application.organization_id,
                "rejected_on": application.ended_on or day_in_japan(at),
                "stage": application.stage,
                "created_at": at,
            },
        )
    if state == ApplicationState.WITHDRAWN:
        Withdrawal.objects.get_or_create(
            application=application,
            defaults={
                "organization_id": application.organization_id,
                "withdrawn_on": application.ended_on,
                "created_at": at,
            },
        )
    index_candidates(organization_id=application.organization_id, candidate_ids=[application.candidate_id])
    record_deed("decide_application", of=application, actor=actor, at=at)
