"""Keep applicants as long as their company says, and erase them to the day (個人情報保護法22条).

Without consent: due so many months after the last decision, set aside for thirty days in which somebody may look and
hold, then erased. With consent: as long as it lasts. After silence, be it to the question before a consent ends or to
the one invitation: on the promised day, without setting aside (P39).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.erasing import canonicals_of_candidates, with_merged_ids
from careerrelay.candidates.models import Candidate, Quarantine
from careerrelay.candidates.retaining import Decided, decided_until
from careerrelay.consent.expiry import expired_and_due
from careerrelay.consent.queries import granted_candidate_ids
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.erasing import erase_at_company
from careerrelay.privacy.holding import erase_over_sealed
from careerrelay.privacy.inviting import promised_people
from careerrelay.privacy.models import LegalHold, RetentionRule, TombstoneCause
from careerrelay.privacy.rules.retention import (
    MONTHS_MAX,
    MONTHS_MIN,
    due_on,
    erase_on,
    latest_last_on,
)
from careerrelay.privacy.ruling import months_kept
from careerrelay.privacy.tombstones import operator_of, prove_deletion, set_tombstone

KEEPER = Actor.system("retention")
AT_ONCE = 200
PREVIEW_DAYS = 60


class UnfitMonths(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja=f"保管する月数は、{MONTHS_MIN}から{MONTHS_MAX}までにしてください。",
            en=f"Keep applicants for {MONTHS_MIN} to {MONTHS_MAX} months.",
        )


class NoReasonGiven(Refusal):
    def __init__(self) -> None:
        super().__init__(ja="残す理由を入力してください。", en="Give the reason for keeping it.")


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who is set aside on `day`."""

    candidate_id: UUID
    name: str
    last_on: date
    day: date


def set_retention(months: int, *, organization_id: UUID, actor: Actor, at: datetime) -> RetentionRule:
    """What is set aside already and not due under the new rule comes back with the next run. Raises: UnfitMonths."""
    if not MONTHS_MIN <= months <= MONTHS_MAX:
        raise UnfitMonths
    rule, _ = RetentionRule.objects.update_or_create(
        organization_id=organization_id, defaults={"months": months, "set_by": actor.id, "set_at": at}
    )
    record_deed("set_retention", of=rule, actor=actor, at=at)
    return rule


def due_people(*, organization_id: UUID, until: date, months: int, at: datetime) -> list[Due]:
    """Who is due until that day, the soonest first: without consent, not held, nothing under way, not invited, since
    that promises a day of its own. In the scope."""
    spared = _spared_ids(organization_id=organization_id, at=at)
    spared |= promised_people(organization_id=organization_id).keys()
    found = decided_until(latest_last_on(until, months=months), organization_id=organization_id)
    due = [_due(one, months=months) for one in found if one.candidate_id not in spared]
    return sorted(
        (one for one in due if one.day <= until), key=lambda one: (one.day, one.last_on, one.candidate_id)
    )


def silent_people(*, organization_id: UUID, until: date, at: datetime) -> list[Due]:
    """Who was invited, agreed to nothing, and was promised to be gone by that day, the soonest first. In the scope."""
    spared = _spared_ids(organization_id=organization_id, at=at)
    promised = {
        one: day
        for one, day in promised_people(organization_id=organization_id).items()
        if day <= until and one not in spared
    }
    found = decided_until(day_in_japan(at), organization_id=organization_id, candidate_ids=promised)
    silent = [Due(one.candidate_id, one.name, one.last_on, promised[one.candidate_id]) for one in found]
    return sorted(silent, key=lambda one: (one.day, one.last_on, one.candidate_id))


def _spared_ids(*, organization_id: UUID, at: datetime) -> set[UUID]:
    return {
        *granted_candidate_ids(Purpose.POOL, organization_id=organization_id, at=at),
        *granted_candidate_ids(Purpose.NEWS, organization_id=organization_id, at=at),
        *held_ids(organization_id=organization_id),
    }


def _due(one: Decided, *, months: int) -> Due:
    day = due_on(one.last_on, recorded_on=one.recorded_on, months=months)
    return Due(one.candidate_id, one.name, one.last_on, day)


def coming_due(*, organization_id: UUID, months: int, at: datetime) -> list[Due]:
    """The preview: who will be set aside in the next sixty days, without those who are already, and who goes on a day
    that their invitation named. Who is due by now is set aside with the next run, and so stands under today."""
    today = day_in_japan(at)
    aside = set(Quarantine.objects.values_list("candidate_id", flat=True))
    until = today + timedelta(days=PREVIEW_DAYS)
    everybody = [
        *due_people(organization_id=organization_id, until=until, months=months, at=at),
        *silent_people(organization_id=organization_id, until=until, at=at),
    ]
    coming = [replace(one, day=max(one.day, today)) for one in everybody if one.candidate_id not in aside]
    return sorted(coming, key=lambda one: (one.day, one.last_on, one.candidate_id))


def held_ids(*, organization_id: UUID) -> set[UUID]:
    holds = LegalHold.objects.filter(organization_id=organization_id, lifted_at=None)
    return set(holds.values_list("candidate_id", flat=True))


