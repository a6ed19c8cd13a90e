"""People who were handed over to an agency, its consultant, and what the pages say."""

from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

from django.test import Client

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.people.actions import ProfileFacts
from careerrelay.relay.actions.answering import revoke, save_profile
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import RelayedProfile
from tests.make import NOW, Network, answer, make_link, make_member, nonce_for

HANDED = NOW + timedelta(hours=24)
DAY_AFTER = NOW + timedelta(hours=48)
PHONE = "090-4433-2211"


def hand_over(
    network: Network,
    *agencies: Organization,
    address: str = "aoi@example.jp",
    name: str = "三浦 葵",
    company: Organization | None = None,
    at: datetime = NOW,
) -> list[UUID]:
    """Ask for a relay, confirm the profile, let the cooling period pass. The copies, in the agencies' order."""
    company = company or network.company
    answer(make_link(company, address=address, at=at), agencies=agencies, at=at)
    tell_profile(company, address=address, name=name, at=at)
    provide_due(operator_id=network.operator.id, at=at + timedelta(hours=24))
    return [newest_copy(agency).id for agency in agencies]


def tell_profile(company: Organization, *, address: str, name: str, at: datetime) -> None:
    link = make_link(company, address=address, at=at)
    facts = ProfileFacts(
        name=name,
        kana="みうら あおい",
        phone=PHONE,
        occupation="組込みソフト開発",
        experience="計測器の組込みソフトを6年2か月。",
        skills=("C++", "RTOS"),
        regions=("神奈川", "東京"),
        wishes="在宅と併用できること",
    )
    save_profile(link, facts=facts, nonce=nonce_for(link, at=at), at=at)


def take_back(
    network: Network, agency: Organization, *, address: str = "aoi@example.jp", at: datetime
) -> None:
    link = make_link(network.company, address=address, at=at)
    revoke(link, purpose=Purpose.RELAY, recipient_id=agency.id, nonce=nonce_for(link, at=at), at=at)


def newest_copy(agency: Organization) -> RelayedProfile:
    with acting_for(agency.id):
        return RelayedProfile.objects.latest("received_at", "id")


def copy_by_id(agency: Organization, copy_id: UUID) -> RelayedProfile:
    with acting_for(agency.id):
        return RelayedProfile.objects.get(id=copy_id)


def consultant_of(agency: Organization) -> Client:
    return signed_in(agency, role=Role.CONSULTANT, email=f"nomura@{agency.slug}.example.jp")


def signed_in(organization: Organization, *, role: Role, email: str) -> Client:
    client = Client()
    client.force_login(make_member(organization, email=email, role=role))
    return client


def words(answer: object) -> str:
    """What the page says, with its entities read."""
    return unescape(answer.content.decode())  # type: ignore[attr-defined]
