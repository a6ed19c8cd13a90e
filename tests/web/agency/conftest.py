from collections.abc import Iterator

import pytest

from careerrelay.core import clock
from tests.make import Network, make_network
from tests.web.agency.relayed import DAY_AFTER


@pytest.fixture
def network(db: None) -> Network:
    return make_network()


@pytest.fixture
def on_the_day_after() -> Iterator[None]:
    """The program lives a day after the hand-over, so that pages and what was made agree on the time."""
    with clock.moved_to(DAY_AFTER):
        yield
