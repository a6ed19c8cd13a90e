"""Recompute from the ground up what everybody relies on, and name each place where it does not agree (P47)."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from careerrelay.accounts.models import Agency
from careerrelay.accounts.queries import organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.chaining import chains, entry_faults, is_head, link_faults
from careerrelay.audit.models import Verification
from careerrelay.candidates.models import Merge
from careerrelay.consent.chaining import Rests, grant_faults, statement_faults
from careerrelay.consent.expiry import OF_COMPANY
from careerrelay.consent.models import Statement
from careerrelay.consent.queries import granted_candidate_ids, stated
from careerrelay.consent.rules.purposes import Deed, Purpose
from careerrelay.core.calendar import day_in_japan, same_hour_months_later
from careerrelay.ledger.models import Entry
from careerrelay.ledger.queries import find_discrepancies
from careerrelay.relay.models import Placement, Provision, Relay, RelayedProfile
from careerrelay.relay.rules.states import RelayState

PAIRS_AT_ONCE = 5000
# A copy whose consent ended is recalled within the hour; a day later it should long have been.
RECALLED_WITHIN = timedelta(days=1)
ENDED = "after the end"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at: `name` is a word of the program, `faults` say where, with ids and never with names."""

    name: str
    checked: int
    faults: tuple[str, ...]


def verify_everything(*, heads: Sequence[bytes] = (), at: datetime) -> list[Check]:
    """Every chain, every state, the books, every provision with its consent; and of `heads`, as they were once mailed,
    whether they are links of a chain still. No scope is needed."""
    checks: list[Callable[[], Check]] = [
        _chains,
        lambda: _states(at=at),
        _books,
        _provisions,
        lambda: _copies(at=at),
    ]
    if heads:
        checks.append(lambda: _heads(heads))
    return [check() for check in checks]


def keep_verification(*, at: datetime) -> Verification:
    """The nightly run, for the page that shows it."""
    begun = time.perf_counter()
    checks = verify_everything(at=at)
    return Verification.objects.create(
        at=at,
        seconds=round(time.perf_counter() - begun, 3),
        checks=[
            {"name": check.name, "checked": check.checked, "faults": len(check.faults)} for check in checks
        ],
        is_clean=not any(check.faults for check in checks),
    )


def last_verification() -> Verification | None:
    return Verification.objects.order_by("-at", "-id").first()


def _chains() -> Check:
    rows = chains()
    faults = [fault for chain_id, kind, _owner, _seq in rows for fault in link_faults(chain_id, name=kind)]
    faults += [*entry_faults(), *statement_faults()]
    return Check(
        "chains", sum(row[3] for row in rows), tuple(f"{one.chain} {one.seq}: {one.fault}" for one in faults)
    )


def _heads(heads: Sequence[bytes]) -> Check:
    lost = tuple(f"{head.hex()}: cut" for head in heads if not is_head(head))
    return Check("heads", len(heads), lost)


def _states(*, at: datetime) -> Check:
    """Who is granted, by the database's question and by a walk through time that is too simple to be wrong."""
    checked, faults = 0, []
    for company_id in organizations_of_kind(Kind.COMPANY):
        with acting_for(company_id):
            merged = set(Merge.objects.values_list("kept_id", flat=True))
            merged |= set(Merge.objects.values_list("gone_id", flat=True))
            for purpose in OF_COMPANY:
                walked = _walked(purpose, company_id=company_id, at=at)
                asked = granted_candidate_ids(purpose, organization_id=company_id, at=at)
                checked += len(walked)
                wrong = ({one for one, is_granted in walked.items() if is_granted} ^ asked) - merged
                faults += [f"{purpose} {one}: state" for one in sorted(wrong)]
    return Check("states", checked, tuple(faults))


def _walked(purpose: Purpose, *, company_id: UUID, at: datetime) -> dict[UUID, bool]:
    until_at: dict[UUID, datetime | None] = {}
    said = Statement.objects.filter(organization_id=company_id, purpose=purpose, recipient_id=company_id)
    rows = [(row.candidate_id, stated(row)) for row in said.exclude(candidate_id=None)]
    for candidate_id, one in sorted(rows, key=lambda row: (row[1].at, row[1].deed is Deed.REVOKE)):
        assert candidate_id is not None, "left out by the question"
        if one.at <= at:
            is_grant = one.deed is Deed.GRANT
            until_at[candidate_id] = same_hour_months_later(one.at, 12) if is_grant else None
    return {candidate_id: until is not None and at < until for candidate_id, until in until_at.items()}


def _books() -> Check:
    checked, faults = 0, []
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        with acting_for(operator_id):
            checked += Entry.objects.count()
            faults += [discrepancy.en for discrepancy in find_discrepancies()]
    return Check("books", checked, tuple(faults))


def _provisions() -> Check:
    """Each rests on a consent that held at its moment, and no profile was handed over without one."""
    checked = 0
    faults: list[str] = []
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        with acting_for(operator_id):
            deeds = [
                Rests(row.statement_id, row.person_id, row.agency_id, row.text_hash, row.provided_at)
                for row in Provision.objects.order_by("id")
            ]
            handed_over = set(Relay.objects.exclude(provided_at=None).values_list("id", flat=True))
            recorded = set(Provision.objects.values_list("relay_id", flat=True))
        checked += len(deeds)
        faults += _faults_of(deeds)
        faults += [f"relay {one}: no provision" for one in sorted(handed_over - recorded)]
    return Check("provisions", checked, tuple(faults))


def _copies(*, at: datetime) -> Check:
    """What stands with an agency now rests on a consent that holds now, or ended less than a day ago."""
    checked = 0
    faults: list[str] = []
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        with acting_for(operator_id):
            there = Relay.objects.filter(state__in=[RelayState.PROVIDED, RelayState.ACCEPTED]).order_by("id")
            deeds = [Rests(row.statement_id, row.person_id, row.agency_id, "", at) for row in there]
        checked += len(deeds)
        faults += [fault for fault in _faults_of(deeds) if not fault.endswith(ENDED)]
        yesterday = [deed._replace(at=at - RECALLED_WITHIN) for deed in deeds]
        faults += [fault for fault in _faults_of(yesterday) if fault.endswith(ENDED)]
        faults += _unlike_placements(operator_id, on=day_in_japan(at))
    return Check("copies", checked, tuple(faults))


def _unlike_placements(operator_id: UUID, *, on: date) -> Iterator[str]:
    """The two years in which a copy is out of sight are those of the joining that stands, in another tenant's row."""
    with acting_for(operator_id):
        standing = Placement.objects.filter(undone_at=None, is_permanent=True, free_on__gt=on)
        years = {row.relay_id: (row.joined_on, row.free_on) for row in standing}
        agencies = list(Agency.objects.filter(operator_id=operator_id).order_by("organization_id"))
    for agency in agencies:
        with acting_for(agency.pk):
            hidden = Q(placed_free_on__gt=on) | Q(relay_id__in=years)
            copies = RelayedProfile.objects.filter(hidden, organization_id=agency.pk).order_by("id")
            rows = list(copies.values_list("id", "relay_id", "placed_on", "placed_free_on"))
        for copy_id, relay_id, placed_on, free_on in rows:
            if years.get(relay_id, (None, None)) != (placed_on, free_on):
                yield f"copy {copy_id}: not the two years of its joining"


def _faults_of(deeds: Sequence[Rests]) -> Iterator[str]:
    for start in range(0, len(deeds), PAIRS_AT_ONCE):
        for statement_id, fault in grant_faults(deeds[start : start + PAIRS_AT_ONCE]):
            yield f"statement {statement_id}: {fault}"
