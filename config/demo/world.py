"""A small believable world, made by the product's own deeds. Every name in it is invented.

Two companies, three agencies, 2,000 candidates, eighteen months of applications; enough introductions in the
past that one free hire is there to be used and the next is on its way. Rows that nobody did one by one in a real
company, such as those of an import, are written in bulk.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import connection

from careerrelay.accounts.actions import (
    OrganizationFacts,
    found_organization,
    list_agency,
    record_permit,
)
from careerrelay.accounts.models import Membership, Organization, User
from careerrelay.accounts.queries import organization_by_slug
from careerrelay.accounts.rules import Kind, Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.staffing import admit_member
from careerrelay.consent.actions import make_start_link
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import closing_moment, day_in_japan, last_month, month_of
from careerrelay.privacy.retaining import set_retention
from careerrelay.relay.actions.agreeing import make_agreement
from careerrelay.relay.actions.closing import close_month
from config.demo.documents import hand_in_documents
from config.demo.history import live_through
from config.demo.marks import mark_people
from config.demo.people import count_rows, fill_company
from config.demo.records import know_people, write_records
from config.demo.selection import give_reasons, select_candidates
from config.demo.twice import write_some_twice

PASSWORD = "demo-demo-demo"  # noqa: S105 - printed at every start of the demo
SEED = 20261122
MAKER = Actor.system("demo")
KEPT_MONTHS = 17

SIGN_INS = (
    ("inoue@shiomi.example.jp", "汐見計測 採用担当 / recruiter"),
    ("hori@shiomi.example.jp", "汐見計測 面接官 / interviewer"),
    ("ogawa@aobadai.example.jp", "青葉台食品 採用担当 / recruiter"),
    ("nomura@mikazuki.example.jp", "三日月キャリア コンサルタント / agency"),
    ("hayashi@hokutodai.example.jp", "北斗台人材 コンサルタント / agency"),
    ("ops@kyokai.example.jp", "運営者 / operator"),
)


@dataclass(frozen=True, slots=True)
class World:
    operator: Organization
    companies: tuple[Organization, Organization]
    agencies: tuple[Organization, Organization, Organization]


def is_begun() -> bool:
    return organization_by_slug("kyokai") is not None


def is_whole() -> bool:
    """Whoever operates is admitted last, so a world that was cut off half way is not taken for whole."""
    found = organization_by_slug("kyokai")
    if found is None:
        return False
    with acting_for(found[0]):
        return Membership.objects.filter(organization_id=found[0]).exists()


def start_code() -> str:
    found = organization_by_slug("shiomi")
    assert found is not None
    with acting_for(found[0]):
        return start_code_in_scope(organization_id=found[0])


@dataclass(frozen=True, slots=True)
class Size:
    """How many applied at each company, and how many of them answered the mail that turned them down."""

    people: tuple[int, int] = (1_500, 500)
    answered: tuple[int, int] = (34, 12)


def make_world(*, size: Size = Size(), at: datetime) -> None:
    # Whoever loses the machine's power now begins anew anyway: nothing waits for the disk.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    chance = random.Random(SEED)
    founded_at = at - timedelta(days=560)
    world = _found(at=at, founded_at=founded_at)
    for company, number, untold in zip(world.companies, size.people, (12, 0), strict=True):
        know = know_people(company, chance=random.Random(company.slug), at=at)
        give = give_reasons(company, chance=chance, at=at)
        fill_company(company, number=number, untold=untold, know=know, give=give, chance=chance, at=at)
    _admit(world.companies[0], "hori@shiomi.example.jp", "堀 健太", Role.INTERVIEWER, at=founded_at)
    count_rows()
    for company in world.companies:
        select_candidates(company, at=at)
        write_records(company, chance=random.Random(company.slug), at=at)
        write_some_twice(company, at=at)
        mark_people(company, at=at)
    hand_in_documents(world.companies[0], chance=random.Random("documents"), at=at)
    agencies = (world.agencies, world.agencies[:2])
    live_through(list(zip(world.companies, agencies, size.answered, strict=True)), chance=chance, at=at)
    _close_past_months(world, at=at)
    _admit(world.operator, "ops@kyokai.example.jp", "西村 香織", Role.OWNER, at=founded_at)


def _found(*, at: datetime, founded_at: datetime) -> World:
    operator = found_organization(_OPERATOR, operator_id=None, at=founded_at)
    agencies = tuple(_found_agency(operator, plan, at=at, founded_at=founded_at) for plan in _AGENCIES)
    companies = tuple(_found_company(operator, plan, at=founded_at) for plan in _COMPANIES)
    for company in companies:
        for agency in agencies:
            make_agreement(
                operator_id=operator.id,
                company_id=company.id,
                agency_id=agency.id,
                effective_on=day_in_japan(founded_at),
                actor=MAKER,
                at=founded_at,
            )
    return World(operator, (companies[0], companies[1]), (agencies[0], agencies[1], agencies[2]))


def _found_company(
    operator: Organization, plan: tuple[OrganizationFacts, str, str], *, at: datetime
) -> Organization:
    facts, email, name = plan
    company = found_organization(facts, operator_id=operator.id, at=at)
    _admit(company, email, name, Role.OWNER, at=at)
    with acting_for(company.id):
        make_start_link(organization_id=company.id, actor=MAKER, at=at)
        # Eighteen months of history stay to be looked at; the oldest of it come due in these weeks.
        set_retention(KEPT_MONTHS, organization_id=company.id, actor=MAKER, at=at)
    return company


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    facts: OrganizationFacts
    email: str
    consultant: str
    representative: str
    field: str
    field_en: str
    permit: str
    days_left: int


def _found_agency(
    operator: Organization, plan: AgencyPlan, *, at: datetime, founded_at: datetime
) -> Organization:
    agency = found_organization(plan.facts, operator_id=operator.id, at=founded_at)
    _admit(agency, plan.email, plan.consultant, Role.OWNER, at=founded_at)
    with acting_for(agency.id):
        listed = list_agency(
            agency,
            representative=plan.representative,
            field=plan.field,
            field_en=plan.field_en,
            at=founded_at,
        )
    today = day_in_japan(at)
    record_permit(
        listed,
        number=plan.permit,
        valid_from_on=today - timedelta(days=3 * 365 - plan.days_left),
        valid_until_on=today + timedelta(days=plan.days_left),
        checked_on=today,
    )
    return agency


def _admit(organization: Organization, email: str, name: str, role: Role, *, at: datetime) -> None:
    """With one hash for all, as they have one password: each takes a third of a second."""
    User.objects.create(email=email, name=name, password=_hash_of_all(), created_at=at)
    admit_member(organization, email=email, name=name, password=PASSWORD, role=role, actor=MAKER, at=at)


@cache
def _hash_of_all() -> str:
    return make_password(PASSWORD)


def _close_past_months(world: World, *, at: datetime) -> None:
    month = _months_back(month_of(day_in_japan(at)), 8)
    newest = last_month(day_in_japan(at))
    while month <= newest:
        for company in world.companies:
            if closing_moment(month) <= at:
                close_month(
                    operator_id=world.operator.id,
                    company_id=company.id,
                    month=month,
                    actor=MAKER,
                    at=closing_moment(month),
                )
        month = month_of(month + timedelta(days=32))


def _months_back(month: date, months: int) -> date:
    for _ in range(months):
        month = last_month(month)
    return month


_OPERATOR = OrganizationFacts(
    kind=Kind.OPERATOR,
    slug="kyokai",
    name="関東キャリアリレー協会",
    legal_name="一般社団法人関東キャリアリレー協会",
    name_en="Kanto Career Relay Association",
    postal_address="東京都千代田区神田錦町9-99",
    contact_desk="事務局",
    contact_address="office@kyokai.example.jp",
    postal_address_en="9-99 Kanda-Nishikicho, Chiyoda-ku, Tokyo, Japan",
    contact_desk_en="Secretariat",
)

_COMPANIES = (
    (
        OrganizationFacts(
            kind=Kind.COMPANY,
            slug="shiomi",
            name="汐見計測",
            legal_name="汐見計測株式会社",
            name_en="Shiomi Instruments Inc.",
            postal_address="神奈川県横浜市中区海岸通9-99",
            contact_desk="人事部 採用の窓口",
            contact_address="saiyo@shiomi.example.jp",
            postal_address_en="9-99 Kaigan-dori, Naka-ku, Yokohama, Kanagawa, Japan",
            contact_desk_en="Human Resources, Recruiting",
        ),
        "inoue@shiomi.example.jp",
        "井上 彩",
    ),
    (
        OrganizationFacts(
            kind=Kind.COMPANY,
            slug="aobadai",
            name="青葉台食品",
            legal_name="青葉台食品株式会社",
            name_en="Aobadai Foods Co., Ltd.",
            postal_address="東京都目黒区青葉台9-99",
            contact_desk="人事課",
            contact_address="jinji@aobadai.example.jp",
            postal_address_en="9-99 Aobadai, Meguro-ku, Tokyo, Japan",
            contact_desk_en="Human Resources",
        ),
        "ogawa@aobadai.example.jp",
        "小川 翔太",
    ),
)


def _agency_facts(slug: str, name: str, legal_name: str, name_en: str, address: str) -> OrganizationFacts:
    return OrganizationFacts(
        kind=Kind.AGENCY,
        slug=slug,
        name=name,
        legal_name=legal_name,
        name_en=name_en,
        postal_address=address,
        contact_desk="個人情報の窓口",
        contact_address=f"privacy@{slug}.example.jp",
        contact_desk_en="Personal data desk",
    )


_AGENCIES = (
    AgencyPlan(
        _agency_facts(
            "mikazuki",
            "三日月キャリア",
            "三日月キャリア株式会社",
            "Mikazuki Career Inc.",
            "東京都港区芝浦9-99-9",
        ),
        "nomura@mikazuki.example.jp",
        "野村 拓海",
        "三好 玲子",
        "製造・計測/東京、神奈川",
        "Manufacturing, measurement / Tokyo, Kanagawa",
        "13-ユ-999101",
        812,
    ),
    AgencyPlan(
        _agency_facts(
            "hokutodai",
            "北斗台人材",
            "北斗台人材株式会社",
            "Hokutodai Staffing Inc.",
            "大阪府大阪市北区中之島9-99",
        ),
        "hayashi@hokutodai.example.jp",
        "林 由紀",
        "北川 修",
        "機械・電気の技術職/全国",
        "Mechanical and electrical engineers / nationwide",
        "27-ユ-999087",
        430,
    ),
    AgencyPlan(
        _agency_facts(
            "michishirube",
            "みちしるべ紹介",
            "株式会社みちしるべ紹介",
            "Michishirube Placement Inc.",
            "愛知県名古屋市中区錦9-99",
        ),
        "kato@michishirube.example.jp",
        "加藤 実",
        "杉山 誠一",
        "管理・購買/愛知、静岡",
        "Administration, purchasing / Aichi, Shizuoka",
        "23-ユ-999045",
        41,
    ),
)
