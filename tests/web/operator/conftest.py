from collections.abc import Iterator

import pytest
from django.test import Client

from careerrelay.accounts.rules import Role
from careerrelay.core import clock
from tests.make import Network, make_network
from tests.web.agency.relayed import DAY_AFTER, signed_in


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def operator(network: Network) -> Client:
    return signed_in(network.operator, role=Role.OPERATOR, email="ops@kyokai.example.jp")


@pytest.fixture
def on_the_day_after() -> Iterator[None]:
    """Saturday, 21 November 2026, 10:15 in Japan: October can be closed, November not yet."""
    with clock.moved_to(DAY_AFTER):
        yield
