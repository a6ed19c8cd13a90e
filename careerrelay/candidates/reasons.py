"""A company's reasons for saying no: offered, added, changed, ended; and words of other systems that mean one of them.

Every company is offered the same defaults. They become its own rows with the first deed that touches one, so that
looking at a page writes nothing. In the organization's scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_in_parts
from careerrelay.candidates.models import Rejection, RejectionReason, Revisit
from careerrelay.candidates.rules.reasons import (
    DEFAULT_REASONS,
    REVISIT_MONTHS_MAX,
    default_reason_id,
    default_reason_ids,
    revisit_day,
)
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal

WORDS_SHOWN_MAX = 200


class ReasonTaken(Refusal):
    pass


class ReasonWithoutMonths(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """`revisit_months` counts only with the rule that needs it."""

    name: str
    name_en: str
    revisit: Revisit
    revisit_months: int | None


@dataclass(frozen=True, slots=True)
class UnmappedWords:
    """What files said, in so many rejections, of which no reason was chosen yet."""

    words: str
    count: int


def reasons_offered(*, organization_id: UUID) -> list[RejectionReason]:
    """Those that can be chosen now: the defaults first, then the company's own, oldest first."""
    found = list(RejectionReason.objects.filter(organization_id=organization_id))
    if not found:
        return _defaults(organization_id=organization_id)
    place = {reason_id: n for n, reason_id in enumerate(default_reason_ids(organization_id=organization_id))}
    offered = [reason for reason in found if reason.ended_at is None]
    return sorted(
        offered, key=lambda reason: (place.get(reason.id, len(place)), reason.created_at, reason.id)
    )


def offered_reason(reason_id: UUID, *, organization_id: UUID) -> RejectionReason | None:
    offered = reasons_offered(organization_id=organization_id)
    return next((reason for reason in offered if reason.id == reason_id), None)


def keep_default_reasons(*, organization_id: UUID, at: datetime) -> None:
    """Make the defaults this company's own rows, if it has none yet; twice at once is fine."""
    if RejectionReason.objects.filter(organization_id=organization_id).exists():
        return
    defaults = _defaults(organization_id=organization_id)
    for reason in defaults:
        reason.created_at = at
    RejectionReason.objects.bulk_create(defaults, ignore_conflicts=True)


def _defaults(*, organization_id: UUID) -> list[RejectionReason]:
    return [
        RejectionReason(
            id=default_reason_id(default.key, organization_id=organization_id),
            organization_id=organization_id,
            name=default.name,
            name_en=default.name_en,
            revisit=default.revisit,
            revisit_months=default.revisit_months,
        )
        for default in DEFAULT_REASONS
    ]


def add_reason(facts: ReasonFacts, *, organization_id: UUID, actor: Actor, at: datetime) -> RejectionReason:
    """Raises: ReasonTaken, ReasonWithoutMonths."""
    keep_default_reasons(organization_id=organization_id, at=at)
    reason = RejectionReason(organization_id=organization_id, created_at=at)
    _save_reason(reason, facts)
    record_deed("add_reason", of=reason, actor=actor, at=at)
    return reason


def change_reason(reason: RejectionReason, facts: ReasonFacts, *, actor: Actor, at: datetime) -> None:
    """From now on; what was decided under the old rule stays. Raises: ReasonTaken, ReasonWithoutMonths."""
    keep_default_reasons(organization_id=reason.organization_id, at=at)
    kept = RejectionReason.objects.select_for_update().get(id=reason.id)
    _save_reason(kept, facts)
    _find_anew(kept)
    record_deed("change_reason", of=kept, actor=actor, at=at)


def end_reason(reason: RejectionReason, *, actor: Actor, at: datetime) -> None:
    """No longer offered; the rejections that name it keep it."""
    keep_default_reasons(organization_id=reason.organization_id, at=at)
    ended = RejectionReason.objects.filter(id=reason.id, ended_at=None).update(ended_at=at)
    if ended:
        record_deed("end_reason", of=reason, actor=actor, at=at)


def _save_reason(reason: RejectionReason, facts: ReasonFacts) -> None:
    needs_months = facts.revisit == Revisit.AFTER_MONTHS
    if needs_months and not 1 <= (facts.revisit_months or 0) <= REVISIT_MONTHS_MAX:
        raise ReasonWithoutMonths(
            ja=f"何か月後かを、1から{REVISIT_MONTHS_MAX}の数で入力してください。",
            en=f"Enter after how many months, from 1 to {REVISIT_MONTHS_MAX}.",
        )
    reason.name, reason.name_en, reason.revisit = facts.name, facts.name_en, facts.revisit
    reason.revisit_months = facts.revisit_months if needs_months else None
    try:
        with transaction.atomic():
            reason.save()
    except IntegrityError as taken:
        raise ReasonTaken(
            ja=f"「{facts.name}」という理由は、もうあります。",
            en=f'There is a reason called "{facts.name}" already.',
        ) from taken


def unmapped_words(*, organization_id: UUID) -> list[UnmappedWords]:
    """The most frequent first, at most WORDS_SHOWN_MAX."""
    counted = (
        _of_words(organization_id=organization_id)
        .exclude(reason="")
        .values_list("reason")
        .annotate(number=Count("id"))
        .order_by("-number", "reason")
    )
    return [UnmappedWords(words, number) for words, number in counted[:WORDS_SHOWN_MAX]]


def _of_words(*, organization_id: UUID) -> QuerySet[Rejection]:
    return Rejection.objects.filter(organization_id=organization_id, chosen_reason=None)


def map_words_to_reason(
    words: Sequence[str], *, reason: RejectionReason, organization_id: UUID, actor: Actor, at: datetime
) -> int:
    """Every rejection with exactly these words, and no reason chosen, gets it, with the day that its rule names from
    the day of the rejection on. The words stay. How many there were."""
    keep_default_reasons(organization_id=organization_id, at=at)
    meant = _of_words(organization_id=organization_id).filter(reason__in=[word for word in words if word])
    days = set(meant.values_list("rejected_on", flat=True).order_by())
    mapped = sum(
        meant.filter(rejected_on=day).update(
            chosen_reason_id=reason.id,
            revisit=reason.revisit,
            revisit_on=revisit_day(reason.revisit, months=reason.revisit_months, rejected_on=day),
        )
        for day in sorted(days)
    )
    if mapped:
        _find_anew(reason)
        record_deed("map_words_to_reason", of=reason, count=mapped, actor=actor, at=at)
    return mapped


def _find_anew(reason: RejectionReason) -> None:
    """By its name people are found: a worker goes through those who have it, however many thousands they are."""
    wake("candidates:index_reason", organization_id=str(reason.organization_id), reason_id=str(reason.id))


def index_rejected_for(*, organization_id: UUID, reason_id: UUID) -> int:
    """Write down anew by what those are found who were rejected for this reason, some at a time, each in a transaction
    of its own. How many there were."""
    with acting_for(organization_id):
        rejected = Rejection.objects.filter(organization_id=organization_id, chosen_reason_id=reason_id)
        candidate_ids = set(rejected.values_list("application__candidate_id", flat=True).order_by())
    return index_in_parts(candidate_ids, organization_id=organization_id)
