"""Who accessed what about a person: by organization and by day, never by member (P35)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.models import AuditEntry
from careerrelay.audit.sights import sights_of
from careerrelay.candidates.merges import kept_id_of
from careerrelay.consent.models import CandidateLink
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.models import Relay
from careerrelay.relay.queries import agencies_by_id

SHOWN_FOR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Access:
    """One organization on one day; `deeds` are what it did and how often, the most telling first."""

    on: date
    organization_id: UUID
    name_ja: str
    name_en: str
    deeds: tuple[tuple[str, int], ...]


def accesses_of_person(
    *, person_id: UUID, links: Iterable[CandidateLink], relays: Iterable[Relay], at: datetime
) -> list[Access]:
    """The newest day first, a year back. Enters every scope that it needs."""
    since_at = at - SHOWN_FOR
    ids = _record_ids(links)
    for relay in relays:
        ids.setdefault(relay.agency_id, set()).add(relay.id)
    times: dict[tuple[date, UUID], Counter[str]] = {}
    for on, organization_id in _profiles_seen(person_id, since_at=since_at):
        times.setdefault((on, organization_id), Counter())["see_profile"] += 1
    for seen in sights_of(
        list(ids), object_ids=[one for found in ids.values() for one in found], since_at=since_at
    ):
        times.setdefault((seen.on, seen.organization_id), Counter())[seen.deed] += seen.times
    names = _names_of({organization_id for _on, organization_id in times})
    return [
        Access(
            on, organization_id, *names[organization_id], tuple(sorted(times[on, organization_id].items()))
        )
        for on, organization_id in sorted(times, key=lambda key: (-key[0].toordinal(), names[key[1]]))
    ]


def _record_ids(links: Iterable[CandidateLink]) -> dict[UUID, set[UUID]]:
    """What the person is at each company: the record that they answered about, and the one it became part of."""
    ids: dict[UUID, set[UUID]] = {}
    for link in links:
        if link.candidate_id is None:
            continue
        with acting_for(link.company_id):
            kept_id = kept_id_of(link.candidate_id, organization_id=link.company_id)
        ids[link.company_id] = {link.candidate_id, *([kept_id] if kept_id else [])}
    return ids


def _profiles_seen(person_id: UUID, *, since_at: datetime) -> list[tuple[date, UUID]]:
    with acting_for_person(person_id):
        entries = AuditEntry.objects.filter(person_id=person_id, deed="see_profile", at__gte=since_at)
        rows = entries.values_list("at", "actor_organization_id")
        return [(day_in_japan(at), by_id) for at, by_id in rows if by_id is not None]


def _names_of(organization_ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, str]]:
    ids: Sequence[UUID] = sorted(organization_ids)
    agencies = agencies_by_id(agency_ids=ids)
    names = {agency.pk: (agency.legal_name, agency.name_en) for agency in agencies.values()}
    for organization_id in ids:
        if organization_id not in names:
            with acting_for(organization_id):
                company = organization_in_scope(organization_id=organization_id)
            names[organization_id] = (company.legal_name, company.name_en)
    return names
