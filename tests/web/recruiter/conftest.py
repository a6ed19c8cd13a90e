from collections.abc import Iterator

import pytest
from django.test import Client

from careerrelay.core import clock
from tests.make import NOW, Network, make_network
from tests.web.recruiter.desk import recruiter_of


@pytest.fixture(autouse=True)
def a_thursday_morning() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def client(network: Network) -> Client:
    """Bob, who recruits at 汐見計測."""
    return recruiter_of(network.company)
