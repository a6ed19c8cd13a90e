"""A network for one run, in bulk: what a bench measures begins after this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connections

from careerrelay.accounts.actions import OrganizationFacts, found_organization, list_agency, record_permit
from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Rejection,
    Source,
)
from careerrelay.consent.actions import make_start_link
from careerrelay.core.actor import Actor
from careerrelay.core.ids import new_id
from careerrelay.relay.actions.agreeing import make_agreement
from careerrelay.text.addresses import comparable_address

BENCH = Actor.system("bench")


@dataclass(frozen=True, slots=True)
class World:
    """`mark` keeps the addresses of one run apart from those of another."""

    mark: str
    operator: Organization
    company: Organization
    agency: Organization
    start_code: str


@dataclass(frozen=True, slots=True)
class Peopled:
    """A company that has its people."""

    mark: str
    company_id: UUID


def make_bench_world(*, at: datetime) -> World:
    mark = new_id().hex[-10:]
    operator = found_organization(
        _facts(Kind.OPERATOR, f"kyokai-{mark}", "関東協会"), operator_id=None, at=at
    )
    company = found_organization(
        _facts(Kind.COMPANY, f"shiomi-{mark}", "汐見計測"), operator_id=operator.id, at=at
    )
    with acting_for(company.id):
        start_link = make_start_link(organization_id=company.id, actor=BENCH, at=at)
    agency = _agency(operator, mark=mark, at=at)
    make_agreement(
        operator_id=operator.id,
        company_id=company.id,
        agency_id=agency.id,
        effective_on=date(2026, 1, 1),
        actor=BENCH,
        at=at,
    )
    return World(mark, operator, company, agency, start_link.code)


def former_world(*, size: int) -> Peopled | None:
    """Of a former run with as many people, where the database was kept."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_peopled (people integer PRIMARY KEY, mark text, company_id uuid)"
        )
        cursor.execute("SELECT mark, company_id FROM bench_peopled WHERE people = %s", [size])
        found = cursor.fetchone()
    return Peopled(*found) if found else None


def note_world(world: World, *, size: int) -> Peopled:
    """For the next run, if the database is kept: its people are all there, and counted."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO bench_peopled VALUES (%s, %s, %s)", [size, world.mark, world.company.id])
    return Peopled(world.mark, world.company.id)


def _agency(operator: Organization, *, mark: str, at: datetime) -> Organization:
    agency = found_organization(
        _facts(Kind.AGENCY, f"mikazuki-{mark}", "三日月キャリア"), operator_id=operator.id, at=at
    )
    with acting_for(agency.id):
        listed = list_agency(
            agency,
            representative="野村 拓海",
            field="製造・計測",
            field_en="Manufacturing, measurement",
            at=at,
        )
    record_permit(
        listed,
        number=f"13-ユ-{int(mark, 16) % 10**6:06}",
        valid_from_on=(at - timedelta(days=365)).date(),
        valid_until_on=(at + timedelta(days=365)).date(),
        checked_on=at.date(),
    )
    return agency


def _facts(kind: Kind, slug: str, name: str) -> OrganizationFacts:
    return OrganizationFacts(
        kind=kind,
        slug=slug,
        name=name,
        legal_name=f"{name}株式会社",
        name_en=f"{slug.partition('-')[0].capitalize()} Inc.",
        postal_address="神奈川県横浜市中区海岸通9-99",
        contact_desk="人事部 採用の窓口",
        contact_address="saiyo@company.example.jp",
    )


def address_of(world: World | Peopled, index: int) -> str:
    return f"c{index}.{world.mark}@example.jp"


def reject_candidates(world: World, *, count: int, at: datetime) -> Sequence[Rejection]:
    """So many people whom the company turned down and nobody has told. In the company's scope."""
    owner = {"organization_id": world.company.id}
    candidates = [
        Candidate(**owner, name=f"候補 {index}", source=Source.IMPORT, created_at=at, updated_at=at)
        for index in range(count)
    ]
    addresses = [
        CandidateAddress(
            **owner,
            candidate=candidate,
            address=address_of(world, index),
            canonical=comparable_address(address_of(world, index)),
        )
        for index, candidate in enumerate(candidates)
    ]
    applications = [
        Application(
            **owner,
            candidate=candidate,
            system="hrmos",
            job_title="組込みソフトエンジニア",
            stage="書類選考",
            state=ApplicationState.REJECTED,
            applied_on=at.date(),
            created_at=at,
            updated_at=at,
        )
        for candidate in candidates
    ]
    Candidate.objects.bulk_create(candidates)
    CandidateAddress.objects.bulk_create(addresses)
    Application.objects.bulk_create(applications)
    return Rejection.objects.bulk_create(
        Rejection(**owner, application=application, rejected_on=at.date(), stage="書類選考", created_at=at)
        for application in applications
    )
