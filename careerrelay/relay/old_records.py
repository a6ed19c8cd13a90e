"""Records of provision whose three years are over: which they are, and how they go (個人情報保護法施行規則21条)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import day_in_japan, moment_in_japan, months_later
from careerrelay.core.deletion import rows_by_table
from careerrelay.core.sql import sql_rows
from careerrelay.relay.models import Correction, DataNotice, Placement, Provision, Relay, RelayedProfile
from careerrelay.relay.rules.provision import KEEP_RECORD_MONTHS, keep_record_until
from careerrelay.relay.rules.states import RelayState

MIDNIGHT = time(0)
# What still goes on, or stands with an agency: a copy never stands without its record (P09).
IN_USE = (RelayState.COOLING, RelayState.WAITING, RelayState.PROVIDED, RelayState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class KeptRelay:
    """A relay that has ended, and the last day on which its records have to be there."""

    relay_id: UUID
    person_id: UUID
    company_id: UUID
    agency_id: UUID
    keep_until_on: date


def relays_kept_until(day: date, *, operator_id: UUID) -> list[KeptRelay]:
    """Those whose last day is no later; the oldest first. Six questions. Enters the operator's scope.

    The last day is that of the record of provision, of its last correction, or of the law by which the agency keeps
    something; of a relay that was never provided, three years after it ended.
    """
    with acting_for(operator_id):
        until = dict(
            Provision.objects.filter(operator_id=operator_id, keep_until_on__lte=day).values_list(
                "relay_id", "keep_until_on"
            )
        )
        for longer in (_corrected_until(until), _kept_by_law(until)):
            until |= {relay_id: max(until[relay_id], last_on) for relay_id, last_on in longer.items()}
        ended = Relay.objects.filter(operator_id=operator_id).exclude(state__in=IN_USE)
        rows = [*ended.filter(id__in=until), *_never_provided(ended, until_on=day)]
    found = [
        KeptRelay(
            relay.id,
            relay.person_id,
            relay.company_id,
            relay.agency_id,
            until.get(relay.id) or keep_record_until(day_in_japan(relay.ended_at or relay.granted_at)),
        )
        for relay in rows
    ]
    return sorted(
        (one for one in found if one.keep_until_on <= day), key=lambda one: (one.keep_until_on, one.relay_id)
    )


def _corrected_until(relay_ids: Collection[UUID]) -> dict[UUID, date]:
    rows = Correction.objects.filter(provision__relay_id__in=relay_ids).values("provision__relay_id")
    last = rows.annotate(last_on=Max("keep_until_on"))
    return dict(last.values_list("provision__relay_id", "last_on"))


def _kept_by_law(relay_ids: Collection[UUID]) -> dict[UUID, date]:
    rows = DataNotice.objects.filter(relay_id__in=relay_ids, kept_until_on__isnull=False).values("relay_id")
    return dict(rows.annotate(last_on=Max("kept_until_on")).values_list("relay_id", "last_on"))


def _never_provided(ended: QuerySet[Relay], *, until_on: date) -> QuerySet[Relay]:
    """As days in Japan, a day too many; whoever asks compares the days themselves."""
    last_at = moment_in_japan(months_later(until_on, -KEEP_RECORD_MONTHS) + timedelta(days=2), MIDNIGHT)
    return ended.filter(provided_at=None, ended_at__lt=last_at)


def erase_relays(relays: Sequence[KeptRelay], *, operator_id: UUID) -> Counter[str]:
    """The records, what the agencies have of them, and the relays; how many rows went, by table. In a transaction of
    the caller's. The database refuses while a record has to be kept by its own clock."""
    ids = [one.relay_id for one in relays]
    erased: Counter[str] = Counter()
    for agency_id in sorted({one.agency_id for one in relays}):
        with acting_for(agency_id):
            copies = RelayedProfile.objects.filter(organization_id=agency_id, relay_id__in=ids)
            erased += rows_by_table(copies.delete())
    with acting_for(operator_id):
        [(corrections, provisions)] = sql_rows(
            "SELECT * FROM relay_erase_records(%s, %s)", [operator_id, ids]
        )
        erased += Counter(relay_correction=corrections, relay_provision=provisions)
        notices = DataNotice.objects.filter(operator_id=operator_id, relay_id__in=ids)
        erased += rows_by_table(notices.delete())
        erased += rows_by_table(Relay.objects.filter(operator_id=operator_id, id__in=ids).delete())
    return +erased


def erase_old_placements(*, operator_id: UUID, on: date) -> int:
    """Nothing hangs on a placement after its two years."""
    with acting_for(operator_id):
        gone, _ = Placement.objects.filter(operator_id=operator_id, free_on__lte=on).delete()
    return gone
