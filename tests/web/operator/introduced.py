"""Introductions that counted, as many as a test of the operator's pages needs."""

from datetime import datetime

from careerrelay.accounts.models import Organization
from careerrelay.relay.actions.replying import accept_copy
from tests.make import NOW, TESTER, Network
from tests.web.agency.relayed import HANDED, hand_over


def introduce(
    network: Network, *, number: int, company: Organization | None = None, asked_at: datetime = NOW
) -> None:
    """So many different people, each accepted by the first agency in the hour of the hand-over."""
    agency = network.agencies[0]
    slug = (company or network.company).slug
    for index in range(number):
        address = f"{slug}-{asked_at:%m%d}-{index}@example.jp"
        (copy_id,) = hand_over(network, agency, address=address, company=company, at=asked_at)
        accept_copy(
            organization_id=agency.id,
            operator_id=network.operator.id,
            copy_id=copy_id,
            actor=TESTER,
            at=asked_at + (HANDED - NOW),
        )