def place_hold(
    candidate_id: UUID, *, organization_id: UUID, reason: str, actor: Actor, at: datetime
) -> LegalHold:
    """Takes somebody out of quarantine as well. A second one changes nothing. Raises: NoReasonGiven."""
    if not reason.strip():
        raise NoReasonGiven
    hold, is_new = LegalHold.objects.get_or_create(
        organization_id=organization_id,
        candidate_id=candidate_id,
        lifted_at=None,
        defaults={"reason": reason.strip()[:300], "placed_by": actor.id, "placed_at": at},
    )
    Quarantine.objects.filter(organization_id=organization_id, candidate_id=candidate_id).delete()
    if is_new:
        record_deed("place_hold", object_kind="candidate", object_id=candidate_id, actor=actor, at=at)
        wake("privacy:write_journal")
    return hold


def lift_hold(hold_id: UUID, *, organization_id: UUID, actor: Actor, at: datetime) -> None:
    """The clock goes on where it stood: what is due by now is set aside with the next run."""
    hold = LegalHold.objects.filter(organization_id=organization_id, id=hold_id, lifted_at=None).first()
    if hold is not None:
        hold.lifted_by, hold.lifted_at = actor.id, at
        hold.save(update_fields=["lifted_by", "lifted_at"])
        record_deed("lift_hold", object_kind="candidate", object_id=hold.candidate_id, actor=actor, at=at)
        wake("privacy:write_journal")


def run_retention(*, organization_id: UUID, at: datetime) -> Counter[str]:
    """Everything that is due today, for one company; a day that was slept through is caught up. Each part in
    transactions of its own, so that a kill in between loses nothing and does nothing twice (P13)."""
    done: Counter[str] = Counter()
    today = day_in_japan(at)
    with acting_for(organization_id):
        silent = [
            expired.candidate_id
            for expired in expired_and_due(organization_id=organization_id, at=at)
            if expired.due_on <= today
        ]
        held = held_ids(organization_id=organization_id)
        invited = silent_people(organization_id=organization_id, until=today, at=at)
    silent = [one for one in silent if one not in held] + [one.candidate_id for one in invited]
    done["erased_after_silence"] = _erase_all(
        silent, organization_id=organization_id, cause=TombstoneCause.EXPIRY, at=at
    )
    with acting_for(organization_id):
        months = months_kept(organization_id=organization_id)
        due = due_people(organization_id=organization_id, until=today, months=months, at=at)
        done["set_aside"] = _set_aside(
            [one.candidate_id for one in due], organization_id=organization_id, on=today
        )
        done["come_back"] = _come_back({one.candidate_id for one in due}, organization_id=organization_id)
        over = Quarantine.objects.filter(organization_id=organization_id, erase_on__lte=today)
        over_ids = list(over.order_by("erase_on", "id").values_list("candidate_id", flat=True))
    done["erased"] = _erase_all(
        over_ids, organization_id=organization_id, cause=TombstoneCause.RETENTION, at=at
    )
    with acting_for(organization_id):
        done["sealed_over"] = erase_over_sealed(organization_id=organization_id, actor=KEEPER, at=at)
    return +done


def _set_aside(candidate_ids: Sequence[UUID], *, organization_id: UUID, on: date) -> int:
    known = set(
        Quarantine.objects.filter(organization_id=organization_id).values_list("candidate_id", flat=True)
    )
    new = [one for one in candidate_ids if one not in known]
    Quarantine.objects.bulk_create(
        (
            Quarantine(
                organization_id=organization_id, candidate_id=one, set_aside_on=on, erase_on=erase_on(on)
            )
            for one in new
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    return len(new)


def _come_back(due_ids: Collection[UUID], *, organization_id: UUID) -> int:
    """A new application, a consent, a hold, a longer rule: they are not due any more."""
    rows = Quarantine.objects.filter(organization_id=organization_id).values_list("id", "candidate_id")
    back = [row_id for row_id, candidate_id in rows if candidate_id not in due_ids]
    Quarantine.objects.filter(id__in=back).delete()
    return len(back)


def _erase_all(
    candidate_ids: Sequence[UUID], *, organization_id: UUID, cause: TombstoneCause, at: datetime
) -> int:
    operator_id = operator_of(organization_id)
    erased = 0
    for some in _by_the_hundred(candidate_ids):
        with transaction.atomic():
            erased += _erase_some(
                some, organization_id=organization_id, operator_id=operator_id, cause=cause, at=at
            )
    return erased


def _erase_some(
    candidate_ids: Sequence[UUID],
    *,
    organization_id: UUID,
    operator_id: UUID,
    cause: TombstoneCause,
    at: datetime,
) -> int:
    """What the company may not tell apart from an erasure is proven to the operator, the rest to the company (P08)."""
    with acting_for(organization_id):
        there = Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids)
        ids = list(there.order_by("id").values_list("id", flat=True))
        if not ids:
            return 0
        set_of_ids = with_merged_ids(organization_id=organization_id, candidate_ids=ids)
        canonicals = canonicals_of_candidates(organization_id=organization_id, candidate_ids=ids)
    set_tombstone(
        operator_id=operator_id,
        organization_id=organization_id,
        candidate_ids=set_of_ids,
        canonicals=canonicals,
        cause=cause,
        at=at,
    )
    rows = erase_at_company(organization_id, candidate_ids=ids, at=at)
    is_own = cause is TombstoneCause.RETENTION
    keeper_id = organization_id if is_own else operator_id
    prove_deletion(rows, keeper_id=keeper_id, holders=1, cause=cause, at=at)
    if is_own:
        with acting_for(organization_id):
            record_deed("erase_due", object_kind="candidate", count=len(ids), actor=KEEPER, at=at)
    return len(ids)


def _by_the_hundred(candidate_ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    waiting = iter(candidate_ids)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
