"""Who may get the one invitation, as far as the company can know, and the batches that it drew up.

What only the person said (a refusal, a revocation, an erasure, a pause, a company that must not see them) is asked
once, right before the wire (the function outreach_start), and changes nothing that a company can look at: not a name,
not a count, not a state (P08). In the company's scope.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from careerrelay.accounts.models import Organization
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Rejection,
)
from careerrelay.candidates.queries import UNDER_WAY
from careerrelay.core.calendar import day_in_japan, day_in_words
from careerrelay.core.sql import sql_value
from careerrelay.outreach.models import (
    Delivery,
    DeliveryState,
    Invitation,
    InvitationMark,
    InvitationRule,
    InvitationText,
    Invitee,
    LetterKind,
)
from careerrelay.outreach.queries import DUMMY_LINK_PATH, Preview, preview_of, writer_of
from careerrelay.outreach.rules.invitations import ANSWER_DAYS
from careerrelay.outreach.rules.mails import Language
from careerrelay.people.queries import address_hash
from careerrelay.pool.showing import in_pool_now, is_one_of
from careerrelay.text.addresses import is_usable_address

DUMMY_DELETION_PATH = f"{DUMMY_LINK_PATH}/erasure"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who may be invited: where to, and every address by which they would be known again, as keyed hashes."""

    candidate: Candidate
    address: str
    canonical: str
    hashes: tuple[bytes, ...]


def sleeping(found: QuerySet[Candidate], *, organization_id: UUID, at: datetime) -> QuerySet[Candidate]:
    """Of these, who was turned down and told elsewhere, has nothing under way, never got a notice from here, and is not
    in the pool: 眠っていた不採用者情報."""
    applications = Application.objects.filter(candidate_id=OuterRef("id"))
    untold = Rejection.objects.filter(
        application__candidate_id=OuterRef("id"),
        application__state=ApplicationState.REJECTED,
        told_at=None,
    )
    notices = Delivery.objects.filter(
        organization_id=organization_id, kind=LetterKind.NOTICE, candidate_id=OuterRef("id")
    ).exclude(state=DeliveryState.CANCELLED)
    reachable = CandidateAddress.objects.filter(candidate_id=OuterRef("id"), is_proxy=False)
    return found.filter(
        ~in_pool_now(organization_id=organization_id, at=at),
        Q(Exists(reachable)),
        Q(Exists(applications.filter(state=ApplicationState.REJECTED))),
        ~Q(Exists(applications.filter(state__in=UNDER_WAY))),
        ~Q(Exists(untold)),
        ~Q(Exists(notices)),
        organization_id=organization_id,
    )


def addressees(
    candidate_ids: Collection[UUID], *, organization_id: UUID, spared: Collection[UUID], at: datetime
) -> list[Addressee]:
    """Those of them who may be invited now, oldest record first. `spared`: of whom the caller knows why not."""
    people = Candidate.objects.filter(is_one_of(set(candidate_ids) - set(spared)))
    found = sleeping(people, organization_id=organization_id, at=at).prefetch_related("addresses")
    return _reachable(list(found.order_by("id")), organization_id=organization_id)


def invitable_ids(
    found: QuerySet[Candidate], *, organization_id: UUID, spared: Collection[UUID], at: datetime
) -> list[UUID]:
    """The ids of those who may be invited, oldest record first."""
    people = sleeping(found, organization_id=organization_id, at=at)
    if spared:
        people = people.filter(~is_one_of(spared))
    shown = list(people.prefetch_related("addresses").order_by("id"))
    return [one.candidate.id for one in _reachable(shown, organization_id=organization_id)]


def _reachable(people: Sequence[Candidate], *, organization_id: UUID) -> list[Addressee]:
    invited = set(
        map(
            bytes,
            InvitationMark.objects.filter(organization_id=organization_id).values_list(
                "address_hash", flat=True
            ),
        )
    )
    found = (_addressee(candidate) for candidate in people)
    return [one for one in found if one is not None and invited.isdisjoint(one.hashes)]


def _addressee(candidate: Candidate) -> Addressee | None:
    """To the newest address that can be written to: what a later import corrected is what is meant."""
    own = sorted((one for one in candidate.addresses.all() if not one.is_proxy), key=lambda one: one.id)
    usable = [one for one in own if is_usable_address(one.address)]
    if not usable:
        return None
    hashes = tuple(address_hash(one.canonical) for one in own)
    return Addressee(candidate, usable[-1].address, usable[-1].canonical, hashes)


def invitations_of(*, organization_id: UUID) -> list[Invitation]:
    """Newest first."""
    found = Invitation.objects.filter(organization_id=organization_id).select_related("text")
    return list(found.order_by("-made_at", "-id")[:200])


def texts_of(*, organization_id: UUID) -> list[InvitationText]:
    """Newest first."""
    found = InvitationText.objects.filter(organization_id=organization_id)
    return list(found.order_by("-written_at", "-id")[:50])


def needs_second_person(*, organization_id: UUID) -> bool:
    rule = InvitationRule.objects.filter(organization_id=organization_id).first()
    return rule is not None and rule.needs_second_person


def invitees_of(invitation: Invitation) -> QuerySet[Invitee]:
    return Invitee.objects.filter(invitation=invitation).order_by("candidate_id")


def invited_ids(*, organization_id: UUID) -> set[UUID]:
    """Everybody on a batch that was approved and not undone."""
    found = Invitee.objects.filter(
        organization_id=organization_id, invitation__approved_at__isnull=False, invitation__undone_at=None
    )
    return set(found.values_list("candidate_id", flat=True))


def is_being_sent(invitation: Invitation, *, at: datetime) -> bool:
    """Whether letters of its hour still wait. Asked of the whole outbox and not of this batch: how long one person's
    mail takes would tell whether there is one (P08)."""
    if invitation.send_at is None or at < invitation.send_at:
        return False
    next_due_at: datetime | None = sql_value("SELECT outreach_next_due_at()")
    return next_due_at is not None and next_due_at <= invitation.send_at


def preview_invitation(
    company: Organization, *, words: str, name: str, language: Language, at: datetime
) -> Preview:
    """What somebody will read, with links that open nothing (P48) and the earliest day that can stand in it."""
    values = {
        "name": name,
        "words": words,
        "link": settings.PUBLIC_URL + DUMMY_LINK_PATH,
        "deletion": settings.PUBLIC_URL + DUMMY_DELETION_PATH,
        "until": day_in_words(day_in_japan(at) + timedelta(days=ANSWER_DAYS), language=language),
    }
    return preview_of("invitation", writer=writer_of(company), values=values, language=language)
