import pytest

from tests.make import Network, make_network


@pytest.fixture
def network(db: None) -> Network:
    return make_network()
