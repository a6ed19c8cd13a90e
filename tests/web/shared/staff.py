"""A company with its owner, an agency with its consultant; and how they sign in."""

from datetime import UTC, datetime

from django.test import Client

from careerrelay.accounts.actions import OrganizationFacts, found_organization
from careerrelay.accounts.models import Membership, Organization
from careerrelay.accounts.rules import Kind, Role
from careerrelay.audit.staffing import admit_member
from tests.make import TESTER

AT = datetime(2025, 11, 20, 1, 15, tzinfo=UTC)
PASSWORD = "correct horse battery"


def organization(kind: Kind, *, slug: str, name: str) -> Organization:
    facts = OrganizationFacts(
        kind=kind,
        slug=slug,
        name=name,
        legal_name=f"{name}株式会社",
        name_en=slug.title(),
        postal_address="神奈川県横浜市中区海岸通9-99",
        contact_desk="採用の窓口",
        contact_address=f"desk@{slug}.example.jp",
    )
    return found_organization(facts, operator_id=None, at=AT)


def shiomi() -> Organization:
    return organization(Kind.COMPANY, slug="shiomi", name="汐見計測")


def mikazuki() -> Organization:
    return organization(Kind.AGENCY, slug="mikazuki", name="三日月キャリア")


def member(of: Organization, *, role: Role, email: str = "inoue@shiomi.example.jp") -> Membership:
    return admit_member(of, email=email, name="井上 彩", password=PASSWORD, role=role, actor=TESTER, at=AT)


def signed_in(email: str = "inoue@shiomi.example.jp") -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, "not signed in"
    return client
